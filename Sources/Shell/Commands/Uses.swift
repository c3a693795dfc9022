import Arrays
import Equations
import Training

extension Command {
  static let uses = Command(
    "uses", group: .looking, usage: "NAME[I, J] [--by AMOUNT]",
    summary: "show what one number is used for, and how far what it reaches moves when it moves",
    help: """
      The other direction of why. uses W2[0, 1] shows the equations that read W2, then every value up \
      to the loss that this one number reaches: its slope, which is how far it moves for each 1 that \
      W2[0, 1] moves, worked out by the equations' derivatives; and beside it what really happens when \
      the number is made a little larger and everything is computed again. --by 0.5 moves it by 0.5 \
      and shows how far a slope can be trusted. \
      uses W2 shows the equations alone. Of a gradient or a learning rate, it is what the update \
      makes of it: uses dW2[0, 1].
      """,
    completion: .names
  ) { session, argument in
    let (question, distance) = try argument.splitDistance()
    guard !question.isEmpty else {
      throw ShellError(
        "missing-argument", "uses of what?", hint: .verbatim("uses \(session.firstName)[0, 0]"))
    }
    let expression = try question.expression()
    guard let (name, index) = WhyQuestion.element(expression), !session.isOwn(name) else {
      throw ShellError(
        "not-a-name", "uses asks about a name or one of its elements",
        hint: .verbatim("uses \(session.firstName)[0, 0]"), range: expression.range)
    }
    let isWhole = if case .name = expression.node { true } else { false }
    return try session.explained(expression, by: "uses") { explainer in
      UsesReport(uses: try explainer.uses(of: name, at: isWhole ? nil : index, distance: distance))
    }
  }
}

extension CommandText.Argument {
  /// What stands before `--by`, and the number behind it.
  fileprivate func splitDistance() throws(ShellError) -> (CommandText.Argument, Double?) {
    let words = words
    guard let place = words.firstIndex(where: { $0 == "--by" || $0.hasPrefix("--by=") }) else {
      return (self, nil)
    }
    let isJoined = words[place] != "--by"
    let number =
      isJoined
      ? String(words[place].dropFirst(5))
      : words.indices.contains(place + 1) ? words[place + 1] : ""
    guard let distance = Double(number), distance.isFinite, distance != 0,
      words.count == place + (isJoined ? 1 : 2)
    else {
      throw ShellError(
        "bad-number", "--by is followed by how far to move it, at the end of the line",
        hint: .verbatim("--by 0.1"))
    }
    let before = words[..<place].joined(separator: " ")
    return (CommandText.Argument(text: before, offset: offset), distance)
  }
}
