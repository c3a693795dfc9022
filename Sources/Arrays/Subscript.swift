/// One item between the brackets of `array[...]`.
public enum Subscript: Sendable {
  case index(Int)
  case slice(start: Int?, stop: Int?, step: Int?)
  case newAxis
  case ellipsis
  /// A boolean array, which picks the elements where it is true.
  case mask(NDArray)
  /// An array of integers, which picks these.
  case integers(NDArray)
}
