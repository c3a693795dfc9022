import Arrays
import Charts
import Equations
import Networks
import Terminal
import Training

extension Plot {
  /// The network as nodes and edges: weights by sign and size, one example's values at the nodes,
  /// and after the backward phase the gradients on the edges.
  package static let network = Plot(
    "net", usage: "[gradients] [--example N]",
    summary: """
      the network as nodes and edges, with one example's values or the gradients; over two inputs \
      each unit as its field
      """,
    onPages: .always
  ) { session, argument in
    let request = try NetworkRequest(argument)
    let run = session.run
    let layers = run.program.layers
    guard let first = layers.first, run.isInitialised else {
      throw try Views.withoutInputs(run)
    }
    var nodes = [layer(first.input, rows: nil, run, request.example)]
    let fields = NetworkFields(run, request.example)
    var weights: [[[Double]]] = []
    for layer in layers {
      let name =
        request.showsGradients
        ? Differentiator.gradientName(of: layer.weights) : layer.weights
      guard let matrix = run.state[name] else {
        if case .unavailable(let missing) = run.value(of: name) {
          throw LanguageError(.unavailable(missing), at: .none)
        }
        continue
      }
      let units = layer.unitsInRows(matrix)
      weights.append(units.rows)
      nodes.append(
        Self.layer(
          layer.output, rows: units.shape[0], run, request.example,
          biases: biases(of: layer, run, showsGradients: request.showsGradients)))
      try fields?.add(to: &nodes[nodes.count - 1], layer, run)
    }
    let position = run.position
    let title: Phrase =
      switch (request.showsGradients, request.example) {
      case (true, let example?): "gradients at \(position), example \(example)"
      case (true, nil): "gradients at \(position)"
      case (false, let example?): "weights at \(position), example \(example)"
      case (false, nil): "weights at \(position)"
      }
    let hasFields = nodes.contains { $0.nodes.contains { $0.field != nil } }
    return NetworkDiagram(
      title: title, layers: nodes, weights: weights, plane: hasFields ? fields?.plane : nil)
  }

  /// A layer's nodes, with an example's values where they have been computed.
  private static func layer(
    _ name: String, rows: Int?, _ run: Run, _ example: Int?, biases: [Double] = []
  ) -> NetworkDiagram.Layer {
    let values = run.state[name]?.examplesInColumns(run.program.exampleAxis(of: name))
    let count = rows ?? values?.shape.dimensions.first ?? 1
    return NetworkDiagram.Layer(
      name,
      (0..<count).map { row in
        var value: Double?
        if let example, let values, values.rank == 2, row < values.shape[0],
          example < values.shape[1]
        {
          value = values.doubles[row * values.shape[1] + example]
        }
        return NetworkDiagram.Node(
          count == 1 ? name : "\(name)[\(row)]", value,
          bias: biases.count == count ? biases[row] : biases.count == 1 ? biases[0] : nil)
      })
  }

  /// What a layer adds in each of its units, or the gradient of that: a number for each unit, or one
  /// for all.
  private static func biases(
    of layer: NetworkLayer, _ run: Run, showsGradients: Bool
  ) -> [Double] {
    let arrays = layer.biases.map { name in
      run.state[showsGradients ? Differentiator.gradientName(of: name) : name]
    }
    // Several are added where the model has several.
    guard let first = arrays.first ?? nil, arrays.allSatisfy({ $0?.count == first.count }) else {
      return []
    }
    return first.doubles.indices.map { place in
      arrays.reduce(0) { $0 + ($1?.doubles[place] ?? 0) }
    }
  }

  private struct NetworkRequest {
    var showsGradients = false
    var example: Int? = 0

    init(_ argument: CommandText.Argument) throws(ShellError) {
      var words = argument.words[...]
      while let word = words.popFirst() {
        switch word {
        case "gradients": showsGradients = true
        case "--example":
          guard let number = words.popFirst().flatMap({ Int($0) }), number >= 0 else {
            throw ShellError(
              "bad-count", "--example is followed by an example's number",
              hint: .verbatim("plot net --example 3"))
          }
          example = number
        default:
          throw ShellError(
            "unexpected-argument", "plot net takes gradients and --example N",
            hint: .verbatim("plot net"))
        }
      }
    }
  }

  /// How often each size occurs among an array's elements.
  static let histogram = Plot(
    "hist", usage: "NAME [over epochs]",
    summary: "how often each size occurs among an array's elements, now or through the epochs"
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError("missing-argument", "a histogram of what?", hint: .verbatim("plot hist W1"))
    }
    if let expression = try Plot.courseExpression(argument) {
      return try histograms(of: expression, session.run)
    }
    let expression = try argument.expression()
    let array = try session.array(of: expression)
    let chart = Histogram(
      title: .verbatim("\(expression.text) \(array.shape)"), values: try array.asDoubles())
    try Interruption.check(before: array.count)
    return chart
  }

  /// A histogram standing upright at each of some epochs, the largest values at the top.
  private static func histograms(of expression: Expression, _ run: Run) throws -> HeatMap {
    let moments = try Views.reporting { () throws(ViewFault) in
      try run.courseOfArray(expression, count: 40)
    }
    guard !moments.isEmpty else { throw Views.nothingTrained }
    let values = moments.map { $0.value.doubles.filter(\.isFinite) }
    let range = PlaneField.range(of: values.joined(), margin: 0)
    let (low, width) = (range.lowerBound, range.upperBound - range.lowerBound)
    let count = 16
    var rows = Array(repeating: Array(repeating: 0.0, count: moments.count), count: count)
    for (column, values) in values.enumerated() {
      for value in values {
        let place = Int(saturating: (value - low) / width * Double(count))
        rows[count - 1 - min(max(place, 0), count - 1)][column] += 1
      }
    }
    let middles = (0..<count).map { row in
      let part = (Double(count - 1 - row) + 0.5) / Double(count)
      return NumberFormatting.significant(low + part * width, digits: 3)
    }
    return HeatMap(
      title: "how often each size occurs in \(expression.text), by epoch", values: rows,
      hasNumbers: false, names: middles, columnNames: moments.map { "\($0.epoch)" })
  }
}
