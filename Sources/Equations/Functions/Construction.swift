import Arrays

extension Function {
  /// Arrays from nothing.
  static let construction: [Function] = [
    .filled("zeros", 0, summary: "an array of zeros")
      .written(.template("0", ascii: "0")),
    .filled("ones", 1, summary: "an array of ones")
      .written(.template("1", ascii: "1")),
    .filled("empty", 0, summary: "an array of zeros (here nothing is left uninitialised)")
      .written(.template("0", ascii: "0"), numpy: .name("np.zeros"), torch: .name("torch.zeros")),
    .full,
    .filledLike("empty_like", 0, summary: "zeros in the shape of x, as empty gives them")
      .written(
        .template("0", ascii: "0"), numpy: .name("np.zeros_like"), torch: .name("torch.zeros_like")),
    .filledLike("zeros_like", 0, summary: "zeros in the shape of x")
      .written(.template("0", ascii: "0")),
    .filledLike("ones_like", 1, summary: "ones in the shape of x")
      .written(.template("1", ascii: "1")),
    .eye.written(.template("I", ascii: "I")), .arange,
    .linspace.written(torch: .template("torch.linspace($start, $stop, $num)")),
    .array.written(.expression("object"), torch: .name("torch.as_tensor")),
    .conversion("float", aliases: ["float64"], to: .float64, summary: "as float64")
      .written(
        .expression("x"), numpy: .name("np.float64"),
        torch: .template("torch.as_tensor($x).double()")),
    .conversion("int", aliases: ["int64"], to: .int64, summary: "as int64, fractions cut off")
      .written(numpy: .name("np.int64"), torch: .template("torch.as_tensor($x).long()")),
    .conversion("bool", aliases: ["bool_"], to: .bool, summary: "True where not 0")
      .written(numpy: .name("np.bool_"), torch: .template("torch.as_tensor($x).bool()")),
    .astype.written(
      .expression("x"), numpy: .template("np.asarray($x).astype($dtype)"),
      torch: .template("torch.as_tensor($x).to($dtype)")),
  ]

  private static func filled(_ name: String, _ value: Int, summary: String) -> Function {
    Function(
      name, [.required("shape"), .optional("dtype", "float")], summary: summary,
      infer: { arguments throws(FunctionFault) in
        let dtype = try arguments.dtype(1, default: .float64)
        return .array(dtype, try arguments.dimensions(0).shape())
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        let dtype = try arguments.dtype(1, default: .float64)
        let shape = Shape(try arguments.dimensions(0).get(0, .shape))
        let fill = NDArray(value).converted(to: dtype)
        return .array(try arrays { () throws(ArrayError) in try NDArray.full(shape, fill) })
      })
  }

  private static let full = Function(
    "full", [.required("shape"), .required("fill_value"), .optional("dtype")],
    summary: "an array with every element the same",
    infer: { arguments throws(FunctionFault) in
      let fill = try arguments.type(1)
      if let shape = fill.shape, shape.count != 1 { throw .argument(1, .oneElement) }
      let dtype = try arguments.dtype(2, default: fill.dtype)
      return .array(dtype, try arguments.dimensions(0).shape())
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let shape = Shape(try arguments.dimensions(0).get(0, .shape))
      let value = try arguments.array(1)
      guard value.count == 1 else { throw .argument(1, .oneElement) }
      let fill = try converted(value, to: try arguments.dtype(2, default: value.dtype))
      return .array(try arrays { () throws(ArrayError) in try NDArray.full(shape, fill) })
    })

  private static func filledLike(_ name: String, _ value: Int, summary: String) -> Function {
    Function(
      name, [.required("x"), .optional("dtype")], summary: summary, derivative: .zero,
      elements: .shape,
      infer: { arguments throws(FunctionFault) in
        let (dtype, shape) = try arguments.type(0)
        return .array(try arguments.dtype(1, default: dtype), shape)
      },
      evaluate: { arguments, _ throws(FunctionFault) in
        let x = try arguments.array(0)
        let fill = NDArray(value).converted(to: try arguments.dtype(1, default: x.dtype))
        return .array(try arrays { () throws(ArrayError) in try NDArray.full(x.shape, fill) })
      })
  }

  private static let eye = Function(
    "eye",
    [.required("N"), .optional("M"), .optional("k", "0"), .optional("dtype", "float")],
    summary: "ones on the diagonal, zeros elsewhere",
    infer: { arguments throws(FunctionFault) in
      let dtype = try arguments.dtype(3, default: .float64)
      guard case .known(let rows) = try arguments.integer(0),
        case .known(let columns) = try arguments.integer(1, default: rows)
      else { return .array(dtype, nil) }
      return .array(dtype, try Reading.known([rows, columns]).shape())
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let rows = try arguments.integer(0).get(0, .integer)
      let columns = try arguments.integer(1, default: rows).get(1, .integer)
      let diagonal = try arguments.integer(2, default: 0).get(2, .integer)
      let dtype = try arguments.dtype(3, default: .float64)
      let ones = try arrays { () throws(ArrayError) in
        try NDArray.eye(rows, columns, diagonal: diagonal)
      }
      return .array(try arrays { () throws(ArrayError) in try ones.turned(into: dtype) })
    })

