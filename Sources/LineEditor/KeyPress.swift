import CEditline
import System

/// A key pressed while nobody reads a line.
public enum KeyPress: Equatable, Sendable {
  /// None, in the time that there was.
  case none
  /// Enter or the space bar.
  case onward
  /// Any other key, Ctrl-C, or the end of the terminal.
  case stop

  /// Waits for a key at the terminal, which then is not typed ahead for the next line.
  ///
  /// - Parameter milliseconds: how long.
  public static func wait(milliseconds: Int) -> KeyPress {
    if Signals.interruptRequested() { return .stop }
    var found = termios()
    guard tcgetattr(STDIN_FILENO, &found) == 0 else { return .stop }
    var settings = found
    // Keys as they come, unseen; Ctrl-C still is a signal.
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    defer { tcsetattr(STDIN_FILENO, TCSANOW, &found) }
    let keyboard = Input(descriptor: STDIN_FILENO)
    guard Input.wait(for: [keyboard], milliseconds: milliseconds) == [true] else {
      return Signals.interruptRequested() ? .stop : .none
    }
    var keys = [UInt8](repeating: 0, count: 64)
    let count = (try? keyboard.read(into: &keys)) ?? 0
    // What one key sends, as an arrow's sequence, comes at once.
    return count == 1 && [0x0A, 0x0D, 0x20].contains(keys[0]) ? .onward : .stop
  }
}
