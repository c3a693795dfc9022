import CEditline
import System

/// The terminal's own echo is off while a line's work is done: what is typed ahead would else stand
/// in front of the next prompt, where libedit does not know of it, and again behind it. And it
/// keeps what was written when Ctrl-C is pressed.
extension EditlineReader {
  private static let flags = tcflag_t(ECHO | NOFLSH)

  /// Those of the two that are set; nil where there is no terminal.
  static var terminalFlags: tcflag_t? {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
    return settings.c_lflag & flags
  }

  /// At once, and without throwing away what was typed.
  static func restore(_ found: tcflag_t) {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
    settings.c_lflag = settings.c_lflag & ~flags | found
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
  }
}
