import CEditline
import System

extension EditlineReader {
  /// The next character typed. Called by libedit.
  ///
  /// - Returns: 1 with a character, 0 at the end of input, -1 when the line is abandoned.
  func readCharacter(into character: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    var decoder = UTF8Assembler()
    keepCursorInLine()
    while true {
      if Signals.interruptRequested() {
        abandonLine()
        errno = EINTR
        return -1
      }
      followSignals()
      var byte: UInt8 = 0
      if let first = readAhead.popFirst() {
        byte = first
      } else {
        guard Signals.waitForInput(keyboard) else { continue }
        let count = read(keyboard, &byte, 1)
        if count < 0, errno == EINTR || errno == EAGAIN { continue }
        guard count == 1 else { return 0 }
      }
      if byte == 0x1B, findsPaste() {
        guard let paste = readPaste(), take(paste) else { continue }
        errno = EINTR
        return -1
      }
      guard var scalar = decoder.add(byte) else { continue }
      if !hasUTF8, !scalar.isASCII { scalar = "?" }
      // What follows the line's end is not for this reader.
      if scalar == "\r" || scalar == "\n" { bracketPastes(false) }
      character?.pointee = wchar_t(truncatingIfNeeded: scalar.value)
      return 1
    }
  }

  /// A return to the foreground and a change of the window's size.
  func followSignals() {
    if Signals.continueRequested { returnToForeground() }
    if Signals.resizeRequested { followResize() }
  }

  /// The terminal, opened anew so that reading from it never waits: Ctrl-C throws away what was typed
  /// and not yet read, also what was there a moment ago when we looked. (Standard input itself may
  /// not be made so; its settings are shared with other programs.)
  static func openKeyboard() -> Int32 {
    guard let name = ttyname(STDIN_FILENO) else { return STDIN_FILENO }
    let descriptor = open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    return descriptor >= 0 ? descriptor : STDIN_FILENO
  }

  /// Some of libedit's vi commands leave the cursor before the line's first character, where the next
  /// key would write over other memory.
  private func keepCursorInLine() {
    guard let editor, let line = el_wline(editor)?.pointee,
      let buffer = line.buffer, let cursor = line.cursor, let last = line.lastchar
    else { return }
    // It moves no further than to the line's ends.
    if cursor < buffer { el_cursor(editor, 1) }
    if cursor > last { el_cursor(editor, -1) }
  }

  /// Leaves what was typed on the screen, marked, and goes to a new line.
  private func abandonLine() {
    wasInterrupted = true
    bracketPastes(false)
    moveBelow(marking: "^C")
  }

  private func returnToForeground() {
    Signals.clearContinue()
    guard let editor else { return }
    // libedit believes the terminal to be raw still.
    editline_set_raw(editor, 0)
    editline_set_raw(editor, 1)
    // Another program had the terminal meanwhile.
    Signals.bracketsPastes = false
    bracketPastes(true)
    drawAnew(rowsUp: 0)
  }

  private func followResize() {
    Signals.clearResize()
    guard let editor else { return }
    let size = windowSize()
    let line = currentLine()
    let before = promptText + line.beforeCursor
    // A terminal that wraps lines anew has the cursor in another row than one that does not. The
    // smaller guess leaves a rest of the old line at worst; the other could erase earlier output.
    let rows = min(
      ScreenPosition(of: before, width: drawnWidth).row,
      ScreenPosition(of: before, width: size.columns).row, max(size.rows - 1, 0))
    drawnWidth = size.columns
    el_resize(editor)
    drawAnew(rowsUp: rows)
  }

  private func drawAnew(rowsUp: Int) {
    guard let editor else { return }
    erase(rowsUp: rowsUp)
    editline_refresh(editor)
  }

  private func erase(rowsUp: Int) {
    editline_write("\r" + (rowsUp > 0 ? "\u{1B}[\(rowsUp)A" : "") + "\u{1B}[J")
  }

  /// Takes the line being edited off the screen, and leaves the cursor where its prompt began.
  func eraseLine() {
    let before = promptText + currentLine().beforeCursor
    erase(rowsUp: ScreenPosition(of: before, width: windowSize().columns).row)
  }

  /// Puts the cursor at the start of the line below the one being edited.
  func moveBelow(marking mark: String = "") {
    let line = currentLine()
    let width = windowSize().columns
    let cursor = ScreenPosition(of: promptText + line.beforeCursor, width: width)
    let end = ScreenPosition(of: promptText + line.beforeCursor + line.afterCursor, width: width)
    var moves = ""
    if end.row > cursor.row { moves += "\u{1B}[\(end.row - cursor.row)B" }
    moves += "\r"
    if end.column > 0 { moves += "\u{1B}[\(end.column)C" }
    editline_write(moves + mark + "\r\n")
  }

  /// The line as it is now.
  func currentLine() -> (beforeCursor: String, afterCursor: String) {
    guard let editor, let information = el_line(editor)?.pointee,
      let buffer = information.buffer, let cursor = information.cursor,
      let last = information.lastchar
    else { return ("", "") }
    func text(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> String {
      let count = max(0, to - from)
      return from.withMemoryRebound(to: UInt8.self, capacity: count) {
        String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
      }
    }
    return (text(buffer, cursor), text(cursor, last))
  }

  func windowSize() -> (columns: Int, rows: Int) {
    var columns: Int32 = 0
    var rows: Int32 = 0
    _ = editline_window(STDOUT_FILENO, &columns, &rows)
    return (columns > 1 ? Int(columns) : 80, rows > 0 ? Int(rows) : 24)
  }
}

/// Where the cursor is after a text that began in the first column, as libedit wraps it.
struct ScreenPosition: Equatable {
  var row = 0
  var column = 0

  init(of text: String, width: Int) {
    let width = max(width, 2)
    for scalar in text.unicodeScalars {
      // libedit shows a control character as ^A.
      let columns = isControl(scalar) ? 2 : max(0, Int(editline_columns_of(scalar.value)))
      if column + columns > width {
        row += 1
        column = 0
      }
      column += columns
      if column >= width {
        row += 1
        column = 0
      }
    }
  }
}

/// Puts a character together from its bytes; what is no UTF-8 becomes U+FFFD.
struct UTF8Assembler {
  private var value: UInt32 = 0
  private var missing = 0
  private var length = 0

  /// - Returns: the character that the byte completes, if any.
  mutating func add(_ byte: UInt8) -> Unicode.Scalar? {
    if missing > 0, byte & 0xC0 == 0x80 {
      value = value << 6 | UInt32(byte & 0x3F)
      missing -= 1
      if missing > 0 { return nil }
      // An encoding longer than need be is none.
      let least: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
      guard value >= least[length], let scalar = Unicode.Scalar(value) else { return "\u{FFFD}" }
      return scalar
    }
    // A character cut short by the beginning of another is dropped for it.
    missing = 0
    switch byte {
    case 0..<0x80: return Unicode.Scalar(byte)
    case 0xC2..<0xE0: (value, missing, length) = (UInt32(byte & 0x1F), 1, 2)
    case 0xE0..<0xF0: (value, missing, length) = (UInt32(byte & 0x0F), 2, 3)
    case 0xF0..<0xF5: (value, missing, length) = (UInt32(byte & 0x07), 3, 4)
    default: return "\u{FFFD}"
    }
    return nil
  }
}
