import Arrays
import Equations
import Foundation
import Networks
import ShellSupport
import Support
import Testing

@testable import Pages
@testable import Shell
@testable import Training

/// The arithmetic that a page has of its numbers, beside that of `why`.
@Suite(.serialized, .enabled(if: Browser.program != nil))
struct DoorTests {
  private static let models =
    [("article", Model.articleText.replacing("size=(2, 1000)", with: "size=(2, 60)"))]
    + ModelTexts.swept + ModelTexts.others + [("batches", ReportTests.batches)]

  /// How many numbers are compared of all models together; a longer sweep is asked for.
  private static let count =
    ProcessInfo.processInfo.environment["UNDERHOOD_DOORS"].flatMap { Int($0) } ?? 1500

  private struct Sample {
    var moment: Int
    var name: String
    var flat: Int
    var expected: String?
  }

  @Test func thePageHasTheArithmeticOfWhy() throws {
    let browser = try Browser()
    let folder = try TemporaryFolder()
    var asked = 0
    var compared = 0
    for (number, (name, text)) in Self.models.enumerated() {
      var session = try WebPages.session(on: text)
      #expect(session.perform("run \(20 + 61 * (number % 3))").isSuccess)
      try folder.write(try SessionPage(session: session).report(), to: "page.html")
      let page = try browser.open("file://" + folder.file("page.html"))
      _ = try page.evaluate("document.underhood.load().then(() => { window.isLoaded = true; })")
      try page.wait("window.isLoaded === true")
      let labels = try page.evaluate(
        "JSON.parse(document.getElementById('states').textContent).labels")
      let kept = try page.evaluate(
        "document.underhood.moments().flatMap((names, place) => (names.size > 0 ? [place] : []))")
      let samples = try Self.samples(
        session, labels as? [String] ?? [], kept as? [Int] ?? [], Self.count / Self.models.count,
        seed: number)
      // A hundred at a time: a browser has half a minute for each answer.
      let found = try stride(from: 0, to: samples.count, by: 100).flatMap { start in
        let questions = samples[start..<min(start + 100, samples.count)].map {
          "[\($0.moment),\"\($0.name)\",\($0.flat)]"
        }
        let answers = try page.evaluate(
          "(\(Self.canonical))([\(questions.joined(separator: ","))])")
        return try #require(answers as? [Any])
      }
      #expect(found.count == samples.count)
      for (sample, answer) in zip(samples, found) {
        asked += 1
        if sample.expected != nil { compared += 1 }
        #expect(
          answer as? String == sample.expected,
          "\(name): \(sample.name), element \(sample.flat), moment \(sample.moment)")
      }
      #expect(page.complaints == [])
      try page.close()
    }
    #expect(compared > asked * 2 / 3, "only \(compared) of \(asked) have arithmetic")
  }

  /// Numbers of a session's moments, and what `why` says of them.
  ///
  /// - Parameters:
  ///   - labels: what the page calls its moments: `epoch 3`.
  ///   - kept: the moments whose arithmetic the page has.
  private static func samples(
    _ session: Session, _ labels: [String], _ kept: [Int], _ count: Int, seed: Int
  ) throws -> [Sample] {
    var dice = Dice(seed + 1)
    let epochs = labels.map { Int($0.drop { !$0.isNumber }) ?? 0 }
    try #require(!kept.isEmpty && epochs.indices.contains(kept[kept.count - 1]))
    var samples: [Sample] = []
    let perMoment = 40
    while samples.count < count {
      let moment = kept[dice.below(kept.count)]
      var run = session.run
      if epochs[moment] != run.finishedEpochs { try run.go(to: .after(epoch: epochs[moment])) }
      let explainer = Explainer(run)
      let names = run.state.slots.keys.sorted()
      samples += try evaluated(run, explainer, moment, &dice)
      for _ in 0..<min(perMoment, count - samples.count) {
        let name = names[dice.below(names.count)]
        guard case .array(let array)? = run.state.slots[name]?.value, array.count > 0 else {
          continue
        }
        let flat = dice.below(array.count)
        let explanation = try explainer.explain(
          name, at: array.shape.index(ofFlat: flat), depth: 0)
        samples.append(
          Sample(
            moment: moment, name: name, flat: flat,
            expected: explanation.node.map {
              "\(bits(explanation.value.item ?? .nan)):\(canonical($0))"
            }))
      }
    }
    return samples
  }

  /// One number of each name that the network says something of with its parameters as they are.
  private static func evaluated(
    _ run: Run, _ explainer: Explainer, _ moment: Int, _ dice: inout Dice
  ) throws -> [Sample] {
    guard let state = run.state(on: DataPart.training) else { return [] }
    let isWhole = run.program.batchesPerEpoch == 1
    return try run.program.evaluation.compactMap { step in
      guard let assignment = step.statement.assignment, let value = state[assignment.name],
        value.count > 0
      else { return nil }
      let tracer = try Tracer(
        assignment.computedValue, in: SlotScope(state.slots),
        examples: isWhole ? explainer.examples : nil)
      let flat = dice.below(value.count)
      let node = try #require(tracer.node(at: flat))
      return Sample(
        moment: moment, name: "=\(assignment.name)", flat: flat,
        expected: "\(bits(value.element(at: flat).item ?? .nan)):\(canonical(node))")
    }
  }

  // MARK: - One text for the arithmetic of both

  private static func bits(_ value: Double) -> String {
    value.isNaN ? "nan" : String(value.bitPattern, radix: 16)
  }

  private static func canonical(_ node: ElementNode) -> String {
    func all(_ nodes: [ElementNode]) -> String { nodes.map(canonical).joined(separator: ",") }
    switch node.content {
    case .literal, .constant: return "#\(bits(node.number))"
    case .operand(let operand): return "\(operand.text)=\(bits(node.number))"
    case .draw(let draw):
      return "draw \(draw.number) \(draw.numberSinceSeed ?? 0)=\(bits(node.number))"
    case .conversion(let inner): return canonical(inner)
    case .definition(let name, let body): return "\(name){\(canonical(body))}"
    case .unary(let op, let x): return "(\(op.rawValue)\(canonical(x)))"
    case .binary(let op, let x, let y):
      return "(\(canonical(x))\(op.rawValue)\(canonical(y)))"
    case .call(let name, let arguments): return "\(name)(\(all(arguments.compactMap(\.node))))"
    case .reduction(let name, _, let nodes, _): return "\(name)[\(all(nodes))]"
    case .sum(let sum):
      let kind = "\(sum.kind)[\(all(sum.terms))]"
      guard sum.terms.count > 6 else { return kind }
      let lines = sum.lines(limit: 8).map { line -> String in
        switch line {
        case .group(let group):
          "\(group.members.count) like \(group.members[0])=\(bits(line.total))"
        case .rest(let terms, let groups, _): "\(terms) of \(groups)=\(bits(line.total))"
        case .rounding: "rounding=\(bits(line.total))"
        }
      }
      return "\(kind)=\(bits(sum.total))<\(lines.joined(separator: ";"))>"
    }
  }

  /// The same in the page, from what its panel shows.
  private static let canonical = """
    (questions) => {
      const { book, moments } = document.underhood;
      const bits = (value) => {
        if (Number.isNaN(value)) return "nan";
        const view = new DataView(new ArrayBuffer(8));
        view.setFloat64(0, value);
        return view.getBigUint64(0).toString(16);
      };
      const all = (nodes) => nodes.map(text).join(",");
      const names = (node) => book.operandsOf(node).map(({ name, index, flat }) => (
        `${name} ${index} ${flat}`)).sort().join(";");
      const sameOperands = (sum, parts) => {
        if (names(sum) !== names({ kind: "sum", parts })) throw new Error(`operands of ${names(sum)}`);
      };
      const text = (node) => {
        switch (node.kind) {
        case "number": case "constant": return "#" + bits(book.valueOf(node));
        case "operand":
          return (node.index.length ? `${node.name}[${node.index.join(", ")}]` : node.name)
            + "=" + bits(book.valueOf(node));
        case "draw": return `draw ${node.number} ${node.since ?? 0}=${bits(book.valueOf(node))}`;
        case "definition": return `${node.text}{${text(node.parts[0])}}`;
        case "unary": return `(${node.operator}${text(node.parts[0])})`;
        case "binary": return `(${text(node.parts[0])}${node.operator}${text(node.parts[1])})`;
        case "call": return `${node.text}(${all(node.parts)})`;
        case "reduction": return `${node.text}[${all(node.parts)}]`;
        default: {
          const terms = node.termAt ? node.parts.map((_, place) => node.termAt(place)) : node.parts;
          if (node.termAt) sameOperands(node, terms);
          const kind = `${node.type}[${all(terms)}]`;
          if (node.parts.length <= 6) return kind;
          const lines = book.linesOf(node, 8).map((line) => line.group
            ? `${line.group.members.length} like ${line.group.members[0]}=${bits(line.total)}`
            : line.rest ? `${line.rest} of ${line.kinds}=${bits(line.total)}`
              : `rounding=${bits(line.total)}`);
          return `${kind}=${bits(book.totalOf(node))}<${lines.join(";")}>`;
        }
        }
      };
      return questions.map(([moment, name, flat]) => {
        const version = book.versions.get(moments()[moment].get(name));
        const tree = version && book.tree(version, flat);
        return tree ? `${bits(book.number(version, flat))}:${text(tree)}` : null;
      });
    }
    """
}

