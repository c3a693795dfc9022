import Arrays
import Equations
import Foundation
import Networks
import Testing

@testable import Training

/// Every network is the same with its examples in rows: the losses, and what is said of it.
@Suite struct RowsTests {
  /// The models of the lessons.
  static let lessons: [(name: String, text: String)] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../lessons").standardizedFileURL
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().flatMap { name -> [(String, String)] in
      guard name.hasSuffix(".md"), name.first?.isNumber == true,
        let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
      else { return [] }
      let blocks = text.components(separatedBy: "\n```model").dropFirst()
      return blocks.enumerated().compactMap { index, block in
        // The fence's own line ends with the model's name.
        guard let start = block.firstIndex(of: "\n"), let end = block.range(of: "\n```") else {
          return nil
        }
        return ("\(name) \(index)", String(block[start..<end.lowerBound]))
      }
    }
  }()

  /// The lessons' that draw or write their data, files being the shell's to find; and the swept ones
  /// but that with a bias for each column that is no matrix, and that with gradients by
  /// hand, which cannot be turned by rule.
  static let texts = (lessons + TestModels.swept).filter {
    !$0.name.hasPrefix("slices") && $0.name != "backward by hand" && !$0.text.contains("dataset(")
  }

  private func pair(_ text: String) throws -> (columns: Run, rows: Run) {
    let model = try Model(name: "columns", text: text)
    let turned = try TransposedModel(model).text
    return (
      Run(try Program(model), seed: 5),
      Run(try Program(try Model(name: "rows", text: turned)), seed: 5)
    )
  }

  private func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    a == b || (a.isNaN && b.isNaN) || (a - b).magnitude <= tolerance * max(a.magnitude, b.magnitude)
  }

  private func isClose(_ a: NDArray?, _ b: NDArray?) -> Bool {
    guard let a, let b, a.shape == b.shape else { return a == nil && b == nil }
    return zip(a.doubles, b.doubles).allSatisfy {
      isClose($0, $1, 1e-9) || ($0 - $1).magnitude < 1e-12
    }
  }

  @Test func lessonsHaveModels() { #expect(Self.lessons.count >= 14) }

  @Test(arguments: texts.map(\.text)) func trainsToTheSameLosses(text: String) throws {
    var (columns, rows) = try pair(text)
    try columns.runEpochs(10)
    try rows.runEpochs(10)
    #expect(columns.losses.count == 10)
    #expect(zip(columns.losses, rows.losses).allSatisfy { isClose($0, $1) })
  }

  @Test(arguments: texts.map(\.text)) func hasTheSameExamples(text: String) throws {
    var (columns, rows) = try pair(text)
    let (a, b) = (columns.program, rows.program)
    let axes = try #require(b.exampleAxes)
    #expect(axes.count == a.exampleAxes?.count)
    #expect(axes.assumedFor == nil && a.exampleAxes?.assumedFor == nil)
    #expect(a.batchesPerEpoch == b.batchesPerEpoch)
    for name in a.names {
      let axis = a.exampleAxis(of: name)
      if a.statics[name]?.shape?.rank == 2,
        a.statics[name]?.shape?.transposed == b.statics[name]?.shape
      {
        #expect(b.exampleAxis(of: name) == axis.map { 1 - $0 }, "\(name)")
      }
    }
    try columns.runEpochs(3)
    try rows.runEpochs(3)
    #expect(isClose(columns.state["m"], rows.state["m"]))
    for metric in Metric.allCases {
      #expect(isClose(columns.metric(metric), rows.metric(metric)), "\(metric)")
    }
    // Examples that stand under the same number are the same.
    let (x, y) = (columns.predictedExamples(limit: 8), rows.predictedExamples(limit: 8))
    #expect(x?.numbers == y?.numbers && x?.count == y?.count)
    #expect(isClose(x?.inputs, y?.inputs) && isClose(x?.targets, y?.targets))
    #expect(isClose(x?.predictions, y?.predictions))
    #expect(columns.classes == rows.classes)
  }

  @Test(arguments: texts.map(\.text)) func hasTheSameLayersAndDiagnosis(text: String) throws {
    var (columns, rows) = try pair(text)
    try columns.runEpochs(5)
    try rows.runEpochs(5)
    let (a, b) = (columns.program.layers, rows.program.layers)
    #expect(a.map(\.weights) == b.map(\.weights))
    #expect(a.map(\.input) == b.map(\.input))
    for (one, other) in zip(a, b) {
      #expect(
        isClose(
          columns.state[one.weights].map(one.unitsInRows),
          rows.state[other.weights].map(other.unitsInRows)))
    }
    let (found, foundInRows) = (
      Diagnosis.findings(in: columns), Diagnosis.findings(in: rows)
    )
    #expect(found.map(\.kind) == foundInRows.map(\.kind))
    #expect(found.map(\.elements) == foundInRows.map(\.elements))
    if columns.inputs?.values.shape[0] == 2 {
      let points = [(x: 0.25, y: -0.5), (x: 1, y: 1), (x: -1, y: 0)]
      let places = (try columns.predictions(at: points), try rows.predictions(at: points))
      #expect(zip(places.0[0], places.1[0]).allSatisfy { isClose($0, $1, 1e-9) })
    }
  }

  @Test(arguments: texts.map(\.text)) func whyNamesTheSameExamples(text: String) throws {
    var (columns, rows) = try pair(text)
    try columns.runEpochs(2)
    try rows.runEpochs(2)
    let (a, b) = (Explainer(columns), Explainer(rows))
    #expect(a.dataNames == b.dataNames)
    #expect(a.examples?.classes == b.examples?.classes)
    for parameter in columns.program.parameters {
      let gradient = "d\(parameter)"
      guard let value = columns.state[gradient], value.rank == 2,
        rows.state[gradient]?.shape == value.shape.transposed
      else { continue }
      let one = try a.explain(gradient, at: [0, 0], depth: 1)
      let other = try b.explain(gradient, at: [0, 0], depth: 1)
      #expect(
        one.node?.sums.map(\.runsOverExamples) == other.node?.sums.map(\.runsOverExamples))
      #expect(Set(one.operands.map(\.example)) == Set(other.operands.map(\.example)))
    }
  }

  // MARK: Layouts of their own

  private func program(
    _ data: String, _ forward: String, _ initial: String, _ loss: String,
    settings: String = "lr = 0.1"
  ) throws -> Program {
    func lines(_ text: String) -> String {
      text.split(separator: ";").map { "  \($0.trimmingCharacters(in: .whitespaces))\n" }.joined()
    }
    return try Program(
      try Model(
        name: "layout",
        text: """
          settings:
          \(lines(settings))data:
          \(lines(data))init:
          \(lines(initial))forward:
          \(lines(forward))loss:
          \(lines(loss))update:
            sgd(lr)
          """))
  }

  /// Each with the axes of X, of the targets and of the prediction.
  private static let layouts: [(String, String, String, String, m: Int, axes: [String: Int])] = [
    // Labels of shape (m,), for predictions in rows and in columns.
    (
      "X = randn(12, 2); y = arange(12) % 3", "P = softmax(X @ W)", "W = randn(2, 3)",
      "L = -mean(log(sum(P * eye(3)[y], axis=1)))", 12, ["X": 0, "y": 0, "P": 0]
    ),
    (
      "X = randn(2, 12); y = arange(12) % 3", "P = softmax(W @ X)", "W = randn(3, 2)",
      "L = -mean(log(sum(P * eye(3)[y].T, axis=0)))", 12, ["X": 1, "y": 0, "P": 1]
    ),
    // X in rows, and turned on the way.
    (
      "X = randn(12, 2); Y = randn(1, 12)", "A = W @ X.T", "W = randn(1, 2)",
      "L = mse(A, Y)", 12, ["X": 0, "Y": 1, "A": 1]
    ),
    // As many examples as features: only the parameters tell.
    (
      "X = randn(4, 4); Y = randn(4, 1)", "A = X @ W", "W = randn(4, 1)", "L = mse(A, Y)", 4,
      ["X": 0, "Y": 0, "A": 0]
    ),
    (
      "X = randn(4, 4); Y = randn(1, 4)", "A = W @ X", "W = randn(1, 4)", "L = mse(A, Y)", 4,
      ["X": 1, "Y": 1, "A": 1]
    ),
    // Weights and bias without a second dimension.
    (
      "X = randn(12, 2); y = randn(12)", "a = X @ w + b", "w = randn(2); b = 0.0",
      "L = mse(a, y)", 12, ["X": 0, "y": 0, "a": 0]
    ),
    // One input, and no matrix at all.
    (
      "x = randn(12); y = 2 * x", "a = w * x + b", "w = 0.5; b = 0.0", "L = mse(a, y)", 12,
      ["x": 0, "y": 0, "a": 0]
    ),
    // Nothing but the elements: a row or a column of numbers has as many examples as numbers.
    (
      "X = randn(1, 12); Y = 2 * X", "A = w * X", "w = ones((1, 1))", "L = mse(A, Y)", 12,
      ["X": 1, "Y": 1, "A": 1]
    ),
    (
      "X = randn(12, 1); Y = 2 * X", "A = w * X", "w = ones((1, 1))", "L = mse(A, Y)", 12,
      ["X": 0, "Y": 0, "A": 0]
    ),
    // A size that is written out.
    (
      "X = randn(9, 2); Y = randn(9, 1)", "H = tanh(X @ W) * (rand(9, 4) < 0.8); A = H @ V",
      "W = randn(2, 4); V = randn(4, 1)", "L = mse(A, Y)", 9, ["X": 0, "Y": 0, "H": 0, "A": 0]
    ),
    // A row of numbers that is as long by chance.
    (
      "X = randn(3, 3); Y = randn(3, 1); c = array([1., 2., 3.])", "A = (X * c) @ W",
      "W = randn(3, 1)", "L = mse(A, Y)", 3, ["X": 0, "Y": 0, "A": 0]
    ),
  ]

  @Test(arguments: layouts.indices) func layout(index: Int) throws {
    let (data, forward, initial, loss, m, axes) = Self.layouts[index]
    let program = try program(data, forward, initial, loss)
    #expect(program.exampleCount == m)
    #expect(program.exampleAxes?.assumedFor == nil)
    for (name, axis) in axes { #expect(program.exampleAxis(of: name) == axis, "\(name)") }
    // Batches and held back examples are cut along the same axes.
    guard !forward.contains("rand(") else { return }
    let cut = try self.program(
      data, forward, initial, loss, settings: "lr = 0.1; batch = 2; holdout = 0.25")
    var run = Run(cut)
    try run.runEpochs(2)
    for (name, axis) in axes where cut.steps(assigning: name + "_val").count == 1 {
      #expect(run.state[name + "_val"]?.shape[axis] == Int((0.25 * Double(m)).rounded()))
      #expect(cut.statics[name]?.shape?[axis] == 2)
    }
    #expect(run.losses.count == 2)
  }

  @Test func whereNothingTellsColumnsAreTakenAndSaid() throws {
    let parts = ("X = randn(3, 5); Y = 2 * X", "A = w * X", "w = ones((1, 1))", "L = mse(A, Y)")
    let assumed = try program(parts.0, parts.1, parts.2, parts.3)
    #expect(assumed.exampleAxes?.assumedFor == "X")
    #expect(assumed.exampleCount == 5)
    for (word, count, axis) in [("rows", 3, 0), ("columns", 5, 1)] {
      let said = try program(
        parts.0, parts.1, parts.2, parts.3, settings: "lr = 0.1; examples = \(word)")
      #expect(said.exampleAxes?.assumedFor == nil)
      #expect(said.exampleCount == count)
      #expect(said.exampleAxis(of: "A") == axis)
    }
    #expect(throws: ModelError.self) {
      try program(parts.0, parts.1, parts.2, parts.3, settings: "lr = 0.1; examples = 7")
    }
  }

  @Test func theAxisOfTheClassesIsNamedInTheEquations() throws {
    let rows = try program(
      "X = randn(12, 2); y = arange(12) % 3", "Z = X @ W; P = softmax(Z)", "W = randn(2, 3)",
      "L = -mean(log(sum(P * eye(3)[y], axis=1)))")
    #expect(rows.steps(assigning: "P").map(\.text) == ["P = softmax(Z, axis=1)"])
    #expect(rows.namingClassAxes(try Parser.expression("softmax(Z)")).text == "softmax(Z, axis=1)")
    #expect(rows.namingClassAxes(try Parser.expression("softmax(W)")).text == "softmax(W)")
    var run = Run(rows)
    try run.runEpochs(1)
    let sums = try run.value(of: try Parser.expression("sum(softmax(Z), axis=1)")).array
    #expect(sums?.doubles.allSatisfy { ($0 - 1).magnitude < 1e-12 } == true)
  }
}
