import ArgumentParser
import Arrays
import Shell
import System

/// Ends the program as its users expect: 0 if every command succeeded, 1 if one failed.
enum Failure {
  static func reporting(
    format: ScriptRunner.Format, isPlain: Bool, _ body: () throws -> Bool
  ) throws {
    DeadlySignals.ignoreThoseOfWriting()
    do {
      guard try body() else { throw ExitCode(1) }
    } catch let error as ShellError {
      ScriptRunner.report(
        error, format: format, isPlain: isPlain, translation: ReaderLanguage.translation())
      throw ExitCode(1)
    }
  }
}

/// What the program may take of memory.
struct MemoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What all of it may take of memory, as 512M or 4G; 1G unless set.", valueName: "size"))
  var memory = MemorySize(bytes: MemoryAccount.standardLimit)

  /// From here on.
  func apply() { MemoryAccount.setLimit(bytes: memory.bytes) }
}

/// `512M`, `4G`.
struct MemorySize: ExpressibleByArgument {
  var bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  init?(argument: String) {
    let units: [(Character, Int)] = [("K", 10), ("M", 20), ("G", 30), ("T", 40)]
    var text = argument.uppercased()
    if text.hasSuffix("IB") { text.removeLast(2) } else if text.hasSuffix("B") { text.removeLast() }
    guard let (_, shift) = units.first(where: { $0.0 == text.last }),
      let count = Int(text.dropLast()), count > 0, count << shift >= 64 << 20,
      count < 1 << (62 - shift)
    else { return nil }
    bytes = count << shift
  }

  var defaultValueDescription: String { "1G" }
}
