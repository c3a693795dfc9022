import Arrays
import Charts
import Equations
import Formats
import JSON
import Networks
import Shell
import Terminal
import Training
import Web

/// The states of a run at the ends of its epochs, as a report has them under its slider: more of
/// them where the loss moves.
struct ReportTimeline {
  /// At most so many epochs are looked at, the state before the first one besides.
  static let mostEpochs = 80
  /// The states together take at most so many bytes; else every second one is left out, and so on.
  static let mostBytes = 2_500_000

  /// The arithmetic behind the numbers of the states takes at most so many bytes, deflated; in base64
  /// they are a third more.
  static let mostPackedBytes = 1_650_000
  /// How far parameters move things is taken down where that is so much work at most, in numbers
  /// computed anew: each element of them takes a way through the equations, at every moment.
  private static let mostMoved = 30_000_000
  /// Nothing is taken down of states with more numbers: one of them alone would be too large.
  static let mostNumbers = 400_000

  /// What one state puts into the page's regions.
  private struct Snapshot {
    var epoch: Double
    var label: String
    /// What the loss came to in the epoch; `nil` before the first.
    var loss: Double?
    var regions: [(id: String, content: HTML)]
    var moment: DoorBook.Moment
    /// What bends the sheet; `nil` where there is none.
    var fold: FoldFeed.Moment?

    var bytes: Int { regions.reduce(0) { $0 + $1.content.source.utf8.count } }
  }

  let body: HTML
  let courses: HTML
  /// The moments that the sheet can be bent at.
  let folds: [(label: String, moment: FoldFeed.Moment)]
  let feed: WebPage.Feed
  let doors: WebPage.Doors?
  /// What was left out.
  let notes: [String]

  /// - Parameter mostPackedBytes: how large the arithmetic may be.
  init(_ session: Session, mostPackedBytes: Int = Self.mostPackedBytes) throws {
    let run = session.run
    let now = SessionPage(session: session)
    guard run.isInitialised else {
      body = WebPage.status(now.status) + now.figures(in: .report) + now.values
      courses = HTML()
      folds = []
      feed = .still
      var book = DoorBook()
      let moment = book.note(run)
      doors = Self.carried(book, of: [moment], session, mostPackedBytes).0.map {
        DoorWords.doors($0, session.context.translation)
      }
      notes = []
      return
    }
    let moments = Self.epochs(upTo: run.finishedEpochs, along: run.losses)
    var notes: [String] = []
    if run.finishedEpochs > moments.count {
      notes.append(
        now.words(
          """
          The slider stops at \(moments.count) moments of \(run.finishedEpochs) epochs, more of them \
          where \(run.program.loss) moves.
          """))
    }
    if let name = now.runName {
      notes.append(
        now.words("The states under the slider are those of the run \(name)."))
    }
    let lossScene = (try? now.chart(now.lossPicture)).map { now.scene($0) }
    let pictures = now.pictures
    var recorder = ParameterTrajectories.Recorder(run)
    var snapshots: [Snapshot] = []
    var book = DoorBook()
    let parameters = run.program.parameters.reduce(0) { $0 + (run.state[$1]?.count ?? 0) }
    let ways = Self.mostMoved / max(run.state.numberCount, 1)
    let movesAlways = parameters * moments.count <= ways
    // One state at a time: those of a large network would not fit into memory together.
    try Self.walk(session, to: moments) { epoch, page in
      recorder.note(page.run, epoch: epoch)
      let isSmall = page.run.state.numberCount <= Self.mostNumbers
      let moment = isSmall ? book.note(page.run) : DoorBook.Moment(names: [:])
      if movesAlways { book.noteMoves(page.run) }
      snapshots.append(Self.snapshot(page, epoch: epoch, lossScene, pictures, moment))
    }
    if !movesAlways, parameters <= ways { book.noteMoves(run) }
    let charts = ParameterTrajectories(recorder, now)
    notes += charts.notes
    for index in snapshots.indices {
      snapshots[index].regions += charts.marks(at: snapshots[index].epoch)
    }
    let total = snapshots.reduce(0) { $0 + $1.bytes }
    let all = snapshots
    func kept(_ stride: Int) -> [Snapshot] {
      all.enumerated().filter { ($0.offset - all.count + 1) % stride == 0 }.map(\.element)
    }
    let leastStride = max((total + Self.mostBytes - 1) / Self.mostBytes, 1)
    snapshots = kept(leastStride)
    if snapshots.count < all.count {
      notes.append(
        now.words("This network is large: only \(snapshots.count) moments are kept."))
    }
    let isSmall = run.state.numberCount <= Self.mostNumbers
    let (carried, count) =
      isSmall
      ? Self.carried(book, of: snapshots.map(\.moment), session, mostPackedBytes) : (nil, 0)
    if carried == nil {
      notes.append(
        now.words(
          """
          The arithmetic behind this network's numbers is too large for a page: why shows it, in \
          the shell and in the page of view.
          """))
    } else if count < snapshots.count {
      notes.append(
        now.words(
          count == 1
            ? "The arithmetic behind the numbers is kept of the last moment alone."
            : """
            The arithmetic behind the numbers is kept of \(count) of the \(snapshots.count) \
            moments; what the others have leads to the nearest of these.
            """))
    }
    doors = carried.map { DoorWords.doors($0, session.context.translation) }
    self.notes = notes
    folds = snapshots.compactMap { snapshot in snapshot.fold.map { (snapshot.label, $0) } }
    feed = snapshots.count > 1 ? .baked(json: Self.json(snapshots)) : .still
    body = Self.body(
      now,
      slider: WebPage.slider(
        count: snapshots.count, label: now.words("Epoch"), play: now.words("Play"),
        pause: now.words("Pause"), last: snapshots.last?.label ?? ""),
      lossScene: lossScene, snapshots)
    courses = charts.body(
      last: snapshots.last?.regions ?? [], kept: snapshots.map { ($0.epoch, $0.label) },
      label: now.words("Points of this curve"))
  }

