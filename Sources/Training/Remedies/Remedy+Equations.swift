import Arrays
import Equations
import Networks

extension DiagnosisContext {
  /// Equations in the place of those that a finding blames, where what they should be is known.
  ///
  /// Prediction and loss are not changed but where they do not fit each other.
  func mendedEquations(_ finding: Finding) -> [Finding.Suggestion] {
    switch finding.kind {
    case .writtenGradient: mendedGradient
    case .accumulatedGradient: startedAnew(finding)
    case .lossWithoutOutput: mendedOutput(finding)
    case .outOfReach: openedOutput
    case .uphill, .leftOutOfUpdate, .changedShape: plainUpdate
    case .spreadComparison: turnedTarget
    default: []
    }
  }

  /// What differentiation gives for the equation in which the mistake enters.
  private var mendedGradient: [Finding.Suggestion] {
    guard let culprit = (try? GradientCheck(run))?.culprit, let expected = culprit.expected,
      !run.program.parameters.contains(culprit.name)
    else { return [] }
    return [.init(.derivedEquation, "set \(culprit.name) = \(expected.text)")]
  }

  /// A sum that each epoch begins from 0.
  private func startedAnew(_ finding: Finding) -> [Finding.Suggestion] {
    guard let assignment = finding.equation?.assignment, assignment.updateOperator == .add,
      assignment.subscripts == nil
    else { return [] }
    return [.init(.fromZero, "set \(assignment.name) = \(assignment.value.text)")]
  }

  /// The update that a textbook has, where the model's own is written by hand.
  private var plainUpdate: [Finding.Suggestion] {
    [.init(.plainUpdate, "set update = sgd(\(rate?.name ?? "0.1"))")]
  }

  private var outputValue: Expression? {
    run.program.steps(in: .forward).last { $0.target == prediction }?.statement.assignment?
      .computedValue
  }

  private func mendedOutput(_ finding: Finding) -> [Finding.Suggestion] {
    guard let prediction, let target, let value = outputValue else { return [] }
    let axis = run.program.exampleAxis(of: prediction)
    if finding["oneOutput"] != nil {
      return [.init(.fittingLoss, "set \(run.program.loss) = bce(\(prediction), \(target))")]
    }
    if finding["softmax"] != nil {
      let along = axis == 0 ? ", axis=1" : ""
      return [
        .init(
          .fittingLoss, "set \(run.program.loss) = cross_entropy(\(prediction), \(target)\(along))")
      ]
    }
    if finding["noProbability"] != nil {
      return [.init(.fittingOutput, "set \(prediction) = sigmoid(\(value.text))")]
    }
    guard case .call("softmax", let arguments) = value.node, let first = arguments.first else {
      return []
    }
    let inner = first.value.text
    if finding["alwaysOne"] != nil {
      return [.init(.fittingOutput, "set \(prediction) = sigmoid(\(inner))")]
    }
    return [
      .init(.fittingOutput, "set \(prediction) = softmax(\(inner), axis=\(axis == 0 ? 1 : 0))")
    ]
  }

  /// The output with one function less: of two the inner one goes, of one the only one, where the
  /// loss takes no logarithms of it.
  private var openedOutput: [Finding.Suggestion] {
    guard let prediction, let value = outputValue,
      case .call(let outer, var arguments) = value.node,
      let first = arguments.first
    else { return [] }
    if case .call(_, let inner) = first.value.node, let innermost = inner.first {
      arguments[0] = innermost
      let text = Expression(.call(outer, arguments)).text
      return [.init(.openOutput, "set \(prediction) = \(text)")]
    }
    guard logarithmsOfPrediction.isEmpty else { return [] }
    return [.init(.openOutput, "set \(prediction) = \(first.value.text)")]
  }

  private var turnedTarget: [Finding.Suggestion] {
    guard let target, let prediction, let y = state[target], let a = state[prediction],
      y.shape.dimensions == Array(a.shape.dimensions.reversed())
    else { return [] }
    return [.init(.turnedTarget, "set \(target) = \(target).T")]
  }
}

extension Finding.Suggestion.Idea {
  fileprivate static let derivedEquation = Self("what the loss gives for it")
  fileprivate static let fromZero = Self("each epoch begins from 0")
  fileprivate static let plainUpdate = Self("every parameter a step down its gradient")
  fileprivate static let fittingLoss = Self("the loss that belongs to this output")
  fileprivate static let fittingOutput = Self("the output that belongs to this loss")
  fileprivate static let openOutput = Self("an output that reaches the targets")
  fileprivate static let turnedTarget = Self("each prediction beside its own target")
}
