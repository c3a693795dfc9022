import Arrays

/// How one element of a function's result comes from elements of its arguments.
enum ElementRule: Sendable {
  /// Not by elements: the function is taken as a whole.
  case whole
  /// From the elements at the same place of each argument, broadcast.
  case elementwise
  /// It is one of the elements of the first argument.
  case movement
  /// From one line, or all, of the elements of the first argument.
  case reduction(Reduction)
  /// From a row of the first and a column of the second argument.
  case product
}