  /// The arithmetic of as many moments as have room, the last among them: how far parameters move
  /// things is left out of all others before a moment is.
  ///
  /// - Returns: `nil` where not even one has room, and how many have.
  private static func carried(
    _ book: DoorBook, of moments: [DoorBook.Moment], _ session: Session, _ mostBytes: Int
  ) -> (WebPage.Doors.Book?, count: Int) {
    guard let last = moments.last else { return (nil, 0) }
    var book = book
    // Moments are about as large as each other but for what they share: that the half of one, so many
    // times, is too large need not be tried, for a try takes long.
    func leastStride() -> Int {
      let bytes = book.encoded([moments[moments.count / 2]], session.context.translation)
      let size = Deflate.compressed(bytes)?.count ?? 0
      return max(size * moments.count / 2 / max(mostBytes, 1), 1)
    }
    var stride = leastStride()
    if stride > 1, book.forgetMoves(exceptAt: last) { stride = leastStride() }
    while stride < 2 * moments.count {
      let chosen = moments.enumerated().map { place, moment in
        (place - moments.count + 1) % stride == 0 ? moment : DoorBook.Moment(names: [:])
      }
      let bytes = book.encoded(chosen, session.context.translation)
      guard let packed = Deflate.compressed(bytes) else { return (nil, 0) }
      if packed.count <= mostBytes {
        let count = chosen.count { !$0.names.isEmpty }
        return (.carried(SessionPage.base64(packed)), count)
      }
      if book.forgetMoves(exceptAt: last) { continue }
      stride = max(stride + 1, stride * packed.count / max(mostBytes, 1))
    }
    return (nil, 0)
  }

