import System

/// How many columns text takes in a terminal, and fitting it into them.
public enum TextWidth {
  /// The columns of a line: 2 for East Asian wide characters and emoji, 0 for combining marks and
  /// control characters, 1 for others. A character made of several scalars counts once.
  public static func columns(of text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
    return text.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns of one character as a person sees it.
  public static func columns(of character: Character) -> Int {
    var sum = 0
    for scalar in character.unicodeScalars {
      // What is shown as an emoji is so whole, whatever it is joined from.
      if scalar.value == 0xFE0F || (0x1F1E6...0x1F1FF).contains(scalar.value) { return 2 }
      let width = columns(of: scalar)
      if width > 0, scalar.properties.isEmojiPresentation { return 2 }
      sum += width
    }
    return sum
  }

  static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if (0x20..<0x7F).contains(value) { return 1 }
    if value < 0xA0 { return 0 }
    if value == 0xAD { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator:
      return 0
    default: break
    }
    // The vowels and finals that join a Hangul syllable.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
    return isWide(value) ? 2 : 1
  }

  private static func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    var low = 0
    var high = eastAsianWide.count
    while low < high {
      let middle = (low + high) / 2
      if eastAsianWide[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < eastAsianWide.count && eastAsianWide[low].contains(value)
  }

  // MARK: - Making safe

  /// The text with its control characters made visible, so that no text can move the cursor,
  /// change colours or turn the direction of what follows: `^[` for escape, `^?` for delete,
  /// `<9B>` and `<202E>` for the others.
  public static func sanitize(_ text: String, keepingNewlines: Bool = false) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n", keepingNewlines {
        clean.append(scalar)
      } else if scalar.isActing {
        clean.append(contentsOf: visible(scalar).unicodeScalars)
      } else {
        clean.append(scalar)
      }
    }
    return String(clean)
  }

  /// How a scalar is shown that must not act.
  private static func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<0x20: "^" + String(Character(Unicode.Scalar(UInt8(scalar.value) + 0x40)))
    case 0x7F: "^?"
    default: "<" + String(scalar.value, radix: 16, uppercase: true) + ">"
    }
  }

  /// With each tab filled up with spaces to the next multiple of 8 columns.
  public static func expandingTabs(_ line: String) -> String {
    guard line.utf8.contains(0x09) else { return line }
    var result = ""
    var column = 0
    for character in line {
      if character == "\t" {
        let count = 8 - column % 8
        result += String(repeating: " ", count: count)
        column += count
      } else {
        result.append(character)
        column += columns(of: character)
      }
    }
    return result
  }
}
