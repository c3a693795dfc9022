import ArgumentParser
import JSON
import Shell
import System

/// `underhood kernel --install`.
struct InstallKernel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "Tell Jupyter of the kernel, in whose notebooks cells are commands.",
    discussion: """
      A cell may hold commands, a model or a NumPy script. What a line with a semicolon at its end \
      says is not shown. 'jupyter kernelspec remove underhood' takes it away again.

        underhood kernel --install                    for you
        underhood kernel --install --prefix .venv     for one environment of Python
        underhood -e 'lesson 1 --notebook lesson-1.ipynb'
      """)

  @Flag(help: "Write the file by which Jupyter finds the kernel.")
  var install = false

  @Flag(help: "For you alone, which is meant where no prefix is given.")
  var user = false

  @Option(
    help: ArgumentHelp(
      "For what is installed in a folder, such as /usr/local.", valueName: "folder"),
    completion: .directory)
  var prefix: String?

  mutating func validate() throws {
    guard install else { throw ValidationError(words: "--install tells Jupyter of the kernel") }
    guard !user || prefix == nil else { throw ValidationError(words: "either --user or --prefix") }
  }

  mutating func run() throws {
    try Failure.reporting(format: .text, isPlain: true) {
      let folder = try KernelSpecification.folder(prefix: prefix)
      try KernelSpecification.write(to: folder)
      ReaderLanguage.say(["\(folder): written"])
      return true
    }
  }
}

/// What Jupyter reads of a kernel: how it is started, and what it is called.
enum KernelSpecification {
  private static let programName = "underhood-kernel"

  /// Where Jupyter looks for it.
  ///
  /// - Throws: `ShellError` where the user has no folder.
  static func folder(prefix: String?) throws(ShellError) -> String {
    if let prefix { return "\(prefix)/share/jupyter/kernels/underhood" }
    if let data = Environment.value("JUPYTER_DATA_DIR") { return "\(data)/kernels/underhood" }
    guard let home = Environment.value("HOME") else {
      throw ShellError(
        "no-home", "HOME is not set, which says where your files are",
        hint: .verbatim("underhood kernel --install --prefix FOLDER"))
    }
    let folders = ["\(home)/Library/Jupyter", "\(home)/.local/share/jupyter"]
    let data = folders.first { File.isFolder($0) } ?? folders[1]
    return "\(data)/kernels/underhood"
  }

  /// - Throws: `ShellError` where the kernel is not beside this program, or it cannot be written.
  static func write(to folder: String) throws(ShellError) {
    let program = Machine.executablePath.map { Path.parent(of: $0) + "/" + programName }
    guard let program, File.isExecutable(program) else {
      throw ShellError("no-kernel", "the program \(programName) is not beside this one")
    }
    let specification = JSONValue.object([
      ("argv", .strings([program, "{connection_file}"])), ("display_name", .string("Underhood")),
      ("language", .string("underhood")), ("interrupt_mode", .string("message")),
    ])
    File.makeFolders(folder, permissions: 0o777)
    try TextFile.write(
      specification.text + "\n", to: "\(folder)/kernel.json", replacesExisting: true)
  }
}
