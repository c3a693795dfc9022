import Arrays
import Charts
import Equations
import Networks
import Terminal
import Training

extension Plot {
  private static let cells = 48

  /// The prediction over the plane of the two inputs, with the data on it.
  static let boundary = Plot(
    "boundary", summary: "the prediction over the plane of two inputs, with the data on it",
    onPages: .ifDrawn
  ) { session, argument in
    try argument.expectNone("plot boundary")
    let run = session.run
    guard let (name, values) = run.inputs else {
      throw try Views.withoutInputs(run)
    }
    let rows = (run.inputs(of: .training) ?? values).rows
    guard rows.count == 2 else {
      throw try Views.reporting { () throws(ViewFault) -> ShellError in
        throw .notTwoInputs(name, rows: rows.count)
      }
    }
    let x = PlaneField.range(of: rows[0], margin: 0.3)
    let y = PlaneField.range(of: rows[1], margin: 0.3)
    let fields = try fields(x, y) { places throws(ViewFault) in try run.predictions(at: places) }
    let prediction = run.program.comparison?.prediction ?? "prediction"
    let (xName, yName) = (Views.unit(0, of: name, run), Views.unit(1, of: name, run))
    let heldOut = run.inputs(of: .validation)?.rows ?? []
    let points =
      Views.points(rows[0], rows[1], run.classes)
      + (heldOut.count == 2
        ? Views.points(heldOut[0], heldOut[1], run.classes(of: .validation), isHeldOut: true) : [])
    if fields.count > 1, run.saysClasses {
      return RegionsChart(
        title: "argmax(\(prediction)) at \(run.position)", xName: xName, yName: yName,
        fields: fields, points: points, classNames: Views.classNames(run))
    }
    // Of several outputs that are no classes the first one.
    let shown = fields.count > 1 ? Views.unit(0, of: prediction, run) : prediction
    guard run.classes != nil else {
      // Numbers are no classes: they have a scale of their own, and no border.
      return BoundaryChart(
        title: "\(shown) at \(run.position)", xName: xName, yName: yName, field: fields[0],
        points: points, range: PlaneField.range(of: fields[0].values.joined(), margin: 0),
        threshold: nil)
    }
    return BoundaryChart(
      title: "\(shown) at \(run.position)", xName: xName, yName: yName, field: fields[0],
      points: points, classNames: Views.classNames(run))
  }

  /// The data as two hidden units see it, the first two or those that are named.
  static let hidden = Plot(
    "hidden", usage: "[A1[2] A1[3]]",
    summary: "the data as two hidden units see it, where XOR comes apart", onPages: .ifDrawn
  ) { session, argument in
    let request = try FoldRequest(argument, in: session, command: "plot hidden")
    let run = session.run
    let layers = run.program.layers
    // The layer before the output: what the last weights have to tell apart.
    let hidden =
      request.name.map { name in layers.first { $0.output == name } }
      ?? layers.dropLast().last
    guard let hidden,
      let values = run.state[hidden.output]?.examplesInColumns(
        run.program.exampleAxis(of: hidden.output)),
      values.rank == 2, values.shape[0] >= 2
    else {
      if let missing = hidden, case .unavailable(let name) = run.value(of: missing.output) {
        throw LanguageError(.unavailable(name), at: .none)
      }
      throw try Views.reporting { () throws(ViewFault) -> ShellError in throw .noHiddenLayer }
    }
    let count = values.shape[0]
    let (one, other) =
      request.units.map { ($0.0 + ($0.0 < 0 ? count : 0), $0.1 + ($0.1 < 0 ? count : 0)) } ?? (0, 1)
    guard (0..<count).contains(one), (0..<count).contains(other), one != other else {
      throw try Views.reporting { () throws(ViewFault) -> ShellError in
        throw .noUnits(hidden.output, one, other, count: count)
      }
    }
    let place: Phrase = "\(hidden.output) at \(run.position)"
    return ScatterChart(
      title: count > 2 ? "\(place), two of \(count) units" : place,
      xName: Views.unit(one, of: hidden.output, run),
      yName: Views.unit(other, of: hidden.output, run),
      points: try seen(by: hidden.output, one, other, now: values.rows, run),
      classNames: Views.classNames(run),
      lines: count == 2 ? boundaryLines(run, after: hidden, isTurned: one == 1) : [])
  }

