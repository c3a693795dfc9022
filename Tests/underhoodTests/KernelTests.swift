import Foundation
import ShellSupport
import Support
import Testing

/// Jupyter's kernel: how Jupyter finds it, and, where Python has what it needs, what notebooks do
/// with it.
@Suite struct KernelTests {
  static let python = Python.having("jupyter_client, nbclient, nbformat")

  @Test func jupyterIsToldOfIt() throws {
    let folder = try TemporaryFolder()
    let program = builtProduct("underhood")
    let result = try run(program, ["kernel", "--install", "--prefix", folder.path])
    #expect(result.status == 0, "\(result)")
    for (variable, kept) in [
      ("JUPYTER_DATA_DIR", "kernels"), ("HOME", ".local/share/jupyter/kernels"),
    ] {
      let own = try TemporaryFolder()
      let result = try run(program, ["kernel", "--install"], environment: [variable: own.path])
      #expect(result.status == 0 && result.stdout.contains("\(own.path)/\(kept)/underhood"))
    }
    let text = try folder.read("share/jupyter/kernels/underhood/kernel.json")
    let specification = try parseObject(text)
    #expect(specification["interrupt_mode"] as? String == "message")
    let words = try #require(specification["argv"] as? [String])
    #expect(words.count == 2 && words[1] == "{connection_file}")
    #expect(FileManager.default.isExecutableFile(atPath: words[0]))
    #expect(try run(program, ["kernel"]).status == 64)
    #expect(
      try run(program, ["kernel", "--install", "--user", "--prefix", "x"]).status == 64)
  }

  @Test func aFileThatIsNoneIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("{}", to: "empty.json")
    try folder.write("no", to: "no.json")
    for name in ["empty.json", "no.json", "missing.json"] {
      let result = try run(builtProduct("underhood-kernel"), [folder.file(name)])
      #expect(result.status == 1, "\(result)")
      #expect(result.stderr.contains(folder.file(name)), "\(result)")
    }
    #expect(try run(builtProduct("underhood-kernel")).status == 64)
  }

  @Test(.enabled(if: python != nil)) func notebooksRun() throws {
    let script = PhraseSources.root.appendingPathComponent("Tests/Jupyter/try.py").path
    let folder = try TemporaryFolder()
    let result = try run(
      try #require(Self.python).path, [script, builtProduct("underhood"), "1"],
      environment: ["UNDERHOOD_LESSONS": Transcript.lessonFolder, "HOME": folder.path])
    #expect(result.status == 0, "\(result.stdout)\(result.stderr)")
  }
}
