import Arrays
import Equations
import Networks
import Phrases

extension NetworkStart {
  /// Whether an example's input moves what is answered to another: most often a sum or a softmax
  /// along the wrong axis.
  func leak(_ shouldStop: () -> Bool) throws -> StartCheck.Answer {
    let answer = StartCheck.Question("leak", "One example at a time")
    guard let prediction = context.prediction, let name = run.program.layers.first?.input,
      exampleNames.contains(name), let x = run.state[name],
      let axis = run.program.exampleAxis(of: name), x.rank == 2, x.shape[axis] > 1,
      let before = context.examplesInColumns(prediction), before.rank == 2,
      before.shape[1] == x.shape[axis]
    else {
      return answer(.unasked, [], "No input and output of each example could be found.")
    }
    let count = x.shape[axis]
    let changed = count / 2
    var values = x.doubles
    for place in values.indices {
      let index = x.shape.index(ofFlat: place)
      if index[axis] == changed { values[place] = values[place] * 2 + 1 }
    }
    var state = run.state
    state.store(.array(NDArray(shape: x.shape, float64: values)), as: name)
    guard (try? state.evaluate(run.program)) != nil,
      let after = state[prediction]?.examplesInColumns(run.program.exampleAxis(of: prediction)),
      after.shape == before.shape
    else {
      return answer(.unasked, [], "With another input the network cannot be computed.")
    }
    let (old, new) = (before.doubles, after.doubles)
    var moved: Set<Int> = []
    var most = 0.0
    for place in old.indices where place % count != changed {
      let difference = (new[place] - old[place]).magnitude
      // A sum that is taken in another order may differ in its last digits.
      guard difference > 1e-9 * max(old[place].magnitude, 1e-3) else { continue }
      moved.insert(place % count)
      most = max(most, difference)
    }
    let measures: [Finding.Measure] = [
      .init("moved", Double(moved.count)), .init("of", Double(count - 1)), .init("most", most),
    ]
    guard !moved.isEmpty else {
      return answer(
        .good, measures, "Another input for one example moves \(prediction) of no other.")
    }
    return answer(
      .look, measures,
      """
      Another input for one example moves \(prediction) of \(moved.count) of the \(count - 1) others, \
      by up to \(Self.short(most)). A normalisation over the batch does that; else something is \
      taken along the wrong axis.
      """)
  }

  /// Whether training with the inputs gets further than training with zeros in their place.
  func emptyInputs(_ shouldStop: () -> Bool) throws -> StartCheck.Answer {
    let answer = StartCheck.Question("empty-inputs", "Without inputs")
    guard let name = run.program.layers.first?.input, exampleNames.contains(name),
      let emptied = try? with(["\(name) = \(name) * 0"])
    else {
      return answer(.unasked, [], "No input was found that could be set to 0.")
    }
    let epochs = epochs(examples: examples)
    func trained(_ start: Run) throws -> Double {
      var run = start
      guard try run.runEpochs(epochs, shouldStop: { _ in shouldStop() }) else {
        throw ArrayError.interrupted
      }
      return run.state.loss?.value ?? .nan
    }
    let (own, empty) = (try trained(run), try trained(emptied))
    let measures: [Finding.Measure] = [
      .init("loss", own), .init("lossOfZeros", empty), .init("epochs", Double(epochs)),
    ]
    let (a, b) = (Self.short(own), Self.short(empty))
    guard own.isFinite else {
      return answer(
        .wrong, measures,
        "After \(epochs) epochs \(loss) is \(a): the steps are too long for anything to be compared."
      )
    }
    if !empty.isFinite || own < empty - 0.03 * empty.magnitude {
      return answer(
        .good, measures,
        "After \(epochs) epochs \(loss) is \(a), and with all inputs set to 0 it is \(b): the inputs are used."
      )
    }
    if own > empty + 0.03 * empty.magnitude {
      return answer(
        .look, measures,
        "After \(epochs) epochs \(loss) is \(a), and with all inputs set to 0 it is \(b), which is better: the inputs only disturb."
      )
    }
    return answer(
      .look, measures,
      """
      After \(epochs) epochs \(loss) is \(a), and with all inputs set to 0 it is \(b): so far the \
      inputs make no difference.
      """)
  }

  /// The sizes of the gradients of the first epoch, layer by layer.
  func gradientSizes(_ shouldStop: () -> Bool) throws -> StartCheck.Answer {
    let answer = StartCheck.Question("gradient-sizes", "Gradients by layer")
    var first = run
    guard try first.runEpochs(1, shouldStop: { _ in shouldStop() }) else {
      throw ArrayError.interrupted
    }
    var sizes: [(name: String, size: Double)] = []
    for layer in run.program.layers {
      let name = Differentiator.gradientName(of: layer.weights)
      guard let values = first.state[name]?.doubles, !values.isEmpty else { continue }
      sizes.append((name, values.rootMeanSquare))
    }
    let measures = sizes.map { Finding.Measure($0.name, $0.size) }
    let list = Phrase.list(sizes.map { "\($0.name) \(Self.short($0.size))" }, .and)
    if let bad = sizes.first(where: { !$0.size.isFinite }) {
      return answer(.wrong, measures, "In epoch 1 \(bad.name) is \(Self.short(bad.size)).")
    }
    if let zero = sizes.first(where: { $0.size == 0 }) {
      return answer(
        .wrong, measures,
        "In epoch 1 \(zero.name) is exactly 0: this layer does not learn. On average: \(list).")
    }
    guard sizes.count > 1, let least = sizes.min(by: { $0.size < $1.size }),
      let most = sizes.max(by: { $0.size < $1.size })
    else {
      return answer(
        .unasked, measures,
        "There are not two layers with gradients of their own to be compared.")
    }
    let ratio = most.size / least.size
    let all = measures + [.init("ratio", ratio)]
    if ratio > 100 {
      return answer(
        .look, all,
        """
        Their sizes in epoch 1: \(list). \(most.name) is \(Finding.rounded(ratio)) times as large as \
        \(least.name), so that one layer learns long before the other.
        """)
    }
    return answer(
      .good, all,
      "Their sizes in epoch 1 agree within a factor of \(NumberFormatting.significant(ratio, digits: 2)): \(list)."
    )
  }
}
