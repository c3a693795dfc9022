import Arrays

/// The arguments of one call, matched to the function's parameters.
package struct Arguments<V: ArgumentValue>: Sendable {
  /// By parameter; `nil` where none was given. What a `rest` parameter took is in `rest`.
  package var values: [V?]
  package var rest: [V] = []

  package init(values: [V?], rest: [V] = []) {
    self.values = values
    self.rest = rest
  }

  package subscript(index: Int) -> V? { index < values.count ? values[index] : nil }

  /// The same arguments with other values in the places of these.
  package func map<W>(_ change: (V) -> W) -> Arguments<W> {
    Arguments<W>(values: values.map { $0.map(change) }, rest: rest.map(change))
  }
}

/// Which argument goes to which parameter, by Python's rules.
package struct ArgumentBinding {
  /// For each parameter, the index of its argument.
  package var positions: [Int?]
  var rest: [Int] = []

  init(_ arguments: [Argument], of function: Function, span: SourceSpan) throws(LanguageError) {
    try self.init(arguments, of: function.spelling, function.parameters, span: span)
  }

  /// - Parameters:
  ///   - name: what is called, for errors.
  ///   - span: of the whole call.
  /// - Throws: `LanguageError` for an argument too many, one that is missing, one given twice and
  ///   one that there is not.
  package init(
    _ arguments: [Argument], of name: String, _ parameters: [Parameter], span: SourceSpan
  ) throws(LanguageError) {
    positions = Array(repeating: nil, count: parameters.count)
    var next = 0
    for (index, argument) in arguments.enumerated() {
      if let keyword = argument.keyword {
        guard
          let position = parameters.firstIndex(where: {
            $0.name == keyword || $0.synonym == keyword
          })
        else {
          let names = parameters.map(\.name)
          throw LanguageError(
            .unknownArgument(function: name, keyword: keyword, parameters: names),
            at: argument.value.span)
        }
        guard positions[position] == nil, parameters[position].presence != .rest || rest.isEmpty
        else {
          throw LanguageError(
            .repeatedArgument(function: name, parameter: keyword),
            at: argument.value.span)
        }
        positions[position] = index
      } else if next < parameters.count, parameters[next].presence == .rest {
        rest.append(index)
      } else {
        guard next < parameters.count else {
          throw LanguageError(
            .tooManyArguments(
              function: name, given: arguments.count, allowed: parameters.count),
            at: argument.value.span)
        }
        positions[next] = index
        next += 1
      }
    }
    for (index, parameter) in parameters.enumerated()
    where parameter.presence == .required && positions[index] == nil {
      throw LanguageError(
        .missingArgument(function: name, parameter: parameter.name), at: span)
    }
  }

  /// Whether the argument stands where a list is several arrays.
  func isSequence(_ argument: Int, of function: Function) -> Bool {
    zip(function.parameters, positions).contains { $0.isSequence && $1 == argument }
  }

  func applied<V>(to values: [V]) -> Arguments<V> {
    Arguments(values: positions.map { $0.map { values[$0] } }, rest: rest.map { values[$0] })
  }
}

// MARK: - Reading arguments

/// An argument that may not be known before evaluation.
package enum Reading<T> {
  case known(T)
  case unknown
}

extension Arguments {
  /// The type and shape of an argument that must be an array.
  ///
  /// - Throws: `FunctionFault` where it is missing, or no array.
  package func type(_ index: Int) throws(FunctionFault) -> (dtype: DType, shape: Shape?) {
    guard let value = self[index] else { throw .missing(index) }
    guard let type = value.arrayType else { throw .argument(index, .array) }
    return type
  }

  /// An argument that was left out, or given as `None`.
  package func isAbsent(_ index: Int) -> Bool {
    guard let value = self[index] else { return true }
    if case .none? = value.known { return true }
    return false
  }

  private func known(_ index: Int) throws(FunctionFault) -> Value? {
    guard let value = self[index] else { throw .missing(index) }
    return value.known
  }

  /// An integer argument.
  ///
  /// - Throws: `FunctionFault` where it is no integer.
  package func integer(_ index: Int, default: Int? = nil) throws(FunctionFault) -> Reading<Int> {
    if isAbsent(index), let `default` { return .known(`default`) }
    if let type = self[index]?.arrayType, type.dtype != .int64 || (type.shape?.rank ?? 0) > 0 {
      throw .argument(index, .integer)
    }
    guard let value = try known(index) else { return .unknown }
    guard let integer = value.integer else { throw .argument(index, .integer) }
    return .known(integer)
  }

