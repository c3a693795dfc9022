import Arrays
import Equations
import Networks

extension Run {
  /// How the plane of the two inputs comes to a layer, with the parameters that are there.
  ///
  /// - Parameter margin: what the sheet has around the examples, as a part of their range.
  /// - Throws: `ViewFault` where there are no two inputs, no layer of two units, or no parameters.
  public func foldPlan(
    _ request: FoldRequest = FoldRequest(), margin: Double = 0.2
  ) throws(ViewFault) -> FoldPlan {
    let (input, values) = try twoInputs()
    let layers = program.layers
    guard let prediction = program.comparison?.prediction else { throw .noPrediction }
    let names = [input] + layers.flatMap(\.results)
    let computed = try forward(values, names: names, upTo: prediction)
    // What has no plane, such as a layer of one unit, the sheet passes unseen.
    let seen = layers.map { layer in
      layer.results.filter { computed[$0].map { $0.count >= 2 } ?? false }
    }
    let end = try end(of: request, layers, seen, computed)
    var stages: [FoldPlan.Stage] = [.init(name: input, equation: nil, axes: .whole)]
    let units = try self.units(of: request, computed[end.name] ?? [])
    for place in 0...end.layer {
      for name in seen[place] {
        guard let rows = computed[name] else { continue }
        let axes: PlaneAxes
        if let units, place == end.layer, rows.count == computed[end.name]?.count {
          axes = .units(units.0, units.1, of: rows)
        } else {
          axes = rows.count == 2 ? .whole : .principal(of: rows)
        }
        stages.append(.init(name: name, equation: equation(of: name), axes: axes))
        if place == end.layer, name == end.name { break }
      }
    }
    let isOutput = end.layer + 2 == layers.count && layers[end.layer].output == end.name
    let reader = isOutput ? layers.last : nil
    let targets = program.comparison.flatMap { state[$0.target]?.doubles } ?? []
    let hasOne = computed[prediction].map { $0.count == 1 } ?? true
    let threshold = hasOne ? AccuracyRule.middle(of: targets) : nil
    return FoldPlan(
      stages: stages, cutting: hasOne && reader?.input == end.name ? reader : nil,
      threshold: threshold, isLargest: !hasOne && saysClasses,
      x: Self.range(values.rows(0), margin), y: Self.range(values.rows(1), margin))
  }

  /// The sheet and the examples at each stage of a plan, with the parameters that are there now.
  ///
  /// - Parameter side: how many points the sheet has along each side, at least two.
  /// - Throws: `ViewFault` where there are no parameters yet, or a stage cannot be computed.
  public func fold(_ plan: FoldPlan, side: Int) throws(ViewFault) -> Fold {
    let own = try twoInputs().values
    // With batches all examples, not only those at hand.
    let values = inputs(of: .training) ?? own
    guard let prediction = program.comparison?.prediction else { throw .noPrediction }
    let (columns, examples) = (values.shape[1], values.doubles)
    let kept = Self.different(values, classes)
    let xs = Self.places(plan.x.lowerBound, plan.x.upperBound, count: side)
    let ys = Self.places(plan.y.lowerBound, plan.y.upperBound, count: side)
    let points = side * side
    var first: [Double] = []
    var second: [Double] = []
    for y in ys {
      for x in xs {
        first.append(x)
        second.append(y)
      }
    }
    for example in kept {
      first.append(examples[example])
      second.append(examples[columns + example])
    }
    let all = NDArray(shape: [2, first.count], float64: first + second)
    let computed = try forward(all, names: plan.stages.map(\.name) + [prediction], upTo: prediction)
    let stages = plan.stages.map { stage -> Fold.Stage in
      let rows = computed[stage.name] ?? []
      guard rows.count == stage.axes.unitCount else {
        return Fold.Stage(
          name: stage.name, equation: stage.equation, axes: stage.axes, sheet: [], examples: [])
      }
      let places = first.indices.map { column -> Fold.Place in
        let place = stage.axes.place(rows.map { $0[column] })
        return Fold.Place(place.x, place.y)
      }
      return Fold.Stage(
        name: stage.name, equation: stage.equation, axes: stage.axes,
        sheet: Array(places[..<points]), examples: Array(places[points...]))
    }
    let outputs = computed[prediction] ?? []
    return Fold(
      stages: stages, side: side,
      leads: leads(plan, outputs.map { Array($0[..<points]) }),
      cuts: try cuts(plan, stages.last),
      classes: classes.map { classes in kept.map { classes[$0] } },
      answers: Self.answers(plan, outputs.map { Array($0[points...]) }))
  }

