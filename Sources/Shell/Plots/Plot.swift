import Arrays
import Charts
import Equations
import Terminal
import Training

/// A picture that can be asked for. A new one is a file here and a line in `Plot.all`.
package struct Plot: Sendable {
  typealias Make = @Sendable (Session, CommandText.Argument) throws -> any Chart

  package let name: String
  let usage: String
  let summary: String
  /// Where a session's page has it.
  package let onPages: OnPages
  let make: Make
  /// What moves in an animated file; by default the picture through the epochs.
  let film: Film?

  /// Gives one frame after the other.
  typealias Film =
    @Sendable (Session, CommandText.Argument, (FilmFrame) -> Void) throws -> Void

  /// When a page shows a picture.
  package enum OnPages: Sendable {
    case never
    /// With the reason where it cannot be drawn.
    case always
    /// Where it can be drawn.
    case ifDrawn
  }

  init(
    _ name: String, usage: String = "", summary: String, onPages: OnPages = .never,
    film: Film? = nil, make: @escaping Make
  ) {
    self.name = name
    self.usage = usage
    self.summary = summary
    self.onPages = onPages
    self.make = make
    self.film = film
  }

  package static let all: [Plot] = [
    .loss, .network, .boundary, .fit, .hidden, .fold, .units, .histogram, .landscape, .gradients,
    .activations, .sweep, .confusion,
  ]

  /// What `help plot` says of each, one below the other.
  static var help: String {
    all.map { "plot \($0.name)\($0.usage.isEmpty ? "" : " \($0.usage)"): \($0.summary)" }
      .joined(separator: "\n")
  }

  /// The chart for what follows `plot`: a picture by its name, or else a value.
  ///
  /// - Throws: `ShellError` where there is no such picture, or not yet.
  package static func chart(
    _ argument: CommandText.Argument, in session: Session
  ) throws -> any Chart {
    guard let (word, rest) = argument.firstWord else {
      throw ShellError(
        "missing-argument", "plot what?",
        hint: "plot \(Suggestions.list(all.map(\.name))), or plot \(session.firstName)")
    }
    if let plot = all.first(where: { $0.name == word }) {
      return try plot.make(session, rest)
    }
    return try valueChart(argument, in: session)
  }

  /// `plot W1`: the array as a heat map; `plot W1[0, 0] over epochs`: a number as it changed. A
  /// single number has no other picture, so that `plot L` is its course too.
  private static func valueChart(
    _ argument: CommandText.Argument, in session: Session
  ) throws -> any Chart {
    if let expression = try courseExpression(argument) {
      return try course(of: expression, in: session)
    }
    let expression: Expression
    do {
      expression = try argument.expression()
    } catch {
      guard let word = argument.firstWord?.word, !session.isName(word) else { throw error }
      throw unknown(word, at: argument, in: session)
    }
    if case .name(let name) = expression.node, !session.isName(name) {
      throw unknown(name, at: argument, in: session)
    }
    let array = try session.array(of: expression)
    if array.count == 1 { return try courseOfNumber(expression, in: session) }
    let chart = HeatMap(
      title: .verbatim("\(expression.text) \(array.shape)"), values: try array.asDoubles(),
      rows: array.rank == 2 ? array.shape[0] : 1,
      columns: array.rank == 2 ? array.shape[1] : array.count)
    try Interruption.check(before: array.count)
    return chart
  }

  /// What stands before `over epochs`.
  static func courseExpression(_ argument: CommandText.Argument) throws -> Expression? {
    let words = argument.words
    guard words.count > 2, words.suffix(2) == ["over", "epochs"] else { return nil }
    let text = argument.text.utf8.count - "epochs".utf8.count
    var head = String(argument.text.prefix(text)).trimmed
    head.removeLast("over".count)
    return try CommandText.Argument(text: head.trimmed, offset: argument.offset).expression()
  }

  /// A number's course as a line, an array's as a line for each element, or of many for those that
  /// moved most.
  private static func course(of expression: Expression, in session: Session) throws -> LineChart {
    let arrays = try Views.reporting { () throws(ViewFault) in
      try session.run.courseOfArray(expression, count: 400)
    }
    guard let last = arrays.last else { throw Views.nothingTrained }
    // The only element goes by the array's name.
    let shape = last.value.count == 1 ? Shape.scalar : last.value.shape
    let course = ElementCourses(shape: shape, values: arrays.map { $0.value.doubles })
    let x = arrays.map { Double($0.epoch) }
    let text = expression.text
    let lines = course.lines.map { line in
      LineChart.Series(line.label(of: text), x: x, y: line.values)
    }
    return LineChart(
      title: course.isWhole
        ? "\(text) over epochs"
        : course.hasElements
          ? "the \(lines.count) of \(shape.count) elements of \(text) that moved most"
          : "the range of the \(shape.count) elements of \(text) over epochs",
      series: lines)
  }

  /// The course of a number that epochs change.
  ///
  /// - Throws: `ShellError` of another number, and before the first epoch has been finished.
  private static func courseOfNumber(
    _ expression: Expression, in session: Session
  ) throws -> LineChart {
    let text = expression.text
    guard session.run.finishedEpochs > 0 else {
      throw ShellError(
        "one-number", "\(text) is one number, and a picture of it is its course over epochs",
        hint: .verbatim("run 100"))
    }
    guard (try? session.run.value(of: expression)) != nil else {
      throw ShellError(
        "one-number", "\(text) is one number, and no epoch changes it",
        hint: .verbatim("show \(text)"))
    }
    return try course(of: expression, in: session)
  }

  private static func unknown(
    _ word: String, at argument: CommandText.Argument, in session: Session
  ) -> ShellError {
    ShellError(
      "unknown-plot", "there is no picture and no value '\(word)'",
      hint: Suggestions.hint(
        for: word, among: all.map(\.name) + session.scope.candidateNames) ?? .verbatim("help plot"),
      range: argument.offset..<argument.offset + word.utf8.count)
  }
}

