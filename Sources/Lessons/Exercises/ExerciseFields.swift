import Equations

/// The lines of an exercise's fence, as a kind reads itself from them.
package struct ExerciseFields {
  package let fields: [LessonField]
  package let kind: FenceKind
  /// The exercise's id.
  package let id: String
  /// Where the fence begins.
  package let position: SourcePosition
  private(set) var problems: [(LessonFault.Kind, SourcePosition)] = []

  init(_ fields: [LessonField], _ kind: FenceKind, id: String, at position: SourcePosition) {
    self.fields = fields
    self.kind = kind
    self.id = id
    self.position = position
  }

  /// The first field with a key.
  func first(_ key: String) -> LessonField? { fields.first(key) }

  /// All fields with a key, in the file's order.
  func all(_ key: String) -> [LessonField] { fields.all(key) }

  // MARK: What is wrong

  mutating func note(_ kind: LessonFault.Kind, _ position: SourcePosition) {
    problems.append((kind, position))
  }

  /// Notes that a key is not there.
  mutating func noteMissing(_ key: String) {
    note(.missingKey(key: key, of: .fence(kind)), position)
  }

  mutating func note(_ error: LanguageError, in field: LessonField) {
    let before = field.value.utf8.prefix(max(error.span.start, 0))
    var place = field.valuePosition
    place.column += String(decoding: before, as: UTF8.self).unicodeScalars.count
    note(.language(key: field.key, LanguageFault(error: error)), place)
  }

  // MARK: What fields hold

  /// The expression that a field holds; nil, with a note, where it holds none.
  mutating func expression(_ field: LessonField) -> Expression? {
    do throws(LanguageError) {
      return try Parser.expression(field.value)
    } catch {
      note(error, in: field)
      return nil
    }
  }

  /// The equation that a text of a field is; nil, with a note, where it is none.
  mutating func assignment(_ text: String, in field: LessonField) -> Assignment? {
    if let assignment = try? Parser.statement(text).assignment { return assignment }
    note(.notAnEquation(text: text), field.valuePosition)
    return nil
  }

  /// The field `tolerance`, where there is one.
  mutating func tolerance() -> Tolerance? {
    guard let field = first("tolerance") else { return nil }
    let tolerance = Tolerance(field.value)
    if tolerance == nil { note(.malformedTolerance(text: field.value), field.valuePosition) }
    return tolerance
  }

  /// The texts behind a key, two at least and no more than there are letters for; nil, with a note,
  /// where there are not.
  mutating func options(_ key: String) -> [String]? {
    let options = all(key)
    for (index, option) in options.enumerated() {
      let text = ChoiceText.normal(option.value)
      if options[..<index].contains(where: { ChoiceText.normal($0.value) == text }) {
        note(.repeatedChoice(text: option.value), option.valuePosition)
      }
    }
    guard 2...ChoiceText.most ~= options.count else {
      note(
        .choiceCount(options.count, allowed: 2...ChoiceText.most, key: key),
        options.first?.position ?? position)
      return nil
    }
    return options.map(\.value)
  }

  /// `0.5 -> You forgot the minus sign.`: what a student gives, and what is said of it.
  func foreseen(_ field: LessonField) -> ForeseenAnswer? {
    let value = field.value
    guard let arrow = value.indices.first(where: { value[$0...].hasPrefix("->") }) else {
      return nil
    }
    let text = AnswerText.trimmed(value[..<arrow])
    let feedback = AnswerText.trimmed(value[value.index(arrow, offsetBy: 2)...])
    guard !text.isEmpty, !feedback.isEmpty else { return nil }
    return ForeseenAnswer(text: text, feedback: feedback, position: field.position)
  }
}
