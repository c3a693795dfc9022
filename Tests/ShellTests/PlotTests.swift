import Foundation
import Networks
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// Pictures asked for at the prompt: every kind, on networks that have them and on some that do not.
@Suite struct PlotTests {
  private let folder = try? TemporaryFolder()

  @Test(arguments: [
    "plot loss", "plot loss log", "plot loss all", "plot boundary", "plot hidden", "plot net",
    "plot net gradients", "plot net --example 3", "plot hist W1", "plot W1", "plot A1[:, :9]",
    "plot L over epochs", "plot W1[0, 0] over epochs", "plot landscape W1[0,0] W2[0,1]",
    "plot fold", "plot fold Z1", "plot fold A1[1] A1[0]", "plot hidden A1[1] A1[0]", "plot units",
    "plot units A1", "plot activations", "plot hist W1 over epochs", "plot W1 over epochs",
  ])
  func isDrawn(command: String) throws {
    var session = try Shells.article()
    #expect(session.perform("set scale = 1").isSuccess)
    #expect(session.perform("run 12").isSuccess)
    let outcome = session.perform(command)
    #expect(outcome.isSuccess, "\(Shells.text(outcome))")
    #expect(!Shells.text(outcome).isEmpty)
    _ = try outcome.parsed()
  }

  /// A number has no other picture than its course.
  @Test func aNumberIsDrawnOverEpochs() throws {
    var session = try Shells.article()
    #expect(session.perform("run 12").isSuccess)
    for name in ["L", "accuracy", "b2", "W1[0, 1]", "mean(A2)"] {
      let drawn = Shells.text(session.perform("plot \(name)"))
      #expect(drawn.contains("\(name) over epochs"), "\(drawn)")
    }
    #expect(session.perform("x = 3").isSuccess)
    guard case .failure(let error) = session.perform("plot x").result else {
      Issue.record("x has no course")
      return
    }
    #expect(error.code == "one-number")
  }

