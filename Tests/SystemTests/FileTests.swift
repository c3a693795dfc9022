import Support
import System
import Testing

@Suite struct FileTests {
  @Test func aFileIsReadUpToALimit() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("file")
    try folder.write("some text", to: "file")
    #expect(try File.read(path, limit: 100) == Array("some text".utf8))
    #expect(try File.read(path, limit: 4) == Array("some".utf8))
    #expect(throws: File.Failure.notOrdinary) { try File.read(folder.path, limit: 1) }
    #expect(throws: File.Failure.system(SystemError(code: ENOENT))) {
      try File.read("\(path)-none", limit: 1)
    }
  }

  @Test func aFileIsReplacedWhole() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/file"
    for text in ["first", "second"] {
      try File.replace(
        path, with: Array(text.utf8), permissions: 0o600, isSynchronized: text == "first")
      #expect(try File.read(path, limit: 100) == Array(text.utf8))
    }
    #expect(File.permissions(path) == 0o600)
    #expect(try File.names(in: folder.path).filter { !$0.hasPrefix(".") } == ["file"])
    // Where it cannot be put in place nothing is left of it.
    File.makeFolders("\(folder.path)/a/b")
    #expect(throws: SystemError.self) {
      try File.replace(
        "\(folder.path)/a", with: [1], permissions: 0o600, isSynchronized: false)
    }
    #expect(try File.names(in: folder.path).sorted() == [".", "..", "a", "file"])
  }

  @Test func whatIsThere() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("file")
    try folder.write("", to: "file")
    #expect(File.kind(path) == .ordinary)
    #expect(File.kind(folder.path) == .folder)
    #expect(File.kind("/dev/null") == .other)
    #expect(File.kind("\(path)-none") == nil)
    #expect(File.identity(path) == File.identity("\(folder.path)/../\(name(folder.path))/file"))
    #expect(Path.parent(of: "a/b") == "a")
    #expect(Path.parent(of: "/a") == "/")
    #expect(Path.parent(of: "a") == ".")
    #expect(Path.resolved("/usr/../usr/.") == "/usr")
  }

  private func name(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }

  @Test func aLockedFileIsWrittenPieceByPiece() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/file"
    do {
      let file = try LockedFile.create(path)
      try file.append(Array("one\n".utf8))
      #expect(LockedFile.isInUse(path))
      #expect(try LockedFile.open(path, length: 0) == nil)
      #expect(throws: SystemError(code: EEXIST)) { try LockedFile.create(path) }
    }
    #expect(!LockedFile.isInUse(path))
    let file = try #require(try LockedFile.open(path, length: 2))
    try file.append(Array("ly\n".utf8))
    #expect(try File.read(path, limit: 100) == Array("only\n".utf8))
  }
}

@Suite struct ChildProcessTests {
  @Test func whatAProgramSaysIsRead() throws {
    let child = try ChildProcess("/bin/sh", ["sh", "-c", "echo a; echo b >&2; exit 3"], .output)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 100)
    while true {
      guard Input.wait(for: [child.input], milliseconds: 60_000) == [true] else { continue }
      let count = try child.input.read(into: &buffer)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    child.close()
    #expect(bytes == Array("a\n".utf8))
    #expect(child.waitForEnd() == .exit(status: 3))
  }

  @Test func aConversation() throws {
    let child = try ChildProcess("/bin/cat", ["cat"], .conversation)
    #expect(child.send(Array("hello\nrest".utf8)))
    #expect(child.line(limit: 100, milliseconds: 60_000) == "hello")
    child.hangUp()
    #expect(child.waitForEnd() == .exit(status: 0))
    child.close()
  }

  @Test func whatCannotBeStarted() {
    #expect(throws: SystemError(code: ENOENT)) {
      try ChildProcess("/nowhere/program", ["program"], .output)
    }
  }

  @Test func whatIsKilled() throws {
    let child = try ChildProcess("/bin/cat", ["cat"], .conversation)
    child.kill()
    #expect(child.waitForEnd() == .signal(SIGKILL))
    child.close()
  }
}