  // MARK: - The way

  /// What some values of the forward section are for other inputs than the data, a unit in each row.
  private func forward(
    _ inputs: NDArray, names: [String], upTo last: String, from start: String? = nil
  ) throws(ViewFault) -> [String: [[Double]]] {
    guard let input = start ?? program.layers.first?.input else { throw .noInputs }
    let count = inputs.shape[1]
    var copy = state
    copy.store(.array(program.exampleAxis(of: input) == 0 ? inputs.transposed : inputs), as: input)
    copy.store(.array(NDArray(count)), as: Program.examplesName)
    var steps = program.evaluation[...]
    if let start { steps = steps.drop { $0.target != start }.dropFirst() }
    do {
      for step in steps {
        try copy.execute(step, in: program)
        if step.target == last { break }
      }
    } catch {
      throw .language(error.error)
    }
    var result: [String: [[Double]]] = [:]
    for name in names {
      guard let value = copy[name]?.examplesInColumns(program.exampleAxis(of: name)),
        value.rank == 2, value.shape[1] == count
      else { continue }
      result[name] = (0..<value.shape[0]).map { value.rows($0) }
    }
    return result
  }

  private func equation(of name: String) -> String? {
    program.steps(in: .forward).last { $0.target == name }?.text
  }

  /// The layer and the value at which the sheet is cut.
  private func end(
    of request: FoldRequest, _ layers: [NetworkLayer], _ seen: [[String]],
    _ computed: [String: [[Double]]]
  ) throws(ViewFault) -> (layer: Int, name: String) {
    if let name = request.name {
      guard let layer = seen.firstIndex(where: { $0.contains(name) }) else {
        throw .noPlane(name, units: computed[name]?.count)
      }
      return (layer, name)
    }
    let hidden = layers.indices.dropLast().filter { seen[$0].contains(layers[$0].output) }
    let two = hidden.last { computed[layers[$0].output]?.count == 2 }
    guard let layer = two ?? hidden.last else { throw .noHiddenLayer }
    return (layer, layers[layer].output)
  }

  private func units(
    of request: FoldRequest, _ rows: [[Double]]
  ) throws(ViewFault) -> (Int, Int)? {
    guard let (one, other) = request.units, let name = request.name else { return nil }
    func place(_ unit: Int) -> Int? {
      let place = unit < 0 ? unit + rows.count : unit
      return rows.indices.contains(place) ? place : nil
    }
    guard let first = place(one), let second = place(other), first != second else {
      throw .noUnits(name, one, other, count: rows.count)
    }
    return (first, second)
  }

  // MARK: - What the network says

  /// A number that grows with the answer evenly, where the answer itself is flat: what a sigmoid
  /// was given, so that lines between points of the sheet stand where they belong.
  private static func evenly(_ value: Double, _ threshold: Double) -> Double {
    guard threshold == 0.5, value >= 0, value <= 1 else { return value - threshold }
    let most = 36.0
    if value == 0 { return -most }
    if value == 1 { return most }
    let odds = ElementaryFunctions.log(value) - ElementaryFunctions.log(1 - value)
    return min(max(odds, -most), most)
  }

  private func leads(_ plan: FoldPlan, _ outputs: [[Double]]) -> [[Double]] {
    if let threshold = plan.threshold, let only = outputs.first {
      return [only.map { Self.evenly($0, threshold) }]
    }
    guard plan.isLargest, outputs.count > 1, let count = outputs.first?.count else { return [] }
    return outputs.indices.map { own in
      (0..<count).map { point in
        var others = -Double.infinity
        for other in outputs.indices where other != own {
          others = max(others, outputs[other][point])
        }
        return outputs[own][point] - others
      }
    }
  }

  private static func answers(_ plan: FoldPlan, _ outputs: [[Double]]) -> [Int]? {
    if let threshold = plan.threshold, let only = outputs.first {
      return only.map { $0 > threshold ? 1 : 0 }
    }
    guard plan.isLargest, let count = outputs.first?.count else { return nil }
    return (0..<count).map { point in
      outputs.indices.max { outputs[$0][point] < outputs[$1][point] } ?? 0
    }
  }

