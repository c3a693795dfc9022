import Arrays
import Charts
import Equations
import Networks
import Terminal
import Training

extension Plot {
  /// The loss by epoch, the loss of the examples held back beside it, and that of other runs.
  static let loss = Plot(
    "loss", usage: "[log] [all]", summary: "the loss by epoch; log, and all runs together"
  ) { session, argument in
    let words = Set(argument.words)
    guard words.isSubset(of: ["log", "all"]) else {
      throw ShellError(
        "unexpected-argument", "plot loss takes log and all", hint: .verbatim("plot loss log"))
    }
    let runs = words.contains("all") ? session.book.names : [session.book.currentName]
    var series: [LineChart.Series] = []
    for name in runs {
      guard let run = session.book[name] else { continue }
      series += try lossSeries(run, name: runs.count > 1 ? name : run.program.loss)
    }
    guard !series.isEmpty else { throw Views.nothingTrained }
    return LineChart(
      title: "\(session.run.program.loss) by epoch", yName: session.run.program.loss,
      series: series, isLogarithmic: words.contains("log"))
  }

  private static func lossSeries(_ run: Run, name: String) throws -> [LineChart.Series] {
    let losses = run.losses
    guard !losses.isEmpty else { return [] }
    let epochs = losses.indices.map { Double(1 + $0 * losses.stride) }
    var series = [LineChart.Series(name, x: epochs, y: Array(losses))]
    if run.program.metrics.contains(.validationLoss),
      let points = try? run.course(of: .name(Metric.validationLoss.rawValue), count: 200)
    {
      series.append(
        .init("\(name) held out", x: points.map { Double($0.epoch) }, y: points.map(\.value)))
    }
    if Interruption.wasRequested { throw ArrayError.interrupted }
    return series
  }
}
