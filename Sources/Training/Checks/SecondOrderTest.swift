import Arrays
import Equations
import Networks

/// What the second derivatives of the loss say of the place to which a run is drawn: whether training
/// ever leads away from it.
///
/// Of all directions those in which the loss curves upwards pull the parameters in, by the factor
/// 1 - η λ an epoch (η the learning rate, λ the curvature), and along them Newton's step leads to the
/// place itself. There the others are looked at. Where the loss curves downwards, distance grows by
/// 1 + η |λ| an epoch, and training leaves. Where it is flat to second order, what is left of the
/// gradient pushes, and at most as s′ = η s³ from the distance s that this gradient stands for: near
/// XOR's saddle the loss falls by the fourth power (see lesson 13). From distances of the size of
/// rounding errors that takes longer than anybody has.
///
/// Only directions that the run can take count: numbers with equal gradients stay equal, and numbers
/// without one stay. What leads down from XOR's saddle needs W1[0, 0] and W1[0, 1] to differ.
struct SecondOrderTest {
  /// The smallest curvature of the loss in any direction that the run can take.
  let leastCurvature: Double
  /// For so many epochs at least the run stays near that place.
  let epochs: Double

  /// Whether no training that anybody has the time for leads away.
  var staysForGood: Bool { epochs > Self.forGood }

  private static let forGood = 1e9
  /// More parameters would take too long.
  private static let mostParameters = 60
  /// And so would more examples than these, each looked at for every parameter.
  private static let mostWork = 2_000_000
  /// A larger gradient is not near to any such place.
  private static let largestGradient = 1e-3
  /// Curvatures below this are as good as none, and above the errors of the differences.
  private static let flat = 1e-6
  /// How far away, at most, the place may lie.
  private static let farthest = 0.05
  /// A smaller gradient is mostly rounding, and says nothing of the direction of a step.
  private static let rounding = 1e-13

  /// - Parameter rate: the learning rate, where one is known.
  /// - Returns: `nil` where the run is not near such a place, where chance has a part in training,
  ///   where a step is not the gradient times a number, or where it would take too long.
  init?(_ run: Run, rate: Double?) {
    guard run.program.batchesPerEpoch == 1,
      !run.program.iteration.contains(where: \.statement.drawsRandomNumbers),
      (1...Self.mostParameters).contains(run.parameterCount),
      case let work = run.parameterCount * run.cost(ofBatchWith: run.program.exampleCount ?? 1),
      work < Self.mostWork, var probe = try? GradientProbe(run)
    else { return nil }
    guard let course = Course(of: run, &probe), case let first = course.gradient,
      first.largestMagnitude < Self.largestGradient, let pace = Self.pace(course, rate)
    else { return nil }
    let axes = course.axes
    var (there, gradient, walked) = (course.start, axes.map { $0.product(first) }, 0.0)
    var directions: Eigenvectors?
    for _ in 0..<2 {
      guard let found = probe.curvatures(at: there, along: axes) else { return nil }
      directions = found
      guard pace * (found.values.max() ?? 0) < 2 else { return nil }
      for _ in 0..<3 {
        var step = [Double](repeating: 0, count: axes.count)
        for (value, vector) in zip(found.values, found.vectors) where value > Self.flat {
          step.add(vector, times: -vector.product(gradient) / value)
        }
        walked += step.norm
        guard walked < Self.farthest else { return nil }
        for (axis, length) in zip(axes, step) { there.add(axis, times: length) }
        guard let next = probe.gradient(at: there) else { return nil }
        gradient = axes.map { $0.product(next) }
      }
    }
    guard let directions, let least = directions.values.min() else { return nil }
    leastCurvature = least
    let push = zip(directions.values, directions.vectors).filter { $0.0 <= Self.flat }.map {
      $0.1.product(gradient)
    }.norm
    // Being pulled in moves the rest by as much as its square.
    let distance = max(ElementaryFunctions.power(push, 1 / 3), walked * walked, 1e-100)
    epochs =
      least < -Self.flat
      ? max(-ElementaryFunctions.log(distance), 0) / (pace * least.magnitude)
      : 1 / (2 * pace * distance * distance)
  }

