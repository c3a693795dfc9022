import Arrays
import Equations
import JSON
import Networks
import Terminal
import Training

/// A place where someone can edit a text.
package struct TextEditor: Sendable {
  /// The text as it was left.
  var edit: @Sendable (String) throws(ShellError) -> String
  /// Whether someone to whom an error is shown wants to edit the text once more.
  var goesOn: @Sendable (ShellError, String, Translation?) -> Bool

  package init(
    edit: @escaping @Sendable (String) throws(ShellError) -> String,
    goesOn: @escaping @Sendable (ShellError, String, Translation?) -> Bool
  ) {
    self.edit = edit
    self.goesOn = goesOn
  }
}

extension Command {
  static let edit = Command(
    "edit", group: .changing, usage: "[model | SECTION | NAME]",
    summary: "change the model, a section, an equation or an array in your editor",
    help: """
      Opens a text in the program that VISUAL or EDITOR names: the whole model, one of its \
      sections such as data, an equation, a setting, or the numbers of an array. What is saved \
      there is checked and taken over as set takes it; where it does not work you see why, and may \
      edit it again. undo takes it back.
      """,
    completion: .words(["model"] + Phase.allCases.map(\.rawValue)), isReplayed: false,
    effects: EditSubject.effects
  ) { session, argument in
    if let (subject, text) = EditSubject.text(in: argument) {
      return try session.take(text, as: try EditSubject(subject, in: session))
    }
    let subject = try EditSubject(argument, in: session)
    guard let editor = session.context.editor else {
      throw ShellError(
        "no-editor", "there is no terminal to edit at", hint: .verbatim("set NAME = EXPRESSION"))
    }
    let original = try session.text(of: subject)
    var text = original
    while true {
      text = try editor.edit(text)
      guard text.trimmed != original.trimmed else {
        return Acknowledgement(message: "Nothing was changed.", type: "unchanged")
      }
      do {
        return try session.take(text, as: subject)
      } catch {
        let error = Wording.describe(error)
        guard editor.goesOn(error, text, session.context.translation) else { throw error }
      }
    }
  }
}

/// What is edited.
enum EditSubject: Equatable {
  case model
  case section(Phase)
  /// A setting, an equation, or a value.
  case name(String)

  init(_ argument: CommandText.Argument, in session: Session) throws {
    let word = argument.text
    if word.isEmpty || word == "model" {
      self = .model
    } else if let phase = Phase(rawValue: word) {
      self = .section(phase)
    } else if session.run.program.names.contains(word) {
      self = .name(word)
    } else {
      throw Wording.describe(
        LanguageError(
          .unknownName(word, candidates: session.run.program.names),
          at: SourceSpan(start: argument.range.lowerBound, end: argument.range.upperBound)))
    }
  }

  /// Only where there is no text yet it opens a program.
  static let effects: @Sendable (CommandText.Argument) -> Command.Effects = { argument in
    text(in: argument) == nil ? .startsPrograms : []
  }

  /// The command as journals have it: what was edited, and on the lines below the text.
  static func text(
    in argument: CommandText.Argument
  ) -> (subject: CommandText.Argument, text: String)? {
    guard let end = argument.text.firstIndex(of: "\n") else { return nil }
    let subject = String(argument.text[..<end]).trimmed
    let text = String(argument.text[argument.text.index(after: end)...])
    return (CommandText.Argument(text: subject, offset: argument.offset), text)
  }

  var text: String {
    switch self {
    case .model: "model"
    case .section(let phase): phase.rawValue
    case .name(let name): name
    }
  }
}

extension Session {
  /// Values with more elements are nothing to edit by hand.
  private static let mostElements = 4096

  fileprivate func text(of subject: EditSubject) throws -> String {
    let model = (book.openChange?.model ?? run.program.model)
    switch subject {
    case .model: return model.writtenText
    case .section(let phase):
      let lines = model[phase].isEmpty ? model.writing(phase, of: run.program)[phase] : model[phase]
      return lines.map { $0.statement.text + "\n" }.joined()
    case .name(let name):
      if let index = model.settingIndex(name) {
        return model.settings[index].statement.text + "\n"
      }
      if let text = try arrayText(of: name) { return text }
      let lines = Phase.allCases.flatMap { model.lines(assigning: name, in: $0) }
      if let last = lines.last { return last.statement.text + "\n" }
      if let step = run.program.steps(assigning: name).last { return step.text + "\n" }
      throw Wording.describe(
        LanguageError(.unknownName(name, candidates: run.program.names), at: .none))
    }
  }

  /// The numbers of what data or init has made, a row a line.
  private func arrayText(of name: String) throws -> String? {
    let isMade = Phase.once.contains { !run.program.model.lines(assigning: name, in: $0).isEmpty }
    guard isMade, let array = run.state[name] else { return nil }
    guard array.count <= Self.mostElements else {
      throw ShellError(
        "too-large", "\(name) has \(array.count) numbers, too many to edit by hand",
        hint: .verbatim("edit data"))
    }
    let rows = Expression.literal(array).text
    let indent = String(repeating: " ", count: name.count + 4)
    return "\(name) = " + rows.replacingRows(with: "],\n\(indent)[") + "\n"
  }

  /// Takes over what was edited.
  fileprivate mutating func take(_ text: String, as subject: EditSubject) throws -> EditReport {
    let result: any CommandResult
    switch subject {
    case .model:
      do {
        let model = try Model(
          name: run.program.model.name, text: text, files: run.program.model.files)
        let change = try book.set(model)
        result = report(.changed(change))
      } catch let error as ModelError {
        throw Wording.describe(error, place: nil)
      }
    case .section(let phase):
      result = try change(phase, to: try statements(text))
    case .name:
      let before = book
      do {
        var reports: [any CommandResult] = []
        for statement in try statements(text) {
          guard let assignment = statement.asAssignment.assignment else {
            throw ShellError(
              "not-an-assignment", "'\(statement.text)' gives no name a value",
              hint: .verbatim("\(subject.text) = ..."))
          }
          reports.append(try set(assignment))
        }
        guard !reports.isEmpty else {
          throw ShellError("missing-argument", "nothing is left of \(subject.text)")
        }
        result = SeveralChanges(reports).onlyOne
      } catch {
        book = before
        throw error
      }
    }
    return EditReport(subject: subject, text: text, result: result)
  }

  private func statements(_ text: String) throws -> [Statement] {
    do throws(LanguageError) {
      return try Parser.statements(text)
    } catch {
      var fault = Wording.describe(error)
      fault.source = ShellError.Source(text: text, place: "the edited text")
      throw fault
    }
  }
}

extension String {
  /// With the rows of nested lists on lines of their own.
  fileprivate func replacingRows(with separator: String) -> String {
    var result = ""
    var rest = self[...]
    while let next = rest.first {
      if rest.hasPrefix("], [") {
        result += separator
        rest = rest.dropFirst(4)
      } else {
        result.append(next)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

/// What came of an edited text.
struct EditReport: CommandResult {
  var subject: EditSubject
  var text: String
  var result: any CommandResult

  var json: JSONValue { result.json }

  /// The text itself: nobody edits it once more when the session is played again.
  func journalText(for command: String, in session: Session) -> String? {
    "edit \(subject.text)\n\(text)"
  }

  func write(to page: inout Page) { result.write(to: &page) }
}
