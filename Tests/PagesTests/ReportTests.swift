import Arrays
import Charts
import Foundation
import Networks
import ShellSupport
import Support
import Terminal
import Testing
import Training

@testable import Pages
@testable import Shell

/// `report`: the page of a session.
@Suite struct ReportTests {
  @Test func theSameSessionGivesTheSameBytes() throws {
    let commands = ["set scale = 1", "run 30", "step 2", "why dW1[0, 0]", "diagnose", "nonsense"]
    func page() throws -> String {
      var session = try Shells.article(knowing: WebPages.commands)
      for command in commands { _ = session.perform(command) }
      return try SessionPage(session: session).report()
    }
    #expect(try page() == page())
  }

  /// As many classes have a mark of their own in the fold as in pictures that do not move.
  @Test func theFoldHasAMarkForEachClass() throws {
    let page = try SessionPage(session: WebPages.trained()).report()
    let list = try #require(page.firstMatch(of: /const outlines = \[([^\]]*)\]/))
    let marks = list.1.split(separator: ",").filter { $0.contains("\"m") }
    let shapes = (0..<100).map(Scene.Shape.ofClass)
    #expect(marks.count == shapes.dropFirst().firstIndex(of: shapes[0]))
    #expect(Set(marks).count == marks.count)
  }

  @Test func everythingIsThere() throws {
    let session = try WebPages.trained("step", "show L", "show nonsense")
    let page = try SessionPage(session: session).report()
    #expect(WebPages.faults(in: page) == [])
    for id in ["epochs", "model", "courses", "diagnosis", "session"] {
      #expect(page.contains("<section id=\"\(id)\""), "\(id)")
    }
    for text in [
      "<h1>The network xor</h1>", "id=\"slider\"", "L by epoch", "weights at 201.forward",
      "W1 over epochs", "alttext=\"Z₁ = W₁ X + b₁\"", "<kbd>show L</kbd>",
      "there is no &#39;nonsense",
      "0.5</code>",
    ] {
      #expect(page.contains(text), "\(text)")
    }
  }

  /// The trials of a sweep, once in the report and among the pictures of a live page, however many
  /// settings there were; nothing where there was no sweep.
  @Test func aSweepIsThere() throws {
    var session = try WebPages.trained()
    #expect(try !SessionPage(session: session).report().contains("<section id=\"sweep\""))
    #expect(session.perform("sweep lr=0.5,5 seeds=2 epochs=3").isSuccess)
    let page = SessionPage(session: session)
    let report = try page.report()
    #expect(WebPages.faults(in: report) == [])
    #expect(report.components(separatedBy: "4 trials by lr; the last axis is L.").count == 2)
    #expect(report.contains("<section id=\"sweep\""))
    let live = page.live().page
    #expect(WebPages.faults(in: live) == [])
    #expect(live.components(separatedBy: "4 trials by lr; the last axis is L.").count == 2)
  }

  /// Each unit's field changes with the slider, and is the door to the number that stands below it.
  @Test func unitsAreFields() throws {
    let report = try SessionPage(session: WebPages.trained()).report()
    #expect(report.contains("Units over X[0] across"))
    #expect(report.contains("<rect data-door=\"A1\""))
    let moments = report.components(separatedBy: "A1[0]: ").dropFirst().map { $0.prefix(60) }
    #expect(Set(moments).count > 10)
  }

