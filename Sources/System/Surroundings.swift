/// The environment of the process.
package enum Environment {
  package static var all: [String: String] {
    var table: [String: String] = [:]
    var pointer = environ
    while let entry = pointer.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        table[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      pointer += 1
    }
    return table
  }

  /// A variable; `nil` where it is empty too.
  package static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// The machine, and this program on it.
package enum Machine {
  /// The processors that are there.
  package static var processors: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }

  /// What the network calls it.
  package static var name: String? {
    var name = [CChar](repeating: 0, count: 256)
    return gethostname(&name, name.count - 1) == 0 ? text(name) : nil
  }

  /// An address in digits by which others in its network reach it: the first of IPv4 that is not
  /// its own loopback; `nil` where it has none.
  package static var networkAddress: String? {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    var next = list
    while let interface = next?.pointee {
      next = interface.ifa_next
      let flags = Int32(interface.ifa_flags)
      guard flags & Int32(IFF_UP) != 0, flags & Int32(IFF_LOOPBACK) == 0,
        let address = interface.ifa_addr, address.pointee.sa_family == AF_INET
      else { continue }
      let digits = systemDigits(of: address)
      if !digits.isEmpty { return digits }
    }
    return nil
  }

  /// The path of the program that runs.
  package static var executablePath: String? { systemExecutablePath() }

  package static var processNumber: Int { Int(getpid()) }

  /// Of the program that started this one; another's once that one has ended.
  package static var parentNumber: Int { Int(getppid()) }
}

/// What the process may take, once it is said for good.
package enum ProcessLimits {
  package static func setProcessorSeconds(_ seconds: Int) { systemLimit(RLIMIT_CPU, to: seconds) }

  package static func setMemory(bytes: Int) { systemLimit(RLIMIT_AS, to: bytes) }

  /// No file can be written then, nor a picture of the memory after a crash.
  package static func forbidFiles() {
    systemLimit(RLIMIT_FSIZE, to: 0)
    systemLimit(RLIMIT_CORE, to: 0)
  }
}

/// Signals that would end the process for something that a command can report.
package enum DeadlySignals {
  /// A file that may not grow further makes writing fail, as a full disk does, instead of ending
  /// the process in the midst of a session.
  package static func ignoreThoseOfWriting() { signal(SIGXFSZ, SIG_IGN) }
}
