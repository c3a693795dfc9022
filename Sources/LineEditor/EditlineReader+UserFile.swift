import CEditline
import System

extension EditlineReader {
  /// Carries out the user's `.editrc`, line by line.
  ///
  /// libedit's own reading of it (`el_source`) reads memory that was never set where a quotation
  /// mark is missing, and stops at the first line that it does not understand. Here such a line is
  /// passed over.
  static func readUserFile(_ editor: OpaquePointer) {
    guard let path = userFilePath(), let file = fopen(path, "re") else { return }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, file) > 0 {
      guard let line else { return }
      carryOut(line, editor)
    }
  }

  private static func carryOut(_ line: UnsafeMutablePointer<CChar>, _ editor: OpaquePointer) {
    let length = strcspn(line, "\r\n")
    line[length] = 0
    let start = line + strspn(line, " \t")
    guard start.pointee != 0, start.pointee != 0x23, let tokenizer = tok_init(nil) else { return }
    defer { tok_end(tokenizer) }
    var count: Int32 = 0
    var words: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    guard tok_str(tokenizer, start, &count, &words) == 0, count > 0, let words else { return }
    el_parse(editor, count, words)
  }

  private static func userFilePath() -> String? {
    if let named = getenv("EDITRC") { return String(cString: named) }
    return getenv("HOME").map { String(cString: $0) + "/.editrc" }
  }
}
