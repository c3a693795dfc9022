import CEditline
import System

/// Lines typed at a terminal, edited with libedit: Emacs or vi keys, the user's `.editrc`, history,
/// Tab completion, UTF-8.
///
/// To be used on the main thread, where signals arrive, and one at a time. Characters are read here
/// rather than by libedit, so that a signal finds the line whole: a change of the window's size or
/// a return to the foreground draws it anew, Ctrl-C abandons it.
public final class EditlineReader: LineReader {
  /// The part of a line before the cursor, in UTF-8 offsets, gives what may stand there.
  public typealias Completer = (_ line: String, _ cursorUTF8Offset: Int) -> CompletionResult

  private(set) var editor: OpaquePointer?
  private let list: OpaquePointer
  private let file: HistoryFile?
  public private(set) var historyProblem: HistoryProblem?
  public private(set) var historyLines: [String]
  private let historySize: Int
  let completer: Completer

  /// Where keys are read.
  let keyboard: Int32
  let hasUTF8: Bool
  let hasColor: Bool
  /// What the terminal did by itself when it was found.
  private let foundFlags: tcflag_t?
  /// The prompt as libedit takes it, kept for as long as it may ask.
  private var promptStorage: UnsafeMutablePointer<CChar>?
  var promptText = ""
  /// The window's width when the line was last drawn.
  var drawnWidth = 80
  /// Ctrl-C came while this line was edited.
  var wasInterrupted = false
  /// Whether the line is one that is kept, and may be several at once.
  private(set) var isKept = true
  /// What was read and not yet given to libedit.
  var readAhead: ArraySlice<UInt8> = []
  /// The lines of a block that was pasted while this line was edited.
  var pasted: [String] = []

  /// Nil where there is no terminal to edit on, or libedit will not work with it.
  ///
  /// - Parameters:
  ///   - programName: the name that lines of `.editrc` may begin with.
  ///   - historyPath: where lines are kept between starts; nil keeps them nowhere.
  ///   - historySize: how many lines are kept.
  public convenience init?(
    programName: String, historyPath: String?, historySize: Int,
    completer: @escaping Completer
  ) {
    self.init(
      programName: programName, historyPath: historyPath, historySize: historySize,
      hasColor: true, completer: completer)
  }

