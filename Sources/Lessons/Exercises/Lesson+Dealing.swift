extension Lesson {
  /// The lesson as a student with this seed has it: what an exercise shuffles lies differently for
  /// each of them.
  package func dealt(seed: UInt32) -> Lesson {
    var copy = self
    for page in copy.pages.indices {
      for block in copy.pages[page].blocks.indices {
        guard case .exercise(let exercise) = copy.pages[page].blocks[block].content else {
          continue
        }
        copy.pages[page].blocks[block].content = .exercise(exercise.dealt(seed: seed))
      }
    }
    return copy
  }
}