  static let arange = Function(
    "arange",
    [.required("start"), .optional("stop"), .optional("step", "1"), .optional("dtype")],
    summary: "numbers from start up to, not including, stop",
    infer: { arguments throws(FunctionFault) in
      var dtype = DType.int64
      for index in 0..<3 where !arguments.isAbsent(index) {
        let (type, shape) = try arguments.type(index)
        if let shape, shape.count != 1 { throw .argument(index, .oneElement) }
        dtype = max(dtype, type)
      }
      dtype = try arguments.dtype(3, default: dtype)
      guard case .known(let first) = try arguments.number(0),
        case .known(let second) = try arguments.number(1, default: .nan),
        case .known(let step) = try arguments.number(2, default: 1)
      else { return .array(dtype, nil) }
      let (start, stop) = second.isNaN && arguments.isAbsent(1) ? (0, first) : (first, second)
      if step == 0 { throw .array(.zeroRangeStep) }
      let count = ((stop - start) / step).rounded(.up)
      guard count.isFinite else { return .array(dtype, nil) }
      guard count < 1e15 else { throw .array(.tooManyElements([Int.max])) }
      return .array(dtype, Shape([max(0, Int(saturating: count))]))
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let first = try arguments.array(0)
      let hasStop = !arguments.isAbsent(1)
      let stop = hasStop ? try arguments.array(1) : first
      let start = hasStop ? first : NDArray(0)
      let step = arguments.isAbsent(2) ? NDArray(1) : try arguments.array(2)
      let numbers = try arrays { () throws(ArrayError) in
        try NDArray.arange(start, stop, step)
      }
      return .array(try converted(numbers, to: try arguments.dtype(3, default: numbers.dtype)))
    })

  private static let linspace = Function(
    "linspace",
    [.required("start"), .required("stop"), .optional("num", "50"), .optional("endpoint", "True")],
    summary: "so many numbers, evenly spaced from start to stop",
    infer: { arguments throws(FunctionFault) in
      guard case .known(let count) = try arguments.integer(2, default: 50) else {
        return .array(.float64, nil)
      }
      if count < 0 { throw .array(.negativeCount(count)) }
      return .array(.float64, Shape([count]))
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let start = try arguments.number(0).get(0, .number)
      let stop = try arguments.number(1).get(1, .number)
      let count = try arguments.integer(2, default: 50).get(2, .integer)
      let endpoint = try arguments.flag(3, default: true).get(3, .boolean)
      return .array(
        try arrays { () throws(ArrayError) in
          try NDArray.linspace(start, stop, count, endpoint: endpoint)
        })
    })

  private static let array = Function(
    "array", aliases: ["asarray"], [.required("object"), .optional("dtype")],
    summary: "an array of the given numbers or rows",
    infer: { arguments throws(FunctionFault) in
      guard let items = arguments[0]?.items else {
        let (dtype, shape) = try arguments.type(0)
        return .array(try arguments.dtype(1, default: dtype), shape)
      }
      let list = try ShapeInference(scope: StaticScope([:]), limit: .max).list(items)
      guard let type = list.arrayType else { throw .argument(0, .array) }
      return .array(try arguments.dtype(1, default: type.dtype), type.shape)
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      var value = arguments[0]
      if let items = value?.items { value = try ValueOperations.list(items) }
      guard case .array(let array)? = value else { throw .argument(0, .array) }
      let dtype = try arguments.dtype(1, default: array.dtype)
      return .array(try arrays { () throws(ArrayError) in try array.turned(into: dtype) })
    })

  private static func conversion(
    _ name: String, aliases: [String], to dtype: DType, summary: String
  ) -> Function {
    Function(
      name, aliases: aliases, [.required("x")], summary: summary,
      derivative: dtype == .float64 ? .elementwise(["x": "1"]) : .zero,
      elements: .elementwise(.conversion(to: dtype)),
      infer: { arguments throws(FunctionFault) in .array(dtype, try arguments.type(0).shape) },
      evaluate: { arguments, _ throws(FunctionFault) in
        .array(try converted(try arguments.array(0), to: dtype))
      })
  }

  private static let astype = Function(
    "astype", [.required("x"), .required("dtype")], isMethod: true,
    summary: "the same values in another type",
    derivative: .custom { context throws(LanguageError) in [0: context.adjoint] },
    elements: .elementwise(.conversion(to: nil)),
    infer: { arguments throws(FunctionFault) in
      .array(try arguments.dtype(1, default: .float64), try arguments.type(0).shape)
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let dtype = try arguments.dtype(1, default: .float64)
      return .array(try converted(try arguments.array(0), to: dtype))
    })

  private static func converted(_ array: NDArray, to dtype: DType) throws(FunctionFault) -> NDArray
  {
    try arrays { () throws(ArrayError) in try array.cast(to: dtype) }
  }
}

extension Reading where T == [Int] {
  /// The shape, refused if a dimension is negative; `nil` where it is not known.
  func shape() throws(FunctionFault) -> Shape? {
    guard case .known(let dimensions) = self else { return nil }
    if let negative = dimensions.first(where: { $0 < 0 }) {
      throw .array(.negativeDimension(negative))
    }
    guard dimensions.count <= 2 else { throw .array(.rankTooHigh(dimensions.count)) }
    return Shape(dimensions)
  }
}
