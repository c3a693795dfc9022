import Foundation
import Testing

/// Reading of fixture files.
enum Fixture {
  static func lines(_ name: String) throws -> [String] {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "txt", subdirectory: "Fixtures"))
    return try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
      .filter { !$0.isEmpty }
  }
}
