/// Faults as they are found in one file, up to a limit.
struct FaultList {
  let path: String
  let limit: Int
  private(set) var faults: [LessonFault] = []

  init(path: String, limit: Int) {
    self.path = path
    self.limit = limit
  }

  mutating func add(_ kind: LessonFault.Kind, at position: SourcePosition) {
    if faults.count < limit {
      faults.append(LessonFault(path: path, position: position, kind: kind))
    } else if faults.count == limit {
      faults.append(
        LessonFault(
          path: path, position: position, kind: .limitExceeded(.faults, limit: limit)))
    }
  }

  /// The faults in the file's order; of two at one place, the one found first stands first.
  var sorted: [LessonFault] {
    faults.enumerated()
      .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
      .map(\.element)
  }
}
