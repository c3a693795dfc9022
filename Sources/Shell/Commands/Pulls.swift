import Equations
import Terminal
import Training

extension Command {
  static let pulls = Command(
    "pulls", group: .looking, usage: "NAME[I, J]",
    summary: "show what each example adds to a parameter's gradient, and which way it pulls",
    help: """
      A gradient is a sum over the examples. pulls W1[0, 0] takes dW1[0, 0] apart: what each example \
      adds, equal examples together, the largest first, as bars to either side of 0. An example whose \
      part is below 0 wants W1[0, 0] larger, one whose part is above 0 wants it smaller; what remains \
      when they have pulled against each other is the gradient. What belongs to no example, such as \
      the price of large weights, has a line of its own. With batches they are the examples of the \
      batch. pulls dZ1[0, 3] works for any gradient.
      """,
    completion: .names
  ) { session, argument in
    let example: String = session.firstName + "[0, 0]"
    guard !argument.isEmpty else {
      throw ShellError(
        "missing-argument", "who pulls at what?", hint: .verbatim("pulls \(example)"))
    }
    let expression = try argument.expression()
    guard let (name, index) = WhyQuestion.element(expression), !session.isOwn(name) else {
      throw ShellError(
        "not-a-name", "pulls asks about an element of a parameter or of a gradient",
        hint: .verbatim("pulls \(example)"), range: expression.range)
    }
    do {
      return try session.explained(expression, by: "pulls") { explainer in
        PullsReport(pulls: try explainer.run.pulls(on: name, at: index))
      }
    } catch let fault as PullsFault {
      throw Wording.describe(fault, at: expression.range, example: example)
    }
  }
}

extension Wording {
  fileprivate static func describe(
    _ fault: PullsFault, at range: Range<Int>?, example: String
  ) -> ShellError {
    switch fault {
    case .noGradient(let name):
      ShellError(
        "no-gradient", "\(name) is not trained, so no example pulls at it",
        hint: .verbatim("pulls \(example)"), range: range)
    case .noEquation(let gradient):
      ShellError(
        "no-gradient", "the model has no equation for \(gradient)",
        hint: .verbatim("list backward"),
        range: range)
    case .noExamples:
      ShellError("no-examples", "the model has no examples", hint: "help model", range: range)
    case .lost(let name):
      ShellError(
        "lost", "\(name) was set by hand, or what it was computed from is gone",
        hint: .verbatim("epoch"), range: range)
    case .mixed(let statement):
      ShellError(
        "mixed-examples",
        "in \(statement.text) parts of several examples are multiplied, so it is no sum over them",
        range: range)
    }
  }
}