extension Session {
  fileprivate func isName(_ word: String) -> Bool { scope.candidateNames.contains(word) }
}

extension NDArray {
  /// Row after row; a single row, or a single number, where there are none.
  package var rows: [[Double]] {
    guard rank == 2 else { return [doubles] }
    let columns = shape[1]
    return (0..<shape[0]).map { Array(doubles[$0 * columns..<($0 + 1) * columns]) }
  }
}

/// What views of a run have in common.
enum Views {
  static var nothingTrained: ShellError {
    ShellError("not-computed", "no epoch has been finished yet", hint: .verbatim("run 100"))
  }

  /// Runs a view's computation and words what it cannot show.
  static func reporting<T>(_ body: () throws(ViewFault) -> T) throws(ShellError) -> T {
    do {
      return try body()
    } catch {
      throw words(for: error)
    }
  }

  /// Why a run has no layers to be seen.
  static func withoutInputs(_ run: Run) throws(ShellError) -> ShellError {
    try reporting { () throws(ViewFault) -> ShellError in
      throw run.isInitialised ? ViewFault.noInputs : ViewFault.notInitialised
    }
  }

  /// What one unit has of all examples, as it is looked at: `X[0]`, or `X[:, 0]` where the examples
  /// are rows.
  static func unit(_ unit: Int, of name: String, _ run: Run) -> String {
    run.program.exampleAxis(of: name) == 0 ? "\(name)[:, \(unit)]" : "\(name)[\(unit)]"
  }

  private static func words(for fault: ViewFault) -> ShellError {
    switch fault {
    case .notInitialised:
      ShellError("not-computed", "there are no data and parameters yet", hint: .verbatim("step 2"))
    case .noInputs:
      ShellError("no-layers", "forward multiplies no data with a matrix of weights")
    case .notTwoInputs(let name, let rows):
      ShellError(
        "not-two-inputs",
        rows == 1
          ? "\(name) has one input for each example; a plane has two"
          : "\(name) has \(rows) inputs for each example; a plane has two",
        hint: .verbatim(rows == 1 ? "plot fit" : "plot net"))
    case .notOneInput(let name, let rows):
      ShellError(
        "not-one-input", "\(name) has \(rows) inputs for each example; a line is over one",
        hint: .verbatim(rows == 2 ? "plot boundary" : "plot net"))
    case .noPrediction:
      ShellError("no-prediction", "the loss compares no prediction with a target")
    case .noHiddenLayer:
      ShellError(
        "no-hidden-layer", "there is no hidden layer with two units",
        hint: .verbatim("plot boundary"))
    case .noPlane(let name, let units?):
      ShellError(
        "no-plane", "\(name) has \(units) units for each example; a fold takes two",
        hint: .verbatim("plot fold"))
    case .noPlane(let name, nil):
      ShellError(
        "no-plane", "\(name) is no value of a layer that forward computes",
        hint: .verbatim("plot fold"))
    case .noUnits(let name, let one, let other, let count):
      ShellError(
        "no-such-unit", "\(name) has \(count) units, counted from 0: not both \(one) and \(other)",
        hint: .verbatim("shape \(name)"))
    case .notAnElement(let text):
      ShellError(
        "not-one-element", "\(text) is more than one number", hint: .verbatim("plot \(text)"))
    case .language(let error): Wording.describe(error)
    }
  }

  /// Every different point once, with its class: a thousand examples of XOR are four points.
  static func points(
    _ x: [Double], _ y: [Double], _ classes: [Int]?, isHeldOut: Bool = false
  ) -> [ClassPoint] {
    struct Place: Hashable {
      var x: Double
      var y: Double
      var classIndex: Int
    }
    var seen: Set<Place> = []
    var points: [ClassPoint] = []
    for index in x.indices {
      let place = Place(x: x[index], y: y[index], classIndex: classes?[index] ?? 0)
      if seen.insert(place).inserted {
        points.append(
          ClassPoint(place.x, place.y, class: place.classIndex, isHeldOut: isHeldOut))
      }
      // More would only be drawn over one another.
      if points.count >= 2000 { break }
    }
    return points
  }

  static func classNames(_ run: Run) -> [String] {
    guard let target = run.program.comparison?.target, let classes = run.classes else { return [] }
    let labels = run.labels(of: target) ?? []
    return (0...(classes.max() ?? 0)).map { index in
      index < labels.count ? labels[index] : "\(target) = \(index)"
    }
  }
}
