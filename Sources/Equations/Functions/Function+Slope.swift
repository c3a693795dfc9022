import Arrays

/// What an elementwise function says of itself: how steep it is, and between which values it stays.
extension Function {
  /// The function with the values that its results lie between, near which it is flat.
  ///
  /// - Parameter slope: its derivative by its own argument, where the derivative rule is not
  ///   elementwise: over the parameters' names and `result`.
  func bounded(_ bounds: ClosedRange<Double>, slope: String? = nil) -> Function {
    var function = self
    function.bounds = bounds
    function.ownSlope = slope
    return function
  }

  /// How much each element of the result changes with the elements of the arguments at its place,
  /// as a sum of magnitudes; nil where that is not known element by element.
  ///
  /// - Parameters:
  ///   - arguments: by parameter; nil for those that are left out.
  ///   - result: what the function makes of them.
  package func slopes(at arguments: [NDArray?], result: NDArray) -> [Double]? {
    let rules: [String: String]
    if let ownSlope {
      rules = [parameters.first?.name ?? "x": ownSlope]
    } else if case .elementwise(let rule, let ofSeveral) = derivative {
      let isSeveral = arguments.count { ($0?.count ?? 0) > 1 } > 1
      rules = isSeveral ? ofSeveral ?? rule : rule
    } else {
      return nil
    }
    var scope = DictionaryScope(["result": .array(result)])
    for (index, parameter) in parameters.enumerated() {
      if index < arguments.count, let argument = arguments[index] {
        scope.values[parameter.name] = .array(argument)
      } else if case .optional(let text) = parameter.presence,
        let value = try? Evaluation.value(of: .trusted(text), in: DictionaryScope())
      {
        scope.values[parameter.name] = value
      }
    }
    var total = [Double](repeating: 0, count: result.count)
    for (index, parameter) in parameters.enumerated() {
      guard let rule = rules[parameter.name] else { continue }
      // A number that stands in the equation does not change, nor does what is left out.
      if let argument = arguments.indices.contains(index) ? arguments[index] : nil {
        if argument.count == 1, result.count > 1 { continue }
      } else if parameter.presence != .required {
        continue
      }
      guard let slope = try? Evaluation.value(of: .trusted(rule), in: scope).array,
        slope.count == result.count || slope.count == 1
      else { return nil }
      let values = slope.doubles
      for place in total.indices {
        total[place] += values[values.count == 1 ? 0 : place].magnitude
      }
    }
    return total
  }
}

extension Expression {
  /// The function that is applied last, with its arguments by parameter.
  ///
  /// The logistic function counts however it is written; of one that is written out only the result
  /// is known.
  package var appliedFunction: (function: Function, arguments: [Expression?])? {
    switch node {
    case .call(let name, let given):
      guard let function = FunctionTable.standard[name] else { return nil }
      var arguments = [Expression?](repeating: nil, count: function.parameters.count)
      for (place, argument) in given.enumerated() {
        let index =
          argument.keyword.map { keyword in
            function.parameters.firstIndex { $0.name == keyword || $0.synonym == keyword }
          } ?? place
        guard let index, arguments.indices.contains(index) else { return nil }
        arguments[index] = argument.value
      }
      return (function, arguments)
    case .binary(.divide, let one, let below):
      guard one == .integer(1) || one == Expression(.float(1)), below.calledFunctions == ["exp"]
      else { return nil }
      return (.sigmoid, [nil])
    default: return nil
    }
  }

  /// What logarithms are taken of anywhere inside, in the bodies of functions too.
  package var logarithmsOf: [Expression] {
    var found: [Expression] = []
    if case .call(let name, let arguments) = node {
      if ["log", "log1p"].contains(name), let argument = arguments.first {
        found.append(argument.value)
      }
      if let (function, arguments) = appliedFunction, let definition = function.definition {
        return definition.applied(to: arguments).logarithmsOf
      }
    }
    return found + children.flatMap(\.logarithmsOf)
  }
}