  init?(
    programName: String, historyPath: String?, historySize: Int, hasColor: Bool,
    completer: @escaping Completer
  ) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    hasUTF8 = Self.setLocale()
    Signals.install()
    guard let list = history_init() else { return nil }
    guard let editor = editline_open(programName) else {
      history_end(list)
      return nil
    }
    self.list = list
    self.editor = editor
    foundFlags = Self.terminalFlags
    editline_set_terminal(editor)
    Signals.dropsTypedAhead = true
    keyboard = Self.openKeyboard()
    self.hasColor = hasColor
    self.completer = completer
    self.historySize = max(historySize, 1)
    file = historyPath.map { HistoryFile(path: $0, limit: historySize) }
    historyLines = []
    switch file?.load() {
    case .success(let lines): historyLines = lines
    case .failure(let problem): historyProblem = problem
    case nil: break
    }
    editline_history_set_size(list, Int32(clamping: self.historySize))
    editline_history_set_unique(list, 1)
    for line in historyLines { editline_history_enter(list, line) }
    editline_set_history(editor, list)
    editline_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
    editline_set_signals(editor, 0)
    editline_set_editor(editor, "emacs")
    editline_set_prompt(editor, { EditlineReader.of($0)?.promptStorage }, 1)
    editline_set_reader(editor) { editor, character in
      EditlineReader.of(editor)?.readCharacter(into: character) ?? -1
    }
    bindKeys(editor)
  }

  deinit { close() }

  public func close() {
    guard let editor else { return }
    self.editor = nil
    // Otherwise what was typed ahead would be thrown away.
    editline_set_editing(editor, 0)
    el_end(editor)
    history_end(list)
    Signals.dropsTypedAhead = false
    if let foundFlags { Self.restore(foundFlags) }
    if keyboard != STDIN_FILENO { systemClose(keyboard) }
    free(promptStorage)
    promptStorage = nil
  }

  public func readLine(prompt: Prompt) -> LineInput { read(prompt, isKept: true) }

  public func readAnswer(prompt: Prompt) -> LineInput { read(prompt, isKept: false) }

  private func read(_ prompt: Prompt, isKept: Bool) -> LineInput {
    guard let editor else { return .endOfInput }
    show(prompt)
    wasInterrupted = false
    self.isKept = isKept
    pasted = []
    Signals.clearInterrupt()
    Signals.clearResize()
    Signals.clearContinue()
    drawnWidth = windowSize().columns
    // libedit shows the prompt first; what is typed in between would be echoed by the terminal.
    editline_set_raw(editor, 1)
    bracketPastes(true)
    defer { bracketPastes(false) }
    var count: Int32 = 0
    let bytes = el_gets(editor, &count)
    if wasInterrupted {
      Signals.clearInterrupt()
      // Ctrl-C throws away what was typed ahead.
      readAhead = []
      return .interrupted
    }
    if !pasted.isEmpty { return .block(pasted) }
    guard let bytes, count > 0 else {
      editline_write("\n")
      return .endOfInput
    }
    var line = String(cString: bytes)
    while let last = line.unicodeScalars.last, last == "\n" || last == "\r" {
      line.unicodeScalars.removeLast()
    }
    if isKept { keep([line]) }
    return .line(line)
  }

  /// The reader that libedit calls back about.
  static func of(_ editor: OpaquePointer?) -> EditlineReader? {
    guard let editor, let client = editline_client(editor) else { return nil }
    return Unmanaged<EditlineReader>.fromOpaque(client).takeUnretainedValue()
  }

  public func keep(_ lines: [String]) {
    var entries: [String] = []
    for line in lines.suffix(historySize) {
      let entry = HistoryFile.entry(line)
      guard !entry.isEmpty, entry != entries.last ?? historyLines.last else { continue }
      entries.append(entry)
      editline_history_enter(list, entry)
    }
    guard !entries.isEmpty else { return }
    historyLines = Array((historyLines + entries).suffix(historySize))
    // At once rather than at the end: a window may be closed at any moment. A foreign file stays
    // as it is.
    if let file, historyProblem == nil { historyProblem = file.add(entries) }
  }

  /// Characters as the user's locale has them where that is UTF-8, else UTF-8 where the system has
  /// it at all, since without a locale libedit drops everything that is not ASCII.
  private static func setLocale() -> Bool {
    for name in ["", "C.UTF-8", "C.utf8", "en_US.UTF-8"] {
      if setlocale(LC_CTYPE, name) != nil, editline_charset_is_utf8() == 1 { return true }
    }
    setlocale(LC_CTYPE, "C")
    return false
  }
}

// MARK: - Prompt

extension EditlineReader {
  /// Prints the prompt's first lines and keeps the last for libedit.
  private func show(_ prompt: Prompt) {
    var text = visible(prompt.text)
    if !hasUTF8 { text = Self.inASCII(text) }
    if let newline = text.lastIndex(of: "\n") {
      editline_write(String(text[...newline]))
      text = String(text[text.index(after: newline)...])
    }
    promptText = text
    var source = text
    if hasColor, let color = prompt.color, text.contains(where: { $0 != " " }) {
      if !text.hasSuffix(" ") { promptText += " " }
      // Each escape sequence is followed by a character that shows, as libedit wants it.
      source =
        "\u{1}\u{1B}[\(color.parameters)m\u{1}\(promptText.dropLast())\u{1}\u{1B}[0m\u{1} "
    }
    free(promptStorage)
    promptStorage = strdup(source)
  }

  static func inASCII(_ text: String) -> String {
    String(text.map { $0.isASCII ? $0 : "›❯→»▶".contains($0) ? ">" : "?" })
  }
}
