extension DocumentReader {
  mutating func exercise(_ lines: [String], at position: SourcePosition) -> Exercise? {
    question(lines, .exercise, at: position).map {
      Exercise(position: position, id: $0.id, ask: $0.ask, fields: $0.fields)
    }
  }

  mutating func quiz(_ lines: [String], at position: SourcePosition) -> Quiz? {
    question(lines, .quiz, at: position).map {
      Quiz(position: position, id: $0.id, ask: $0.ask, fields: $0.fields)
    }
  }

  /// The fields of an exercise or a quiz; nil when it has no sound id or asks nothing.
  private mutating func question(
    _ lines: [String], _ kind: FenceKind, at position: SourcePosition
  ) -> (id: String, ask: String, fields: [LessonField])? {
    let reader = FieldReader(owner: .fence(kind), limits: limits)
    let fields = reader.read(lines, firstLine: position.line + 1, faults: &faults)
    let id = reader.single("id", in: fields, isRequired: true, at: position, faults: &faults)
    let ask = reader.single("ask", in: fields, isRequired: true, at: position, faults: &faults)
    guard let id else { return nil }
    guard FieldReader.isID(id.value) else {
      faults.add(.malformedID(id: id.value), at: id.valuePosition)
      return nil
    }
    if let firstLine = idLines[id.value] {
      faults.add(.repeatedID(id: id.value, firstLine: firstLine), at: id.valuePosition)
      return nil
    }
    idLines[id.value] = id.position.line
    guard let ask else { return nil }
    return (id.value, ask.value, fields)
  }
}
