import Arrays
import Equations

/// The ways in which people write numbers and shapes.
package enum AnswerText {
  /// The expressions that a text can mean: as the language has it, and with what only people write:
  /// `0,5`, `1,000`, `50 %`, `= 0.5`, a minus sign from a book.
  static func expressions(_ text: String) -> [Expression] {
    let plain = plain(text)
    var found: [Expression] = []
    func add(_ text: String) {
      if let expression = try? Parser.expression(text), !found.contains(expression) {
        found.append(expression)
      }
    }
    if isCommaNumber(plain) {
      add(plain.replacing(",", with: "."))
      if isGrouped(plain) { add(plain.replacing(",", with: "")) }
      return found
    }
    if plain.hasSuffix("%"), Double(trimmed(plain.dropLast())) != nil {
      add("\(trimmed(plain.dropLast())) / 100")
      return found
    }
    if let number = numberWords[plain.lowercased()] {
      add(number)
      return found
    }
    add(plain.contains(where: { "([{".contains($0) }) ? plain : withDecimalPoints(plain))
    return found
  }

  /// Whether a text is a number as one says it.
  package static func isNumberWord(_ text: String) -> Bool {
    numberWords[plain(text).lowercased()] != nil
  }

  /// The number that a text is, without any names in it: `0,5`, `1/2`, `one half`.
  static func number(_ text: String) -> Double? {
    // Words of options are no numbers, and none takes long to be one.
    guard text.utf8.count <= 20, let expression = expressions(text).first,
      expression.names.isEmpty,
      let value = try? Evaluation.value(of: expression, in: StaticScope([:])).array
    else { return nil }
    return value.count == 1 ? value.item : nil
  }

  private static let numberWords: [String: String] = {
    let words = [
      "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
      "eleven", "twelve",
    ]
    var numbers = ["half": "1/2", "one half": "1/2", "a half": "1/2", "a quarter": "1/4"]
    for (number, word) in words.enumerated() { numbers[word] = String(number) }
    return numbers
  }()

  /// `1,5 - 0,5` with points in it; a text whose commas may separate stays as it is.
  private static func withDecimalPoints(_ text: String) -> String {
    let operators: Set<Character> = ["+", "-", "*", "/", " "]
    let parts = text.split(omittingEmptySubsequences: true) { operators.contains($0) }
    let isCalculated = text.dropFirst().contains { operators.contains($0) && $0 != " " }
    guard isCalculated, parts.allSatisfy({ !$0.contains(",") || isCommaNumber(String($0)) })
    else { return text }
    return text.replacing(",", with: ".")
  }

  /// With the signs of books replaced by those of the language.
  static func plain(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "−", "–": result += "-"
      case "×", "·": result += "*"
      case "÷": result += "/"
      case "½": result += "1/2"
      case "¼": result += "1/4"
      case "¾": result += "3/4"
      default: result.append(character)
      }
    }
    var rest = Substring(trimmed(result))
    while let first = rest.first, "=≈~".contains(first), rest.dropFirst().first != "=" {
      // `~x` is the language's, an equals sign in front is not.
      if first == "~", Double(trimmed(rest.dropFirst())) == nil { break }
      rest = rest.dropFirst().drop { $0 == " " }
    }
    return String(rest)
  }

  /// The dimensions in `(2, 1000)`, `2x1000`, `2 by 1000`, `2 × 1000`, `[2, 1000]`, `2 1000`,
  /// `2 rows, 1000 columns`; nil when the text says something else.
  static func shape(_ text: String) -> Shape? {
    var words: [Substring] = []
    let lower = text.lowercased()
    let parts = lower.split { "()[], ×*_".contains($0) }
    for part in parts {
      if part.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "x") }) {
        words += part.split(separator: "x")
      } else if !["by", "and", "row", "rows", "column", "columns", "shape", "="].contains(part) {
        return nil
      }
    }
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == words.count, numbers.count <= 2 else { return nil }
    // `()` is the shape of a number, and nothing is no shape.
    guard !numbers.isEmpty || trimmed(text[...]) == "()" else { return nil }
    if let rows = lower.range(of: "row"), let columns = lower.range(of: "column"),
      columns.lowerBound < rows.lowerBound
    {
      return Shape(numbers.reversed())
    }
    return Shape(numbers)
  }

  /// `0,5`: digits on both sides of the only comma.
  private static func isCommaNumber(_ text: String) -> Bool {
    var text = text[...]
    if text.first == "-" { text = text.dropFirst() }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }
  }

  /// `1,000`.
  private static func isGrouped(_ text: String) -> Bool {
    text.split(separator: ",").last?.count == 3 && !text.hasPrefix("0")
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}

extension String {
  /// The first place of a text, without Foundation.
  fileprivate func range(of word: String) -> Range<String.Index>? {
    indices.first { self[$0...].hasPrefix(word) }
      .map { $0..<(index($0, offsetBy: word.count)) }
  }
}

/// The options of a choice: `a`, `b`, ...
public enum ChoiceText {
  /// The most options that have a letter.
  static let most = 8

  /// The letter of an option, counted from 0.
  public static func letter(_ index: Int) -> String {
    String(UnicodeScalar(UInt8(truncatingIfNeeded: 97 + index)))
  }

  /// A text that is an option's, where it is just the letter of another one.
  static func letterElsewhere(_ text: String, _ index: Int, _ options: [String]) -> String? {
    options.indices.first { $0 != index && letter($0) == text }.map { letter($0) }
  }

  /// The option that a text names by its letter, its number or its words; nil when it names none.
  public static func option(_ text: String, of options: [String]) -> Int? {
    let given = normal(text)
    if let index = options.firstIndex(where: { normal($0) == given }) { return index }
    let bare = given.filter { !"().:".contains($0) }
    if bare.count == 1, let index = options.indices.first(where: { letter($0) == bare }) {
      return index
    }
    // `0.5` where an option is `one half`.
    if let value = AnswerText.number(text) {
      let same = options.indices.filter { AnswerText.number(options[$0]) == value }
      if same.count == 1 { return same[0] }
    }
    // Among numbers to choose from, a number is one of them and not a place in the list.
    if !options.contains(where: { AnswerText.number($0) != nil }), let number = Int(bare),
      options.indices.contains(number - 1)
    {
      return number - 1
    }
    return nil
  }

  /// Small letters, single spaces, no quotation marks.
  static func normal(_ text: String) -> String {
    text.lowercased().filter { !"`'\"".contains($0) }.split(separator: " ").joined(separator: " ")
  }
}
