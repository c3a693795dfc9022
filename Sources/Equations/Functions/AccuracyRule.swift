import Arrays

/// How right predictions are told from wrong ones, as the targets say it.
package enum AccuracyRule: Equatable {
  /// Targets of two values, or several such answers an example: a prediction is right on the same
  /// side of their middle.
  case sides(middle: Double, areFlat: Bool)
  /// A place an class, and the target has its largest at one of them: the prediction has it there.
  case largest(axis: Int, targetAxis: Int)
  /// The target is the number of the class.
  case number(axis: Int)

  /// Targets that are no classes have no right and wrong: `nil`.
  ///
  /// - Parameters:
  ///   - prediction: the shape of the predictions.
  ///   - examples: the predictions' axis that runs over the examples; the last one where it is not
  ///     known.
  ///   - targetExamples: that of the targets.
  package init?(
    prediction: Shape, examples: Int?, target: NDArray, targetExamples: Int?
  ) {
    guard prediction.rank <= 2, target.rank <= 2, prediction.count > 0, target.count > 0 else {
      return nil
    }
    let axis = prediction.rank == 2 ? 1 - (examples ?? 1) : nil
    let targetAxis = target.rank == 2 ? 1 - (targetExamples ?? 1) : nil
    let classes = axis.map { prediction[$0] } ?? 1
    let targetClasses = targetAxis.map { target.shape[$0] } ?? 1
    let values = target.doubles
    guard classes > 1, let axis else {
      guard prediction.count == target.count, let middle = Self.middle(of: values) else {
        return nil
      }
      self = .sides(middle: middle, areFlat: prediction != target.shape)
      return
    }
    let count = prediction.count / classes
    if targetClasses == classes, target.count == prediction.count, let targetAxis {
      if Self.isShared(values, classes, along: targetAxis) {
        self = .largest(axis: axis, targetAxis: targetAxis)
      } else if prediction == target.shape, let middle = Self.middle(of: values) {
        self = .sides(middle: middle, areFlat: false)
      } else {
        return nil
      }
      return
    }
    let areNumbers = values.allSatisfy { $0 >= 0 && $0 < Double(classes) && $0 == $0.rounded() }
    guard target.count == count, areNumbers else { return nil }
    self = .number(axis: axis)
  }

  /// The same for values of which the axis of the classes is known; targets may be turned.
  package init?(_ prediction: NDArray, _ target: NDArray, classAxis: Int) {
    let examples = 1 - classAxis
    let isTurned =
      prediction.shape != target.shape && prediction.shape == target.shape.transposed
    self.init(
      prediction: prediction.shape, examples: examples, target: target,
      targetExamples: isTurned ? 1 - examples : examples)
  }

  /// Between two values that the targets have: 0.5 of 0 and 1, 0 of -1 and 1.
  package static func middle(of values: [Double]) -> Double? {
    var distinct: [Double] = []
    for (index, value) in values.enumerated() {
      guard value.isFinite else { return nil }
      if !distinct.contains(value) { distinct.append(value) }
      if distinct.count > 2 || isUnwanted(at: index) { return nil }
    }
    if distinct.allSatisfy({ $0 == 0 || $0 == 1 }) { return 0.5 }
    if distinct.allSatisfy({ $0.magnitude == 1 }) { return 0 }
    let areWhole = distinct.allSatisfy { $0 == $0.rounded() }
    guard distinct.count == 2, areWhole || values.count > 2 else { return nil }
    return distinct.reduce(0, +) / 2
  }

  /// Whether nobody waits for the answer any more; asked now and then on a long way.
  private static func isUnwanted(at index: Int) -> Bool {
    index.isMultiple(of: Interruption.stretch) && index > 0 && Interruption.isRequested
  }

  /// Whether each example's targets are shares of one class: not negative, and 1 together.
  private static func isShared(_ values: [Double], _ classes: Int, along axis: Int) -> Bool {
    let count = values.count / classes
    return (0..<count).allSatisfy { example in
      if isUnwanted(at: example) { return false }
      let own = (0..<classes).map {
        axis == 0 ? values[$0 * count + example] : values[example * classes + $0]
      }
      return own.allSatisfy { $0 >= 0 } && (own.reduce(0, +) - 1).magnitude < 1e-9
    }
  }

  /// The share of right predictions.
  ///
  /// - Parameter mayBeNaN: whether a prediction may be no number, which is never right.
  package func expression(
    of prediction: Expression, _ target: Expression, mayBeNaN: Bool
  ) -> Expression {
    .call("mean", right(of: prediction, target, mayBeNaN: mayBeNaN))
  }

  /// Which predictions are right: a truth value an answer.
  ///
  /// - Parameter mayBeNaN: as for `expression`.
  package func right(
    of prediction: Expression, _ target: Expression, mayBeNaN: Bool
  ) -> Expression {
    var right: Expression
    var number: Expression
    switch self {
    case .sides(let middle, let areFlat):
      let flat = { (side: Expression) -> Expression in
        areFlat ? .call("reshape", side, .integer(-1)) : side
      }
      let least: Expression = middle == 0 ? .integer(0) : Expression(.float(middle))
      number = flat(prediction)
      right = .binary(
        .equal, .binary(.greater, number, least), .binary(.greater, flat(target), least))
    case .largest(let axis, let targetAxis):
      number = .reduction("max", prediction, axis: axis, keepDimensions: false)
      right = .binary(
        .equal, .reduction("argmax", prediction, axis: axis, keepDimensions: false),
        .reduction("argmax", target, axis: targetAxis, keepDimensions: false))
    case .number(let axis):
      number = .reduction("max", prediction, axis: axis, keepDimensions: false)
      right = .binary(
        .equal, .reduction("argmax", prediction, axis: axis, keepDimensions: false),
        .call("reshape", target, .integer(-1)))
    }
    if mayBeNaN {
      right = .binary(.bitwiseAnd, right, .binary(.equal, number, number))
    }
    return right
  }

  /// The targets as marks, where the sides of a middle decide: a prediction is right that is above
  /// the size of its mark, and, where the mark has a minus sign, that is not. `nil` where that does
  /// not say it.
  package func marks(of target: NDArray) -> NDArray? {
    guard case .sides(let middle, areFlat: false) = self, middle >= 0 else { return nil }
    return NDArray(
      shape: target.shape, float64: target.doubles.map { $0 > middle ? middle : -middle })
  }
}
