import Arrays
import Equations
import Testing

@testable import Training

/// Elements of an array that a sweep looks at: some, spread over all of it.
private func places(_ count: Int, _ salt: Int) -> [Int] {
  count <= 3 ? Array(0..<count) : (0..<2).map { ($0 * 7919 + salt * 31) % count }
}

@Test(arguments: SweptModels.texts.map(\.text))
func operandsRecomputeToTheValue(text: String) throws {
  var run = try SweptModels.run(text)
  var explained = 0
  // The whole of the first epochs, equation by equation; then some moments later on.
  for step in 0..<40 {
    if step > 34 { for _ in 0..<7 { try run.stepEquation() } }
    try run.stepEquation()
    guard step % 6 == 0 || step > 36 else { continue }
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
  var run = try SweptModels.run(Model.articleText)
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
  print(z.node?.numbers().text ?? "")
  print(gradient.node?.expression().text ?? "", gradient.examples)
  for name in ["dW1", "dZ1", "dA1", "dW2", "dZ2", "dA2", "db1"] {
    for link in try explainer.explain(name, at: [0, 0]).chain?.links ?? [] {
      print(
        name, link.symbolic.equation.text, link.symbolic.upstream, link.symbolic.factors,
        link.symbolic.contribution.text, link.isFolded, link.contribution?.number as Any)
    }
  }
  let course = try explainer.explain("W1", at: [0, 0])
  print(course.course as Any, course.node?.numbers().text as Any)
}
