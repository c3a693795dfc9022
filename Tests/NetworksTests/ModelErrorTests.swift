import Equations
import Testing

@testable import Networks

/// Every fault of a model, with its line and the line's text.
@Suite struct ModelErrorTests {
  /// The article's model with a line replaced, or removed where the replacement is `nil`.
  private func model(_ line: String, _ replacement: String?) -> String {
    Model.articleText.split(separator: "\n", omittingEmptySubsequences: false)
      .compactMap { $0.trimmingBlanks == line ? replacement : String($0) }
      .joined(separator: "\n")
  }

  private func fault(_ text: String) throws -> ModelError {
    var found: ModelError?
    do {
      _ = try Program(try Model(name: "faulty", text: text))
    } catch {
      found = error
    }
    return try #require(found)
  }

  private func expect(
    _ line: String, _ replacement: String?, _ kind: ModelError.Kind, line number: Int?,
    source: String? = nil, location: SourceLocation = #_sourceLocation
  ) throws {
    let error = try fault(model(line, replacement))
    #expect(error.kind == kind, sourceLocation: location)
    #expect(error.line == number, sourceLocation: location)
    #expect(error.source?.trimmingBlanks == source, sourceLocation: location)
  }

  @Test func sections() throws {
    try expect("data:", "dta:", .unknownSection("dta"), line: 5, source: "dta:")
    try expect("init:", "data:", .repeatedSection("data"), line: 9, source: "data:")
    try expect("settings:", "x = 1", .outsideSection("x = 1"), line: 1, source: "x = 1")
    for phase in [Phase.forward, .loss, .update] {
      let lines = Model.articleText.split(separator: "\n")
      let start = try #require(lines.firstIndex { $0 == "\(phase.rawValue):" })
      let end = lines[(start + 1)...].firstIndex { $0.hasSuffix(":") } ?? lines.count
      let text = (lines[..<start] + lines[end...]).joined(separator: "\n")
      #expect(try fault(text).kind == .missingSection(phase))
    }
  }

  @Test func settings() throws {
    try expect(
      "lr = 0.5", "seed(3)", .settingNotAssignment("seed(3)"), line: 3, source: "seed(3)")
    try expect("lr = 0.5", "lr += 1", .settingNotAssignment("lr += 1"), line: 3, source: "lr += 1")
    try expect("lr = 0.5", "m = 5", .reservedForExamples("m"), line: 3, source: "m = 5")
    try expect("lr = 0.5", "lr = (1, 2)", .settingNotNumber("lr"), line: 3, source: "lr = (1, 2)")
    let unknown = try fault(model("lr = 0.5", "lr = rate"))
    #expect(unknown.line == 3)
    #expect(unknown.source == "lr = rate")
    guard case .language(let error) = unknown.kind, case .unknownName("rate", _) = error.kind else {
      Issue.record("\(unknown)")
      return
    }
    #expect(error.span == SourceSpan(start: 5, end: 9))
  }

  @Test func syntaxAndShapes() throws {
    let syntax = try fault(model("Z1 = W1 @ X + b1", "Z1 = W1 @ X + "))
    #expect(syntax.line == 15)
    #expect(syntax.phase == .forward)
    let shapes = try fault(model("Z1 = W1 @ X + b1", "Z1 = X @ W1 + b1"))
    #expect(shapes.line == 15)
    #expect(shapes.source == "Z1 = X @ W1 + b1")
    #expect(shapes.phase == .forward)
    guard case .language(let error) = shapes.kind,
      case .array(.innerDimensionsDiffer, operation: "@", let operands) = error.kind
    else {
      Issue.record("\(shapes)")
      return
    }
    #expect(operands.map(\.text) == ["X", "W1"])
    #expect(error.span == SourceSpan(start: 5, end: 11))
  }

  @Test func faultsInEverySection() throws {
    for (line, replacement, number, phase) in [
      ("seed(42)", "seed(-1)", 6, Phase.data),
      ("b1 = zeros((hidden, 1))", "b1 = zeros(hiden, 1)", 11, .`init`),
      ("A1 = sigmoid(Z1)", "A1 = sigmod(Z1)", 16, .forward),
      ("L = bce(A2, Y)", "L = bce(A2)", 20, .loss),
      ("sgd(lr)", "sgd(lr, 2)", 22, .update), ("sgd(lr)", "W1 = W1 - lr * dW9", 22, .update),
      ("sgd(lr)", "sgd(rate)", 22, .update), ("sgd(lr)", "sgd()", 22, .update),
    ] {
      let error = try fault(model(line, replacement))
      #expect(error.line == number, "\(replacement): \(error)")
      #expect(error.phase == phase, "\(replacement)")
      #expect(error.source?.trimmingBlanks == replacement)
    }
  }