  /// Each class has its region, whether the targets are a row for each or the numbers of the classes.
  @Test(arguments: [
    "Y = float(c == arange(3).reshape(3, 1))", "Y = c",
  ])
  func severalClassesHaveARegionEach(targets: String) throws {
    let text = """
      data:
        seed(1)
        X = randn(2, 60)
        c = where(X[0] > 0.4, 0, where(X[1] > 0, 1, 2))
        \(targets)
      init:
        W = randn(3, 2)
      forward:
        A = softmax(W @ X, axis=0)
      loss:
        L = cross_entropy(A, Y)
      update:
        sgd(1)

      """
    var session = Session(run: Run(try Program(try Model(name: "three", text: text))))
    #expect(session.perform("run 50").isSuccess)
    let drawn = Shells.text(session.perform("plot boundary"))
    for index in 0..<3 { #expect(drawn.contains("Y = \(index) on "), "\(drawn)") }
    #expect(Shells.text(session.perform("plot fit")).contains("plot boundary"))
  }

  /// One input and a number to be met: the prediction as a line, and no words of classes.
  @Test func aRegressionHasItsPicture() throws {
    let text = """
      data:
        seed(1)
        X = linspace(-3, 3, 20).reshape(1, -1)
        Y = sin(X)
      init:
        W1 = randn(4, 1)
        W2 = randn(1, 4)
      forward:
        A1 = tanh(W1 @ X)
        A2 = W2 @ A1
      loss:
        L = mse(A2, Y)
      update:
        sgd(0.1)

      """
    var session = Session(run: Run(try Program(try Model(name: "sine", text: text))))
    #expect(Shells.text(session.perform("plot fit")).contains("step 2"))
    #expect(session.perform("run 50").isSuccess)
    let drawn = Shells.text(session.perform("plot fit"))
    #expect(drawn.contains("A2: ") && drawn.contains("Y: 20 points"), "\(drawn)")
    #expect(Shells.text(session.perform("plot boundary")).contains("plot fit"))
    #expect(!Shells.text(session.perform("plot hidden")).contains("class"))
  }

  /// Weights of one dimension are those of one unit, in rows and in columns.
  @Test(arguments: ["X @ w", "w @ X.T"])
  func aVectorOfWeightsIsOneUnit(product: String) throws {
    let text = """
      data:
        X = array([[0., 1.], [1., 0.], [1., 1.]])
        y = array([0., 0., 1.])
      init:
        w = array([1., 2.])
      forward:
        a = sigmoid(\(product))
      loss:
        L = mean((a - 0.5)**2)
      update:
        sgd(0.1)

      """
    var session = Session(run: Run(try Program(try Model(name: "vector", text: text))))
    #expect(session.perform("epoch").isSuccess)
    #expect(Shells.text(session.perform("plot net")).contains("a 1 node"))
  }

  @Test(arguments: [
    ("plot", "missing-argument"), ("plot loss", "not-computed"), ("plot boundary", "not-computed"),
    ("plot lr", "one-number"), ("plot hidden", "not-computed"), ("plot net", "not-computed"),
    ("plot W1", "not-computed"),
    ("plot nonsense", "unknown-plot"), ("plot fold", "not-computed"),
    ("plot fold A1[0]", "two-units"), ("plot fold A1[0] Z1[0]", "two-units"),
    ("plot fold A1[0, 1] A1[1]", "bad-unit"), ("save plot loss loss.apng", "not-computed"),
    ("plot landscape W1[0,0]", "missing-argument"), ("plot sweep", "no-sweep"),
    ("plot hidden A1[0]", "two-units"),
    ("save plot loss loss.gif", "unknown-form"),
  ])
  func isRefused(command: String, code: String) throws {
    var session = try Shells.article()
    guard case .failure(let error) = session.perform(command).result else {
      Issue.record("\(command) should fail")
      return
    }
    #expect(error.code == code)
  }

  /// However someone asks for a file, they are told the command that writes it.
  @Test(arguments: [
    ("plot loss > loss.png", "save plot loss loss.png"),
    ("plot net to net.svg", "save plot net net.svg"),
    ("plot loss log --out l.PNG", "save plot loss log l.PNG"),
    ("plot W1 over epochs w.csv --size 300x200", "save plot W1 over epochs --size 300x200 w.csv"),
  ])
  func aFileIsForSave(command: String, right: String) throws {
    var session = try Shells.article()
    #expect(session.perform("run 3").isSuccess)
    guard case .failure(let error) = session.perform(command).result else {
      Issue.record("\(command) should fail")
      return
    }
    #expect(error.hint?.english == right)
    let folder = try TemporaryFolder()
    let place = right.lastIndex(of: " ") ?? right.endIndex
    let file = right[right.index(after: place)...]
    #expect(session.perform("\(right[..<place]) \(folder.path)/\(file)").isSuccess)
  }

  /// What pictures need behind their names.
  private static let arguments = ["hist": " W1", "landscape": " W1[0,0] b1[0,0]"]

  private static func network(inputs: Int, hidden: Int, outputs: Int, examples: Int) -> String {
    """
    data:
      seed(1)
      X = randn(\(inputs), \(examples))
      Y = float(randn(\(outputs), \(examples)) > 0)
    init:
      W1 = randn(\(hidden), \(inputs))
      b1 = zeros((\(hidden), 1))
      W2 = randn(\(outputs), \(hidden))
      b2 = zeros((\(outputs), 1))
    forward:
      A1 = tanh(W1 @ X + b1)
      A2 = sigmoid(W2 @ A1 + b2)
    loss:
      L = bce(A2, Y)
    update:
      sgd(0.1)
    """
  }

  /// Every picture over networks of many shapes: drawn, or refused with a reason, and each of them
  /// drawn for some.
  @Test func everyPictureOverManyShapes() throws {
    let folder = try #require(folder)
    var drawn: Set<String> = []
    for inputs in [1, 2, 3] {
      for hidden in [1, 2, 5] {
        for (outputs, examples) in [(1, 4), (3, 30), (1, 2)] {
          let path = folder.file("\(inputs)-\(hidden)-\(outputs)-\(examples).model")
          try Self.network(inputs: inputs, hidden: hidden, outputs: outputs, examples: examples)
            .write(toFile: path, atomically: true, encoding: .utf8)
          var session = try Session.start(
            modelPath: path, seed: 0,
            context: Session.Context(lessonDirectory: Transcript.lessonFolder))
          #expect(session.perform("run 3").isSuccess)
          for plot in Plot.all {
            let outcome = session.perform("plot \(plot.name)\(Self.arguments[plot.name] ?? "")")
            let text = Shells.text(outcome)
            #expect(!text.isEmpty)
            if outcome.isSuccess { drawn.insert(plot.name) }
            if case .failure(let error) = outcome.result {
              #expect(
                [
                  "not-two-inputs", "not-one-input", "no-hidden-layer", "no-classes", "no-sweep",
                ].contains(
                  error.code),
                "\(plot.name): \(text)")
            }
          }
        }
      }
    }
    // Of a sweep there is a picture after one.
    #expect(drawn == Set(Plot.all.map(\.name)).subtracting(["sweep"]))
  }

  /// The trials over one setting as lines, over two as cells.
  @Test func aSweepHasItsPicture() throws {
    var session = try Shells.article()
    let sweep = session.perform("sweep lr=0.5,5,50 scale=0.01,1 seeds=2 epochs=5")
    #expect(sweep.isSuccess, "\(Shells.text(sweep))")
    let both = Shells.text(session.perform("plot sweep"))
    #expect(both.contains("median L: lr down, scale across"), "\(both)")
    #expect(both.contains("Row 50:"), "\(both)")
    let one = Shells.text(session.perform("plot sweep lr"))
    #expect(one.contains("median: 3 values, first") && one.contains("worst"), "\(one)")
    #expect(!session.perform("plot sweep hidden").isSuccess)
    #expect(!session.perform("plot sweep lr scale lr").isSuccess)
  }

