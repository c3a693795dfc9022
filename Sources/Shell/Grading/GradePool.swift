#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Grades files side by side, each in a process of its own: the program itself, started again. What
/// one of them does to itself is no matter to the others.
struct GradePool {
  let limits: GradeLimits
  let lessonFolder: String?
  /// How many run at a time.
  let processes: Int

  /// What came of every file, in their order.
  ///
  /// - Parameter progress: told how many are done.
  func grade(_ files: [String], progress: (Int) -> Void) -> [Graded] {
    var graded: [Graded?] = Array(repeating: nil, count: files.count)
    var running: [Worker] = []
    var next = 0
    var done = 0
    while next < files.count || !running.isEmpty {
      while running.count < max(processes, 1), next < files.count {
        if let worker = start(files[next], number: next) {
          running.append(worker)
        } else {
          graded[next] = Graded(output: [], ending: .ended(status: 127))
          done += 1
        }
        next += 1
      }
      wait(for: running)
      running.removeAll { worker in
        guard worker.hasEnded else { return false }
        graded[worker.number] = Graded(output: worker.lines, ending: worker.end())
        done += 1
        return true
      }
      progress(done)
    }
    return graded.map { $0 ?? Graded(output: [], ending: .tooLong) }
  }

  struct Graded {
    var output: [GradeLine]
    var ending: GradeEnding
  }

  private func wait(for workers: [Worker]) {
    var polls = workers.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    guard poll(&polls, nfds_t(polls.count), 200) >= 0 || errno == EINTR else { return }
    let now = Worker.now()
    for (worker, found) in zip(workers, polls) {
      if found.revents != 0 { worker.read() }
      if now > worker.deadline { worker.stop() }
    }
  }

  private func start(_ file: String, number: Int) -> Worker? {
    guard let program = LessonFolder.executablePath else { return nil }
    var arguments = [
      "underhood", "grade-one", "--seconds", "\(limits.seconds)", "--megabytes",
      "\(limits.megabytes)",
    ]
    if let lessonFolder { arguments += ["--lessons", lessonFolder] }
    // A name that begins with a hyphen is no option.
    return Worker(program, arguments + ["--", file], number: number, seconds: limits.seconds)
  }
}

/// A process that grades one file.
private final class Worker {
  let number: Int
  let descriptor: Int32
  /// By the clock on the wall: a machine at work with other things is given time.
  let deadline: Double
  private let process: pid_t
  private var bytes: [UInt8] = []
  private(set) var hasEnded = false
  private var wasStopped = false

  /// More than that is no report.
  private static let mostBytes = 16 << 20

  init?(_ program: String, _ arguments: [String], number: Int, seconds: Int) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    defer { close(ends[1]) }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    let words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    guard posix_spawn(&process, program, &actions, nil, words, environ) == 0 else {
      close(ends[0])
      return nil
    }
    self.number = number
    self.process = process
    descriptor = ends[0]
    deadline = Self.now() + Double(seconds * 4 + 20)
  }

  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  func read() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while !hasEnded {
      let count = buffer.withUnsafeMutableBytes { Shell.read(descriptor, into: $0) }
      if count > 0 {
        bytes += buffer[..<count]
        if bytes.count > Self.mostBytes { stop() }
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        hasEnded = true
      } else if errno == EAGAIN {
        return
      }
    }
  }

  func stop() {
    kill(process, SIGKILL)
    wasStopped = true
    hasEnded = true
  }

  func end() -> GradeEnding {
    close(descriptor)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    if wasStopped || signal == SIGXCPU || signal == SIGKILL { return .tooLong }
    return .ended(status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
  }

  var lines: [GradeLine] {
    bytes.split(separator: 10).compactMap { GradeLine(String(decoding: $0, as: UTF8.self)) }
  }
}
