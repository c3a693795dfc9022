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
        path, with: Array(text.utf8), permissions: 0o600)
      #expect(try File.read(path, limit: 100) == Array(text.utf8))
    }
    #expect(File.permissions(path) == 0o600)
    #expect(try File.names(in: folder.path).filter { !$0.hasPrefix(".") } == ["file"])
    // Where it cannot be put in place nothing is left of it.
    File.makeFolders("\(folder.path)/a/b")
    #expect(throws: SystemError.self) {
      try File.replace(
        "\(folder.path)/a", with: [1], permissions: 0o600)
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
      #expect(try LockedFile.open(path) == nil)
      #expect(throws: SystemError(code: EEXIST)) { try LockedFile.create(path) }
    }
    #expect(!LockedFile.isInUse(path))
    let file = try #require(try LockedFile.open(path))
    #expect(try file.read(limit: 100) == Array("one\n".utf8))
    try file.cut(to: 2)
    try file.append(Array("ly\n".utf8))
    #expect(try File.read(path, limit: 100) == Array("only\n".utf8))
  }

  /// What others do to a locked file is noticed, and never written over.
  @Test func whatOthersDoToALockedFile() throws {
    let folder = try TemporaryFolder()
    let changes: [(String, LockedFile.Failure)] = [
      ("rm file", .gone), ("mv file other", .gone), (": > file", .altered),
      ("echo more >> file", .altered), ("cp file new; mv new file", .gone),
      ("mv file other; ln -s other file", .gone),
    ]
    for (change, failure) in changes {
      let path = folder.file("file")
      let file = try LockedFile.create(path)
      try file.append(Array("one\n".utf8))
      #expect(try run("/bin/sh", ["-c", "cd \(folder.path); \(change)"]).status == 0)
      let before = try? File.read(path, limit: 100)
      #expect(throws: failure, "\(change)") { try file.append([65]) }
      #expect(file.fault == failure)
      #expect((try? File.read(path, limit: 100)) == before, "\(change)")
      unlink(path)
    }
  }

  @Test func linksAreNotOpened() throws {
    let folder = try TemporaryFolder()
    try folder.write("one", to: "file")
    let link = folder.file("link")
    symlink("file", link)
    #expect(File.isLink(link) && !File.isLink(folder.file("file")))
    #expect(throws: SystemError(code: ELOOP)) { try LockedFile.open(link) }
    #expect(throws: File.Failure.notOrdinary) {
      try File.read(link, limit: 9, followsLinks: false)
    }
  }

  /// What killed writers left goes away; what others are writing stays.
  @Test func leftoversAreRemoved() throws {
    let folder = try TemporaryFolder()
    let dead = try ChildProcess("/bin/sh", ["sh", "-c", "echo $$"], .conversation)
    let number = dead.line(limit: 20, milliseconds: 60_000)
    _ = dead.waitForEnd()
    dead.close()
    let names = ["file.\(number).new", "other.\(number).new", "file.1.new", "file.x.new"]
    for name in names { try folder.write("", to: name) }
    func left() throws -> [String] {
      try File.names(in: folder.path).filter { $0.hasSuffix(".new") }.sorted()
    }
    let held = try LockedFile.create(folder.file("held.\(number).new"))
    try File.replace(folder.file("file"), with: [1], permissions: 0o600)
    #expect(try left() == ["file.1.new", "file.x.new", "held.\(number).new", names[1]])
    File.removeLeftovers(of: folder.path + "/")
    #expect(try left() == ["file.1.new", "file.x.new", "held.\(number).new"])
    try #require(held.fault == nil)
    // One of the same number is in nobody's way.
    try folder.write("", to: "file.\(getpid()).new")
    try File.replace(folder.file("file"), with: [2], permissions: 0o600)
    #expect(try File.read(folder.file("file"), limit: 9) == [2])
  }

  @Test func aFileIsMadePrivate() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "file")
    chmod(folder.file("file"), 0o644)
    File.makePrivate(folder.file("file"))
    #expect(File.permissions(folder.file("file")) == 0o600)
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

  /// A large file is read a piece at a time, and no further once nobody waits for its digest.
  @Test func aDigestEndsWhereItIsNotWanted() throws {
    let folder = try TemporaryFolder()
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 3_000_000)
    try folder.write(String(decoding: bytes, as: UTF8.self), to: "file")
    let file = try OpenFile("\(folder.path)/file")
    #expect(try file.digest { true } == SHA256.hexadecimal(bytes))
    var asked = 0
    let digest = try file.digest {
      asked += 1
      return asked < 2
    }
    #expect(digest == nil && asked == 2)
  }
}
