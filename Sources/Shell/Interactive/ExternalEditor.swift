import LineEditor
import System

/// A program in which the student edits a text: that of `VISUAL`, then of `EDITOR`, else vi.
enum ExternalEditor {
  /// The text as the student left it.
  ///
  /// - Throws: `ShellError` where there is no such program, or where it says that it failed.
  static func edit(_ text: String, environment: [String: String]) throws(ShellError) -> String {
    func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let program = given("VISUAL") ?? given("EDITOR") ?? "vi"
    let folder = given("TMPDIR") ?? "/tmp"
    let path = "\(folder)/underhood-\(Machine.processNumber).txt"
    do throws(SystemError) {
      try File.replace(
        path, with: Array(text.utf8), permissions: 0o600)
    } catch {
      throw ShellError("unwritable-file", "\(path) cannot be written: \(error.message)")
    }
    defer { File.remove(path) }
    do throws(SystemError) {
      // The variable may hold options too, which a shell takes apart as everywhere else.
      let ending = try ChildProcess.runAtTerminal(
        "/bin/sh", ["sh", "-c", "\(program) \"$@\"", program, path])
      guard ending == .exit(status: 0) else {
        throw SystemError(code: 0)
      }
    } catch {
      throw ShellError(
        "no-editor", "the editor '\(program)' could not be used",
        hint: "EDITOR=nano underhood names another")
    }
    // Ctrl-C in the editor was meant for it.
    Signals.clearInterrupt()
    return try TextFile.read(path)
  }
}
