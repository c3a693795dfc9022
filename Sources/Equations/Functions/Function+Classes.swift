extension Function {
  /// The function as one whose `axis`, where it is left out, is the axis of the classes.
  var alongClasses: Function {
    var function = self
    function.goesAlongClasses = true
    return function
  }
}

extension Expression {
  /// Whether a function is called in it that goes along the axis of the classes.
  package var goesAlongClasses: Bool {
    calledFunctions.contains { FunctionTable.standard[$0]?.goesAlongClasses == true }
  }

  /// The expression with `axis=1` written into calls that go along the classes of examples that are
  /// rows: `softmax(Z, axis=1)`.
  ///
  /// - Parameter exampleAxis: the axis of an expression's value that runs over the examples.
  package func namingClassAxes(_ exampleAxis: (Expression) -> Int?) -> Expression {
    let mapped = mapChildren { $0.namingClassAxes(exampleAxis) }
    guard case .call(let name, var arguments) = mapped.node,
      let function = FunctionTable.standard[name], function.goesAlongClasses,
      let place = function.parameters.firstIndex(where: { $0.name == "axis" }),
      arguments.count <= place, !arguments.contains(where: { $0.keyword == "axis" }),
      let first = arguments.first?.value, exampleAxis(first) == 0
    else { return mapped }
    arguments.append(Argument(keyword: "axis", .integer(1)))
    return Expression(.call(name, arguments), span: span)
  }
}
