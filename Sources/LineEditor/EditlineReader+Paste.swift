import CEditline
import System

/// What is pasted comes between two marks, where the terminal is asked for them, and is taken as
/// one block: nothing of it is a key, and a line's end in it performs nothing.
extension EditlineReader {
  /// The marks (xterm's "bracketed paste mode").
  private static let start = Array("\u{1B}[200~".utf8)
  private static let end = Array("\u{1B}[201~".utf8)
  /// A line that is longer is a block too: libedit draws a line anew at every character of it.
  private static let longestLine = 1000
  /// More than any terminal's clipboard; what is larger is dropped.
  private static let mostBytes = 1 << 26

  /// Asks for the marks, or for none: they are for who edits a line, and nobody else knows them.
  func bracketPastes(_ isOn: Bool) {
    guard isOn != Signals.bracketsPastes else { return }
    if isOn {
      Signals.bracketsPastes = true
      editline_write("\u{1B}[?2004h")
    } else {
      editline_write("\u{1B}[?2004l")
      Signals.bracketsPastes = false
    }
  }

  /// Whether the mark of a paste follows an Escape; it is then read. A terminal sends it in one
  /// piece, and a person presses no keys that fast.
  func findsPaste() -> Bool {
    let rest = Self.start.dropFirst()
    while readAhead.count < rest.count, rest.starts(with: readAhead) {
      guard let more = readSome(waiting: 25, atMost: rest.count - readAhead.count) else { break }
      readAhead += more
    }
    guard readAhead.starts(with: rest) else { return false }
    readAhead.removeFirst(rest.count)
    return true
  }

  /// What is pasted, up to the mark at its end.
  ///
  /// - Returns: nil after Ctrl-C, which drops all of it.
  func readPaste() -> [UInt8]? {
    var bytes = Array(readAhead)
    readAhead = []
    var searched = 0
    while true {
      if let end = Self.find(Self.end, in: bytes, from: searched) {
        readAhead = bytes[(end + Self.end.count)...]
        return bytes.count > Self.mostBytes ? [] : Array(bytes[..<end])
      }
      if bytes.count > Self.mostBytes { bytes.removeFirst(bytes.count / 2) }
      searched = max(bytes.count - Self.end.count, 0)
      if Signals.interruptRequested() {
        dropRestOfPaste()
        return nil
      }
      followSignals()
      guard Signals.waitForInput(keyboard) else { continue }
      guard let more = readSome(waiting: 0, atMost: 1 << 16) else { continue }
      if more.isEmpty { return nil }
      bytes += more
    }
  }

  /// The rest of what the terminal is sending would else be keys: it is read up to its end, or,
  /// since Ctrl-C has thrown away some of it, until nothing comes.
  private func dropRestOfPaste() {
    var tail: [UInt8] = []
    while let more = readSome(waiting: 300, atMost: 1 << 16), !more.isEmpty {
      tail = tail.suffix(Self.end.count) + more
      if let end = Self.find(Self.end, in: tail, from: 0) {
        readAhead = tail[(end + Self.end.count)...]
        return
      }
    }
  }

  /// What is there to be read.
  ///
  /// - Returns: nil if nothing comes in time; nothing at the end of input.
  private func readSome(waiting milliseconds: Int32, atMost limit: Int) -> [UInt8]? {
    var waiting = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return nil }
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
      count = read(keyboard, buffer.baseAddress, limit)
      filled = max(count, 0)
    }
    return count < 0 ? nil : bytes
  }

  /// Takes a paste into the line, or as a block that ends the line.
  ///
  /// - Returns: whether it is a block.
  func take(_ bytes: [UInt8]) -> Bool {
    let text = Self.cleaned(bytes)
    let line = currentLine()
    if isKept, text.contains("\n") || text.utf8.count > Self.longestLine {
      let whole = line.beforeCursor + text + line.afterCursor
      pasted = whole.split(separator: "\n").map { String($0) }
      eraseLine()
      return true
    }
    // An answer is one line, and what begins it is enough for any.
    let typed = String(text.prefix(Self.longestLine)).replacing("\n", with: " ")
    readAhead = Array(typed.utf8) + readAhead
    return false
  }

  /// Lines as they would be typed: without line ends at the end, with blanks for tabs, and without
  /// anything that a key or a terminal would act upon.
  package static func cleaned(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    var wasReturn = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      defer { wasReturn = scalar == "\r" }
      switch scalar {
      case "\n" where wasReturn: break
      case "\n", "\r": text.append("\n")
      case "\t": text.append(" ")
      case _ where scalar.isActing: break
      default: text.append(scalar)
      }
    }
    while text.last == "\n" { text.removeLast() }
    return String(text)
  }

  private static func find(_ mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    while let next = bytes[place...].firstIndex(of: mark[0]) {
      if bytes[next...].starts(with: mark) { return next }
      place = next + 1
    }
    return nil
  }
}
