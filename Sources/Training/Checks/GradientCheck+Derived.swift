import Arrays
import Networks

extension GradientCheck {
  /// Whether each parameter's gradient is, but for rounding, what differentiation of the model gives. No
  /// differences need be taken then; where it is not, only they show what is wrong.
  public static func isAsDerived(_ run: Run) -> Bool {
    guard var probe = try? GradientProbe(run), let training = try? probe.train() else {
      return false
    }
    let parameters = run.program.parameters
    let values = parameters.flatMap { probe.state[$0]?.doubles ?? [] }
    guard var rest = probe.slopes(ofParametersAt: values)?[...] else { return false }
    for name in parameters {
      guard let shape = probe.state[name]?.shape, rest.count >= shape.count else { return false }
      let right = rest.prefix(shape.count)
      rest = rest.dropFirst(shape.count)
      let size = right.reduce(0) { max($0, $1.magnitude) }
      let isRight = UpdateReading(of: name, in: training).candidates.contains { candidate in
        candidate.gradient.shape == shape
          && zip(candidate.gradient.doubles, right).allSatisfy {
            ($0 - $1).magnitude <= GradientBlame.rounding * size
          }
      }
      guard isRight else { return false }
    }
    return true
  }
}