  /// The straight lines through the last stage at which the unit that reads it changes its mind.
  /// Their direction is that of its weights; where they stand is looked for along them, for between
  /// the sum and the answer any function may be.
  private func cuts(_ plan: FoldPlan, _ stage: Fold.Stage?) throws(ViewFault) -> [Fold.Line] {
    guard let layer = plan.cutting, let threshold = plan.threshold, let stage,
      let weights = state[layer.weights].map(layer.unitsInRows), weights.rank == 2,
      weights.shape[0] == 1, weights.shape[1] == stage.axes.unitCount,
      let prediction = program.comparison?.prediction, readsNothingElse(after: stage.name)
    else { return [] }
    let row = weights.doubles
    let a = zip(row, stage.axes.first).reduce(0) { $0 + $1.0 * $1.1 }
    let b = zip(row, stage.axes.second).reduce(0) { $0 + $1.0 * $1.1 }
    let length = (a * a + b * b).squareRoot()
    guard length > 0, length.isFinite else { return [] }
    let (u, v) = (a / length, b / length)
    // How far the sheet reaches along the weights, and a little further.
    let reach = (stage.sheet + stage.examples).map { u * $0.x + v * $0.y }.filter(\.isFinite)
    guard let low = reach.min(), let high = reach.max(), low < high else { return [] }
    let room = (high - low) * 0.5
    func answers(_ places: [Double]) throws(ViewFault) -> [Double] {
      let values = places.map { stage.axes.value(u * $0, v * $0) }
      let flat = stage.axes.center.indices.flatMap { unit in values.map { $0[unit] } }
      let array = NDArray(shape: [stage.axes.unitCount, places.count], float64: flat)
      let computed = try forward(array, names: [prediction], upTo: prediction, from: stage.name)
      return (computed[prediction]?.first ?? []).map { $0 - threshold }
    }
    var found: [Fold.Line] = []
    for bracket in try Self.crossings(low - room, high + room, answers) {
      var (from, to) = bracket
      for _ in 0..<8 {
        guard let closer = try Self.crossings(from, to, answers).first else { break }
        (from, to) = closer
      }
      found.append(Fold.Line(a: u, b: v, c: -(from / 2 + to / 2)))
    }
    return found
  }

  /// Whether all that comes after a value is made of it alone, and of no example in another way.
  private func readsNothingElse(after name: String) -> Bool {
    var known: Set<String> = [name]
    for step in program.evaluation.drop(while: { $0.target != name }).dropFirst() {
      guard step.phase == .forward else { break }
      if step.inputs.contains(where: { !known.contains($0) && program.exampleAxis(of: $0) != nil })
      {
        return false
      }
      if let target = step.target { known.insert(target) }
    }
    return true
  }

  /// So many numbers, evenly spread from one to another.
  private static func places(_ low: Double, _ high: Double, count: Int) -> [Double] {
    (0..<count).map {
      let part = Double($0) / Double(count - 1)
      return low * (1 - part) + high * part
    }
  }

  /// Between which neighbours of evenly spread places a function changes its sign.
  private static func crossings(
    _ low: Double, _ high: Double, _ values: ([Double]) throws(ViewFault) -> [Double]
  ) throws(ViewFault) -> [(Double, Double)] {
    let places = places(low, high, count: 49)
    let answers = try values(places)
    guard answers.count == places.count else { return [] }
    return places.indices.dropLast().filter { (answers[$0] > 0) != (answers[$0 + 1] > 0) }
      .map { (places[$0], places[$0 + 1]) }
  }

  // MARK: - Examples

  /// The numbers of the examples that differ in place or class: a thousand of XOR are four. More
  /// than two thousand would only be drawn over one another.
  private static func different(_ values: NDArray, _ classes: [Int]?) -> [Int] {
    struct Mark: Hashable {
      var x: UInt64
      var y: UInt64
      var classIndex: Int
    }
    let (columns, numbers) = (values.shape[1], values.doubles)
    var seen: Set<Mark> = []
    var kept: [Int] = []
    for column in 0..<columns where kept.count < 2000 {
      let mark = Mark(
        x: numbers[column].bitPattern, y: numbers[columns + column].bitPattern,
        classIndex: classes?[column] ?? 0)
      if seen.insert(mark).inserted { kept.append(column) }
    }
    return kept
  }

  private static func range(_ values: [Double], _ margin: Double) -> ClosedRange<Double> {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return -1...1 }
    let room = high > low ? (high - low) * margin : 1
    return (low - room)...(high + room)
  }
}

extension NDArray {
  /// One row of a matrix.
  fileprivate func rows(_ row: Int) -> [Double] {
    Array(doubles[row * shape[1]..<(row + 1) * shape[1]])
  }
}
