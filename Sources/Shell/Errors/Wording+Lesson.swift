import Lessons
import System
import Terminal

/// What is wrong with a lesson's file, and after a semicolon what to do about it.
extension Wording {
  /// A fault of a lesson's file: `lessons/01-x.md:12:3: ...`.
  package static func describe(_ fault: LessonFault) -> ShellError {
    ShellError("lesson-fault", words(for: fault.kind))
  }

  /// The same with the fault's place in front, where nothing else says it.
  static func describePlaced(_ fault: LessonFault) -> ShellError {
    var error = describe(fault)
    error.message = "\(fault.path):\(fault.line):\(fault.column): \(error.message)"
    return error
  }

  private static func words(for kind: LessonFault.Kind) -> Phrase {
    switch kind {
    case .unreadable(let code):
      "the file cannot be read (\(SystemError(code: code).message)); look at its name and permissions"
    case .notARegularFile: "this is no ordinary file; name a lesson's file or a folder of them"
    case .fileNameMismatch(let expected):
      "number and id do not fit the file's name; call the file \(expected)"
    case .lessonIDTaken(let id, let path):
      "\(path) has the id '\(id)' already; give this lesson another"
    case .lessonNumberTaken(let number, let path):
      "\(path) has the number \(number) already; give this lesson another"
    case .notUTF8: "the text is not UTF-8; save it as UTF-8"
    case .controlCharacter(let scalar): "a control character (U+\(hex(scalar))); delete it"
    case .tab: "a tab; indent with spaces"
    case .invisibleCharacter(let scalar): "an invisible character (U+\(hex(scalar))); delete it"
    case .limitExceeded(let limit, let most):
      "\(words(for: limit)): at most \(most); make it shorter, or two of it"
    default: structure(kind)
    }
  }

  private static func words(for limit: LessonFault.Limit) -> Phrase {
    switch limit {
    case .fileBytes: "a file of too many bytes"
    case .frontMatterBytes: "a front matter of too many bytes"
    case .lineBytes: "a line of too many bytes"
    case .stretchBytes: "too many bytes without a blank line between them"
    case .brackets: "too many square brackets"
    case .nesting: "too many blocks inside each other"
    case .pages: "too many pages"
    case .blocks: "too many blocks"
    case .fields: "too many 'key: value' lines in one place"
    case .tableColumns: "a table of too many columns"
    case .faults: "too many faults to name"
    case .files: "too many files in the folder"
    }
  }

  private static func structure(_ kind: LessonFault.Kind) -> Phrase {
    switch kind {
    case .missingFrontMatter:
      """
      the lesson does not begin with a front matter; put its 'key: value' lines between two lines \
      of ---
      """
    case .unclosedFrontMatter: "the front matter is not closed; end it with a line of ---"
    case .missingKey(let key, let owner):
      missing(key, of: owner)
    case .notAField(let text):
      """
      '\(text)' is no 'key: value' line; add the key, or begin the line with two spaces to go on \
      with the one above
      """
    case .malformedKey(let key): "'\(key)' is no key; use small letters"
    case .unknownKey(let key, let known, _):
      """
      there is no key '\(key)'; \
      \(Suggestions.hint(for: key, among: known) ?? "known are \(Suggestions.list(known, .and))")
      """
    case .repeatedKey(let key, let line):
      "'\(key)' is there already, on line \(line); leave one of them out"
    case .emptyValue(let key): "'\(key)' has no value; write one after the colon"
    case .notANumber(let key, let value, let range):
      "'\(key)' is '\(value)'; write a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .malformedID(let id):
      "'\(id)' is no id; use small letters, digits and hyphens, a letter first"
    case .unknownValue(let key, let value, let known):
      "\(key) cannot be '\(value)'; it is \(Suggestions.list(known)) or is left out"
    case .malformedLanguage(let tag): "'\(tag)' is no language; use a tag such as en or pt-BR"
    case .malformedCredit("points", let text):
      "'\(text)' is no number of points; write one above 0, such as 10 or 2.5"
    case .malformedCredit("weights", let text):
      "'\(text)' are no weights; write ids of exercises with a number each: first-guess 0.5, mend 2"
    case .malformedCredit(_, let text):
      "'\(text)' is no date; write 2026-12-01, 2026-12-01 18:00 or 2026-12-01T18:00+01:00"
    case .weightOfNothing(let id):
      "there is no exercise '\(id)' to have a weight; look at its spelling"
    case .repeatedID(let id, let line):
      "the id '\(id)' is there already, on line \(line); give one of them another"
    case .noPages: "the lesson has no text; write a page below the front matter"
    default: contents(kind)
    }
  }

  private static func missing(_ key: String, of owner: LessonFault.FieldsOwner) -> Phrase {
    switch owner {
    case .frontMatter: "'\(key):' is missing; add a line '\(key): ...' to the front matter"
    case .fence(let kind):
      "'\(key):' is missing; add a line '\(key): ...' to the \(kind.rawValue)"
    case .interface: "'\(key):' is missing; add a line '\(key): ...'"
    }
  }

