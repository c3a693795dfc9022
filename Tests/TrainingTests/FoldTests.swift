import Arrays
import Networks
import Support
import Testing

@testable import Training

/// The plane of two inputs on its way through networks of every form.
@Suite struct FoldTests {
  /// Lesson 7's nine numbers, with examples in columns and in rows, under other names.
  private static let columns = """
    data:
      X = [[0, 0, 1, 1], [0, 1, 0, 1]]
      Y = [[0, 1, 1, 0]]
    init:
      W1 = array([[20., 20.], [-20., -20.]])
      b1 = array([[-10.], [30.]])
      W2 = array([[20., 20.]])
      b2 = array([[-30.]])
    forward:
      Z1 = W1 @ X + b1
      A1 = sigmoid(Z1)
      Z2 = W2 @ A1 + b2
      A2 = sigmoid(Z2)
    loss:
      L = bce(A2, Y)
    update:
      sgd(1)

    """

  private static let rows = """
    data:
      points = [[0, 0], [0, 1], [1, 0], [1, 1]]
      wanted = [[0], [1], [1], [0]]
    init:
      U = array([[20., -20.], [20., -20.]])
      u = array([[-10., 30.]])
      V = array([[20.], [20.]])
      v = array([[-30.]])
    forward:
      sums = points @ U + u
      seen = 1 / (1 + exp(-sums))
      said = sigmoid(seen @ V + v)
    loss:
      cost = bce(said, wanted)
    update:
      sgd(1)

    """

  private static func run(_ text: String) throws -> Run {
    var run = try TestModels.run(text, seed: 1)
    while !run.isInitialised { _ = try run.stepPhase() }
    return run
  }

  private static func sigmoid(_ z: Double) -> Double { 1 / (1 + ElementaryFunctions.exp(-z)) }

  @Test(arguments: [(columns, ["X", "Z1", "A1"]), (rows, ["points", "sums", "seen"])])
  func theSheetIsWhereTheEquationsPutIt(text: String, names: [String]) throws {
    let run = try Self.run(text)
    let plan = try run.foldPlan(margin: 0.25)
    #expect(plan.stages.map(\.name) == names)
    #expect(plan.x == -0.25...1.25 && plan.y == -0.25...1.25)
    let fold = try run.fold(plan, side: 7)
    #expect(fold.stages.allSatisfy { $0.sheet.count == 49 && $0.examples.count == 4 })
    for index in 0..<49 {
      let (x, y) = (-0.25 + 0.25 * Double(index % 7), -0.25 + 0.25 * Double(index / 7))
      let input = fold.stages[0].sheet[index]
      #expect(abs(input.x - x) < 1e-15 && abs(input.y - y) < 1e-15)
      let sums = Fold.Place(20 * (x + y) - 10, -20 * (x + y) + 30)
      let place = fold.stages[1].sheet[index]
      #expect(abs(place.x - sums.x) < 1e-12 && abs(place.y - sums.y) < 1e-12)
      let seen = fold.stages[2].sheet[index]
      #expect(abs(seen.x - Self.sigmoid(sums.x)) < 1e-15)
      #expect(abs(seen.y - Self.sigmoid(sums.y)) < 1e-15)
    }
    #expect(fold.classes == [0, 1, 1, 0] && fold.answers == [0, 1, 1, 0])
    // 20 a + 20 b - 30 = 0, with a direction of length 1.
    let cut = try #require(fold.cuts.first)
    #expect(fold.cuts.count == 1)
    #expect(abs(cut.a - 0.5.squareRoot()) < 1e-15 && abs(cut.b - 0.5.squareRoot()) < 1e-15)
    #expect(abs(cut.c + 1.5 * 0.5.squareRoot()) < 1e-12)
  }

  @Test func theLayerAndItsUnitsAreChosen() throws {
    let text = """
      data:
        seed(3)
        X = randn(2, 40)
        Y = float(X[0:1] * X[1:] > 0)
      init:
        W1 = randn(5, 2)
        W2 = randn(2, 5)
        W3 = randn(1, 2)
      forward:
        A1 = tanh(W1 @ X)
        A2 = tanh(W2 @ A1)
        A3 = sigmoid(W3 @ A2)
      loss:
        L = bce(A3, Y)
      update:
        sgd(0.1)

      """
    let run = try Self.run(text)
    let whole = try run.foldPlan()
    #expect(whole.stages.map(\.name) == ["X", "A1", "A2"])
    #expect(whole.stages[2].axes.kind == .whole && whole.cutting?.weights == "W3")
    guard case .principal(let share) = whole.stages[1].axes.kind else {
      Issue.record("five units have principal axes")
      return
    }
    #expect(share > 0.4 && share <= 1)
    let chosen = try run.foldPlan(FoldRequest(name: "A1", units: (3, -1)))
    #expect(chosen.stages.map(\.name) == ["X", "A1"] && chosen.cutting == nil)
    #expect(chosen.stages[1].axes.kind == .units(3, 4))
    let fold = try run.fold(chosen, side: 3)
    let a = try #require(run.state["W1"]).doubles
    for (place, point) in zip(fold.stages[1].sheet, fold.stages[0].sheet) {
      let sum = a[6] * point.x + a[7] * point.y
      #expect(abs(place.x - ElementaryFunctions.tanh(sum)) < 1e-15)
    }
    #expect(throws: ViewFault.noPlane("A3", units: 1)) {
      try run.foldPlan(FoldRequest(name: "A3"))
    }
    #expect(throws: ViewFault.noPlane("B", units: nil)) {
      try run.foldPlan(FoldRequest(name: "B"))
    }
    #expect(throws: ViewFault.noUnits("A1", 1, 9, count: 5)) {
      try run.foldPlan(FoldRequest(name: "A1", units: (1, 9)))
    }
  }

  /// Points on a line have their first axis along it, and need no other.
  @Test func principalAxesAreWhereTheSpreadIs() {
    let values = [[0.0, 1, 2, 5], [0.0, 2, 4, 10], [1.0, 1, 1, 1]]
    let axes = PlaneAxes.principal(of: values)
    guard case .principal(let share) = axes.kind else {
      Issue.record("three units have principal axes")
      return
    }
    #expect(abs(share - 1) < 1e-12)
    let length = 5.0.squareRoot()
    for (got, wanted) in zip(axes.first, [1 / length, 2 / length, 0]) {
      #expect(abs(got - wanted) < 1e-12)
    }
    for seed in 1...20 {
      var dice = Dice(seed)
      let rows = (0..<6).map { _ in
        (0..<30).map { _ in Double.random(in: -0.5..<0.5, using: &dice) }
      }
      let axes = PlaneAxes.principal(of: rows)
      func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
      #expect(abs(dot(axes.first, axes.first) - 1) < 1e-12)
      #expect(abs(dot(axes.second, axes.second) - 1) < 1e-12)
      #expect(abs(dot(axes.first, axes.second)) < 1e-12)
      // What is seen along an axis varies least in another direction of the plane.
      let places = (0..<30).map { column in axes.place(rows.map { $0[column] }) }
      let (xs, ys) = (places.map(\.x), places.map(\.y))
      #expect(abs(dot(xs, ys)) < 1e-9)
      #expect(dot(xs, xs) >= dot(ys, ys))
      #expect(axes.value(0, 0) == axes.center)
    }
  }
}
