import Testing

@testable import Arrays