  @Test func losses() throws {
    try expect("L = bce(A2, Y)", "bce(A2, Y)", .missingLoss, line: 20, source: "bce(A2, Y)")
    try expect(
      "L = bce(A2, Y)", "L = A2 - Y", .lossNotScalar("L", shape: "(1, 1000)"), line: 20,
      source: "L = A2 - Y")
    // The loss is L, wherever in the section it stands.
    let text = model("L = bce(A2, Y)", "L = A2 - Y\n  extra = sum(L)")
    let error = try fault(text)
    #expect(error.line == 20)
    #expect(error.source == "L = A2 - Y")
  }

  @Test func parameters() throws {
    let text = """
      data:
        X = randn(2, 3)
      init:
        c = 1.0
      forward:
        A = X * 2
      loss:
        L = mean(A)
      update:
        sgd(0.1)
      """
    #expect(try fault(text).kind == .noParameters)
  }

  @Test func updates() throws {
    let names = ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw", "adagrad"]
    try expect(
      "sgd(lr)", "sdg(lr)", .unknownOptimizer("sdg", candidates: names), line: 22, source: "sdg(lr)"
    )
    try expect("sgd(lr)", "lr", .notAnUpdate("lr"), line: 22, source: "lr")
  }

  @Test func examples() throws {
    try expect(
      "X = randint(0, 2, size=(2, 1000))", "X = randint(0, 2, size=(2, 0))", .noExamples, line: 7,
      source: "X = randint(0, 2, size=(2, 0))")
    for (setting, kind) in [
      ("batch = 0", ModelError.Kind.invalidBatch("0")), ("batch = 1.5", .invalidBatch("1.5")),
      ("batch = -3", .invalidBatch("-3")), ("batch = nan", .invalidBatch("nan")),
      ("holdout = 1", .invalidHoldout("1")), ("holdout = -0.1", .invalidHoldout("-0.1")),
      ("holdout = nan", .invalidHoldout("nan")), ("holdout_test = 2", .invalidHoldout("2")),
    ] {
      try expect("scale = 0.01", "scale = 0.01\n  \(setting)", kind, line: 5, source: setting)
    }
    try expect(
      "seed(42)", "m = 3", .reservedForExamples("m"), line: 6, source: "m = 3")
  }

  @Test func tooManyEquations() throws {
    let many = (0...2000).map { "  x\($0) = 1" }.joined(separator: "\n")
    let error = try fault("data:\n" + many)
    #expect(error.kind == .tooManyEquations(limit: 2000))
    #expect(error.line == 1)
    #expect(error.source == "data:")
  }

  @Test func whatCannotBeDifferentiated() throws {
    for (line, replacement, number) in [
      ("A1 = sigmoid(Z1)", "A1 = Z1 % 1", 16),
      ("A2 = sigmoid(Z2)", "A2 = sigmoid(Z2)\n  A2 = A2 * 1", 19),
      ("A2 = sigmoid(Z2)", "A2 = sigmoid(Z2)\n  A2[0, 0] = 0.5", 19),
      ("A2 = sigmoid(Z2)", "A2 = sigmoid(Z2)\n  A2 *= A2", 19),
      ("A1 = sigmoid(Z1)", "A1 = Z1**2\n  Z1 += 1", 16),
    ] {
      let error = try fault(model(line, replacement))
      #expect(error.line == number, "\(replacement): \(error)")
      guard case .language(let inner) = error.kind else {
        Issue.record("\(error)")
        continue
      }
      switch inner.kind {
      case .notDifferentiable, .assignedTwice, .elementAssigned: break
      default: Issue.record("\(error)")
      }
    }
  }

  @Test func theArticleHasNone() throws {
    _ = try Program(try Model.article())
    let model = try Model.article()
    #expect(try Model(name: "xor", text: model.text) == model)
    let windows = Model.articleText.split(separator: "\n").joined(separator: "\r\n")
    #expect(try Model(name: "xor", text: windows) == model)
  }
}

extension StringProtocol {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
