import Networks
import ShellSupport
import Support
import Terminal
import Testing
import Training

@testable import Shell

/// `list math`, `list numpy` and `write`.
@Suite struct WritingTests {
  private static func session() throws -> Session {
    try Session.start(modelPath: nil, seed: 0, context: Session.Context())
  }

  private static func text(_ command: String, unicode: Bool = true) throws -> String {
    var session = try session()
    var page = Page(
      capabilities: TerminalCapabilities(isTerminal: true, unicode: unicode, plain: false))
    session.perform(command).write(to: &page)
    return page.text
  }

  private static func error(_ outcome: Session.Outcome) -> ShellError? {
    if case .failure(let error) = outcome.result { error } else { nil }
  }

  @Test func mathematicsOfTheForwardPhase() throws {
    let expected = """
      forward
                Z₁ = W₁ X + b₁
          (2×1000) = (2×2)(2×1000) + (2×1)
                A₁ = σ(Z₁)
          (2×1000) = σ(2×1000)
                Z₂ = W₂ A₁ + b₂
          (1×1000) = (1×2)(2×1000) + (1×1)
                A₂ = σ(Z₂)
          (1×1000) = σ(1×1000)

      """
    #expect(try Self.text("list math forward") == expected)
  }

  @Test func mathematicsOfTheBackwardPhase() throws {
    let lines = try Self.text("list math backward").split(separator: "\n")
    let equations = lines.dropFirst().enumerated().filter { $0.offset % 2 == 0 }
      .map { $0.element.drop { $0 == " " } }
    #expect(
      equations == [
        "dZ₂ = A₂ − Y", "dW₂ = 1/m dZ₂ A₁ᵀ", "db₂ = 1/m Σⱼ dZ₂", "dA₁ = W₂ᵀ dZ₂",
        "dZ₁ = dA₁ ⊙ A₁ ⊙ (1 − A₁)", "dW₁ = 1/m dZ₁ Xᵀ", "db₁ = 1/m Σⱼ dZ₁",
      ])
  }

  @Test func equalsSignsStandUnderEachOther() throws {
    for phase in Phase.allCases {
      let lines = try Self.text("list math \(phase)").split(separator: "\n").dropFirst()
      let places = lines.compactMap { line in
        line.firstIndex { $0 == "=" || $0 == "←" }
          .map { line.distance(from: line.startIndex, to: $0) }
      }
      #expect(Set(places).count == 1, "\(phase)")
    }
  }

  @Test func asciiWhereThereIsNoUnicode() throws {
    let text = try Self.text("list math", unicode: false)
    #expect(text.utf8.allSatisfy { $0 < 128 })
    #expect(text.contains("Z1 = W1 X + b1"))
    #expect(text.contains("<- W1 - lr * dW1"))
  }

  @Test func mathematicsAsData() throws {
    var session = try Self.session()
    guard case .success(let result) = session.perform("list math loss").result else {
      Issue.record("list math loss failed")
      return
    }
    #expect(
      result.json.text == """
        {"type":"math","phases":[{"phase":"loss","equations":[{"left":"L","relation":"=",\
        "right":"−1/m Σ(Y ⊙ log A₂ + (1 − Y) ⊙ log(1 − A₂))","shape":"number",\
        "shapes":"−1/m Σ((1×1000) ⊙ log(1×1000) + (1 − (1×1000)) ⊙ log(1 − (1×1000)))"}]}]}
        """)
  }

  @Test func numPyOfOnePhase() throws {
    #expect(
      try Self.text("list numpy loss") == """
        def bce(a, y):
            return -np.mean(y * np.maximum(np.log(a), -100) + (1 - y) * np.maximum(np.log(1 - a), -100))


        L = bce(A2, Y)

        """)
  }

  @Test func aScriptIsWrittenOnceUnlessForced() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("my model.py")
    var session = try Self.session()
    #expect(session.perform("write numpy \(path)").isSuccess)
    let first = try folder.read("my model.py")
    #expect(first == PythonScript.text(of: session.run.program, .numpy, seed: 0))
    _ = session.perform("set lr = 2")
    let refused = Self.error(session.perform("write numpy \(path)"))
    #expect(refused?.code == "file-exists")
    #expect(refused?.hint?.english.contains("--force") == true)
    #expect(try folder.read("my model.py") == first)
    #expect(session.perform("write numpy \(path) --force").isSuccess)
    #expect(try folder.read("my model.py").contains("lr = 2"))
  }

  @Test(arguments: [
    ("write", "missing-argument"), ("write numpy", "missing-argument"),
    ("write numpy --force", "missing-argument"), ("write nunpy x.py", "unknown-dialect"),
    ("write torch /", "unwritable-file"), ("write torch / --force", "unwritable-file"),
    ("write torch /no/such/folder/x.py", "unwritable-file"), ("list math nothing", "unknown-phase"),
  ])
  func mistakesAreNamed(_ command: String, _ code: String) throws {
    var session = try Self.session()
    #expect(Self.error(session.perform(command))?.code == code)
  }

  @Test func aLessonWritesNoFiles() throws {
    let folder = try TemporaryFolder()
    var session = try Self.session()
    session.context.permitted = [.readsFiles]
    let outcome = session.perform("write numpy \(folder.file("x.py"))")
    #expect(Self.error(outcome)?.code == "no-files-in-lessons")
  }

  @Test func completion() throws {
    let completer = Completer(session: try Self.session())
    func texts(_ line: String) -> [String] {
      completer.complete(line, at: line.utf8.count).candidates.map(\.text)
    }
    #expect(texts("write ") == ["numpy", "torch"])
    #expect(texts("list m") == ["math"])
    let folder = try TemporaryFolder()
    try folder.write("", to: "there.py")
    #expect(texts("write torch \(folder.path)/th") == ["\(folder.path)/there.py"])
  }
}