/// A number's arithmetic opened in the page of `report`, by mouse, touch and keyboard.
@Suite(.serialized, .enabled(if: Browser.program != nil))
struct DoorBrowserTests {
  private let folder: TemporaryFolder
  private let address: String

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(try SessionPage(session: WebPages.trained()).report(), to: "report.html")
    address = "file://" + folder.file("report.html")
  }

  private static func door(_ name: String, _ flat: Int, in place: String = "pre") -> String {
    "document.querySelector('\(place) [data-door=\"\(name)\"][data-at=\"\(flat)\"]')"
  }
  private static let title = "document.getElementById('door-title').textContent"

  @Test func aNumberLeadsToItsDraw() throws {
    let page = try Browser().open(address)
    try page.click(Self.door("W1", 0))
    try page.wait("\(Self.title).startsWith('W1[0, 0] = ')")
    #expect(try page.text("document.activeElement.id") == "door-title")
    #expect(try page.text("document.querySelector('#door-body pre').textContent").contains("dW1"))
    // Operands stand as buttons in the formula, and light up in the page.
    let operands = "[...document.querySelectorAll('#door-body .formula button')]"
    let lit = "[...document.querySelectorAll('pre .operand')].map((e) => e.dataset.door)"
    #expect(try page.text("\(operands).map((e) => e.textContent)").contains("dW1[0, 0]"))
    #expect(try page.text(lit).contains("W1"))
    // On to the gradient, from there to an example, and all the way back.
    try page.click("\(operands).find((e) => e.textContent === 'dW1[0, 0]')")
    try page.wait("\(Self.title).startsWith('dW1[0, 0] = ')")
    #expect(try page.number("document.querySelectorAll('#door-trail li').length") == 2)
    try page.click(
      "[...document.querySelectorAll('#door-body .origins button')]"
        + ".find((e) => e.textContent.startsWith('X['))")
    try page.wait("\(Self.title).startsWith('X[')")
    #expect(try page.text("document.getElementById('door-body').textContent").contains("seed(42)"))
    // The keyboard: back, back, and out to where it began.
    try page.press("Backspace", code: 8)
    try page.wait("\(Self.title).startsWith('dW1[0, 0] = ')")
    try page.press("Backspace", code: 8)
    try page.wait("\(Self.title).startsWith('W1[0, 0] = ')")
    try page.press("Escape", code: 27)
    try page.wait("document.getElementById('door').hidden")
    #expect(try page.text("document.activeElement.dataset.door") == "W1")
    #expect(try page.number("document.querySelectorAll('main .asked, main .operand').length") == 0)
    #expect(page.complaints == [])
  }

  /// A parameter says how far it moves what it reaches, at every moment, as `uses` does.
  @Test func aParameterSaysWhatItMoves() throws {
    let session = try WebPages.trained()
    let page = try Browser().open(address)
    for (moment, epoch) in [("0", 0), ("slider.max", session.run.finishedEpochs)] {
      _ = try page.evaluate(
        "(() => { slider.value = \(moment); slider.dispatchEvent(new Event('input')); })()")
      try page.click(Self.door("W1", 1))
      try page.wait("\(Self.title).startsWith('W1[0, 1] = ')")
      try page.click("document.getElementById('door-exact')")
      var run = session.run
      if epoch != run.finishedEpochs { try run.go(to: .after(epoch: epoch)) }
      let uses = try Explainer(run).uses(of: "W1", at: [0, 1])
      let slope = try #require(uses.reached.last?.groups.first?.slope)
      let row = "[...document.querySelectorAll('#door-body table.sum tr')].pop()"
      #expect(try page.text("\(row).cells[0].textContent") == "L")
      try page.wait("Number(\(row).cells[2].textContent) === \(slope)")
      try page.click("document.getElementById('door-exact')")
      try page.press("Escape", code: 27)
    }
    #expect(page.complaints == [])
  }

  @Test func theKeyboardAloneOpensEveryNumber() throws {
    let page = try Browser().open(address)
    // Each matrix is one stop; arrows go through it.
    _ = try page.evaluate(
      "[...document.querySelectorAll('pre[data-doors]')].find((e) =>"
        + " e.querySelector('[data-door=W1]')).querySelector('[tabindex=\"0\"]').focus()")
    #expect(try page.text("document.activeElement.dataset.at") == "0")
    try page.press("ArrowRight", code: 39)
    try page.press("ArrowDown", code: 40)
    #expect(try page.text("document.activeElement.dataset.at") == "3")
    #expect(
      try page.text("document.activeElement.getAttribute('aria-label')").hasPrefix("W1[1, 1] = "))
    try page.press("Enter", code: 13)
    try page.wait("\(Self.title).startsWith('W1[1, 1] = ')")
    // The slider takes the question along.
    _ = try page.evaluate(
      "(() => { slider.value = '0'; slider.dispatchEvent(new Event('input')); })()")
    try page.wait("document.getElementById('door-body').textContent.includes('seed(42)')")
    #expect(
      try page.text("document.getElementById('door-body').textContent").contains("draw 4 of randn"))
  }

  /// Points that lie upon each other, pressed where one ends: another lies there once it is pointed
  /// at, and the click is taken all the same.
  @Test func noClickIsLost() throws {
    let page = try Browser().open(address)
    for moment in 6...12 {
      try page.click("document.querySelector('circle[data-moment=\"\(moment)\"]')")
      try page.wait("!document.getElementById('door').hidden && slider.value === '\(moment)'")
      try page.press("Escape", code: 27)
      try page.wait("document.getElementById('door').hidden")
    }
    #expect(page.complaints == [])
  }

  /// What the network says with the parameters that are there is no number of an epoch, and a door.
  @Test func predictionsAndTheAccuracyAreDoors() throws {
    let page = try Browser().open(address)
    let body = "document.getElementById('door-body').textContent"
    try page.click("document.querySelector('td [data-door=\"=A2\"]')")
    try page.wait("\(Self.title).startsWith('A2[0, 0] = ')")
    #expect(try page.text(body).contains("A2 = sigmoid(Z2)"))
    #expect(try page.text(body).contains("with the parameters as they are"))
    let shown = try page.text("document.querySelector('td [data-door=\"=A2\"]').textContent")
    let number = try page.number("\(Self.title).split(' = ')[1]")
    #expect(abs(number - (Double(shown) ?? .nan)) < 1e-4)
    // On to the layer before it, and to the weights.
    for name in ["Z2[", "A1[", "Z1[", "W1["] {
      try page.click(
        "[...document.querySelectorAll('#door-body .origins button')]"
          + ".find((e) => e.textContent.startsWith('\(name)'))")
      try page.wait("\(Self.title).startsWith('\(name)')")
    }
    try page.press("Escape", code: 27)
    try page.click("document.querySelector('[data-door=\"=accuracy\"]')")
    try page.wait("\(Self.title).startsWith('accuracy = ')")
    #expect(try page.text(body).contains("over 1000 examples"))
    // At every moment under the slider.
    _ = try page.evaluate(
      "(() => { slider.value = '0'; slider.dispatchEvent(new Event('input')); })()")
    try page.wait("\(Self.title).startsWith('accuracy = ')")
    #expect(page.complaints == [])
  }

  @Test func theNetworkAndTheCurveAreDoors() throws {
    let page = try Browser().open(address)
    #expect(try page.number("document.querySelectorAll('line[data-door]').length") == 9)
    #expect(try page.number("document.querySelectorAll('rect[data-door=A1]').length") == 3)
    try page.click("document.querySelector('line[data-door=W2][data-at=\"1\"]')")
    try page.wait("\(Self.title).startsWith('W2[0, 1] = ')")
    // The panel may lie over the curve, as it may for whoever reads.
    try page.press("Escape", code: 27)
    let moment = "document.querySelector('circle[data-moment=\"7\"]')"
    try page.click(moment)
    try page.wait("\(Self.title).startsWith('L = ')")
    #expect(try page.text("slider.value") == "7")
    #expect(
      try page.text("document.getElementById('door-body').textContent").contains("of epoch"))
    // A finger.
    try page.tap("document.querySelector('rect[data-door=A1][data-at=\"0\"]')")
    try page.wait("\(Self.title).startsWith('A1[0, 0] = ')")
    #expect(page.complaints == [])
  }

  /// What a screen reader is told.
  @Test func theAccessibilityTreeHasIt() throws {
    let page = try Browser().open(address, width: 360, height: 740)
    try page.tap(Self.door("b1", 0))
    try page.wait("\(Self.title).startsWith('b1[0, 0] = ')")
    let names = try page.accessibleNames()
    #expect(names.contains { $0.role == "dialog" && $0.name.hasPrefix("b1[0, 0] = ") })
    #expect(names.contains { $0.role == "button" && $0.name.hasPrefix("db1[0, 0] = ") })
    #expect(names.contains { $0.role == "button" && $0.name.hasPrefix("W1[0, 1] = ") })
    #expect(names.contains { $0.role == "navigation" && $0.name == "the way here" })
    #expect(!names.contains { $0.role == "button" && $0.name.isEmpty })
    #expect(try page.number("document.documentElement.scrollWidth") <= 360)
  }
}
