import Arrays
import Equations
import Networks

/// Why a parameter's element is another number at one moment than at another: who has moved it there,
/// all updates between them added up.
public struct Movement: Sendable {
  public let element: ElementOperand
  /// The moments, and the number at them.
  public let start: (position: Position, value: Double)
  public let end: (position: Position, value: Double)
  /// How many updates lie between them.
  public let updates: Int
  /// The examples, equal ones together, by the magnitude of what they have moved.
  public let groups: [Pulls.Group]
  /// What belongs to no example, such as the price of large weights in the loss.
  public let ofNoExample: Double
  /// What updates make of the number itself, such as the decay of the weights.
  public let ofItself: Double
  /// What the optimizer kept from before, or was given by hand: the velocity that was there.
  public let ofBefore: Double
  /// What was changed by hand on the way.
  public let byHand: Double
  /// What rounding has made on the way: the movement less all parts.
  public let rounding: Double
  /// Equations that make something of the gradients that is no sum over the examples: a number that
  /// all examples share.
  public let shared: [Statement]
  /// What the optimizer carries from update to update, of this element.
  public let memories: [ElementOperand]

  public var change: Double { end.value - start.value }
}

/// Why a movement is not taken apart.
public enum MovementFault: Error, Equatable, Sendable {
  /// Only parameters are moved by updates.
  case noParameter(String)
  /// The moment has not been reached yet.
  case ahead(Cursor)
  /// The second moment does not come after the first.
  case order
  case noExamples
  /// On the way it is no number.
  case notFinite(Position)
  /// On the way it has another shape.
  case otherShape(Position)
  /// The equation draws random numbers, or gives single elements their value.
  case notFollowed(Statement)
  /// No update of the model moves it.
  case noUpdate(String)
}

extension Run {
  /// Follows an element of a parameter from one moment of the line to another, and takes all that has
  /// moved it apart by examples.
  ///
  /// The updates are done again one by one, each taken apart as it is done: for plain gradient descent
  /// that is each example's part of every gradient, times the rate. Of what an optimizer carries on, a
  /// velocity, the parts are carried on with it; what it divides by, a root of squares, is a number
  /// that all examples share.
  ///
  /// - Parameters:
  ///   - index: one number for each dimension; may be left out where there is only one element.
  ///   - second: `nil` for the present.
  ///   - tell: told of each epoch that has been done, and of how many there are.
  /// - Throws: `MovementFault`, `MomentError`, `ExplanationError` as for `why`, `Failure` of an equation
  ///   on the way, or `ArrayError.interrupted`.
  public func movement(
    of name: String, at index: [Int], from first: MomentReference, to second: MomentReference?,
    tell: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Movement {
    let array = try self.array(named: name)
    guard program.parameters.contains(name) else { throw MovementFault.noParameter(name) }
    guard state[Program.examplesName] != nil else { throw MovementFault.noExamples }
    let flat = try Explainer.flat(index, in: array.shape, of: name)
    let start = try place(of: first)
    let end = try second.map { try place(of: $0) } ?? moment
    guard start < end else { throw MovementFault.order }
    var walk = try MovementWalk(self, name, array.shape, flat, from: start, to: end)
    try walk.run(tell)
    return try walk.movement()
  }

  /// A moment at which the parameters are there.
  private func place(of reference: MomentReference) throws -> TimelinePoint {
    switch try find(reference) {
    case .ahead(let cursor): throw MovementFault.ahead(cursor)
    case .reached(var point):
      let ready = Cursor(epoch: 1, index: 0)
      if point.cursor < ready {
        point.cursor = ready
        point.segment = segmentIndex(at: ready)
      }
      return point
    }
  }
}
