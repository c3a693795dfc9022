import Arrays
import Charts
import Equations
import Terminal
import Training

extension Plot {
  /// The plane of the two inputs as the network bends it.
  package static let fold = Plot(
    "fold", usage: "[NAME | A1[0] A1[1]]",
    summary: """
      the sheet of two inputs as the network bends it, and the straight cut through a hidden layer; \
      of a layer or of two units named
      """,
    film: film
  ) { session, argument in
    try FoldPicture(FoldRequest(argument, in: session), of: session).chart()
  }

  /// Through the network as it is now, then through the epochs that made it so.
  private static func film(
    _ session: Session, _ argument: CommandText.Argument, _ take: (FilmFrame) -> Void
  ) throws {
    let request = try FoldRequest(argument, in: session)
    let now = try FoldPicture(request, of: session).chart()
    let last = now.stages.count - 1
    func frame(_ chart: FoldChart, _ from: Int, _ to: Int, _ part: Double, _ place: Phrase)
      -> FoldFrame
    {
      FoldFrame(
        chart, title: now.title,
        heading: Phrase([chart.stages[to].caption, place], separator: "    "), from: from,
        to: to, part: part)
    }
    let epoch = FoldPicture.epoch(session.run.finishedEpochs)
    take(FilmFrame(frame(now, 0, 0, 1, epoch), time: 100))
    let steps = 12
    for stage in now.stages.indices.dropLast() {
      for step in 1...steps {
        // Slowly away and slowly there.
        let part = Double(step) / Double(steps)
        let eased = part * part * (3 - 2 * part)
        take(
          FilmFrame(frame(now, stage, stage + 1, eased, epoch), time: step == steps ? 60 : 6))
      }
    }
    take(FilmFrame(frame(now, last, last, 1, epoch), time: 120))
    try session.walkEpochs(atMost: 40) { session, epoch, isLast in
      let chart = try FoldPicture(request, of: session).chart()
      guard chart.stages.count == now.stages.count else { return }
      take(
        FilmFrame(
          frame(chart, last, last, 1, FoldPicture.epoch(epoch)), time: isLast ? 250 : 10))
    }
  }
}

extension Session {
  /// Goes through the ends of the epochs that have been, evenly chosen, on a copy.
  func walkEpochs(
    atMost count: Int, _ visit: (Session, _ epoch: Int, _ isLast: Bool) throws -> Void
  ) throws {
    let last = run.finishedEpochs
    guard last > 0 else { return }
    let steps = min(last, count)
    var copy = self
    for step in 0...steps {
      try Interruption.check()
      let epoch = Int(saturating: Double(step) * Double(last) / Double(steps))
      context.progress(Progress(done: step, total: steps + 1, loss: nil, unit: "moment"))
      guard (try? copy.run.go(to: .after(epoch: epoch))) != nil else { continue }
      try visit(copy, epoch, step == steps)
    }
  }
}

extension FoldRequest {
  /// `A1`, `A1[2] A1[3]`, or nothing.
  ///
  /// - Parameter command: of what it is the argument.
  init(
    _ argument: CommandText.Argument, in session: Session, command: String = "plot fold"
  ) throws {
    self.init()
    let parts = argument.parts
    guard let first = parts.first else { return }
    if parts.count == 1, case .name(let name) = try first.expression().node {
      self.name = name
      return
    }
    let layer = session.run.program.layers.first?.output ?? "A1"
    let example = "\(command) \(layer)[0] \(layer)[1]"
    let units = try parts.map { part in
      guard let unit = Self.unit(try part.expression(), session.run) else {
        throw ShellError(
          "bad-unit", "'\(part.text)' is no unit of a layer",
          hint: .verbatim(example),
          range: part.offset..<part.offset + part.text.utf8.count)
      }
      return unit
    }
    guard units.count == 2, units[0].name == units[1].name else {
      throw ShellError(
        "two-units", "the picture is of two units of one layer",
        hint: .verbatim(example))
    }
    name = units[0].name
    self.units = (units[0].unit, units[1].unit)
  }

