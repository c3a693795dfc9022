#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The environment of the process.
public enum Environment {
  public static var all: [String: String] {
    var table: [String: String] = [:]
    for entry in CommandLine.environmentEntries {
      guard let equals = entry.firstIndex(of: "=") else { continue }
      table[String(entry[..<equals])] = String(entry[entry.index(after: equals)...])
    }
    return table
  }

  public static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension CommandLine {
  fileprivate static var environmentEntries: [String] {
    var entries: [String] = []
    var pointer = environ
    while let entry = pointer.pointee {
      entries.append(String(cString: entry))
      pointer += 1
    }
    return entries
  }
}

/// The folder for what is kept between starts: `$XDG_STATE_HOME/underhood`, by default
/// `~/.local/state/underhood`.
public enum StateFolder {
  public static var path: String? {
    if let state = Environment.value("XDG_STATE_HOME"), state.hasPrefix("/") {
      return state + "/underhood"
    }
    return Environment.value("HOME").map { $0 + "/.local/state/underhood" }
  }

  /// A folder in it, which is made if it is not there; `nil` if there is no place for it.
  public static func folder(_ name: String) -> String? {
    guard let path, makeFolders("\(path)/\(name)") else { return nil }
    return "\(path)/\(name)"
  }

  /// A file in the folder, which is made if it is not there; `nil` if there is no place for it.
  public static func file(_ name: String) -> String? {
    guard let path, makeFolders(path) else { return nil }
    return path + "/" + name
  }

  /// Makes a folder and those it is in, for the user alone.
  private static func makeFolders(_ path: String) -> Bool {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      if mkdir(made, 0o700) != 0 && errno != EEXIST && errno != EISDIR { continue }
    }
    return access(path, W_OK) == 0
  }
}

/// The folder of the lessons: named by `UNDERHOOD_LESSONS`, in the current folder, beside the
/// program or in a folder above it, or where a package would put it.
public enum LessonFolder {
  public static func find() -> String? {
    if let named = Environment.value("UNDERHOOD_LESSONS") { return named }
    var candidates = ["lessons"]
    if let executable = executablePath {
      var folder = executable
      for _ in 0..<6 {
        guard let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else { break }
        folder = String(folder[..<slash])
        candidates.append(folder + "/lessons")
        candidates.append(folder + "/share/underhood/lessons")
      }
    }
    return candidates.first { access($0 + "/01-first-forward-pass.md", R_OK) == 0 }
      ?? candidates.first { access($0, R_OK | X_OK) == 0 }
  }

  static var executablePath: String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    #if canImport(Darwin)
      var size = UInt32(buffer.count)
      guard _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
    #else
      guard readlink("/proc/self/exe", &buffer, buffer.count - 1) > 0 else { return nil }
    #endif
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
