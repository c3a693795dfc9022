import ArgumentParser
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
      ScriptRunner.report(error, format: format, isPlain: isPlain)
      throw ExitCode(1)
    }
  }
}
