import CEditline
import System

/// The terminal's own echo is off while a line's work is done: what is typed ahead would else stand
/// in front of the next prompt, where libedit does not know of it, and again behind it.
extension EditlineReader {
  static var terminalEchoes: Bool {
    var settings = termios()
    return tcgetattr(STDIN_FILENO, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
  }

  /// At once, and without throwing away what was typed.
  static func restoreEcho() {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
    settings.c_lflag |= tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
  }
}
