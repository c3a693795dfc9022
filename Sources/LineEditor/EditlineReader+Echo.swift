#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension EditlineReader {
  /// Turns the terminal's own echo on or off.
  ///
  /// It is off while a line's work is done: what is typed ahead would else stand in front of the
  /// next prompt, where libedit does not know of it, and again behind it. libedit takes the setting
  /// over as the one to go back to after each line.
  ///
  /// - Returns: whether the echo was on.
  @discardableResult
  static func setEcho(_ isOn: Bool) -> Bool {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return false }
    let wasOn = settings.c_lflag & tcflag_t(ECHO) != 0
    guard wasOn != isOn else { return wasOn }
    settings.c_lflag ^= tcflag_t(ECHO)
    // At once, and without throwing away what was typed.
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    return wasOn
  }
}
