import Lessons

extension Wording {
  /// A fault of a lesson's file: `lessons/01-x.md:12:3: ...`.
  static func describe(_ fault: LessonFault) -> ShellError {
    ShellError("lesson-fault", words(for: fault.kind))
  }

  private static func words(for kind: LessonFault.Kind) -> String {
    switch kind {
    case .unreadable(let code): "the file cannot be read (error \(code))"
    case .notARegularFile: "this is no ordinary file"
    case .fileNameMismatch(let expected): "the file should be called \(expected)"
    case .lessonIDTaken(let id, let path): "\(path) has the id '\(id)' already"
    case .lessonNumberTaken(let number, let path): "\(path) has the number \(number) already"
    case .notUTF8: "the text is not UTF-8"
    case .controlCharacter(let scalar): "a control character (U+\(hex(scalar)))"
    case .tab: "a tab; indent with spaces"
    case .invisibleCharacter(let scalar): "an invisible character (U+\(hex(scalar)))"
    case .limitExceeded(let limit, let most): "too large: at most \(most) (\(limit))"
    default: structure(kind)
    }
  }

  private static func structure(_ kind: LessonFault.Kind) -> String {
    switch kind {
    case .missingFrontMatter: "the lesson does not begin with a front matter between --- lines"
    case .unclosedFrontMatter: "the front matter is not closed by a --- line"
    case .missingKey(let key, _): "'\(key):' is missing"
    case .notAField(let text): "'\(text)' is no 'key: value' line"
    case .malformedKey(let key): "'\(key)' is no key: use small letters"
    case .unknownKey(let key, let known, _):
      "there is no key '\(key)'; "
        + (Suggestions.hint(for: key, among: known)
          ?? "known are \(Suggestions.list(known, "and"))")
    case .repeatedKey(let key, let line): "'\(key)' is there already, on line \(line)"
    case .emptyValue(let key): "'\(key)' has no value"
    case .notANumber(let key, let value, let range):
      "'\(key)' is \(range.lowerBound) to \(range.upperBound), not '\(value)'"
    case .malformedID(let id): "'\(id)' is no id: use small letters, digits and hyphens"
    case .malformedLanguage(let tag): "'\(tag)' is no language tag such as en or pt-BR"
    case .repeatedID(let id, let line): "the id '\(id)' is there already, on line \(line)"
    case .noPages: "the lesson has no text"
    default: contents(kind)
    }
  }

  private static func contents(_ kind: LessonFault.Kind) -> String {
    switch kind {
    case .unsupported(.html): "HTML is not shown in a terminal"
    case .unsupported(.image): "pictures are not shown in a terminal"
    case .linkDestination(let text): "a link leads to http, https or mailto, not '\(text)'"
    case .tableRow(let cells, let header): "a row of \(cells) cells under a header of \(header)"
    case .unclosedFence(let info): "the fence '\(info)' is never closed"
    case .misplacedFence(let kind): "a \(kind.rawValue) fence stands in column 1, outside lists"
    case .misspelledFence(let info, let meant):
      "'\(info)' is no fence; did you mean \(meant.rawValue)?"
    case .fenceArguments(let kind, let text):
      "nothing follows '\(kind.rawValue)', here is '\(text)'"
    case .emptyFence(let kind): "the \(kind.rawValue) fence is empty"
    case .repeatedModel(let line): "there is a model already, on line \(line)"
    case .outputBeforeCommand: "output stands before the first command, a line with '> '"
    case .emptyCommand: "a command is missing after '> '"
    default: "this does not belong in a lesson"
    }
  }

  private static func hex(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
