import Arrays
import Networks

extension Run {
  /// Classes of the targets that are only on one side of what `holdout` keeps back.
  public var notes: [ModelNote] {
    let read = program.steps(in: .loss).flatMap(\.inputs)
    let cut = program.steps(in: .data).compactMap(\.target).filter { name in
      read.contains(name)
        && !program.steps(assigning: ProgramBuilder.validationName(of: name)).isEmpty
    }
    return program.notes + Set(cut).sorted().flatMap(missingClasses)
  }

  private func missingClasses(of name: String) -> [ModelNote] {
    guard let axis = program.exampleAxis(of: name),
      let trained = state[ProgramBuilder.wholeName(of: name)] ?? state[name],
      let held = state[ProgramBuilder.validationName(of: name)],
      let both = try? NDArray.concatenate([trained, held], axis: axis),
      let labels = both.labels(examplesAlong: axis)?.values
    else { return [] }
    let count = trained.shape[axis]
    let (left, right) = (Set(labels.prefix(count)), Set(labels.dropFirst(count)))
    return left.symmetricDifference(right).sorted().map { label in
      ModelNote(
        kind: .missingClass(label, of: name, isHeldBack: right.contains(label)),
        equation: ProgramBuilder.holdoutSetting)
    }
  }
}
