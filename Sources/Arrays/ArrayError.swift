/// What went wrong in an operation on arrays, as data; nothing here is worded.
public enum ArrayError: Error, Equatable, Sendable {
  /// Two shapes whose dimensions, aligned at the last, are neither equal nor 1.
  case shapesDoNotBroadcast(Shape, Shape)
  /// `@` of shapes whose inner dimensions differ.
  case innerDimensionsDiffer(Shape, Shape)
  /// `@` does not take scalars.
  case scalarInProduct(Shape, Shape)
  case cannotReshape(from: Shape, to: [Int])
  case axisOutOfRange(axis: Int, rank: Int)
  case indexOutOfRange(index: Int, size: Int, axis: Int)
  case tooManyIndices(given: Int, rank: Int)
  case tooManyEllipses
  /// An index array that holds neither integers nor booleans.
  case indexNotInteger(DType)
  /// Arrays here have at most two dimensions.
  case rankTooHigh(Int)
  /// More elements than `Shape.largestCount`.
  case tooManyElements(Shape)
  /// An integer result beyond 2^53 in magnitude.
  case integerTooLarge(operation: String)
  /// A NaN, an infinity or a number beyond 2^53 where an integer is needed.
  case cannotConvertToInteger(Double)
  /// The operation does not exist for these element types.
  case unsupportedType(operation: String, DType, DType?)
  /// An array of integers raised to a negative integer.
  case negativeIntegerPower
  /// A reduction that has no value for no elements, such as `max`.
  case emptyReduction(String)
  case maskShapeDiffers(mask: Shape, array: Shape)
  /// The truth of an array that does not have exactly one element.
  case ambiguousTruth(Shape)
  /// An array where one number is needed.
  case notOneElement(Shape)
  case negativeDimension(Int)
  case zeroSliceStep
  case zeroRangeStep
  case cannotAssign(value: Shape, to: Shape)
  /// Shapes that cannot be joined along an axis.
  case cannotJoin(Shape, Shape, axis: Int)
  /// Nothing to join.
  case nothingToJoin
  /// Counts that do not fit what they repeat.
  case cannotRepeat(Shape, counts: Shape)
  case negativeCount(Int)
  case seedOutOfRange(Int)
  /// A random range with nothing in it: `low >= high`.
  case emptyRange(low: Int, high: Int)
  /// A random range that is not finite.
  case infiniteRange(low: Double, high: Double)
  /// A random range whose end is below its beginning.
  case reversedRange(low: Double, high: Double)
  /// A number of trials below 0, or a probability outside of [0, 1].
  case badTrials(Int, probability: Double)
  case negativeScale(Double)
  /// Probabilities that are negative, do not sum to 1, or are not one for each choice.
  case badProbabilities
  /// More distinct choices asked for than there are.
  case tooFewChoices(available: Int, asked: Int)
  /// Whoever waited no longer does; see `Interruption`.
  case interrupted
  /// So many bytes more do not fit into the limit of the process, or the system has not got them.
  case noRoom(bytes: Int)
}
