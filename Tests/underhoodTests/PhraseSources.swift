import Equations
import Foundation
import Networks
import Support
import Terminal
import Training

@testable import Manual
@testable import Shell
@testable import underhood

/// Every text of the program that can be translated, as the compiler knows them.
///
/// A phrase is a literal of type `Phrase` wherever the compiler says that one is: so a module's
/// intermediate language is read, in which each literal stands beside the call that makes a phrase
/// of it. What is kept as a string beside what it describes (the summaries that `help` lists) is
/// asked for by name.
struct PhraseSources {
  /// The keys, in the order of the files.
  private(set) var keys: [String] = []

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// - Throws: where the compiler cannot be run.
  init() throws {
    for text in try Self.intermediateLanguage() { read(text) }
    for command in CommandSet.program.all {
      add(command.summary)
      for paragraph in command.helpParagraphs { add(paragraph) }
    }
    for group in Command.Group.allCases { add(group.rawValue) }
    for function in FunctionTable.standard.functions { add(function.summary) }
    for optimizer in Optimizer.all { add(optimizer.summary) }
    let commandLine = CommandLineDescription(json: Underhood._dumpHelp())
    for text in commandLine?.texts ?? [] { add(text) }
  }

  private mutating func add(_ texts: String...) {
    for text in texts where Phrase.hasWords(text) && !keys.contains(text) { keys.append(text) }
  }

  // MARK: The compiler

