import Arrays
import Equations
import Networks
import Phrases

extension NetworkStart {
  /// The first loss against the best that one answer for all examples has: ln 2, ln K, the variance.
  func firstLoss(_ shouldStop: () -> Bool) throws -> StartCheck.Answer {
    let answer = StartCheck.Question("first-loss", "First loss")
    guard let first = context.loss else {
      return answer(.wrong, [], "\(loss) cannot be computed at the start.")
    }
    let number = Self.short(first)
    guard first.isFinite else {
      return answer(.wrong, [.init("loss", first)], "\(loss) is \(number) before any training.")
    }
    guard let constant = context.constant, constant.loss > 1e-9 else {
      return answer(
        .unasked, [.init("loss", first)],
        "\(loss) is \(number), and nothing says what it should be: no prediction is compared with targets that differ."
      )
    }
    let level = constant.loss
    let measures: [Finding.Measure] = [.init("loss", first), .init("level", level)]
    let what = "\(Self.short(level))\(context.name(ofLevel: level).map { " (\($0))" } ?? "")"
    if first > 1.5 * level {
      return answer(
        .look, measures,
        """
        \(loss) is \(number), far above \(what), what the best single answer for all examples has: \
        the first answers are far off. Smaller weights, inputs around 0 or a bias near the mean \
        target start lower.
        """)
    }
    if first < 0.7 * level {
      return answer(
        .look, measures,
        """
        \(loss) is \(number), well below \(what), what the best single answer for all examples has: \
        before any training something is known already. Are the targets among the inputs?
        """)
    }
    return answer(
      .good, measures,
      "\(loss) is \(number), near \(what), what the best single answer for all examples has.")
  }

  /// Whether two to four examples can be learned by heart: by the network's own update, else by
  /// another one.
  func fewByHeart(_ shouldStop: () -> Bool) throws -> StartCheck.Answer {
    let answer = StartCheck.Question("few-by-heart", "A few examples by heart")
    guard let chosen = fewExamples else {
      return answer(
        .unasked, [],
        "There are no two examples with different inputs and targets to be learned by heart.")
    }
    let list = "[" + chosen.map(String.init).joined(separator: ", ") + "]"
    var data = exampleNames.map { name in
      run.program.exampleAxis(of: name) == 1
        ? "\(name) = \(name)[:, \(list)]" : "\(name) = \(name)[\(list)]"
    }
    if run.program.names(in: .data).contains(Program.examplesName) {
      data.append("\(Program.examplesName) = \(chosen.count)")
    }
    guard let few = try? with(data), few.program.exampleCount == chosen.count,
      let level = ConstantPrediction(DiagnosisContext(few, history: nil))?.loss, level > 1e-9
    else {
      return answer(.unasked, [], "This model cannot be given a few of its examples alone.")
    }
    let bound = 0.05 * level
    let epochs = epochs(examples: chosen.count)
    let condition = Expression.binary(.less, .name(loss), Expression(.float(bound)))
    func train(_ start: Run) throws -> (solvedAt: Int?, loss: Double) {
      var run = start
      let trained = try run.train(until: condition, atMost: epochs) { _ in shouldStop() }
      if !trained.isWhole { throw ArrayError.interrupted }
      return (trained.solvedAt, run.state.loss?.value ?? .nan)
    }
    let own = try train(few)
    var measures: [Finding.Measure] = [
      .init("examples", Double(chosen.count)), .init("level", level), .init("bound", bound),
      .init("loss", own.loss), .init("most", Double(epochs)),
    ]
    let (first, low) = (Self.short(level), Self.short(bound))
    if let needed = own.solvedAt {
      measures.append(.init("epochs", Double(needed)))
      return answer(
        .good, measures,
        """
        \(chosen.count) examples alone are learned in \(needed) epochs: \(loss) is then below \(low), \
        where one answer for them has \(first).
        """)
    }
    let other = try? train(with(data, update: "adam(0.01)"))
    if shouldStop() { throw ArrayError.interrupted }
    let end = Self.short(own.loss)
    if let needed = other?.solvedAt {
      measures.append(.init("epochsOfAdam", Double(needed)))
      return answer(
        .look, measures,
        own.loss.isFinite
          ? """
          \(chosen.count) examples alone are not learned in \(epochs) epochs, \(loss) is then \
          \(end); with adam(0.01) they are, in \(needed). So the network can do it, and its steps or \
          its start make it slow.
          """
          : """
          \(chosen.count) examples alone are not learned, \(loss) becomes \(end); with adam(0.01) \
          they are, in \(needed) epochs. So the network can do it, and its steps are too long.
          """)
    }
    if own.loss < 0.5 * level || other?.loss ?? .infinity < 0.5 * level {
      return answer(
        .look, measures,
        """
        \(chosen.count) examples alone are on the way to be learned after \(epochs) epochs: \(loss) \
        is \(end), where one answer for them has \(first); by heart would be below \(low).
        """)
    }
    return answer(
      .wrong, measures,
      """
      \(chosen.count) examples alone are not learned in \(epochs) epochs, \(loss) is then \(end) \
      where one answer for them has \(first), and with adam(0.01) neither. A network too small, a \
      loss or an output that does not fit, or wrong gradients can be the reason.
      """)
  }

  /// Up to four examples with different inputs, their targets as different as may be.
  private var fewExamples: [Int]? {
    guard let target = context.target, let y = context.examplesInColumns(target), y.rank == 2,
      let (_, x) = run.inputs, x.shape[1] == y.shape[1]
    else { return nil }
    let count = x.shape[1]
    let (ins, outs) = (x.doubles, y.doubles)
    func column(_ values: [Double], _ index: Int) -> [Double] {
      stride(from: index, to: values.count, by: count).map { values[$0] }
    }
    var inputs: Set<[Double]> = []
    let different = (0..<min(count, 2000)).filter { inputs.insert(column(ins, $0)).inserted }
    guard let first = different.first else { return nil }
    var chosen = [first]
    // How far each target is from those chosen: numbers of a curve may begin with many that are nearly
    // the same.
    var distances = [Double](repeating: .infinity, count: different.count)
    while chosen.count < 4, chosen.count < different.count {
      let last = column(outs, chosen[chosen.count - 1])
      for (place, index) in different.enumerated() {
        let gap = zip(column(outs, index), last).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        distances[place] = chosen.contains(index) ? -1 : min(distances[place], gap)
      }
      guard let most = distances.max(), let place = distances.firstIndex(of: most) else { break }
      // Of the rest no target is another.
      if most == 0, chosen.count == 1 { return nil }
      chosen.append(different[place])
    }
    return chosen.sorted()
  }
}