  /// `A1[2]`, or `A1[:, 2]` where the examples are rows.
  private static func unit(_ expression: Expression, _ run: Run) -> (name: String, unit: Int)? {
    guard case .index(let base, let items) = expression.node, case .name(let name) = base.node
    else { return nil }
    let places = items.compactMap { item -> Int? in
      guard case .position(let place) = item else { return nil }
      switch place.node {
      case .integer(let unit): return unit
      case .unary(.minus, let operand):
        guard case .integer(let unit) = operand.node else { return nil }
        return -unit
      default: return nil
      }
    }
    let isRow = run.program.exampleAxis(of: name) == 0
    let isWhole = items.contains { item in
      if case .slice(start: nil, stop: nil, step: nil) = item { true } else { false }
    }
    guard places.count == 1, items.count == (isWhole ? 2 : 1) else { return nil }
    if items.count == 1 { return isRow ? nil : (name, places[0]) }
    let isFirst = if case .position = items[0] { true } else { false }
    return isFirst == isRow ? nil : (name, places[0])
  }
}

/// A fold with the words that are said of it.
package struct FoldPicture {
  let fold: Fold
  let run: Run

  /// How many points the sheet has along a side: lines of four stand between every two.
  static let side = 49

  init(_ request: FoldRequest, of session: Session) throws {
    run = session.run
    let run = run
    fold = try Views.reporting { () throws(ViewFault) in
      try run.fold(try run.foldPlan(request), side: Self.side)
    }
  }

  func chart() throws -> FoldChart {
    try Interruption.check()
    let sentences = sentences
    return FoldChart(
      title: "the fold at \("\(run.position)")", stages: fold.stages.map(stage),
      side: fold.side, leads: fold.leads, cuts: fold.cuts.map { .init(a: $0.a, b: $0.b, c: $0.c) },
      classNames: Views.classNames(run), caption: sentences.last, summary: sentences)
  }

  static func epoch(_ epoch: Int) -> Phrase {
    epoch == 0 ? "before the first epoch" : "epoch \("\(epoch)")"
  }

  private func stage(_ stage: Fold.Stage) -> FoldChart.Stage {
    let names = Self.axisNames(of: stage.name, stage.axes, run)
    return FoldChart.Stage(
      name: stage.name, caption: stage.equation.map(Phrase.verbatim) ?? "\(stage.name), the inputs",
      xName: names.x, yName: names.y, sheet: stage.sheet.map { .init($0.x, $0.y) },
      points: stage.examples.enumerated().map { place, example in
        ClassPoint(example.x, example.y, class: fold.classes?[place] ?? 0)
      })
  }

  /// What the two axes of a stage are called.
  package static func axisNames(
    of name: String, _ axes: PlaneAxes, _ run: Run
  ) -> (x: Phrase, y: Phrase) {
    func unit(_ unit: Int) -> Phrase { .verbatim(Views.unit(unit, of: name, run)) }
    switch axes.kind {
    case .whole: return (unit(0), unit(1))
    case .units(let one, let other): return (unit(one), unit(other))
    case .principal:
      return ("\(name), principal axis 1", "\(name), principal axis 2")
    }
  }

  // MARK: - What is seen

  /// What the picture shows, in sentences; the last one says what comes of it.
  var sentences: [Phrase] {
    guard let first = fold.stages.first, let last = fold.stages.last else { return [] }
    var said: [Phrase] = [
      """
      The sheet of \(first.name) on its way through \
      \(fold.stages.dropFirst().map(\.name).joined(separator: ", ")), at \("\(run.position)").
      """
    ]
    let shapes = fold.stages.map { SheetShape($0.sheet, side: fold.side) }
    for place in fold.stages.indices.dropFirst() {
      let stage = fold.stages[place]
      said.append(sentence(of: stage, shapes[place], after: shapes[place - 1]))
      said += axes(of: stage)
    }
    said.append(outcome(last))
    return said
  }

  private func axes(of stage: Fold.Stage) -> [Phrase] {
    let count = stage.axes.unitCount
    switch stage.axes.kind {
    case .whole: return []
    case .units(let one, let other):
      return [
        """
        \(stage.name) has \("\(count)") units; it is seen along \(Views.unit(one, of: stage.name, run)) \
        and \(Views.unit(other, of: stage.name, run)).
        """
      ]
    case .principal(let share):
      let percent = "\(Int(saturating: (share * 100).rounded()))"
      return [
        """
        \(stage.name) has \("\(count)") units; it is seen along its two principal axes, which show \
        \(percent) % of the examples' spread.
        """
      ]
    }
  }

  /// What an equation makes of the sheet.
  private func sentence(
    of stage: Fold.Stage, _ sheet: SheetShape?, after before: SheetShape?
  ) -> Phrase {
    let name = stage.equation ?? stage.name
    guard let sheet else {
      return "\(name): the sheet has places that are no numbers."
    }
    if sheet.isPoint { return "\(name): the whole sheet lies on one point." }
    if let before, before.ratio >= 1000 {
      return sheet.bend < 0.01 ? "\(name) leaves the line a line." : "\(name) bends the line."
    }
    if sheet.ratio >= 1000 { return "\(name) presses the sheet to a line." }
    let ratio = NumberFormatting.significant(sheet.ratio, digits: 2)
    let isThin = sheet.ratio >= 8
    let isFlat = sheet.bend < 0.01
    if isThin && isFlat {
      return "\(name) presses the sheet to a line, \(ratio) times as long as wide; it stays flat."
    }
    if isFlat { return "\(name) shears and turns the sheet; it stays flat." }
    if isThin { return "\(name) presses and bends the sheet, \(ratio) times as long as wide." }
    return "\(name) bends the sheet."
  }

  /// Whether the classes are parted.
  private func outcome(_ last: Fold.Stage) -> Phrase {
    guard !fold.leads.isEmpty, let classes = fold.classes, let answers = fold.answers else {
      return "The targets are no classes: nothing cuts the sheet."
    }
    let (count, right) = (classes.count, zip(classes, answers).count { $0 == $1 })
    let isOneSided = fold.leads.count == 1 && Set(fold.leads[0].map { $0 > 0 }).count == 1
    if isOneSided { return "No cut crosses the sheet: the network says the same everywhere." }
    guard fold.cuts.count == 1 else {
      return right == count
        ? "Where the network changes its mind, all \("\(count)") places of examples are parted."
        : """
        Where the network changes its mind, \("\(count - right)") of \("\(count)") places of examples \
        are on the wrong side.
        """
    }
    return right == count
      ? "One straight cut through \(last.name) parts all \("\(count)") places of examples."
      : """
      The straight cut through \(last.name) leaves \("\(count - right)") of \("\(count)") places of \
      examples on the wrong side.
      """
  }
}

