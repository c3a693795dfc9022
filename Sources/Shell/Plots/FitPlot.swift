import Arrays
import Charts
import Terminal
import Training

extension Plot {
  /// What the network says over its one input, beside what it is to say.
  static let fit = Plot(
    "fit", summary: "the prediction over one input, with the data", onPages: .ifDrawn
  ) { session, argument in
    try argument.expectNone("plot fit")
    let run = session.run
    guard let (name, values) = run.inputs else { throw try Views.withoutInputs(run) }
    let inputs = run.inputs(of: .training) ?? values
    let range = PlaneField.range(of: inputs.doubles, margin: 0.1)
    let places = PlaneField.centers(range, count: 200)
    let rows = try Views.reporting { () throws(ViewFault) in try run.predictions(along: places) }
    guard let (prediction, target) = run.program.comparison else {
      throw try Views.reporting { () throws(ViewFault) -> ShellError in throw .noPrediction }
    }
    func names(_ name: String) -> [String] {
      rows.count == 1 ? [name] : rows.indices.map { Views.unit($0, of: name, run) }
    }
    let trained = points(inputs, run.targets(of: .training), outputs: rows.count)
    let heldOut = run.inputs(of: .validation).map {
      points($0, run.targets(of: .validation), outputs: rows.count, isHeldOut: true)
    }
    return FitChart(
      title: "\(prediction) at \(run.position)", xName: name, yName: prediction,
      lines: zip(names(prediction), rows).map { .init(.verbatim($0), x: places, y: $1) },
      points: trained + (heldOut ?? []), pointNames: names(target),
      residuals: rows.count == 1 ? residuals(trained, run) : [])
  }

  /// From what is predicted at the points to them.
  private static func residuals(_ points: [ClassPoint], _ run: Run) -> [FitChart.Residual] {
    guard let predictions = (try? run.predictions(along: points.map(\.x)))?.first else { return [] }
    return zip(points, predictions).map { .init(x: $0.x, prediction: $1, target: $0.y) }
  }

  /// The targets over the input, as many as are seen.
  private static func points(
    _ inputs: NDArray, _ targets: NDArray?, outputs: Int, isHeldOut: Bool = false
  ) -> [ClassPoint] {
    let inputs = inputs.doubles
    guard let targets, targets.rank == 2, targets.shape[0] == outputs,
      targets.shape[1] == inputs.count
    else { return [] }
    let values = targets.doubles
    // More would only be drawn over one another.
    let step = max(1, inputs.count / 2000)
    return (0..<outputs).flatMap { row in
      stride(from: 0, to: inputs.count, by: step).map { column in
        ClassPoint(
          inputs[column], values[row * inputs.count + column], class: row, isHeldOut: isHeldOut)
      }
    }
  }
}
