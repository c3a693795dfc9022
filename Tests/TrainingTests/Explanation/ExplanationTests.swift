import Arrays
import Equations
import Networks
import Support
import Testing

@testable import Training

/// Elements of an array that a sweep looks at: some, spread over all of it.
private func places(_ count: Int, _ salt: Int) -> [Int] {
  count <= 3 ? Array(0..<count) : (0..<2).map { ($0 * 7919 + salt * 31) % count }
}

@Test(arguments: TestModels.swept.map(\.text))
func operandsRecomputeToTheValue(text: String) throws {
  var run = try TestModels.run(text, seed: 5)
  var explained = 0
  // The whole of the first epochs, equation by equation; then some moments later on.
  for step in 0..<40 {
    if step > 34 { for _ in 0..<7 { try run.stepEquation() } }
    try run.stepEquation()
    guard step % 9 == 0 || step > 36 else { continue }
    let explainer = Explainer(run)
    let names = run.program.names + (run.program.derivation?.folded.map(\.name) ?? [])
    for name in names {
      guard case .found(.array(let array)) = run.value(of: name) else { continue }
      for flat in places(array.count, step) {
        let index = array.shape.index(ofFlat: flat)
        let explanation = try explainer.explain(name, at: index, depth: 1)
        try check(explanation, "\(name)\(index) at \(run.position)")
        explained += 1
      }
    }
  }
  #expect(explained > 100)
}

private func check(_ explanation: Explanation, _ place: String) throws {
  if case .lost = explanation.origin { Issue.record("lost \(place)") }
  if case .setByHand = explanation.origin { Issue.record("by hand: \(place)") }
  if case .equation(let statement, _) = explanation.origin {
    #expect(explanation.node != nil, "\(place): \(statement.text)")
  }
  guard let node = explanation.node else { return }
  let value = try #require(explanation.value.item)
  let again = try #require(node.recomputed()?.item, "\(place)")
  #expect(again.bitPattern == value.bitPattern || (again.isNaN && value.isNaN), "\(place)")
  for sum in node.sums {
    for limit in [1, 3, 100] {
      var total = ExactSum(sum.lines(limit: limit).map(\.total))
      total.add(-sum.total)
      #expect(total.value == 0, "\(place)")
      let terms = sum.lines(limit: limit).reduce(0) { count, line in
        switch line {
        case .group(let group): count + group.count
        case .rest(let terms, _, _): count + terms
        case .rounding: count
        }
      }
      #expect(terms == sum.terms.count)
    }
  }
  if let course = explanation.course {
    var total = ExactSum(course.stretches.map(\.change) + [course.startValue, course.lastChange])
    total.add(course.rounding)
    #expect(total.value == value, "\(place)")
  }
  for operand in explanation.operands {
    guard let inner = operand.explanation else { continue }
    #expect(inner.value.isIdentical(to: operand.value), "\(place) \(operand.element)")
    if case .lost = inner.origin { Issue.record("lost \(operand.element) of \(place)") }
  }
}

@Test func firstElementOfTheArticle() throws {
  var run = try TestModels.run(Model.articleText, seed: 5)
  try run.runEpochs(1)
  let explainer = Explainer(run)
  let z = try explainer.explain("Z1", at: [0, 2], depth: 3)
  #expect(
    z.node?.expression().text == "W1[0, 0] * X[0, 2] + W1[0, 1] * X[1, 2] + b1[0, 0]")
  let w = try #require(z.operands.first?.explanation)
  #expect(w.element == ElementOperand(name: "W1", index: [0, 0]))
  let draw = try #require(w.node?.draws.first)
  #expect(draw.function == "randn" && draw.number == 1 && draw.numberSinceSeed == 2001)
  #expect(w.seed == Explanation.Seed(value: 42, isWritten: true))
  let gradient = try explainer.explain("dW1", at: [0, 0], depth: 1)
  let sum = try #require(gradient.node?.sums.first)
  #expect(sum.runsOverExamples && sum.groups.count == 4)
  #expect(sum.groups.reduce(0) { $0 + $1.count } == 1000)
  #expect(gradient.examples.count == 4)
  let course = try #require(try explainer.explain("W1", at: [0, 0]).course)
  #expect(course.stretches.isEmpty && course.lastEpoch == 1)
}

