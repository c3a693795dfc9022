import Foundation
import Testing

@testable import Networks

/// The models that are measured are models: what the language comes to mean, they still say.
struct BenchmarkModelTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Benchmarks/Models")

  @Test func all() throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.folder, includingPropertiesForKeys: nil)
    #expect(files.count > 35)
    for file in files where file.pathExtension == "model" {
      let text = try String(contentsOf: file, encoding: .utf8)
      let name = file.deletingPathExtension().lastPathComponent
      #expect(throws: Never.self, "\(name)") { try Program(try Model(name: name, text: text)) }
    }
  }
}