/// How long, wide and bent a sheet is.
private struct SheetShape {
  let isPoint: Bool
  /// The longer of its two principal extents by the other.
  let ratio: Double
  /// The part of its spread that no plane map of the sheet explains, 0 to 1.
  let bend: Double

  init?(_ sheet: [Fold.Place], side: Int) {
    guard side > 1, sheet.count == side * side,
      sheet.allSatisfy({ $0.x.isFinite && $0.y.isFinite })
    else { return nil }
    let count = Double(sheet.count)
    let (mx, my) = (sheet.reduce(0) { $0 + $1.x } / count, sheet.reduce(0) { $0 + $1.y } / count)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    // Along the sheet's own sides u and v, which are at right angles over the grid.
    var (xu, xv, yu, yv, uu) = (0.0, 0.0, 0.0, 0.0, 0.0)
    let middle = Double(side - 1) / 2
    for (index, place) in sheet.enumerated() {
      let (x, y) = (place.x - mx, place.y - my)
      let (u, v) = (Double(index % side) - middle, Double(index / side) - middle)
      xx += x * x
      xy += x * y
      yy += y * y
      xu += x * u
      xv += x * v
      yu += y * u
      yv += y * v
      uu += u * u
    }
    let total = xx + yy
    let size = max(mx * mx + my * my, 1e-300) * count
    isPoint = total <= size * 1e-24
    let half = total / 2
    let root = (((xx - yy) / 2) * ((xx - yy) / 2) + xy * xy).squareRoot()
    let small = max(half - root, total * 1e-12)
    ratio = isPoint ? 1 : ((half + root) / small).squareRoot()
    let explained = (xu * xu + xv * xv + yu * yu + yv * yv) / uu
    bend = isPoint ? 0 : max(0, 1 - explained / total)
  }
}
