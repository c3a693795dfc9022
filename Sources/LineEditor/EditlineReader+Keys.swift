import CEditline
import System

extension EditlineReader {
  /// The names by which `.editrc` may bind our own commands.
  private static let completeName = "complete-word"

  /// Keys that terminals send and libedit does not know. Home, End and Delete have several forms.
  private static let sequences: [(key: String, command: String)] = [
    ("[1;5C", "em-next-word"), ("[1;5D", "ed-prev-word"),
    ("[5C", "em-next-word"), ("[5D", "ed-prev-word"),
    ("[1;3C", "em-next-word"), ("[1;3D", "ed-prev-word"),
    ("[H", "ed-move-to-beg"), ("[F", "ed-move-to-end"),
    ("OH", "ed-move-to-beg"), ("OF", "ed-move-to-end"),
    ("[1~", "ed-move-to-beg"), ("[4~", "ed-move-to-end"),
    ("[7~", "ed-move-to-beg"), ("[8~", "ed-move-to-end"),
    ("[3~", "ed-delete-next-char"),
  ]

  /// The keys that the user's `.editrc` may change, the file itself, then those that must hold.
  func bindKeys(_ editor: OpaquePointer) {
    editline_add_function(editor, Self.completeName, "Complete the word at the cursor") {
      editor, _ in UInt8(EditlineReader.of(editor)?.complete() ?? CC_ERROR)
    }
    for (key, command) in Self.sequences { editline_bind(editor, "\\e" + key, command) }
    // As in other shells: the word before the cursor, and the line before it.
    editline_bind(editor, "^W", "ed-delete-prev-word")
    editline_bind(editor, "^U", "vi-kill-line-prev")
    Self.readUserFile(editor)
    if editline_is_vi(editor) == 1 {
      // In vi's insert mode Escape acts at once, so what follows it is a command's key.
      for (key, command) in Self.sequences {
        editline_bind_alternative(editor, key, command)
      }
      editline_bind_alternative(editor, "^I", Self.completeName)
      editline_bind_alternative(editor, ":", "ed-unassigned")
      editline_bind_alternative(editor, "v", "ed-unassigned")
    } else {
      editline_bind(editor, "\\ex", "ed-unassigned")
      editline_bind(editor, "\\eX", "ed-unassigned")
    }
    // The keys above would ask for a command of libedit's own, which crashes it where a quotation
    // mark is missing, or start another program to edit the line.
    editline_bind(editor, "^I", Self.completeName)
    // The user's file may have turned editing off, or signals on.
    editline_set_signals(editor, 0)
  }

  /// The Tab key.
  ///
  /// - Returns: what libedit is to do next, a `CC_` constant.
  private func complete() -> Int32 {
    guard let editor else { return CC_ERROR }
    let line = currentLine()
    let whole = line.beforeCursor + line.afterCursor
    let cursor = line.beforeCursor.utf8.count
    switch CompletionAction(completer(whole, cursor), line: whole) {
    case .beep:
      return CC_ERROR
    case .replace(let range, let text):
      replace(range, with: text, in: whole, cursor: cursor, editor)
      return CC_REFRESH
    case .list(let words):
      list(words.map { visible($0).replacing("\n", with: " ") })
      editline_refresh(editor)
      return CC_NORM
    }
  }

  private func replace(
    _ range: Range<Int>, with text: String, in line: String, cursor: Int, _ editor: OpaquePointer
  ) {
    // libedit counts the characters that it moves over and deletes, where its line counts bytes.
    func characters(_ from: Int, _ to: Int) -> Int32 {
      let bytes = Array(line.utf8)
      let piece = bytes[min(from, to)..<max(from, to)]
      return Int32(clamping: String(decoding: piece, as: UTF8.self).unicodeScalars.count)
    }
    let move = characters(cursor, range.upperBound)
    el_cursor(editor, range.upperBound < cursor ? -move : move)
    let removed = characters(range.lowerBound, range.upperBound)
    if removed > 0 { el_deletestr(editor, removed) }
    _ = el_insertstr(editor, hasUTF8 ? text : Self.inASCII(text))
  }

  private func list(_ words: [String]) {
    moveBelow()
    if words.count > 100 {
      editline_write("Show all \(words.count)? (y or n) ")
      var answer: wchar_t = 0
      let answered = readCharacter(into: &answer) == 1
      let yes = answered && [0x79, 0x59, 0x20, 0x09].contains(answer)
      editline_write("\r\n")
      if !yes { return }
    }
    let lines = ColumnLayout.lines(words, width: windowSize().columns) { word in
      word.unicodeScalars.reduce(0) { $0 + max(0, Int(editline_columns_of($1.value))) }
    }
    editline_write(lines.joined(separator: "\r\n") + "\r\n")
  }
}
