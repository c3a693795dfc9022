import Arrays

/// How one element of a function's result comes from elements of its arguments: the one place that
/// says how a function computes, for whoever explains it and whoever compiles it.
package enum ElementRule: Sendable {
  /// Not by elements: the function is taken as a whole.
  case whole
  /// From none of them: the arguments' types and shapes decide the result.
  case shape
  /// From the elements at the same place of each argument, broadcast.
  case elementwise(ElementOperation)
  /// It is one of the elements of the first argument.
  case movement
  /// From one line, or all, of the elements of the first argument.
  case reduction(Reduction)
  /// From a row of the first and a column of the second argument.
  case product
  /// Minus the mean of what a kernel makes of the elements at the same place of two arguments: the
  /// same bits as the function's definition.
  case negatedMean(of: JoinedOperation)
}

/// What an elementwise function does to the elements at one place.
package enum ElementOperation: Sendable {
  /// `x`
  case unary(UnaryOperation)
  /// `x`, `y`
  case binary(BinaryOperation)
  /// `condition`, `x`, `y`
  case selection
  /// `x`, `min`, `max`
  case clipping
  /// `x`, `decimals`
  case rounding
  /// `x`, to this type, or to that of the second argument.
  case conversion(to: DType?)
}
