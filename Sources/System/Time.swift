/// The clocks, in seconds.
package enum Time {
  /// Since 1970, by the wall clock.
  package static func sinceEpoch() -> Int { Int(time(nil)) }

  /// The moment at which the clock here shows what one at Greenwich shows at another moment; both in
  /// seconds since 1970. In the hour that summer time leaves out it is a moment nearby.
  package static func sinceEpoch(ofLocal clock: Int) -> Int {
    var shown = time_t(clock)
    var parts = tm()
    gmtime_r(&shown, &parts)
    // Whether it is summer time then, the system knows.
    parts.tm_isdst = -1
    return Int(mktime(&parts))
  }

  /// Since some moment in the past; nobody sets this clock.
  package static func steady() -> Double { seconds(CLOCK_MONOTONIC) }

  /// The processor's time that this process has had.
  package static func ofProcessor() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

  /// Now by the wall clock, in universal time, for names of files: `20261123-124047`.
  package static func stamp() -> String { stamp(sinceEpoch()) }

  /// The same of a moment, in seconds since 1970.
  package static func stamp(_ seconds: Int) -> String {
    var now = time_t(seconds)
    var parts = tm()
    gmtime_r(&now, &parts)
    func digits(_ value: Int32, _ count: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(count - text.count, 0)) + text
    }
    return digits(parts.tm_year + 1900, 4) + digits(parts.tm_mon + 1, 2) + digits(parts.tm_mday, 2)
      + "-" + digits(parts.tm_hour, 2) + digits(parts.tm_min, 2) + digits(parts.tm_sec, 2)
  }

  /// Lets the thread rest, less long if a signal comes.
  package static func rest(nanoseconds: Int) {
    var time = timespec(tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
    nanosleep(&time, nil)
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
