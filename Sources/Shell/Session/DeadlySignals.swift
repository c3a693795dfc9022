#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Signals that would end the process for something that a command can report.
public enum DeadlySignals {
  /// A file that may not grow further makes writing fail, as a full disk does, instead of ending
  /// the process in the midst of a session.
  public static func ignoreThoseOfWriting() { signal(SIGXFSZ, SIG_IGN) }
}