  private static func contents(_ kind: LessonFault.Kind) -> Phrase {
    switch kind {
    case .unsupported(.html): "HTML is not shown in a terminal; write it as Markdown"
    case .unsupported(.image): "pictures are not shown in a terminal; say it in words"
    case .unsupported(.mathematics):
      "formulas of LaTeX are shown as they are typed; write `x ** 2` and `a / b` between backticks"
    case .unsupported(.footnote):
      "footnotes are shown as they are typed; say it in the sentence, or in brackets behind it"
    case .linkDestination(let text):
      "the link '\(text)' leads nowhere; links begin with http, https or mailto"
    case .tableRow(let cells, let header):
      "a row of \(cells) cells under a header of \(header); make them equal (\\| is a bar in a cell)"
    case .unclosedFence(let info): "the fence '\(info)' is never closed; end it with ```"
    case .misplacedFence(let kind):
      "a \(kind.rawValue) fence in a list or behind spaces; put it in column 1, outside lists"
    case .misspelledFence(let info, let meant):
      "'\(info)' is no fence; did you mean \(meant.rawValue)?"
    case .fenceArguments(.model, let text):
      """
      '\(text)' is no name for a prompt; behind 'model' stands one word of at most 24 letters, \
      digits, - and _, or nothing
      """
    case .fenceArguments(let kind, let text):
      "nothing follows '\(kind.rawValue)'; leave '\(text)' out"
    case .emptyFence(let kind): "the \(kind.rawValue) fence is empty; fill it or leave it out"
    case .repeatedModel(let line):
      "there is a model already, on line \(line); a lesson has one, and set changes it"
    case .outputBeforeCommand:
      "output stands before the first command; begin the command's line with '> '"
    case .drawingWithoutText:
      "the drawing has no text; begin its fence with 'text: ' and what it shows, then an empty line"
    case .drawingWithoutLines:
      "nothing is drawn; leave an empty line below 'text:', and draw below that"
    case .unclosedValue:
      "'{value:' is not closed in its line of text; write {value: EXPRESSION}, with blanks around *"
    case .emptyCommand: "a command is missing after '> '; write it or leave the line out"
    default: exercise(kind)
    }
  }

  private static func exercise(_ kind: LessonFault.Kind) -> Phrase {
    switch kind {
    case .missingTask(let kind):
      """
      nothing says when this \(kind.rawValue) is solved; add \
      \(Suggestions.list(ExerciseKinds.keys.map { "\($0):" }))
      """
    case .severalTasks(let first, let second):
      """
      '\(first):' and '\(second):' both say when it is solved; make two exercises of it
      """
    case .strayKey(let key, let task):
      "'\(key):' means nothing beside '\(task):'; leave it out"
    case .language(let key, let fault):
      """
      '\(key):' cannot be read: \(describe(fault.error).message); \
      \(describe(fault.error).hint ?? "write it as at the prompt")
      """
    case .notAnEquation(let text):
      "'\(text)' is no equation; write NAME = EXPRESSION"
    case .malformedWrong(let text):
      "'\(text)' has no feedback; write wrong: ANSWER -> WHAT IS SAID"
    case .malformedStray(let text):
      "'\(text)' has no feedback; write stray: NAME = EXPRESSION -> WHAT IS SAID"
    case .wrongNotAnAnswer(let text, let key):
      "'\(text)' cannot be an answer here; write \(ExerciseKinds.named(key)?.example ?? "")"
    case .malformedTolerance(let text):
      "'\(text)' is no tolerance; write a number such as 0.01, or 1 %"
    case .malformedRule(let key, let text):
      key == "require"
        ? """
        '\(text)' is no list of functions and names; write \(key): log, mean, or require: number
        """
        : "'\(text)' is no list of functions and names; write \(key): log, mean"
    case .ambiguousOption(let text, let options):
      """
      '\(text)' is an equation's name and another one's letter; write the whole equation: \
      \(Suggestions.list(options))
      """
    case .optionIsALetter(let text, let letter):
      """
      '\(text)' is also what is typed for the option behind the letter \(letter); put it there, \
      or name it otherwise
      """
    case .choiceCount(let count, let allowed, let key):
      count == 1
        ? "1 option; write \(allowed.lowerBound) to \(allowed.upperBound) '\(key):' lines"
        : """
        \(count) options; write \(allowed.lowerBound) to \(allowed.upperBound) '\(key):' lines
        """
    case .repeatedChoice(let text): "the option '\(text)' is there twice; leave one out"
    case .notAChoice(let text, let options):
      "'\(text)' is none of the options; write \(Suggestions.list(letters(options)))"
    default: "this does not belong in a lesson; leave it out"
    }
  }

  private static func letters(_ options: [String]) -> [String] {
    options.indices.map { ChoiceText.letter($0) }
  }

  private static func hex(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
