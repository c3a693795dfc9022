import Arrays
import Charts
import Equations
import Networks
import Terminal
import Training

extension Plot {
  /// How large each parameter's gradient was over the epochs: where the lines part, layers learn at
  /// different paces; where they all sink, a plateau or the end is near.
  static let gradients = Plot(
    "gradients", summary: "the size of each parameter's gradient by epoch, on a scale of powers"
  ) { session, argument in
    try argument.expectNone("plot gradients")
    let run = session.run
    guard run.finishedEpochs > 0 else { throw Views.nothingTrained }
    let known = run.program.parameters.filter {
      run.state[Differentiator.gradientName(of: $0)] != nil
    }
    guard !known.isEmpty else {
      throw ShellError(
        "no-gradients", "this network computes no gradients of its parameters",
        hint: .verbatim("list backward"))
    }
    let series = try known.map { parameter in
      // A gradient of exactly 0 has no place on the scale.
      try sizes(of: Differentiator.gradientName(of: parameter), run) { $0 > 0 }
    }
    guard series.contains(where: { !$0.x.isEmpty }) else {
      throw ShellError(
        "no-gradients", "every gradient has been exactly 0", hint: .verbatim("diagnose"))
    }
    return LineChart(
      title: "size of the gradients by epoch", yName: "root of the mean square", series: series,
      isLogarithmic: true)
  }
}

extension Plot {
  /// How large what each layer gives was over the epochs: where a deep layer's line sinks, its units
  /// fall silent; where it runs along an activation's bound, they are saturated.
  static let activations = Plot(
    "activations", summary: "the size of what each layer gives, by epoch"
  ) { session, argument in
    try argument.expectNone("plot activations")
    let run = session.run
    guard run.finishedEpochs > 0 else { throw Views.nothingTrained }
    let outputs = run.program.layers.map(\.output).filter { run.state[$0] != nil }
    if outputs.isEmpty { throw try Views.withoutInputs(run) }
    return LineChart(
      title: "size of what each layer gives, by epoch", yName: "root of the mean square",
      series: try outputs.map { try sizes(of: $0, run) })
  }

  /// The root of the mean square of an array by epoch: the size of an element, however many there are.
  private static func sizes(
    of name: String, _ run: Run, where isShown: (Double) -> Bool = { _ in true }
  ) throws -> LineChart.Series {
    let size = try Parser.expression("sqrt(mean(\(name)**2))")
    let points = try Views.reporting { () throws(ViewFault) in
      try run.course(of: size, count: 100)
    }.filter { isShown($0.value) }
    return .init(.verbatim(name), x: points.map { Double($0.epoch) }, y: points.map(\.value))
  }
}
