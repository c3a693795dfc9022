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

  /// The folders of Shell, in the order of CONTRIBUTING's list.
  static func folders() throws -> [String] {
    let text = try String(
      contentsOf: PhraseSources.root.appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
    return text.components(separatedBy: "```")[1].split(separator: "\n").flatMap { line in
      line.hasPrefix("    ") ? line.matches(of: #/ ([A-Z][A-Za-z]+)//#).map { String($0.1) } : []
    }
  }

  @Test func everyFolderIsListed() throws {
    let shell = Self.sources.appendingPathComponent("Shell")
    let found = try FileManager.default.contentsOfDirectory(atPath: shell.path)
    #expect(try Self.folders().sorted() == found.filter { !$0.contains(".") }.sorted())
  }

  /// A folder of Shell names only types of folders that stand above it in the list; what a session
  /// is and does goes through `Session`, which names all of them.
  @Test func foldersRunOneWay() throws {
    let folders = try Self.folders()
    var code: [(folder: Int, file: String, text: String)] = []
    for (place, folder) in folders.enumerated() {
      for file in Self.files(of: "Shell/\(folder)") {
        let text = try String(contentsOf: file, encoding: .utf8)
          .replacing(#/(?m)//.*$/#, with: "").replacing(#/"(?:[^"\\\n]|\\.)*"/#, with: "")
        code.append((place, file.lastPathComponent, text))
      }
    }
    var homes: [String: Int] = [:]
    let declaration =
      #/(?m)^(?:package |public |final |indirect )*(?:struct|class|enum|protocol|actor|typealias) (\w+)/#
    for (place, _, text) in code {
      for match in text.matches(of: declaration) { homes[String(match.1)] = place }
    }
    for (place, file, text) in code where folders[place] != "Session" {
      for word in Set(text.matches(of: #/\b[A-Z]\w+/#).map { String($0.0) }) {
        guard let home = homes[word] else { continue }
        #expect(home <= place, "\(folders[place])/\(file): \(word) of \(folders[home])")
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
