import Foundation
import Networks
import ShellSupport
import Support
import Testing
import Training

@testable import Pages
@testable import Shell

/// The sheet that a page bends by the model's own equations, in a browser.
@Suite(.serialized, .enabled(if: Browser.program != nil))
struct FoldBrowserTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Networks whose equations have other words, layouts and layers.
  private static let models = [
    "columns": """
    data:
      seed(5)
      X = randint(0, 2, size=(2, 50))
      Y = bitwise_xor(X[0:1], X[1:])
    init:
      W1 = randn(2, 2)
      b1 = zeros((2, 1))
      W2 = randn(1, 2)
      b2 = zeros((1, 1))
    forward:
      Z1 = W1 @ X + b1
      A1 = tanh(Z1)
      Z2 = W2 @ A1 + b2
      A2 = sigmoid(Z2)
    loss:
      L = bce(A2, Y) + 0.001 * (sum(W1**2) + np.mean(abs(W2)))
    update:
      sgd(0.5)

    """,
    "rows": """
    settings:
      slope = 0.1
    data:
      seed(6)
      points = randn(30, 2)
      wanted = where(points[:, 0:1] * points[:, 1:] > 0, 1, -1)
    init:
      U = randn(2, 4)
      u = zeros(4)
      V = randn(4, 2)
      w = randn(2)
    forward:
      h = np.maximum(points @ U + u, slope * (points @ U + u))
      seen = np.dot(h, V) / 2
      bent = 1 / (1 + exp(-seen))
      said = tanh(bent @ w.reshape(2, 1))
    loss:
      cost = mse(said, wanted)
    update:
      adam(0.05)

    """,
    "classes": """
    data:
      seed(7)
      X = randn(2, 45)
      c = where(X[0] > 0.4, 0, where(X[1] > 0, 1, 2))
      Y = float(c == arange(3).reshape(3, 1))
    init:
      W1 = randn(6, 2)
      b1 = zeros((6, 1))
      W2 = randn(3, 6)
    forward:
      A1 = softplus(W1 @ X + b1)
      P = softmax(W2 @ A1, axis=0)
    loss:
      L = cross_entropy(P, Y)
    update:
      momentum(0.1, 0.9)

    """,
    "odd": """
    data:
      X = [[0, 0, 1, 1], [0, 1, 0, 1]]
      Y = [[0, 1, 1, 0]]
    init:
      W1 = array([[1., 2.], [3., -4.]])
      W2 = array([[1., 2.]])
    forward:
      A1 = cumsum(tanh(W1 @ X), axis=0)
      A2 = sigmoid(W2 @ A1)
    loss:
      L = bce(A2, Y)
    update:
      sgd(0.1)

    """,
  ]

  private func open(_ name: String, _ browser: Browser, more: String...) throws -> (
    BrowserPage, Session
  ) {
    var session = try WebPages.session(
      on: #require(Self.models[name]), after: "run 40")
    for command in more { _ = session.perform(command) }
    try folder.write(try SessionPage(session: session).report(), to: "\(name).html")
    let page = try browser.open("file://" + folder.file("\(name).html"), width: 1280, height: 900)
    #expect(page.complaints == [])
    return (page, session)
  }

  /// What the page has computed for a stage is what the engine computes.
  private func expectSame(_ page: BrowserPage, _ run: Run) throws {
    let plan = try run.foldPlan()
    let side = Int(try page.number("JSON.parse(\(Self.data)).side"))
    let fold = try run.fold(plan, side: side)
    func same(_ text: String, _ wanted: [Double]) throws {
      let got = try #require(
        JSONSerialization.jsonObject(with: Data(page.text("JSON.stringify(\(text))").utf8))
          as? [Double])
      try #require(got.count == wanted.count)
      let worst = zip(got, wanted).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
      #expect(worst < 1e-12, "\(text) is off by \(worst)")
    }
    for (place, stage) in fold.stages.enumerated() {
      let own = "document.getElementById('fold-view').foldAt(\(place))"
      #expect(try page.text("\(own).stage") == stage.name)
      try same("\(own).x", (stage.sheet + stage.examples).map(\.x))
      try same("\(own).y", (stage.sheet + stage.examples).map(\.y))
    }
    let own = "document.getElementById('fold-view').foldAt(0)"
    if let cut = fold.cuts.first {
      try same("[\(own).cut.a, \(own).cut.b, \(own).cut.c]", [cut.a, cut.b, cut.c])
    }
    var state = run.state
    try state.evaluate(run.program)
    try same("[\(own).loss]", [#require(state[run.program.loss]?.item)])
  }

  private static let data =
    "document.querySelector('[data-region=\"fold-data\"] script').textContent"

  @Test(arguments: ["columns", "classes", "rows"])
  func thePageComputesWhatTheEngineDoes(name: String) throws {
    let (page, session) = try open(name, Browser())
    try expectSame(page, session.run)
    // The report's slider stops after every epoch of so few.
    for epoch in [0, 7, 29] {
      _ = try page.evaluate(
        "{ const s = document.getElementById('fold-moment'); s.value = '\(epoch)';"
          + "s.dispatchEvent(new Event('input')); }")
      var run = session.run
      try run.go(to: .after(epoch: epoch))
      try expectSame(page, run)
      #expect(try page.text("slider.value") == "\(epoch)")
    }
    #expect(page.complaints == [])
  }

  /// What the page cannot compute it says, and shows the picture.
  @Test func whatThePageDoesNotComputeIsSaid() throws {
    let (page, _) = try open("odd", Browser())
    let text = try page.text("document.getElementById('fold').textContent")
    #expect(text.contains("does not compute cumsum"), "\(text)")
    #expect(
      try page.number("document.querySelectorAll('#fold svg[role=img]').length") == 1)
  }

  @Test func slidersAndWeightsAreMovedByKeys() throws {
    let (page, session) = try open("columns", Browser())
    let lit = "document.querySelector('#fold-equations .working').dataset.stage"
    let sheet = "document.querySelector('#fold-sheet .s-faint').getAttribute('d')"
    let plane = "document.querySelector('#fold-plane .s-text').getAttribute('d')"
    let status = "document.getElementById('fold-status').textContent"
    #expect(try page.text(lit) == "2")
    #expect(try page.number("document.querySelectorAll('#fold-sheet .s-accent').length") == 1)
    let bent = try page.text(sheet)
    _ = try page.evaluate("document.getElementById('fold-way').focus()")
    try page.press("Home", code: 36)
    try page.wait("\(lit) === '0'")
    #expect(
      try page.text(sheet)
        == page.text("document.querySelector('#fold-plane .s-faint').getAttribute('d')"))
    try page.press("ArrowRight", code: 39)
    try page.wait("\(lit) === '1'")
    #expect(
      try page.text("document.getElementById('fold-way').getAttribute('aria-valuetext')")
        == "Z1 = W1 @ X + b1")
    try page.press("End", code: 35)
    try page.wait("\(lit) === '2'")
    #expect(try page.text(sheet) == bent)

    // A weight by hand: the same numbers as with set.
    let before = (try page.text(status), try page.text(plane))
    _ = try page.evaluate(
      "document.querySelector('#fold details').open = true;"
        + "document.querySelector('#fold-weights input[data-name=W1]').focus()")
    try page.press("ArrowRight", code: 39)
    try page.wait("\(status) !== \(String(reflecting: before.0))")
    #expect(try page.text(sheet) != bent && page.text(plane) != before.1)
    #expect(try page.text(status).contains("with the weights that training found"))
    let weight = try page.number(
      "Number(document.querySelector('#fold-weights input[data-name=W1]').value)")
    var changed = session
    #expect(changed.perform("set W1[0, 0] = \(weight)").isSuccess)
    try expectSame(page, changed.run)
    _ = try page.evaluate("document.getElementById('fold-undo').click()")
    #expect(try page.text(sheet) == bent && page.text(status) == before.0)
    try expectSame(page, session.run)
    #expect(page.complaints == [])
  }

  @Test(arguments: [375, 1280]) func itFits(width: Int) throws {
    let browser = try Browser()
    _ = try open("columns", browser)
    let page = try browser.open(
      "file://" + folder.file("columns.html"), width: width, height: width == 375 ? 667 : 720)
    #expect(try page.number("document.documentElement.scrollWidth") <= Double(width))
    let still = try browser.open("file://" + folder.file("columns.html"), runsScripts: false)
    #expect(
      try still.text("getComputedStyle(document.getElementById('fold-view')).display") == "none")
    #expect(try still.number("document.querySelectorAll('#fold-still svg').length") == 1)
  }
}
