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
      let (x, y) = (try arguments.array(0), try arguments.array(1))
      return .array(
        NDArray(try arrays { () throws(ArrayError) in try NDArray.arrayEqual(x, y) }))
    })

  private static let allClose = Function(
    "allclose",
    [.required("x"), .required("y"), .optional("rtol", "1e-05"), .optional("atol", "1e-08")],
    summary: "whether all elements are within atol + rtol * |y|", derivative: .zero,
    infer: { arguments throws(FunctionFault) in
      let x = try arguments.type(0).shape
      let y = try arguments.type(1).shape
      _ = try ShapeInference.combined(x, y, Shape.broadcast)
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

  /// Of classes, in columns unless `axis=1` says that they are rows, the share of examples whose
  /// largest prediction is the right one; of targets of two values the share of predictions on the
  /// right side of their middle.
  private static let accuracy = Function(
    "accuracy", [.required("a"), .required("y"), .optional("axis", "0")],
    summary: "the share of right predictions, of classes or of targets of two values",
    derivative: .zero,
    infer: { arguments throws(FunctionFault) in
      _ = try arguments.type(0)
      _ = try arguments.type(1)
      return .array(.float64, .scalar)
    },
    evaluate: { arguments, _ throws(FunctionFault) in
      let a = try arguments.array(0)
      let y = try arguments.array(1)
      let axis = try arguments.number(2, default: 0).get(2, .axis)
      guard axis == 0 || axis == 1 else { throw .argument(2, .axis) }
      guard let rule = AccuracyRule(a, y, classAxis: Int(saturating: axis)) else {
        throw .argument(1, .classes)
      }
      let expression = rule.expression(of: .name("a"), .name("y"), mayBeNaN: true)
      var interpreter = Interpreter(
        domain: Computation(
          scope: DictionaryScope(["a": .array(a), "y": .array(y)]), random: nil))
      guard let value = try? interpreter.evaluate(expression) else {
        throw .argument(1, .classes)
      }
      return value
    }
  )
  .alongClasses
  .written(
    numpy: .helper(
      """
      def accuracy(a, y, axis=0):
          if a.ndim == 2 and a.shape[axis] > 1:
              wanted = np.argmax(y, axis) if y.shape == a.shape else np.ravel(y)
              return np.mean((np.argmax(a, axis) == wanted) & ~np.isnan(np.max(a, axis)))
          middle = 0.5 if np.all((y == 0) | (y == 1)) else (np.max(y) + np.min(y)) / 2
          a, y = np.ravel(a), np.ravel(y)
          return np.mean(((a > middle) == (y > middle)) & (a == a))
      """),
    torch: .helper(
      """
      def accuracy(a, y, axis=0):
          if a.ndim == 2 and a.shape[axis] > 1:
              wanted = torch.argmax(y, axis) if y.shape == a.shape else torch.ravel(y)
              right = (torch.argmax(a, axis) == wanted) & ~torch.isnan(torch.amax(a, axis))
              return torch.mean(right.double())
          middle = 0.5 if torch.all((y == 0) | (y == 1)) else (torch.max(y) + torch.min(y)) / 2
          a, y = torch.ravel(a), torch.ravel(y)
          return torch.mean((((a > middle) == (y > middle)) & (a == a)).double())
      """))
}