  /// A number of any type.
  ///
  /// - Throws: `FunctionFault` where it is no number.
  package func number(_ index: Int, default: Double? = nil) throws(FunctionFault) -> Reading<Double>
  {
    if isAbsent(index), let `default` { return .known(`default`) }
    guard let value = try known(index) else { return .unknown }
    guard case .array(let array) = value, let number = array.item else {
      throw .argument(index, .number)
    }
    return .known(number)
  }

  /// `axis=`: an integer or `None`.
  ///
  /// - Throws: `FunctionFault` where it is neither an integer nor `None`.
  package func axis(_ index: Int) throws(FunctionFault) -> Reading<Int?> {
    if isAbsent(index) { return .known(nil) }
    guard let value = try known(index) else { return .unknown }
    if let axes = value.items?.compactMap(\.integer), axes.count == value.items?.count {
      // Both axes of a matrix are all of it.
      if axes.count == 1 { return .known(axes[0]) }
      let rank = self[0]?.arrayType?.shape?.rank
      if axes.count == 2, rank == nil || rank == 2,
        Set(axes.map { $0 < 0 ? $0 + 2 : $0 }) == [0, 1]
      {
        return .known(nil)
      }
    }
    guard let integer = value.integer else { throw .argument(index, .axis) }
    return .known(integer)
  }

  /// `keepdims=`: a truth value, `False` where it is left out.
  ///
  /// - Throws: `FunctionFault` where it is no truth value.
  package func flag(_ index: Int, default: Bool = false) throws(FunctionFault) -> Reading<Bool> {
    if isAbsent(index) { return .known(`default`) }
    guard let value = try known(index) else { return .unknown }
    guard case .array(let array) = value, let number = array.item, array.dtype != .float64 else {
      throw .argument(index, .boolean)
    }
    return .known(number != 0)
  }

  /// A shape: an integer, a tuple or a list of integers. -1 passes, for `reshape`.
  ///
  /// - Throws: `FunctionFault` where it is no shape.
  package func dimensions(_ index: Int) throws(FunctionFault) -> Reading<[Int]> {
    guard let value = try known(index) else { return .unknown }
    guard let dimensions = value.dimensions else { throw .argument(index, .shape) }
    return .known(dimensions)
  }

  /// A shape given as separate arguments or as one tuple: `reshape(1, -1)`, `reshape((1, -1))`.
  ///
  /// - Throws: `FunctionFault` where it is no shape.
  package func restDimensions(_ parameter: Int) throws(FunctionFault) -> Reading<[Int]> {
    if rest.isEmpty { return isAbsent(parameter) ? .known([]) : try dimensions(parameter) }
    var result: [Int] = []
    for value in rest {
      guard let known = value.known else { return .unknown }
      if rest.count == 1, let dimensions = known.dimensions { return .known(dimensions) }
      guard let integer = known.integer else { throw .argument(parameter, .shape) }
      result.append(integer)
    }
    return .known(result)
  }

  /// `dtype=`.
  ///
  /// - Throws: `FunctionFault` where it is no type.
  package func dtype(_ index: Int, default: DType) throws(FunctionFault) -> DType {
    if isAbsent(index) { return `default` }
    guard case .dtype(let dtype)? = self[index]?.known else { throw .argument(index, .dtype) }
    return dtype
  }
}

extension Arguments where V == Value {
  /// - Throws: `FunctionFault` where it is no array.
  package func array(_ index: Int) throws(FunctionFault) -> NDArray {
    guard let value = self[index] else { throw .missing(index) }
    guard case .array(let array) = value else { throw .argument(index, .array) }
    return array
  }
}

extension Reading {
  /// The value; there always is one when a function is evaluated, since all its arguments are
  /// there.
  ///
  /// - Throws: `FunctionFault` where the value is not known.
  package func get(_ index: Int, _ expected: LanguageError.ExpectedKind) throws(FunctionFault) -> T
  {
    guard case .known(let value) = self else { throw .argument(index, expected) }
    return value
  }
}

extension Value {
  /// The value as a shape, if it can be one.
  var dimensions: [Int]? {
    if let integer { return [integer] }
    switch self {
    case .tuple(let items):
      let integers = items.compactMap(\.integer)
      return integers.count == items.count ? integers : nil
    case .array(let array):
      guard array.rank == 1 else { return nil }
      if array.count == 0 { return [] }
      guard case .int64(let values) = array.storage else { return nil }
      return values
    case .dtype, .generator, .none:
      return nil
    }
  }
}

/// Runs array arithmetic inside a function, so that its errors find their way to the call.
///
/// - Throws: `array` of what `body` throws, or `noRoom`.
package func arrays<T>(_ body: () throws(ArrayError) -> T) throws(FunctionFault) -> T {
  do {
    return try body()
  } catch {
    if case .noRoom(let bytes) = error { throw .noRoom(bytes: bytes) }
    throw .array(error)
  }
}
