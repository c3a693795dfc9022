/// One thing that the word at the cursor may become.
public struct Completion: Sendable, Equatable {
  public var text: String
  /// What follows the text once it is certain: " ", "/", "(" or nothing.
  public var suffix: String

  public init(text: String, suffix: String = " ") {
    self.text = text
    self.suffix = suffix
  }
}

/// What may stand in place of a part of the line.
public struct CompletionResult: Sendable, Equatable {
  /// The part to replace, in UTF-8 offsets of the line.
  public var replacing: Range<Int>
  public var candidates: [Completion]

  public init(replacing: Range<Int>, candidates: [Completion]) {
    self.replacing = replacing
    self.candidates = candidates
  }
}

/// What the Tab key does to a line.
enum CompletionAction: Equatable {
  case beep
  /// Replace the range, in UTF-8 offsets, with the text.
  case replace(Range<Int>, String)
  case list([String])

  /// - Parameter line: the whole line.
  init(_ result: CompletionResult, line: String) {
    let bytes = Array(line.utf8)
    let range = result.replacing.clamped(to: 0..<bytes.count)
    let typed = String(decoding: bytes[range], as: UTF8.self)
    guard let first = result.candidates.first else {
      self = .beep
      return
    }
    let texts = Set(result.candidates.map(\.text))
    if texts.count == 1 {
      let following = String(decoding: bytes[range.upperBound...], as: UTF8.self)
      let suffix = following.hasPrefix(first.suffix) ? "" : first.suffix
      let text = first.text + suffix
      self = text == typed ? .beep : .replace(range, text)
      return
    }
    let common = Self.longestCommonPrefix(texts)
    if common.utf8.count > typed.utf8.count, common.hasPrefix(typed) || typed.isEmpty {
      self = .replace(range, common)
    } else {
      self = .list(texts.sorted())
    }
  }

  /// By whole characters, so that no accent is cut from its letter.
  static func longestCommonPrefix(_ texts: some Sequence<String>) -> String {
    var common: String?
    for text in texts {
      guard let known = common else {
        common = text
        continue
      }
      var length = 0
      for (a, b) in zip(known, text) {
        if a != b { break }
        length += 1
      }
      common = String(known.prefix(length))
    }
    return common ?? ""
  }
}

/// Words set in columns, filled downwards, as `ls` does.
enum ColumnLayout {
  static func lines(_ words: [String], width: Int, columns: (String) -> Int) -> [String] {
    let widths = words.map(columns)
    let widest = (widths.max() ?? 0) + 2
    let across = max(1, (max(width, 1) - 1) / max(widest, 1))
    let down = (words.count + across - 1) / across
    return (0..<down).map { row in
      var line = ""
      for column in 0..<across {
        let index = column * down + row
        guard index < words.count else { break }
        line += words[index]
        if index + down < words.count {
          line += String(repeating: " ", count: widest - widths[index])
        }
      }
      return line
    }
  }
}