  /// What the compiler makes of the modules that say something, one after the other.
  private static func intermediateLanguage() throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "phrases-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try speakingModules().map { try intermediateLanguage(of: $0, in: folder) }
  }

  /// The modules with phrases.
  private static func speakingModules() throws -> [String] {
    let sources = root.appendingPathComponent("Sources")
    return try FileManager.default.contentsOfDirectory(atPath: sources.path).sorted()
      .filter { module in
        swiftFiles(in: sources.appendingPathComponent(module)).contains {
          (try? String(contentsOfFile: $0, encoding: .utf8))?.contains(#/\b(Phrase|inout Page)\b/#)
            ?? false
        }
      }
  }

  private static func intermediateLanguage(
    of module: String, in folder: URL
  ) throws -> String {
    let products = Bundle.module.bundleURL.deletingLastPathComponent()
    let sources = root.appendingPathComponent("Sources")
    let maps = [
      sources.appendingPathComponent("CEditline/module.modulemap").path,
      sources.appendingPathComponent("CMarkdown/module.modulemap").path,
      sources.appendingPathComponent("CZlib/module.modulemap").path,
      products.appendingPathComponent("CKernels.build/module.modulemap").path,
    ]
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let environment = ["PATH": path, "HOME": folder.path]
    let flags = try run(
      "/usr/bin/env", ["pkg-config", "--cflags", "libedit", "libcmark"], environment: environment)
    let output = folder.appendingPathComponent("\(module).sil").path
    // Modules of a package share what is not public by its name, which is its folder's.
    let package = String(
      root.lastPathComponent.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    let arguments =
      [
        "swiftc", "-wmo", "-emit-silgen", "-swift-version", "6", "-parse-as-library",
        "-module-name", module, "-package-name", package, "-o", output,
        "-module-cache-path", folder.path,
        "-I", products.appendingPathComponent("Modules").path,
      ] + maps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
      + flags.stdout.split(whereSeparator: \.isWhitespace).map(String.init)
      + swiftFiles(in: sources.appendingPathComponent(module))
    let result = try run("/usr/bin/env", arguments, environment: environment, timeout: 600)
    guard result.status == 0 else { throw CompilerFailure(message: result.stderr) }
    return try String(contentsOfFile: output, encoding: .utf8)
  }

  private static func swiftFiles(in folder: URL) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix(".swift") }.sorted()
      .map { folder.appendingPathComponent($0).path }
  }

  // MARK: The intermediate language

  /// Reads the functions of a module.
  ///
  ///     %3 = string_literal utf8 "there is no '"
  ///     %6 = function_ref @...appendLiteral...
  ///     %7 = apply %6(%5, %2)
  private mutating func read(_ text: String) {
    var literals: [Substring: String] = [:]
    var functions: [Substring: Substring] = [:]
    var accesses: [Substring: Substring] = [:]
    // What has been put together so far, by the place where it is.
    var unfinished: [Substring: (key: String, places: Int)] = [:]
    for line in text.split(separator: "\n") {
      if line.hasPrefix("}") {
        for (key, _) in unfinished.values { add(key) }
        unfinished = [:]
        literals = [:]
        functions = [:]
        accesses = [:]
        continue
      }
      guard line.hasPrefix("  %") || line.hasPrefix("  store ") else { continue }
      let line = line.dropFirst(2)
      if line.hasPrefix("store ") {
        // A new one begins where an old one was.
        let words = line.split(separator: " ")
        if words.count >= 5, functions[words[1]] == "begin", words[2] == "to" {
          let place = words[4]
          if let old = unfinished[place] { add(old.key) }
          unfinished[place] = ("", 0)
        }
        continue
      }
      guard let equals = line.firstRange(of: " = ") else { continue }
      let name = line[..<equals.lowerBound]
      let rest = line[equals.upperBound...]
      if rest.hasPrefix("string_literal utf8 ") {
        literals[name] = Self.literal(rest)
      } else if rest.hasPrefix("function_ref @") {
        functions[name] = rest.dropFirst("function_ref @".count).prefix { $0 != " " }
      } else if rest.hasPrefix("begin_access ") {
        accesses[name] = rest.split(separator: " ")[safe: 3]
      } else if rest.hasPrefix("apply ") {
        let call = rest.dropFirst("apply ".count)
        let callee = call.prefix { $0 != "(" && $0 != "<" }
        let arguments = call.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
          .split(separator: ",").map { $0.drop { $0 == " " } }
        guard let function = functions[callee] else { continue }
        apply(
          function, arguments, as: name, &literals, &functions, accesses, &unfinished)
      }
    }
  }

  private mutating func apply(
    _ function: Substring, _ arguments: [Substring], as name: Substring,
    _ literals: inout [Substring: String], _ functions: inout [Substring: Substring],
    _ accesses: [Substring: Substring],
    _ unfinished: inout [Substring: (key: String, places: Int)]
  ) {
    guard let first = arguments.first else { return }
    let place = arguments.last.map { accesses[$0] ?? $0 } ?? ""
    if function.contains("_builtinStringLiteral") {
      literals[name] = literals[first]
    } else if function.contains("6PhraseV13stringLiteral") {
      if let text = literals[first] { add(text) }
    } else if function.contains("6PhraseV19StringInterpolationV15literalCapacity") {
      // The value is then stored where it is put together.
      functions[name] = "begin"
    } else if function.contains("6PhraseV19StringInterpolationV13appendLiteral") {
      unfinished[place, default: ("", 0)].key += literals[first] ?? ""
    } else if function.contains("6PhraseV19StringInterpolationV06append") {
      var phrase = unfinished[place, default: ("", 0)]
      phrase.places += 1
      phrase.key += "{\(phrase.places)}"
      unfinished[place] = phrase
    }
  }

  /// The text of a literal, its escapes undone.
  private static func literal(_ rest: Substring) -> String? {
    guard let open = rest.firstIndex(of: "\"") else { return nil }
    var bytes: [UInt8] = []
    var characters = Array(rest[rest.index(after: open)...].utf8)[...]
    while let byte = characters.popFirst() {
      if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      switch characters.popFirst() {
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "t"): bytes.append(9)
      case let escaped?: bytes.append(escaped)
      case nil: return nil
      }
    }
    return nil
  }
}

/// The compiler could not say what the texts are.
struct CompilerFailure: Error { var message: String }

extension Array {
  fileprivate subscript(safe index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
