#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What one hand-in may take.
public struct GradeLimits: Sendable {
  /// Of the processor's time.
  public var seconds: Int
  /// Of memory, the program itself included.
  public var megabytes: Int

  public static let standard = GradeLimits(seconds: 10, megabytes: 1024)
  /// A hand-in is some ten thousand bytes long.
  static let largestFile = 4 << 20
  /// What one hand-in may have of commands.
  static let mostCommands = 20_000
  /// A line that a person has typed is shorter.
  static let longestCommand = 10_000

  public init(seconds: Int, megabytes: Int) {
    self.seconds = seconds
    self.megabytes = megabytes
  }

  /// The largest array.
  var arrayBytes: Int { megabytes << 18 }

  /// Puts the process under the limits, for good. It can then write no files either.
  func apply() {
    // The replay stops by itself before that; this is for what never asks.
    set(RLIMIT_CPU, seconds + 1)
    set(RLIMIT_AS, megabytes << 20)
    set(RLIMIT_FSIZE, 0)
    set(RLIMIT_CORE, 0)
  }

  #if canImport(Glibc)
    private func set(_ resource: __rlimit_resource, _ value: Int) {
      set(Int32(bitPattern: resource.rawValue), value)
    }
  #endif

  private func set(_ resource: Int32, _ value: Int) {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    limit.rlim_cur = min(rlim_t(value), limit.rlim_max)
    limit.rlim_max = limit.rlim_cur
    setrlimit(resource, &limit)
  }

  /// The processor's time that this process has had, in seconds.
  static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
