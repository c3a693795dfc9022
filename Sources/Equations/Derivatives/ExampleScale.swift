/// Where the factor 1/m stands in a backward section.
///
/// The textbook's `dZ` is a column for each example, of that example's own loss, though the loss is
/// the mean over all m of them; `dW` is the gradient of the mean. So 1/m comes in where an adjoint goes
/// from what has a column for each example to what all examples share, a parameter.
struct ExampleScale {
  let loss: String
  let parameters: [String]
  /// What stands for m; `nil` for a program without examples, whose adjoints are all as they are.
  let examples: Expression?

  /// Whether the adjoint of a name is that of each example's own loss.
  func carriesExamples(_ name: String) -> Bool { name != loss && !parameters.contains(name) }

  /// A part of an adjoint that comes from the adjoint of `source` and goes to that of `target`.
  func scaled(_ part: Expression, from source: String, to target: String) -> Expression {
    guard let examples else { return part }
    switch (carriesExamples(source), carriesExamples(target)) {
    case (true, false): return part / examples
    case (false, true): return examples * part
    default: return part
    }
  }
}