  /// Nothing that is loaded, and no address but the name of SVG's elements.
  @Test func nothingIsLoaded() throws {
    let page = try SessionPage(session: WebPages.trained()).report()
    for text in ["src=", "href=", "url(", "@import", "<link", "<iframe", "<img", "style=\"", "on"] {
      let found = text == "on" ? page.contains(#/<[a-z]+[^>]* on[a-z]+=/#) : page.contains(text)
      #expect(!found, "\(text)")
    }
    let addresses = page.matches(of: #/https?:[^" \\]*/#).map { String($0.0) }
    #expect(Set(addresses) == ["http://www.w3.org/2000/svg"])
  }

  @Test(arguments: ["</script><script>document.hacked=1</script>", "<!--<script>", "]]>", "&lt;"])
  func nothingThatIsTypedActs(text: String) throws {
    let model = Model.articleText
    var session = Session(run: Run(try Program(Model(name: text, text: model)), seed: 0))
    for command in ["run 3", "show \(text)", "note = \(text)", "\(text)?", "step"] {
      _ = session.perform(command)
    }
    let page = try SessionPage(session: session).report()
    #expect(WebPages.faults(in: page) == [])
    #expect(!page.contains("<script>document") && !page.contains("<!--"))
    let (live, state) = SessionPage(session: session).live()
    #expect(WebPages.faults(in: live) == [])
    #expect(!live.contains("<script>document"))
    #expect(!state.json.contains("\n"))
    _ = try parseObject(state.json)
  }

  static let awkward: [(model: String, commands: String, has: String)] = [
    (Model.articleText, "", "No picture (plot loss)"),
    (Model.articleText, "step", "There are no parameters yet"),
    (Model.articleText, "step 2", "Before the first epoch"),
    (Model.articleText, "run 1", "Epoch 1 done"),
    (Model.articleText, "step 3", "at 1.forward"),
    (oneInput, "set lr = 1e200; run 20", ">nan</span>"),
    (Model.articleText, "set hidden = 60; run 2", "W1 has 120 elements: the 6 that moved most"),
    (Model.articleText, "set hidden = 2100; run 1", "W1 has 4200 elements: only their range"),
    (Model.articleText, "set hidden = 2100; run 1", "is too large for a page"),
    (manyNumbers, "run 90", "This network is large: only"),
    (batches, "run 3; step 5", "10 batches of 4 examples"),
    (oneInput, "run 10", "Off by "),
    (noTarget, "run 2", "No picture"),
  ]

  static let batches = """
    settings:
      batch = 4
      holdout = 0.2
    data:
      X = randn(2, 50)
      Y = (X[0:1] > 0) + 0
    init:
      w = randn(1, 2)
    forward:
      A = sigmoid(w @ X)
    loss:
      L = bce(A, Y)
    update:
      sgd(0.1)
    """
  static let manyNumbers = """
    data:
      X = randn(4, 150)
      Y = (X[0:1] > 0) + 0
    init:
      W = randn(40, 4)
      w = randn(1, 40)
    forward:
      A = tanh(W @ X)
      P = sigmoid(w @ A)
    loss:
      L = bce(P, Y)
    update:
      sgd(0.1)
    """
  static let oneInput = """
    settings:
      lr = 0.1
    data:
      X = array([[0, 1, 2, 3]])
      Y = array([[1, 3, 5, 7]])
    init:
      w = zeros((1, 1))
    forward:
      A = w @ X
    loss:
      L = mse(A, Y)
    update:
      sgd(lr)
    """
  static let noTarget = """
    data:
      X = array([[1.0, 2.0]])
    init:
      w = ones((1, 1))
    forward:
      A = w * X
    loss:
      L = sum(A * A)
    update:
      sgd(0.1)
    """

  @Test(arguments: awkward)
  func anySessionHasAPage(model: String, commands: String, has text: String) throws {
    var session = try WebPages.session(on: model)
    for command in CommandText.split(commands) { _ = session.perform(command) }
    let page = try SessionPage(session: session).report()
    #expect(WebPages.faults(in: page) == [])
    #expect(page.contains(text), "\(text)")
    #expect(!page.contains("=\"nan\"") && !page.contains("=\"inf\""))
    #expect(page.utf8.count <= 5 << 20)
    let (live, state) = SessionPage(session: session).live()
    #expect(WebPages.faults(in: live) == [])
    _ = try parseObject(state.json)
  }

  @Test func aModelThatChangedItsShapesHasAPage() throws {
    var session = try WebPages.trained()
    for command in ["set hidden = 4", "run 3", "set A1 = tanh(Z1)", "run 3", "rewind 2"] {
      _ = session.perform(command)
    }
    #expect(WebPages.faults(in: try SessionPage(session: session).report()) == [])
  }

  @Test(arguments: [0, 1, 2, 79, 80, 81, 100, 1000, 99_999])
  func momentsAreSpreadEvenly(last: Int) {
    let epochs = ReportTimeline.epochs(upTo: last)
    #expect(epochs.first == 0 && epochs.last == last)
    #expect(epochs.count == min(last, ReportTimeline.mostEpochs) + 1)
    let steps = zip(epochs, epochs.dropFirst()).map { $1 - $0 }
    #expect((steps.max() ?? 0) - (steps.min() ?? 0) <= 1)
  }

  /// The article's plateau: what happens in a fiftieth of the epochs has half of the moments.
  @Test func momentsAreWhereTheLossMoves() {
    let losses =
      [Double](repeating: 0.69, count: 4000) + (1...100).map { 0.69 - 0.0067 * Double($0) }
      + [Double](repeating: 0.02, count: 900)
    let epochs = ReportTimeline.epochs(upTo: 5000, along: losses)
    #expect(epochs.first == 0 && epochs.last == 5000)
    #expect(epochs.count == ReportTimeline.mostEpochs + 1)
    #expect(zip(epochs, epochs.dropFirst()).allSatisfy { $0 < $1 })
    let escape = epochs.count { (4000...4100).contains($0) }
    #expect(escape > 30 && escape < 50, "\(escape)")
    // What is no number has its share of the way, and breaks nothing.
    let broken = [1.0, 5, .infinity] + [Double](repeating: .nan, count: 297)
    let moments = ReportTimeline.epochs(upTo: 300, along: broken)
    #expect(moments.last == 300 && Set(moments).count == moments.count)
  }

  @Test func runsHaveTheirNames() throws {
    var session = try WebPages.trained()
    for command in ["fork fast", "set lr = 5", "run 30", "plot W1", "switch main"] {
      #expect(session.perform(command).isSuccess, "\(command)")
    }
    let page = try SessionPage(session: session).report()
    #expect(WebPages.faults(in: page) == [])
    #expect(page.contains("<h1>The network xor, run main</h1>"))
    #expect(page.contains(">fast</text>"))
    // What was drawn on the way is drawn in the transcript, not spelt in signs for points.
    let log = page.split(separator: "id=\"session-heading\"").last ?? ""
    #expect(log.contains("<figure><svg") && !log.contains("⠉"))
  }

  @Test func pagesSpeakTheLanguageOfTheShell() throws {
    var session = try WebPages.trained()
    session.context.translation = Translation(
      language: "de",
      texts: ["{1} by epoch": "{1} nach Epochen", "The network {1}": "Das Netz {1}", "Play": "Los"])
    let page = try SessionPage(session: session).report()
    for text in ["<html lang=\"de\">", "Das Netz xor", "L nach Epochen", "data-play=\"Los\""] {
      #expect(page.contains(text), "\(text)")
    }
  }

  /// Of batches the loss is a mean, and what is right is counted among all examples.
  @Test func batchesAreSaid() throws {
    var session = try WebPages.session(on: Self.batches)
    #expect(session.perform("run 2").isSuccess)
    let page = SessionPage(session: session)
    let status = page.status.source
    let mean = try #require(session.run.losses.last)
    let last = try #require(session.run.state[session.run.program.loss]?.item)
    let numbers = [mean, last].map { NumberFormatting.significant($0, digits: 6) }
    #expect(numbers[0] != numbers[1])
    #expect(status.contains("L = \(numbers[0]), the mean of the epoch&#39;s batches"))
    #expect(status.contains("data-label=\"L\">\(numbers[1])</span>"))
    #expect(status.contains("over all training examples"))
  }

  /// A network whose arithmetic is large keeps its moments, and that of some of them.
  @Test func picturesAreNotLeftOutForArithmetic() throws {
    let page = SessionPage(session: try WebPages.trained("run 100"))
    let whole = try page.report()
    let short = try page.report(mostPackedBytes: 60_000)
    for text in [whole, short] { #expect(text.contains("<input type=\"range\" id=\"slider\"")) }
    let slider = "max=\"80\""
    #expect(whole.contains(slider) && short.contains(slider))
    #expect(!whole.contains("The arithmetic behind the numbers is kept"))
    #expect(short.contains("The arithmetic behind the numbers is kept of "))
    #expect(short.utf8.count < whole.utf8.count)
  }

  @Test func numbersAreNoClasses() throws {
    var session = try WebPages.trained()
    for command in [
      "set A2 = Z2", "set L = mean((A2 - Y)**2)", "set Y = 3 * X[0:1] - 7 * X[1:]", "run 5",
    ] {
      #expect(session.perform(command).isSuccess, "\(command)")
    }
    guard case .success(let result) = session.perform("plot boundary").result,
      let chart = result.pictures.first
    else { throw RunFailure(description: "no picture") }
    #expect(!chart.svg().contains("Y = "))
    #expect(chart.caption?.english.contains("of the plane") == false)
  }

  @Test func aLongSessionKeepsItsEnd() throws {
    var session = try Shells.article(knowing: WebPages.commands)
    for _ in 0..<SessionTranscript.mostEntries + 5 { _ = session.perform("1") }
    _ = session.perform("full = zeros((40, 40))")
    #expect(session.transcript.entries().kept.count == SessionTranscript.mostEntries)
    #expect(session.transcript.entries().droppedCount == 6)
    let page = try SessionPage(session: session).report()
    #expect(page.contains("6 commands before these are left out"))
  }

  /// What a file of commands said is said once.
  @Test func commandsOfFilesStandUnderTheirFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("step\nstep\n", to: "two.txt")
    var session = try Shells.article(knowing: WebPages.commands)
    #expect(session.perform("source \(folder.file("two.txt"))").isSuccess)
    #expect(
      session.transcript.entries().kept.map(\.command) == ["source \(folder.file("two.txt"))"])
    #expect(session.transcript.entries().kept.first?.output.contains("W1 = randn") == true)
  }

  @Test func theFileIsWrittenOnce() throws {
    let folder = try TemporaryFolder()
    var session = try Shells.article(knowing: WebPages.commands, after: "run 2")
    let path = folder.file("a.html")
    #expect(session.perform("report \(path)").isSuccess)
    #expect(try folder.read("a.html").hasPrefix("<!DOCTYPE html>"))
    #expect(session.perform("report \(path)").error?.code == "file-exists")
    #expect(session.perform("report \(path) --force").isSuccess)
    #expect(session.perform("report \(folder.path)/none/a.html").error?.code == "unwritable-file")
    #expect(session.perform("report \(folder.file("a.txt"))").error?.code == "unknown-form")
    #expect(!session.journal.text.contains("report"))
    session.context.permitted = [.readsFiles]
    #expect(session.perform("report b.html").error?.code == "no-files-in-lessons")
  }

  @Test func ctrlCEndsIt() throws {
    var session = try WebPages.trained()
    session.context.shouldStop = { true }
    let folder = try TemporaryFolder()
    #expect(session.perform("report \(folder.file("a.html"))").error?.code == "interrupted")
    #expect(!FileManager.default.fileExists(atPath: folder.file("a.html")))
  }

  @Test func thePolicyNamesTheScriptsDigest() throws {
    // SHA-256 of "abc" (FIPS 180-4, example), in base64.
    #expect(SessionPage.digest("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
  }
}
