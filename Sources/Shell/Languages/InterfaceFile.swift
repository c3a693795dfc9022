import Lessons
import Terminal

/// The interface's texts in a language: `lessons/de/interface.txt`.
///
///     en: There is no hint for this one. {1} shows the answer.
///     de: Dafür gibt es keinen Hinweis. {1} zeigt die Lösung.
///
/// The English text is the one in the program's source. Which texts there are is in
/// `lessons/interface.txt`, which has their `en:` lines alone.
package struct InterfaceFile {
  package static let name = "interface.txt"

  /// A text, and what it is in the file's language.
  package struct Entry {
    package var english: LessonField
    /// Nil, or empty, where it is still to be translated.
    package var translated: LessonField?

    package var isTranslated: Bool { translated.map { !$0.value.isEmpty } ?? false }
  }

  /// What can be wrong with a file; the words are in `Wording`.
  package enum Fault: Equatable {
    /// Not a text of the program, or none any more; `similar` is one that it may have become.
    case unknownText(String, similar: String?)
    case repeatedText(String, firstLine: Int)
    /// A place of the English text that the translation leaves out, or one that it makes up.
    case missingPlace(Int)
    case unknownPlace(Int)
    /// A translation without its English text.
    case withoutEnglish(key: String)
    case unknownKey(String, language: String)
  }

  package let path: String
  package let language: String
  package private(set) var entries: [Entry] = []
  /// What is wrong with the lines, apart from what they say.
  package private(set) var lineFaults: [LessonFault] = []
  package private(set) var faults: [(fault: Fault, position: SourcePosition)] = []

  /// Reads a file.
  ///
  /// - Parameter language: its tag; the key of translations is the tag in small letters.
  package init(_ path: String, language: String) {
    self.path = path
    self.language = language
    let key = language.lowercased()
    let (fields, lineFaults) = LessonReader().readFields(path: path)
    self.lineFaults = lineFaults
    for field in fields {
      switch field.key {
      case "en": entries.append(Entry(english: field))
      case key:
        if let last = entries.indices.last, entries[last].translated == nil {
          entries[last].translated = field
        } else {
          faults.append((.withoutEnglish(key: key), field.position))
        }
      default:
        faults.append((.unknownKey(field.key, language: key), field.position))
      }
    }
  }

  /// The English texts, in the file's order.
  package var keys: [String] { entries.map(\.english.value) }

  /// What the program uses of it: everything that could be read and fits.
  package var translation: Translation {
    var texts: [String: String] = [:]
    for entry in entries {
      guard let text = entry.translated?.value, !text.isEmpty,
        texts[entry.english.value] == nil, Self.placesDiffer(entry) == nil
      else { continue }
      texts[entry.english.value] = text
    }
    return Translation(language: language, texts: texts)
  }

  // MARK: Checking

  /// Compares the file with the program's texts.
  package mutating func check(against known: [String]) {
    let all = Set(known)
    var lines: [String: Int] = [:]
    for entry in entries {
      let text = entry.english.value
      if let first = lines[text] {
        faults.append((.repeatedText(text, firstLine: first), entry.english.position))
        continue
      }
      lines[text] = entry.english.position.line
      guard all.contains(text) else {
        let similar = Self.similar(to: text, among: known)
        faults.append((.unknownText(text, similar: similar), entry.english.valuePosition))
        continue
      }
      if let fault = Self.placesDiffer(entry), let place = entry.translated?.valuePosition {
        faults.append((fault, place))
      }
    }
    faults.sort { $0.position < $1.position }
  }

  /// The texts that are not translated.
  package func untranslated(of known: [String]) -> [String] {
    let done = Set(entries.filter(\.isTranslated).map(\.english.value))
    return known.filter { !done.contains($0) }
  }

  private static func placesDiffer(_ entry: Entry) -> Fault? {
    guard let translated = entry.translated, !translated.value.isEmpty else { return nil }
    let wanted = Translation.places(in: entry.english.value)
    let found = Translation.places(in: translated.value)
    if let place = wanted.subtracting(found).min() { return .missingPlace(place) }
    return found.subtracting(wanted).min().map { .unknownPlace($0) }
  }

  /// The text that shares most words with another, if it is most of them.
  private static func similar(to text: String, among known: [String]) -> String? {
    func words(_ text: String) -> Set<Substring> { Set(text.split(separator: " ")) }
    let wanted = words(text)
    let best = known.map { other -> (Int, String) in
      let found = words(other)
      return (100 * wanted.intersection(found).count / wanted.union(found).count, other)
    }.max { $0.0 < $1.0 }
    return best.flatMap { $0.0 >= 50 ? $0.1 : nil }
  }

  // MARK: Writing

  /// The lines of the texts that a file does not have, to be translated.
  package func missingLines(of known: [String]) -> [String] {
    let there = Set(keys)
    return known.filter { !there.contains($0) }.flatMap { text in
      ["", Self.field("en", text), "\(language.lowercased()):"]
    }
  }

  /// A line of `key: value`, in several where it is long.
  package static func field(_ key: String, _ value: String) -> String {
    var lines: [String] = []
    var line = "\(key):"
    for word in value.split(separator: " ") {
      if line.count + 1 + word.count > 96 {
        lines.append(line)
        line = "   \(word)"
      } else {
        line += " \(word)"
      }
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
