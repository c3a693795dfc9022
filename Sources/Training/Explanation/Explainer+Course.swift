import Arrays
import Equations
import Networks

extension Explainer {
  /// The way of a parameter's element from its first value.
  ///
  /// - Parameter ran: when the last update ran.
  func course(
    of name: String, _ flat: Int, _ array: NDArray, _ ran: Cursor, _ depth: Int
  ) -> ParameterCourse? {
    guard array.dtype == .float64,
      run.lastExecution(of: name, before: Cursor(epoch: 1, index: 0)) != nil,
      let first = value(of: name, at: Cursor(epoch: 1, index: 0))?.array,
      let before = value(of: name, at: ran)?.array, first.shape == array.shape,
      before.shape == array.shape
    else { return nil }
    func element(_ array: NDArray) -> Double { array.element(at: flat).item ?? .nan }
    let now = element(array)
    let previous = element(before)
    var stretches: [ParameterCourse.Stretch] = []
    var start = (epoch: 0, value: element(first))
    let changes = run.changes(of: name, flat, before: ran)
    func stretch(upTo last: Int, _ moment: Cursor, _ change: Double) -> ParameterCourse.Stretch {
      let begin = Cursor(epoch: start.epoch + 1, index: 0)
      return ParameterCourse.Stretch(
        first: start.epoch + 1, last: last, change: change,
        includesChanges: changes.contains { $0 > begin && $0 <= moment },
        isOfEarlierBatches: moment.batch > 0 && start.epoch == last - 1)
    }
    for end in Self.boundaries(upTo: ran.epoch - 1) {
      guard let value = value(of: name, at: Cursor(epoch: end + 1, index: 0))?.array else {
        continue
      }
      let number = element(value)
      stretches.append(
        stretch(upTo: end, Cursor(epoch: end + 1, index: 0), number - start.value))
      start = (end, number)
    }
    if ran.batch > 0 || start.epoch < ran.epoch - 1 {
      stretches.append(
        stretch(upTo: ran.batch > 0 ? ran.epoch : ran.epoch - 1, ran, previous - start.value))
    }
    var difference = ExactSum([now, -element(first), -(now - previous)])
    for stretch in stretches { difference.add(-stretch.change) }
    return ParameterCourse(
      start: depth > 0
        ? explain(name, first, flat, before: Cursor(epoch: 1, index: 0), depth: depth - 1) : nil,
      startValue: element(first), stretches: stretches, lastChange: now - previous,
      lastEpoch: ran.epoch,
      lastBatch: run.program(at: ran).batchesPerEpoch > 1 ? ran.batch + 1 : nil,
      rounding: difference.value)
  }

  /// A handful of epochs that part a training: 10, 100, 1000, ... and the last.
  static func boundaries(upTo last: Int) -> [Int] {
    guard last > 0 else { return [] }
    var result: [Int] = []
    var boundary = 10
    while boundary < last {
      result.append(boundary)
      let (next, overflow) = boundary.multipliedReportingOverflow(by: 10)
      if overflow { break }
      boundary = next
    }
    return result + [last]
  }
}
