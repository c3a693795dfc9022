/// Files and folders, with the C library: Foundation would cost more at the start than what is read.
package enum File {
  /// Why a file cannot be read.
  package enum Failure: Error, Equatable, Sendable {
    case system(SystemError)
    /// A folder, a device, a pipe.
    case notOrdinary
  }

  /// The first bytes of an ordinary file, at most `limit` of them.
  ///
  /// - Parameter followsLinks: whether a link stands for what it leads to; otherwise it is no
  ///   ordinary file.
  /// - Throws: `Failure` where it cannot be opened or read, or is no ordinary file.
  package static func read(
    _ path: String, limit: Int, followsLinks: Bool = true
  ) throws(Failure) -> [UInt8] {
    // Without O_NONBLOCK, opening a pipe would wait for someone to write into it.
    let descriptor = systemOpen(
      path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | (followsLinks ? 0 : O_NOFOLLOW))
    guard descriptor >= 0 else {
      if !followsLinks, errno == ELOOP { throw .notOrdinary }
      throw .system(.last)
    }
    defer { systemClose(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(.last) }
    guard kind(status) == .ordinary else { throw .notOrdinary }
    do throws(SystemError) {
      return try Input(descriptor: descriptor).readAll(limit: limit)
    } catch {
      throw .system(error)
    }
  }

  /// The names in a folder, in no order; those of the folder itself and the one above it too.
  ///
  /// - Throws: `SystemError` where it cannot be read.
  package static func names(in folder: String) throws(SystemError) -> [String] {
    guard let stream = opendir(folder) else { throw .last }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
          String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }

  package enum Kind: Sendable { case ordinary, folder, other }

  /// What is there; `nil` if nothing is.
  package static func kind(_ path: String, followsLinks: Bool = true) -> Kind? {
    status(path, followsLinks: followsLinks).map { kind($0) }
  }

  package static func isLink(_ path: String) -> Bool {
    status(path, followsLinks: false).map { $0.st_mode & S_IFMT == S_IFLNK } ?? false
  }

  /// When a file was last written, in seconds since 1970; `nil` if there is none.
  package static func changeTime(_ path: String) -> Int? {
    status(path, followsLinks: false).map { systemChangeTime($0) }
  }

  package static func isFolder(_ path: String) -> Bool { kind(path) == .folder }

  package static func exists(_ path: String) -> Bool { kind(path) != nil }

  /// Who may do what with a file: 0o644; `nil` if there is none.
  package static func permissions(_ path: String) -> UInt32? {
    status(path, followsLinks: true).map { UInt32($0.st_mode & 0o777) }
  }

  /// The same for two names of one file; `nil` if there is none. A link is a file of its own.
  package static func identity(_ path: String) -> String? {
    status(path, followsLinks: false).map { "\($0.st_dev) \($0.st_ino)" }
  }

  package static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

  package static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  /// A program, or a folder that can be looked into.
  package static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  private static func status(_ path: String, followsLinks: Bool) -> stat? {
    var status = stat()
    return (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 ? status : nil
  }

  private static func kind(_ status: stat) -> Kind {
    switch status.st_mode & S_IFMT {
    case S_IFREG: .ordinary
    case S_IFDIR: .folder
    default: .other
    }
  }
}

// MARK: - Writing

extension File {
  /// Puts bytes in the place of a file at once, and waits until the disk has them: whoever reads sees
  /// the old ones or the new ones, and neither a full disk nor a lost current harms both.
  ///
  /// - Throws: `SystemError` where they cannot be written; the old bytes are still there then.
  package static func replace(
    _ path: String, with bytes: [UInt8], permissions: UInt32
  ) throws(SystemError) {
    do {
      try replace(path, permissions: permissions) { try $0.write(bytes: bytes) }
    } catch let error as SystemError {
      throw error
    } catch {
      // Nothing else is thrown by what writes bytes.
    }
  }

  /// The same for what is made as it is written, and never is in memory whole.
  ///
  /// - Throws: `SystemError`, and what `body` throws; the old bytes are still there then.
  package static func replace(
    _ path: String, permissions: UInt32, _ body: (inout FileWriter) throws -> Void
  ) throws {
    removeLeftovers(of: path)
    let temporary = "\(path).\(getpid())\(temporaryEnding)"
    // What a process of the same number has left.
    unlink(temporary)
    let descriptor = systemOpen(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode: mode_t(permissions))
    guard descriptor >= 0 else { throw SystemError.last }
    do {
      do {
        // Tells it from one whose writer was killed.
        flock(descriptor, LOCK_EX | LOCK_NB)
        var writer = FileWriter(descriptor)
        try body(&writer)
        try writer.finish()
        if fsync(descriptor) != 0 { throw SystemError.last }
      } catch {
        systemClose(descriptor)
        throw error
      }
      if close(descriptor) != 0 { throw SystemError.last }
      if rename(temporary, path) != 0 { throw SystemError.last }
    } catch {
      unlink(temporary)
      throw error
    }
    synchronizeFolder(of: path)
  }

  private static let temporaryEnding = ".new"

  /// Removes what writers that were killed left beside a file, or in a whole folder.
  ///
  /// - Parameter path: of the file; the folder's with a slash at its end.
  package static func removeLeftovers(of path: String) {
    let isFolder = path.hasSuffix("/")
    let folder = isFolder ? path : Path.parent(of: path)
    let base = isFolder ? "" : String(path.split(separator: "/").last ?? "") + "."
    for name in (try? names(in: folder)) ?? []
    where name.hasPrefix(base) && name.hasSuffix(temporaryEnding) {
      let number = name.dropLast(temporaryEnding.utf8.count).dropFirst(base.utf8.count)
      guard let process = pid_t(isFolder ? number.split(separator: ".").last ?? "" : number),
        process > 0, process != getpid(), kill(process, 0) != 0, errno == ESRCH,
        // On another machine the number may be alive.
        !LockedFile.isInUse("\(folder)/\(name)")
      else { continue }
      unlink("\(folder)/\(name)")
    }
  }

  /// Waits until the disk knows the names in a file's folder. Some disks cannot; they have done what
  /// they can.
  static func synchronizeFolder(of path: String) {
    let descriptor = systemOpen(Path.parent(of: path), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    systemClose(descriptor)
  }

  /// Takes a file away from everyone but its owner.
  package static func makePrivate(_ path: String) {
    guard let permissions = permissions(path), permissions & 0o077 != 0, !isLink(path) else {
      return
    }
    chmod(path, mode_t(permissions & 0o700))
  }

  /// Takes a file away, if it is there.
  package static func remove(_ path: String) { unlink(path) }

  /// Makes a folder and those it is in, as far as they can be made.
  ///
  /// - Parameter permissions: for the user alone, unless they are said; the user's mask counts too.
  package static func makeFolders(_ path: String, permissions: UInt32 = 0o700) {
    var made = ""
    for (index, part) in path.split(separator: "/").enumerated() {
      made += (index > 0 || path.hasPrefix("/") ? "/" : "") + part
      mkdir(made, mode_t(permissions))
    }
  }
}

/// The names of files.
package enum Path {
  /// The folder that something is in.
  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// From the root, and where links lead; `nil` if there is no such file.
  package static func resolved(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}