  /// The examples as two units see them: those that went through the network last, and where that
  /// was a part of them only, all of them and those that are held out.
  private static func seen(
    by layer: String, _ one: Int, _ other: Int, now: [[Double]], _ run: Run
  ) throws -> [ClassPoint] {
    func points(of part: DataPart) throws -> [ClassPoint] {
      guard let inputs = run.inputs(of: part) else { return [] }
      let rows = try Views.reporting { () throws(ViewFault) in try run.values(of: layer, at: inputs)
      }
      return Views.points(
        rows[one], rows[other], run.classes(of: part), isHeldOut: part == .validation)
    }
    let heldOut = try points(of: .validation)
    if let all = run.inputs(of: .training), all.shape[1] != now[one].count {
      return try points(of: .training) + heldOut
    }
    return Views.points(now[one], now[other], run.classes) + heldOut
  }

  /// Where the output layer's sum is 0, if it has one unit that sees just these two.
  private static func boundaryLines(
    _ run: Run, after hidden: NetworkLayer, isTurned: Bool
  ) -> [ScatterChart.Line] {
    guard let output = run.program.layers.last, output.input == hidden.output,
      let weights = run.state[output.weights].map(output.unitsInRows), weights.shape == [1, 2]
    else { return [] }
    let bias = output.biases.compactMap { run.state[$0]?.item }.reduce(0, +)
    let (a, b) = (weights.doubles[0], weights.doubles[1])
    return [isTurned ? .init(a: b, b: a, c: bias) : .init(a: a, b: b, c: bias)]
  }

  /// The loss over two parameters, with the way that training took.
  static let landscape = Plot(
    "landscape", usage: "W1[0,0] W2[0,1]",
    summary: "the loss over two parameters, with the path taken"
  ) { session, argument in
    let (first, second) = try elements(argument)
    let run = session.run
    let paths = try [first, second].map { element in
      try Views.reporting { () throws(ViewFault) in
        try run.course(of: element.target, count: 120)
      }
    }
    let path = zip(paths[0], paths[1]).map { (x: $0.value, y: $1.value) }
    guard let here = try place(first, second, run) else { throw Views.nothingTrained }
    let x = PlaneField.range(of: path.map(\.x) + [here.x - 1, here.x + 1])
    let y = PlaneField.range(of: path.map(\.y) + [here.y - 1, here.y + 1])
    let fields = try fields(x, y, cells: 24) { places throws(ViewFault) in
      [try run.losses(first, second, at: places)]
    }
    return LandscapeChart(
      title: "\(run.program.loss) over \(first.target.text) and \(second.target.text)",
      xName: first.target.text, yName: second.target.text, field: fields[0], path: path + [here])
  }

  private static func elements(
    _ argument: CommandText.Argument
  ) throws -> (Assignment, Assignment) {
    let parts = argument.parts
    guard parts.count > 1 else {
      throw ShellError(
        "missing-argument", "a landscape is over two parameters",
        hint: .verbatim("plot landscape W1[0,0] W2[0,1]"))
    }
    func element(_ text: String) throws -> Assignment {
      let statement = try Parser.statement("\(text) = 0")
      guard let assignment = statement.assignment else {
        throw ShellError("not-an-element", "\(text) is no element of a parameter")
      }
      return assignment
    }
    let rest = parts.dropFirst().map(\.text).joined(separator: " ")
    return (try element(parts[0].text), try element(rest))
  }

  private static func place(
    _ first: Assignment, _ second: Assignment, _ run: Run
  ) throws -> (x: Double, y: Double)? {
    guard let x = try run.value(of: first.target).array?.item,
      let y = try run.value(of: second.target).array?.item
    else { return nil }
    return (x, y)
  }

  /// Values over a plane, a field for each row of them.
  static func fields(
    _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, cells: Int = cells,
    _ values: ([(x: Double, y: Double)]) throws(ViewFault) -> [[Double]]
  ) throws -> [PlaneField] {
    let columns = PlaneField.centers(x, count: cells)
    let places = PlaneField.centers(y, count: cells).flatMap { y in columns.map { (x: $0, y: y) } }
    return try Views.reporting { () throws(ViewFault) in try values(places) }.map { flat in
      let rows = (0..<cells).map { Array(flat[$0 * cells..<($0 + 1) * cells]) }
      return PlaneField(x: x, y: y, values: rows)
    }
  }
}