@Test func chainRuleOfTheArticle() throws {
  var run = try TestModels.run(Model.articleText, seed: 5)
  try run.runEpochs(1)
  let explainer = Explainer(run)
  func links(_ name: String) throws -> [ChainRuleExplanation.Link] {
    try #require(try explainer.explain(name, at: [0, 0]).chain).links
  }
  for (name, upstream, contribution, isFolded) in [
    ("dW1", "dZ1", "dZ1 @ X.T / m", false), ("dZ1", "dA1", "dA1 * A1 * (1 - A1)", false),
    ("dA1", "dZ2", "W2.T @ dZ2", false), ("dW2", "dZ2", "dZ2 @ A1.T / m", false),
    ("dZ2", "dA2", "dA2 * A2 * (1 - A2)", true), ("dA2", "dL", "(A2 - Y) / (A2 * (1 - A2))", false),
    ("db1", "dZ1", "sum(dZ1, axis=1, keepdims=True) / m", false),
  ] {
    let link = try #require(try links(name).first)
    #expect(link.symbolic.upstream == upstream)
    #expect(link.symbolic.contribution.text == contribution)
    #expect(link.isFolded == isFolded)
    let value = try #require(try explainer.explain(name, at: [0, 0]).value.item)
    #expect(abs((link.contribution?.number ?? .nan) - value) <= 1e-12 * abs(value))
  }
  #expect(
    try links("dZ1").first?.symbolic.factors == [.times(try Parser.expression("A1 * (1 - A1)"))])
}

@Test func coursesOfParametersAddUp() throws {
  var run = try TestModels.run(TestModels.swept[1].text, seed: 5)
  try run.runEpochs(130)
  let explainer = Explainer(run)
  for (name, index) in [("W1", [2, 1]), ("b1", [0, 0]), ("W2", [0, 1])] {
    let explanation = try explainer.explain(name, at: index)
    let course = try #require(explanation.course)
    #expect(course.stretches.map(\.first) == [1, 11, 101])
    #expect(course.stretches.map(\.last) == [10, 100, 129])
    #expect(course.lastEpoch == 130)
    #expect(course.start?.moment?.phase == .`init`)
    var total = ExactSum(course.stretches.map(\.change) + [course.startValue, course.lastChange])
    total.add(course.rounding)
    #expect(total.value == explanation.value.item)
  }
}

@Test func whatIsSetByHandSaysSo() throws {
  var run = try TestModels.run(TestModels.swept[1].text, seed: 5)
  try run.runEpochs(2)
  let array = NDArray(repeating: NDArray(0.25), shape: [3, 2])
  run.state.store(.array(array), as: "W1")
  let explanation = try Explainer(run).explain("W1", at: [1, 1])
  #expect(explanation.origin == .setByHand && explanation.node == nil)
  // Once it is overwritten, what was computed from it cannot be worked out any more.
  try run.runEpochs(1)
  guard case .lost = try Explainer(run).explain("Z1", at: [0, 0]).origin else {
    Issue.record("not lost")
    return
  }
  // Unless somebody kept it.
  let kept = ExplanationHistory(value: { name, _ in name == "W1" ? array : nil })
  let explainer = Explainer(
    run,
    history: ExplanationHistory(
      value: { name, epoch in
        kept.value(name, epoch) ?? ExplanationHistory.replaying(run).value(name, epoch)
      }))
  #expect(try explainer.explain("Z1", at: [0, 0]).node != nil)
}

@Test func whatCannotBeExplained() throws {
  let run = try TestModels.run(Model.articleText, seed: 5)
  let explainer = Explainer(run)
  #expect(throws: ExplanationError.notComputed(UnavailableName(name: "W1", phase: "init"))) {
    try explainer.explain("W1", at: [0, 0])
  }
  #expect(throws: ExplanationError.self) { try explainer.explain("nonsense") }
  #expect(try explainer.explain("lr").role == .setting)
  var begun = run
  _ = try begun.stepPhase()
  #expect(throws: ExplanationError.wrongNumberOfIndices(name: "X", shape: [2, 1000], given: 1)) {
    try Explainer(begun).explain("X", at: [1])
  }
  #expect(throws: ExplanationError.indexOutOfRange(name: "X", shape: [2, 1000], index: [2, 0])) {
    try Explainer(begun).explain("X", at: [2, 0])
  }
  let last = try Explainer(begun).explain("X", at: [-1, -1])
  #expect(last.element.index == [1, 999] && last.node?.draws.first?.numberSinceSeed == 2000)
}
