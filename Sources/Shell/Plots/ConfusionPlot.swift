import Charts
import Networks
import Training

extension Plot {
  static let confusion = Plot(
    "confusion", usage: "[train | val | test]",
    summary: "which classes are taken for which: a row for each that is right"
  ) { session, argument in
    let part = try session.part(argument)
    // A picture counts no looks.
    guard part != .test else {
      throw ShellError(
        "test-picture", "the test examples are looked at once, in a table",
        hint: .verbatim("confusion test"))
    }
    let examples = try session.judged(part, at: argument)
    guard let matrix = examples.confusion else { throw Wording.noClasses }
    return HeatMap(
      title: "confusion, \(part.rawValue): right in rows, taken for in columns",
      values: matrix.counts.map { $0.map(Double.init) },
      names: matrix.counts.indices.map { examples.name(of: $0) })
  }
}

extension Wording {
  static var noClasses: ShellError {
    ShellError(
      "no-classes", "the targets are no classes, so nothing is taken for another",
      hint: .verbatim("worst"))
  }
}
