import System

/// Grades files side by side, each in a process of its own: the program itself, started again. What
/// one of them does to itself is no matter to the others.
struct GradePool {
  let limits: GradeLimits
  let lessonFolder: String?
  /// What wrong answers are spoken of in; `nil` for English.
  let language: String?
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
    let ready = Input.wait(for: workers.map(\.input), milliseconds: 200)
    let now = Time.steady()
    for (worker, isReady) in zip(workers, ready) {
      if isReady { worker.read() }
      if now > worker.deadline { worker.stop() }
    }
  }

  private func start(_ file: String, number: Int) -> Worker? {
    guard let program = Machine.executablePath else { return nil }
    var arguments = [
      "underhood", "grade-one", "--seconds", "\(limits.seconds)", "--megabytes",
      "\(limits.megabytes)",
    ]
    if let lessonFolder { arguments += ["--lessons", lessonFolder] }
    arguments += ["--language", language ?? "en"]
    // A name that begins with a hyphen is no option.
    return Worker(program, arguments + ["--", file], number: number, seconds: limits.seconds)
  }
}

/// A process that grades one file.
private final class Worker {
  let number: Int
  /// By the clock on the wall: a machine at work with other things is given time.
  let deadline: Double
  private let process: ChildProcess
  private var bytes: [UInt8] = []
  private(set) var hasEnded = false
  private var wasStopped = false

  /// More than that is no report.
  private static let mostBytes = 16 << 20

  init?(_ program: String, _ arguments: [String], number: Int, seconds: Int) {
    guard let process = try? ChildProcess(program, arguments, .output) else { return nil }
    self.number = number
    self.process = process
    deadline = Time.steady() + Double(seconds * 4 + 20)
  }

  var input: Input { process.input }

  /// Takes what there is.
  func read() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while !hasEnded {
      do throws(SystemError) {
        let count = try input.read(into: &buffer)
        bytes += buffer[..<count]
        if count == 0 { hasEnded = true }
        if bytes.count > Self.mostBytes { stop() }
      } catch {
        if error.code == EAGAIN { return }
        hasEnded = true
      }
    }
  }

  func stop() {
    process.kill()
    wasStopped = true
    hasEnded = true
  }

  func end() -> GradeEnding {
    process.close()
    switch process.waitForEnd() {
    case .exit where wasStopped, .signal where wasStopped: return .tooLong
    case .signal(SIGXCPU), .signal(SIGKILL): return .tooLong
    case .exit(let status): return .ended(status: status)
    case .signal(let signal): return .ended(status: 128 + signal)
    }
  }

  var lines: [GradeLine] {
    bytes.split(separator: 10).compactMap { GradeLine(String(decoding: $0, as: UTF8.self)) }
  }
}
