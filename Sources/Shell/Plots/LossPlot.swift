import Arrays
import Charts
import Equations
import Networks
import Terminal
import Training

extension Plot {
  /// The loss by epoch, the loss of the examples held back beside it, and that of other runs.
  static let loss = Plot(
    "loss", usage: "[log] [log-epochs] [all] [FIRST..LAST]",
    summary:
      "the loss by epoch, of some epochs, on scales of powers, of all runs together; dotted what the best single answer for all examples costs"
  ) { session, argument in
    let request = try LossRequest(argument)
    let runs = request.showsAll ? session.book.names : [session.book.currentName]
    var series: [LineChart.Series] = []
    for name in runs {
      guard let run = session.book[name] else { continue }
      series += try lossSeries(
        run, name: runs.count > 1 ? name : run.program.loss, request.epochs)
    }
    guard !series.isEmpty else { throw Views.nothingTrained }
    if series.allSatisfy({ $0.x.isEmpty }), let epochs = request.epochs {
      throw ShellError(
        "not-computed", "there is no epoch \(epochs.lowerBound) yet",
        hint: .verbatim("plot loss"), range: argument.range)
    }
    let program = session.run.program
    var chart = LineChart(
      title: "\(program.loss) by epoch", yName: .verbatim(program.loss),
      series: series, isLogarithmic: request.isLogarithmic, levels: levels(session.run),
      hasLogarithmicX: request.hasLogarithmicEpochs)
    if program.batchesPerEpoch > 1 { chart.meaning = "mean of an epoch's batches" }
    return chart
  }

  /// What follows `plot loss`.
  private struct LossRequest {
    var isLogarithmic = false
    var hasLogarithmicEpochs = false
    var showsAll = false
    var epochs: ClosedRange<Int>?

    init(_ argument: CommandText.Argument) throws(ShellError) {
      for word in argument.words {
        switch word {
        case "log": isLogarithmic = true
        case "log-epochs": hasLogarithmicEpochs = true
        case "all": showsAll = true
        default: epochs = try Self.epochs(word, argument)
        }
      }
    }

    private static func epochs(
      _ word: String, _ argument: CommandText.Argument
    ) throws(ShellError) -> ClosedRange<Int> {
      guard let dots = word.firstRange(of: "..") else {
        throw ShellError(
          "unexpected-argument", "plot loss takes log, log-epochs, all and epochs such as 100..300",
          hint: .verbatim("plot loss log"), range: argument.range)
      }
      let (first, last) = (word[..<dots.lowerBound], word[dots.upperBound...])
      guard let from = first.isEmpty ? 1 : Int(first), let to = last.isEmpty ? .max : Int(last),
        from >= 1, to >= from
      else {
        throw ShellError(
          "bad-count", "\(word) are no epochs: the first, two dots and the last, from 1 on",
          hint: .verbatim("plot loss 100..300"), range: argument.range)
      }
      return from...to
    }
  }

  private static func levels(_ run: Run) -> [LineChart.Level] {
    guard let level = run.constantLevel else { return [] }
    let number = NumberFormatting.significant(level.loss, digits: 3)
    return [
      .init(
        level.loss,
        level.name.map { "\($0) = \(number), the best single answer for all" }
          ?? "\(number), the best single answer for all")
    ]
  }

  private static func lossSeries(
    _ run: Run, name: String, _ range: ClosedRange<Int>?
  ) throws -> [LineChart.Series] {
    let losses = run.losses
    guard !losses.isEmpty else { return [] }
    func isWanted(_ epoch: Int) -> Bool { range?.contains(epoch) ?? true }
    let chosen = losses.indices.filter { isWanted(1 + $0 * losses.stride) }
    var series = [
      LineChart.Series(
        .verbatim(name), x: chosen.map { Double(1 + $0 * losses.stride) },
        y: chosen.map { losses[$0] })
    ]
    if run.program.metrics.contains(.validationLoss),
      let points = try? run.course(of: .name(Metric.validationLoss.rawValue), count: 200)
    {
      let wanted = points.filter { isWanted($0.epoch) }
      series.append(
        .init("\(name) held out", x: wanted.map { Double($0.epoch) }, y: wanted.map(\.value)))
    }
    if Interruption.wasRequested { throw ArrayError.interrupted }
    return series
  }
}
