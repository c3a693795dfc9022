import CEditline
import Synchronization
import System

private let interruptFlag = Atomic<Bool>(false)
private let interruptAgainFlag = Atomic<Bool>(false)
private let continueFlag = Atomic<Bool>(false)
private let resizeFlag = Atomic<Bool>(false)
private let dropsTypedAheadFlag = Atomic<Bool>(false)
private let secondEndsFlag = Atomic<Bool>(false)
private let bracketsPastesFlag = Atomic<Bool>(false)
private let installedFlag = Atomic<Bool>(false)

/// The terminal's settings as they were found, for the handler of a deadly signal to put back.
/// A raw address, because a handler may neither allocate nor wait.
private let foundSettings = Atomic<UInt>(0)

/// Ctrl-C, a return to the foreground and a change of the window's size, noted by handlers that do
/// nothing but set a flag, for others to look at when it suits them.
public enum Signals {
  /// Starts noting SIGINT, SIGCONT and SIGWINCH; on SIGTERM, SIGHUP and SIGQUIT the terminal is
  /// given back as it was before the process ends. Once is enough.
  ///
  /// - Parameter endingAtSecond: whether a second Ctrl-C, before the first was cleared, ends the
  ///   process: where nobody is asked for the next line, what does not stop has no other end.
  public static func install(endingAtSecond: Bool = false) {
    guard !installedFlag.exchange(true, ordering: .relaxed) else { return }
    // Touched here first, so that no handler is the one to initialise them.
    interruptFlag.store(false, ordering: .relaxed)
    interruptAgainFlag.store(false, ordering: .relaxed)
    continueFlag.store(false, ordering: .relaxed)
    resizeFlag.store(false, ordering: .relaxed)
    dropsTypedAheadFlag.store(false, ordering: .relaxed)
    bracketsPastesFlag.store(false, ordering: .relaxed)
    secondEndsFlag.store(endingAtSecond, ordering: .relaxed)
    keepTerminalSettings()
    handleSignal(SIGINT) { number in
      let wasSet = interruptFlag.exchange(true, ordering: .relaxed)
      if wasSet { interruptAgainFlag.store(true, ordering: .relaxed) }
      if dropsTypedAheadFlag.load(ordering: .relaxed) { tcflush(STDIN_FILENO, TCIFLUSH) }
      guard wasSet, secondEndsFlag.load(ordering: .relaxed) else { return }
      signal(number, SIG_DFL)
      raise(number)
    }
    handleSignal(SIGCONT) { _ in continueFlag.store(true, ordering: .relaxed) }
    handleSignal(SIGWINCH) { _ in resizeFlag.store(true, ordering: .relaxed) }
    for number in [SIGTERM, SIGHUP, SIGQUIT] {
      handleSignal(number) { number in
        let address = foundSettings.load(ordering: .relaxed)
        if let settings = UnsafePointer<termios>(bitPattern: address) {
          tcsetattr(STDIN_FILENO, TCSANOW, settings)
        }
        if bracketsPastesFlag.load(ordering: .relaxed) {
          // Of static storage: a handler may not allocate.
          let mode: StaticString = "\u{1B}[?2004l"
          _ = write(STDOUT_FILENO, mode.utf8Start, mode.utf8CodeUnitCount)
        }
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  /// Whether Ctrl-C was pressed since the last `clearInterrupt()`. One relaxed read: cheap enough
  /// between equations.
  public static func interruptRequested() -> Bool { interruptFlag.load(ordering: .relaxed) }

  /// Whether it was pressed once more: what the first one stopped may have something to say, and
  /// this stops that.
  public static func interruptRequestedAgain() -> Bool {
    interruptAgainFlag.load(ordering: .relaxed)
  }

  public static func clearInterrupt() {
    // In this order no signal that falls in between leaves a second one without a first.
    interruptFlag.store(false, ordering: .relaxed)
    interruptAgainFlag.store(false, ordering: .relaxed)
  }

  /// Whether Ctrl-C throws away what was typed ahead, as the terminal itself would if it were not
  /// kept from throwing away the output as well.
  static var dropsTypedAhead: Bool {
    get { dropsTypedAheadFlag.load(ordering: .relaxed) }
    set { dropsTypedAheadFlag.store(newValue, ordering: .relaxed) }
  }

  /// Whether the terminal is asked to mark what is pasted, which a deadly signal takes back.
  static var bracketsPastes: Bool {
    get { bracketsPastesFlag.load(ordering: .relaxed) }
    set { bracketsPastesFlag.store(newValue, ordering: .relaxed) }
  }

  /// Whether the window changed its size since the last `clearResize()`.
  public static var resizeRequested: Bool { resizeFlag.load(ordering: .relaxed) }

  public static func clearResize() { resizeFlag.store(false, ordering: .relaxed) }

  static var continueRequested: Bool { continueFlag.load(ordering: .relaxed) }

  static func clearContinue() { continueFlag.store(false, ordering: .relaxed) }

  /// Waits until there is input or one of the three flags is set; no signal can fall in between.
  ///
  /// - Returns: whether there is input. False: look at the flags.
  static func waitForInput(_ descriptor: Int32) -> Bool {
    var ours = sigset_t()
    var before = sigset_t()
    sigemptyset(&ours)
    for number in [SIGINT, SIGCONT, SIGWINCH] { sigaddset(&ours, number) }
    pthread_sigmask(SIG_BLOCK, &ours, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    if interruptRequested() || continueRequested || resizeRequested { return false }
    // An error is for read(2) to report.
    return editline_wait(descriptor, &before) != 0
  }

  private static func keepTerminalSettings() {
    let settings = UnsafeMutablePointer<termios>.allocate(capacity: 1)
    settings.initialize(to: termios())
    if tcgetattr(STDIN_FILENO, settings) == 0 {
      foundSettings.store(UInt(bitPattern: settings), ordering: .relaxed)
    } else {
      settings.deallocate()
    }
  }
}