  /// 0 and the last, and between them by the length of the loss's curve in its picture, so that an
  /// escape has as many as the plateau before it; evenly where the loss does not move.
  static func epochs(upTo last: Int, along losses: some RandomAccessCollection<Double>) -> [Int] {
    let count = min(last, mostEpochs)
    guard count > 0 else { return [0] }
    let values = Array(losses)
    let finite = values.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    let isFlat = high - low <= 1e-3 * max(low.magnitude, high.magnitude)
    guard last > count, !isFlat, values.count > 1 else {
      return (0...count).map {
        $0 == count ? last : Int(saturating: Double($0) * Double(last) / Double(count))
      }
    }
    // How far along the curve each value is; both sides of the picture are 1 long.
    var lengths = [0.0]
    for (before, after) in zip(values, values.dropFirst()) {
      let rise = (after - before) / (high - low)
      let run = 1 / Double(values.count - 1)
      let step = rise.isFinite ? (rise * rise + run * run).squareRoot() : run
      lengths.append(lengths[lengths.count - 1] + step)
    }
    let whole = lengths[lengths.count - 1]
    var epochs = [0]
    var index = 0
    for place in 1...count {
      let wanted = whole * Double(place) / Double(count)
      while index + 1 < lengths.count, lengths[index] < wanted { index += 1 }
      let epoch = 1 + Int(saturating: Double(index) * Double(last - 1) / Double(lengths.count - 1))
      // Each of them once, and as many as were asked for as long as there are.
      let least = (epochs.last ?? 0) + 1
      epochs.append(min(max(epoch, least), last - (count - place)))
    }
    return epochs
  }

  static func epochs(upTo last: Int) -> [Int] { epochs(upTo: last, along: []) }

  /// Goes to the ends of epochs, and to where the session stands now if that is none.
  private static func walk(
    _ session: Session, to epochs: [Int], _ visit: (Double, SessionPage) -> Void
  ) throws {
    var copy = session
    for (index, epoch) in epochs.enumerated() {
      if session.context.shouldStop() {
        throw ShellError("interrupted", "stopped by Ctrl-C; no file was written")
      }
      session.context.progress(
        Session.Progress(done: index, total: epochs.count, loss: nil, unit: "moment"))
      if epoch == session.run.finishedEpochs, !session.run.hasBegunEpoch {
        // The same moment, with what the last epoch left behind.
        return visit(Double(epoch), SessionPage(session: session))
      }
      try copy.run.go(to: .after(epoch: epoch))
      visit(Double(epoch), SessionPage(session: copy))
    }
    visit(Double(session.run.finishedEpochs) + 0.5, SessionPage(session: session))
  }

  private static func snapshot(
    _ page: SessionPage, epoch: Double, _ lossScene: Scene?, _ pictures: [String],
    _ moment: DoorBook.Moment
  ) -> Snapshot {
    let run = page.run
    let mark = lossScene.map { scene -> HTML in
      guard let loss = run.losses.last, epoch > 0 else { return marker(scene, at: max(epoch, 1)) }
      return marker(scene, at: epoch.rounded(.up)) + dot(scene, epoch.rounded(.up), loss)
    }
    let label =
      run.hasBegunEpoch
      ? "\(run.position)"
      : page.words(
        epoch == 0 ? "before the first epoch" : "epoch \(Int(saturating: epoch))")
    return Snapshot(
      epoch: epoch, label: label, loss: epoch > 0 ? run.losses.last : nil,
      regions: [("status", page.status), ("loss-mark", mark ?? HTML())]
        + pictures.map { ($0, page.drawing($0)) }
        + pictures.map { ("\($0)-doors", page.doors(upon: $0)) }
        + [("predictions", page.predictions), ("values", page.values)],
      moment: moment, fold: page.foldMoment)
  }

  /// An upright line through a chart.
  static func marker(_ scene: Scene, at x: Double) -> HTML {
    guard let line = scene.upright(x) else { return HTML() }
    return HTML(
      markup: "<line x1=\"\(number(line.top.x))\" y1=\"\(number(line.top.y))\""
        + " x2=\"\(number(line.bottom.x))\" y2=\"\(number(line.bottom.y))\"></line>")
  }

  private static func dot(_ scene: Scene, _ x: Double, _ y: Double) -> HTML {
    guard let point = scene.point(x, y) else { return HTML() }
    return HTML(
      markup: "<circle cx=\"\(number(point.x))\" cy=\"\(number(point.y))\" r=\"4\"></circle>")
  }

  /// A place in a drawing, to a tenth.
  static func number(_ value: Double) -> String {
    NumberFormatting.significant((value * 10).rounded() / 10, digits: 6)
  }

