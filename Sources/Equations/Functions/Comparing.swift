import Arrays

extension Function {
  /// One answer about two arrays.
  static let comparing: [Function] = [
    .arrayEqual.written(torch: .name("torch.equal")), .allClose, .accuracy,
  ]

  private static let arrayEqual = Function(
    "array_equal", [.required("x"), .required("y")],
    summary: "whether shape and all elements are equal", derivative: .zero,
    infer: { arguments throws(FunctionFault) in
      _ = try arguments.type(0)
      _ = try arguments.type(1)
      return .array(.bool, .scalar)
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      .array(NDArray(NDArray.arrayEqual(try arguments.array(0), try arguments.array(1))))
    })

  private static let allClose = Function(
    "allclose",
    [.required("x"), .required("y"), .optional("rtol", "1e-05"), .optional("atol", "1e-08")],
    summary: "whether all elements are within atol + rtol * |y|", derivative: .zero,
    infer: { arguments throws(FunctionFault) in
      let x = try arguments.type(0).shape
      let y = try arguments.type(1).shape
      _ = try StaticDomain<StaticScope>.combined(x, y, Shape.broadcast)
      return .array(.bool, .scalar)
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let x = try arguments.array(0)
      let y = try arguments.array(1)
      let relative = try arguments.number(2, default: 1e-5).get(2, .number)
      let absolute = try arguments.number(3, default: 1e-8).get(3, .number)
      return .array(
        NDArray(
          try arrays { () throws(ArrayError) in
            try NDArray.allClose(x, y, rtol: relative, atol: absolute)
          }))
    })

  private static let accuracy = defined(
    "accuracy", [.required("a"), .required("y")],
    summary: "the share of predictions on the right side of one half",
    definition: "mean((a > 0.5) == (y > 0.5))", derivative: .zero)
}