  /// By how much a gradient moves the parameters in an epoch; `nil` where it moves them in another
  /// direction.
  private static func pace(_ course: Course, _ rate: Double?) -> Double? {
    guard course.gradient.largestMagnitude > rounding else { return rate }
    let along = -course.step.product(course.gradient)
    guard along > 0.99 * course.step.norm * course.gradient.norm else { return nil }
    return max(course.step.norm / course.gradient.norm, rate ?? 0)
  }
}

/// The next epochs of a run, in which it shows which of its numbers go together.
private struct Course {
  /// The parameters' elements now, one after the other.
  let start: [Double]
  /// The loss's derivatives by them.
  let gradient: [Double]
  /// By how much the next epoch moves them.
  let step: [Double]
  /// Directions of length 1, at right angles to each other, out of which the run does not step:
  /// elements of a parameter that stay equal, up to the sign, are one; what has no gradient is none.
  private(set) var axes: [[Double]] = []

  private static let epochs = 6

  init?(of run: Run, _ probe: inout GradientProbe) {
    let names = run.program.parameters
    var ahead = run
    var places: [[Double]] = []
    var gradients: [[Double]] = []
    for epoch in 0..<Self.epochs {
      if epoch > 0, (try? ahead.runEpochs(1)) == nil { return nil }
      let place = names.flatMap { ahead.state[$0]?.doubles ?? [] }
      guard let gradient = probe.gradient(at: place) else { return nil }
      places.append(place)
      gradients.append(gradient)
    }
    start = places[0]
    gradient = gradients[0]
    step = zip(places[1], places[0]).map { $0 - $1 }
    var owner = 0
    for name in names {
      let count = run.state[name]?.count ?? 0
      var groups: [[Double]: [Double]] = [:]
      var order: [[Double]] = []
      for index in owner..<owner + count where gradients.contains(where: { $0[index] != 0 }) {
        let values = places.map { $0[index] }
        let sign: Double = (values.first { $0 != 0 } ?? 0) < 0 ? -1 : 1
        let key = values.map { $0 * sign }
        if groups[key] == nil { order.append(key) }
        groups[key, default: start.map { _ in 0 }][index] = sign
      }
      axes += order.compactMap { groups[$0] }.map { axis in axis.map { $0 / axis.norm } }
      owner += count
    }
    guard !axes.isEmpty else { return nil }
  }
}

extension GradientProbe {
  /// The gradient of the loss by all parameters, one after the other, at other values of them;
  /// `nil` where it cannot be derived or computed.
  fileprivate mutating func gradient(at values: [Double]) -> [Double]? {
    guard !Interruption.isRequested, let slopes = slopes(ofParametersAt: values),
      slopes.allSatisfy(\.isFinite)
    else { return nil }
    return slopes
  }

  /// The second derivatives there, by central differences of the gradient along some axes, as
  /// directions among these.
  fileprivate mutating func curvatures(at values: [Double], along axes: [[Double]])
    -> Eigenvectors?
  {
    let distance = 1e-5
    var rows: [[Double]] = []
    for axis in axes {
      var (above, below) = (values, values)
      above.add(axis, times: distance)
      below.add(axis, times: -distance)
      guard let high = gradient(at: above), let low = gradient(at: below) else { return nil }
      rows.append(axes.map { ($0.product(high) - $0.product(low)) / (2 * distance) })
    }
    for row in rows.indices {
      for column in 0..<row {
        let mean = (rows[row][column] + rows[column][row]) / 2
        (rows[row][column], rows[column][row]) = (mean, mean)
      }
    }
    return Eigenvectors(of: rows)
  }
}

extension [Double] {
  fileprivate var largestMagnitude: Double { reduce(0) { Swift.max($0, $1.magnitude) } }

  /// The sum of the products of elements at the same place.
  fileprivate func product(_ other: [Double]) -> Double {
    zip(self, other).reduce(0) { $0 + $1.0 * $1.1 }
  }

  fileprivate mutating func add(_ other: [Double], times factor: Double) {
    for index in indices { self[index] += factor * other[index] }
  }
}