  /// A chart with a place for marks upon it.
  ///
  /// - Parameters:
  ///   - doors: what of it can be chosen.
  ///   - label: what those are.
  static func marked(
    _ id: String, _ scene: Scene, _ mark: HTML, _ doors: HTML = HTML(), label: String
  ) -> HTML {
    let layer = doors.isEmpty ? doors : PictureDoors.layer(doors, label: label)
    let size = SessionPage.pictureSize
    return """
      <figure><div class="plot">\(SessionPage.drawing(scene, id: id))<svg class="overlay" \
      viewBox="0 0 \(size.width) \(size.height)" aria-hidden="true"><g data-region="\(id)-mark">\
      \(mark)</g></svg>\(layer)</div></figure>

      """
  }

  private static func body(
    _ now: SessionPage, slider: HTML, lossScene: Scene?, _ snapshots: [Snapshot]
  ) -> HTML {
    let last = snapshots.last
    func content(_ id: String) -> HTML {
      last?.regions.first { $0.id == id }?.content ?? HTML()
    }
    var html: HTML = "<div class=\"bar\">\n\(slider)\(WebPage.status(content("status")))</div>\n"
    html += "<div class=\"figures\">\n"
    if let lossScene {
      let points = snapshots.enumerated().map { place, snapshot in
        snapshot.loss.map { loss in
          PictureDoors.point(
            lossScene, x: snapshot.epoch.rounded(.up), y: loss, now.run.program.loss, 0, .scalar,
            moment: place, label: "\(now.run.program.loss), \(snapshot.label)")
        } ?? HTML()
      }.joined()
      html += marked(
        "loss", lossScene, content("loss-mark"), points, label: now.words("Points of this curve"))
    } else {
      html += "<figure>\(now.drawing("loss"))</figure>\n"
    }
    for id in now.pictures {
      let doors = content("\(id)-doors")
      html +=
        doors.isEmpty
        ? "<figure data-region=\"\(id)\">\(content(id))</figure>\n"
        : now.figure(id, content(id), doors)
    }
    html += "</div>\n"
    html += WebPage.region("predictions", content("predictions"))
    html += strip(now, snapshots)
    html += "<h3>\(now.words("Parameters"))</h3>\n" + WebPage.region("values", content("values"))
    return html
  }

  /// What has no slider, paper and a browser without scripts, has four moments side by side instead:
  /// the first, two on the way and the last.
  private static func strip(_ now: SessionPage, _ snapshots: [Snapshot]) -> HTML {
    guard snapshots.count > 4, let picture = now.pictures.first(where: { $0 != Plot.network.name })
    else { return HTML() }
    let last = snapshots.count - 1
    let chosen = [0, last / 3, 2 * last / 3, last]
    var html: HTML = "<div class=\"strip\">\n"
    for place in chosen {
      let drawing = snapshots[place].regions.first { $0.id == picture }?.content ?? HTML()
      // Names of drawings are of one drawing each.
      let own = drawing.source.replacing(
        "\(picture)-title", with: "strip\(SessionPage.letters(place))-title"
      ).replacing("\(picture)-desc", with: "strip\(SessionPage.letters(place))-desc")
      let loss = snapshots[place].loss.map {
        ", \(now.run.program.loss) \(NumberFormatting.significant($0, digits: 3))"
      }
      html += "<figure>\(HTML(markup: own))<figcaption>\(snapshots[place].label)\(loss ?? "")"
      html += "</figcaption></figure>\n"
    }
    return html + "</div>\n"
  }

  private static func json(_ snapshots: [Snapshot]) -> String {
    var regions: [(String, JSONValue)] = []
    for id in snapshots.first?.regions.map(\.id) ?? [] {
      var before: String?
      var items: [JSONValue] = []
      for snapshot in snapshots {
        let content = snapshot.regions.first { $0.id == id }?.content.source ?? ""
        items.append(content == before ? .null : .string(content))
        before = content
      }
      regions.append((id, .array(items)))
    }
    return JSONValue.object([
      ("labels", .strings(snapshots.map(\.label))), ("regions", .object(regions)),
    ]).text
  }
}

extension RunState {
  /// How many numbers it holds.
  fileprivate var numberCount: Int {
    slots.values.reduce(0) { $0 + ($1.value.array?.count ?? 0) }
  }
}