  /// Of more than two settings, or asked for all, each trial is a line.
  @Test func everyTrialOfASweepIsALine() throws {
    var session = try Shells.article()
    let sweep = session.perform("sweep lr=0.5,5,50 scale=0.01,1 hidden=2,3 seeds=2 epochs=5")
    #expect(sweep.isSuccess, "\(Shells.text(sweep))")
    for command in ["plot sweep", "plot sweep all", "plot sweep scale lr hidden"] {
      let outcome = session.perform(command)
      guard case .success(let result) = outcome.result, let chart = result.pictures.first else {
        throw outcome.error ?? ShellError("", "")
      }
      let rows = chart.csv().split(separator: "\n")
      #expect(rows.count == 1 + 24)
      let losses = rows.dropFirst().compactMap { row in
        Double(row.split(separator: ",", omittingEmptySubsequences: false)[3])
      }
      #expect(losses == losses.sorted() && losses.count == 24)
      let records = try #require(session.sweep).records.values
      #expect(losses == records.map(\.loss).sorted())
      let text = Shells.text(outcome).replacing("\n", with: " ")
      #expect(text.contains("24 trials by") && text.contains("Best: ") && text.contains("seed="))
    }
    #expect(session.perform("sweep show by=epochs").isSuccess)
    let text = Shells.text(session.perform("plot sweep")).replacing("\n", with: " ")
    #expect(text.contains("epochs never") && text.contains("None reached L < 0.1"), "\(text)")
  }

  @Test func oneSettingHasItsLinesToo() throws {
    var session = try Shells.article()
    #expect(session.perform("sweep update=sgd(lr),adam(0.01) epochs=3").isSuccess)
    let text = Shells.text(session.perform("plot sweep all")).replacing("\n", with: " ")
    #expect(text.contains("2 trials by update") && text.contains("adam(0.01)"), "\(text)")
  }

  private static let batched = """
    settings:
      batch = 8
      holdout = 0.25
    \(network(inputs: 2, hidden: 3, outputs: 1, examples: 40))
    """

  /// With batches a picture has all examples, not those at hand, and those held out look different.
  @Test(arguments: ["boundary", "hidden", "hidden A1[2] A1[0]", "fold"])
  func allExamplesAreDrawn(picture: String) throws {
    let folder = try #require(folder)
    let path = folder.file("batched.model")
    try Self.batched.write(toFile: path, atomically: true, encoding: .utf8)
    var session = try Session.start(
      modelPath: path, seed: 0, context: Session.Context(lessonDirectory: Transcript.lessonFolder))
    #expect(session.perform("run 3").isSuccess)
    guard case .success(let result) = session.perform("plot \(picture)").result,
      let chart = result.pictures.first
    else { throw RunFailure(description: "no picture") }
    let rows = chart.csv().split(separator: "\n")
    if picture != "fold" {
      #expect(rows.count { $0.contains("held out") } == 10, "\(rows)")
      let trained = rows.count { $0.hasPrefix("point") || $0.hasSuffix("trained on") }
      #expect(trained == 30, "\(rows)")
    } else {
      #expect(chart.svg().contains("</svg>"))
    }
  }

  /// What a student reads of each picture stands in `help plot`.
  @Test func helpKnowsEveryPicture() {
    for plot in Plot.all { #expect(Command.plot.help.contains("plot \(plot.name)")) }
  }

  @Test func filesAreWrittenOnce() throws {
    let folder = try #require(folder)
    var session = try Shells.article()
    #expect(session.perform("run 3").isSuccess)
    for (name, start) in [
      ("a.svg", "<svg"), ("a.csv", "epoch"), ("a.png", "\u{89}PNG"), ("a.apng", "\u{89}PNG"),
    ] {
      let path = folder.file(name)
      #expect(session.perform("save plot loss \(path)").isSuccess)
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      let text = String(data: data.prefix(400), encoding: .isoLatin1) ?? ""
      #expect(text.contains(start), "\(name): \(text.prefix(40))")
      #expect(!session.perform("save plot loss \(path)").isSuccess)
      #expect(session.perform("save plot loss \(path) --force").isSuccess)
    }
  }

  /// A picture's title, size and colours are said before its file's name or behind it.
  @Test(arguments: [
    "--title \"Mine, and more\" --size 800x500 --dark FILE",
    "FILE --title \"Mine, and more\" --size 800x500 --dark",
    "--dark FILE --force --title 'Mine, and more' --size 800x500",
  ]) func aFileHasItsTitleAndSize(words: String) throws {
    let folder = try #require(folder)
    var session = try Shells.article()
    #expect(session.perform("run 3").isSuccess)
    let path = folder.file("a picture.svg")
    let command = "save plot loss \(words.replacing("FILE", with: "\"\(path)\""))"
    #expect(session.perform(command).isSuccess)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("Mine, and more") && text.contains("0 0 800 500"))
    #expect(!text.contains("prefers-color-scheme"))
  }
}
