import Foundation
import Testing

/// The layout is what CONTRIBUTING says it is.
@Suite struct LayoutTests {
  static let sources = PhraseSources.root.appendingPathComponent("Sources")

  /// The modules, in the order of CONTRIBUTING's list.
  static func modules() throws -> [String] {
    let text = try String(
      contentsOf: PhraseSources.root.appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
    return text.components(separatedBy: "```")[1].split(separator: "\n").compactMap { line in
      line.wholeMatch(of: #/  ([A-Za-z-]+)/ .*/#).map { String($0.1) }
    }
  }

  static func files(of module: String) -> [URL] {
    let folder = sources.appendingPathComponent(module)
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix(".swift") }.map(folder.appendingPathComponent)
  }

  @Test func everyModuleIsListed() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
    #expect(try Self.modules().sorted() == folders.filter { !$0.hasPrefix(".") }.sorted())
  }

  /// A module imports only what stands above it in the list.
  @Test func importsRunOneWay() throws {
    let modules = try Self.modules()
    for (place, module) in modules.enumerated() {
      for file in Self.files(of: module) {
        let text = try String(contentsOf: file, encoding: .utf8)
        for match in text.matches(of: #/(?m)^(?:@\w+ )?import (\w+)$/#) {
          guard let imported = modules.firstIndex(of: String(match.1)) else { continue }
          #expect(imported < place, "\(module)/\(file.lastPathComponent): import \(match.1)")
        }
      }
    }
  }

  /// Foundation costs more at the start than all that a session reads; the differences between
  /// systems are in one place.
  @Test func foundationAndThePlatformAreWhereTheyBelong() throws {
    for module in try Self.modules() {
      for file in Self.files(of: module) {
        let text = try String(contentsOf: file, encoding: .utf8)
        let name = "\(module)/\(file.lastPathComponent)"
        #expect(!text.contains("import Foundation"), "\(name)")
        if name != "System/Platform.swift" {
          #expect(!text.contains("#if canImport(") && !text.contains("import Glibc"), "\(name)")
        }
      }
    }
  }
}
