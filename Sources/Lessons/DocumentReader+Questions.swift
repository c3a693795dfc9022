extension DocumentReader {
  /// The exercise or quiz that a fence's lines are; nil, with faults, when they are none.
  mutating func exercise(
    _ lines: [String], _ kind: FenceKind, at position: SourcePosition
  ) -> Exercise? {
    let reader = FieldReader(owner: .fence(kind), limits: limits, joinsIndentedLines: true)
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
    var exercises = ExerciseReader(
      fields, kind, id: id.value, ask: ask.value, at: position)
    let exercise = exercises.read()
    for (problem, place) in exercises.problems { faults.add(problem, at: place) }
    for key in ["ask", "hint", "explain", "wrong"] {
      for field in fields.all(key) { check(field) }
    }
    return exercise
  }
}
