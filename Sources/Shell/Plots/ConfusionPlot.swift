import Charts
import Networks
import Training

extension Plot {
  static let confusion = Plot(
    "confusion", usage: "[train | val | test]",
    summary: "which classes are taken for which: a row for each that is right"
  ) { session, argument in
    let part = try session.part(argument)
    guard part != .test else {
      throw Wording.testPicture
    }
    let examples = try session.judged(part, at: argument)
    guard let matrix = examples.confusion else { throw Wording.noClasses(session.run) }
    let names = matrix.counts.indices.map { "\($0) \(examples.name(of: $0))" }
    let isNamed = examples.labels != nil
    return HeatMap(
      title: "confusion, \(part.rawValue)" + (isNamed ? ": " + names.joined(separator: ", ") : ""),
      values: matrix.counts.map { $0.map(Double.init) })
  }
}
