import Arrays
import Charts
import Equations
import JSON
import Lessons
import Networks
import Shell
import System
import Terminal
import Training
import Web

/// A session as a page: as a report that is kept, or as a view that follows it.
///
/// Both are made of the same parts; a report has states of many epochs baked in, a view is told
/// each new state.
package struct SessionPage {
  let session: Session

  package init(session: Session) { self.session = session }

  var run: Run { session.run }

  /// The width and height of pictures: small, since they are shown larger, and their labels with
  /// them; half of 1024 pixels makes letters of 18.
  static let pictureSize = (width: 330, height: 240)

  func words(_ phrase: Phrase) -> String {
    phrase.text(session.context.translation).string
  }

  // MARK: - A report

  /// The whole page, the same to the byte for the same session.
  ///
  /// - Parameter mostPackedBytes: how large the arithmetic may be.
  func report(mostPackedBytes: Int = ReportTimeline.mostPackedBytes) throws -> String {
    let epochs = try ReportTimeline(session, mostPackedBytes: mostPackedBytes)
    var sections: [WebPage.Section] = []
    sections.append(.init("epochs", words("Training"), epochs.body))
    if let fold = foldSection(epochs.folds) { sections.append(fold) }
    sections.append(.init("model", words("The model"), equations(in: .report) + settings))
    if !epochs.courses.isEmpty {
      sections.append(.init("courses", words("The parameters, epoch by epoch"), epochs.courses))
    }
    if !trials.isEmpty {
      sections.append(.init("sweep", words("The trials of the sweep"), trials))
    }
    if let files = dataFiles { sections.append(.init("files", words("Data files"), files)) }
    sections.append(.init("diagnosis", words("What diagnose says"), findings))
    if let room = roomReport { sections.append(.init("room", words("What the room said"), room)) }
    sections.append(
      .init("session", words("The session"), log(last: SessionTranscript.mostEntries, in: .report)))
    return page(
      sections, feed: epochs.feed, doors: epochs.doors, status: HTML(), notes: epochs.notes
    ).document(digest: Self.digest)
  }

  // MARK: - A view

  /// The page as it is now, and what brings one that is open up to date.
  ///
  /// - Parameters:
  ///   - door: where those who answer go in.
  ///   - address: where telephones find the page; `nil` where only this machine can open it.
  package func live(door: Door? = nil, address: String? = nil) -> (page: String, state: PageState) {
    let room = room(door)
    let fold = foldState
    let regions: [(id: String, content: HTML)] = [
      ("status", status),
      ("room", room),
      ("lesson", lesson),
      ("said", said),
      ("model", equations(in: .view) + settings),
      ("pictures", figures(in: .view)),
      ("fold-data", fold.data),
      ("fold-equations", fold.equations),
      ("values", predictions + values),
      ("log", log(last: 12, in: .view)),
    ]
    func region(_ id: String) -> HTML {
      WebPage.region(id, regions.first { $0.id == id }?.content ?? HTML())
    }
    let sections: [WebPage.Section] = [
      .init("model", words("The model"), region("model")),
      .init("pictures", words("Pictures"), region("pictures")),
      .init("fold", words("The fold"), foldView + region("fold-data")),
      .init("values", words("Numbers"), region("values")),
      .init("session", words("Last commands"), region("log")),
    ]
    let page = page(
      sections, feed: .live(path: "events"),
      doors: DoorWords.doors(.served(path: "why/"), session.context.translation),
      status: WebPage.status(status) + WebPage.region("room", room) + WebPage.region("said", said)
        + WebPage.region("lesson", lesson) + WebPage.past(labels: pastLabels),
      notes: [words("Keys: 1 to 9 show one picture alone, 0 all of them, h holds the page.")],
      way: way(to: address))
    return (page.document(digest: Self.digest), state(regions))
  }

  /// What brings a page up to date where nothing is news but what a room has answered.
  ///
  /// - Parameter door: where those who answer go in.
  package func answers(door: Door?) -> PageState { state([("room", room(door))]) }

  private func state(_ regions: [(id: String, content: HTML)]) -> PageState {
    PageState(
      title: JSONValue.string(title).text,
      regions: regions.map { ($0.id, JSONValue.string($0.content.source).text) })
  }

  // MARK: - The frame

  private var title: String {
    let name = run.program.model.name
    return runName.map { words("\(name) (\($0)) at \(run.position)") }
      ?? words("\(name) at \(run.position)")
  }

  private func page(
    _ sections: [WebPage.Section], feed: WebPage.Feed, doors: WebPage.Doors?, status: HTML,
    notes: [String], way: HTML = HTML()
  ) -> WebPage {
    let name = run.program.model.name
    let network = runName.map { words("The network \(name), run \($0)") }
    let heading: HTML = """
      <h1>\(network ?? words("The network \(name)"))</h1>
      <p class="faint">\(describeStart)</p>
      \(status)

      """
    var footer: HTML = "<p>\(words("Made with Underhood \(Session.version)."))</p>\n"
    for note in notes { footer += "<p>\(note)</p>\n" }
    footer += way
    var page = WebPage(
      title: title, heading: heading, sections: sections, footer: footer,
      feed: feed, doors: doors, hasFold: sections.contains { $0.id == "fold" },
      styleSheet: Scene.styleSheet)
    page.lost = words("The session has ended, or cannot be reached.")
    if let name = session.context.translation?.language { page.language = name }
    return page
  }

  /// The code that leads telephones to the page.
  private func way(to address: String?) -> HTML {
    guard let address, let code = QRCode(address) else { return HTML() }
    return """
      <details aria-label="\(words("This page on a telephone"))">\
      <summary>\(words("This page on a telephone"))</summary>
      <div class="door">\(code.drawing(label: words("a code that leads to the address beside it")))
      <p><code>\(address)</code></p></div></details>

      """
  }

  private var pastLabels: (moments: String, hold: String) {
    (words("what was shown before"), words("Hold"))
  }

  /// What the run is called, where there are several.
  var runName: String? {
    session.nameAmongSeveral
  }

  private var describeStart: String {
    let program = run.program
    var parts: [String] = []
    if let count = program.exampleCount {
      let batches = program.batchesPerEpoch
      parts.append(
        words(
          batches > 1
            ? "\(batches) batches of \(count) examples"
            : count == 1 ? "1 example" : "\(count) examples"))
    }
    let parameters = program.parameters.compactMap { program.statics[$0]?.shape?.count }
    if !parameters.isEmpty {
      let count = parameters.reduce(0, +)
      parts.append(words(count == 1 ? "1 parameter" : "\(count) parameters"))
    }
    // A model that names a seed says so among its equations.
    if !program.setup.contains(where: { $0.text.hasPrefix("seed(") }) {
      parts.append(words("seed \(run.seed)"))
    }
    return parts.joined(separator: ", ")
  }

  /// Where the run stands, in a line.
  var status: HTML {
    var phrase: Phrase = "Before training, at \(run.position)"
    if run.hasBegunEpoch {
      phrase = "In epoch \(run.epoch), at \(run.position)"
    } else if run.isInitialised {
      phrase =
        run.finishedEpochs == 0 ? "Before the first epoch" : "Epoch \(run.finishedEpochs) done"
    }
    var html = HTML(text: words(phrase))
    if let loss = run.losses.last, run.isInitialised { html += "; " + said(loss) }
    // What is right among answers that are no numbers says nothing.
    let isFinite = run.losses.last?.isFinite ?? true
    for metric in Metric.allCases where metric != .validationLoss && isFinite {
      if let value = run.metric(metric)?.item {
        let name = String(metric.rawValue.map { $0 == "_" ? " " : $0 })
        let number = NumberDoor.element(
          NumberDoor.evaluated(metric.rawValue), 0, .scalar,
          NumberFormatting.significant(value, digits: 4))
        html += ", \(name) <span data-doors>\(number)</span>"
        if run.program.batchesPerEpoch > 1, !metric.isOfValidation {
          html += HTML(text: " " + words("over all training examples"))
        }
      }
    }
    // Whoever steps looks at the equations, whoever runs at the pictures.
    let kind = run.hasBegunEpoch || !run.isInitialised ? "stepping" : "at-rest"
    return "<p class=\"\(kind)\">\(html).</p>"
  }

  /// An epoch's loss: with batches it is their mean, which no equation has given, and the last one's
  /// stands beside it.
  private func said(_ loss: Double) -> HTML {
    let name = run.program.loss
    func door(_ value: Double) -> HTML {
      let number = NumberFormatting.significant(value, digits: 6)
      return "<span data-doors>\(NumberDoor.element(name, 0, .scalar, number))</span>"
    }
    guard run.program.batchesPerEpoch > 1 else { return "\(name) = \(door(loss))" }
    let mean = NumberFormatting.significant(loss, digits: 6)
    var html: HTML = "\(words("\(name) = \(mean), the mean of the epoch's batches"))"
    if let last = run.state[name]?.item { html += " (\(words("the last one")): \(door(last)))" }
    return html
  }

  /// Of a text, in base64, as a browser compares it.
  package static func digest(_ text: String) -> String {
    base64(SHA256.digest(of: Array(text.utf8)))
  }

  static func base64(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 3 * 4 + 4)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        let isPadding = place > group.count
        text.append(isPadding ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * place) & 63])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
