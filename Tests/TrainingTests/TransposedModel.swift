import Arrays
import Equations
import Networks

@testable import Training

/// A model with its examples in rows, made of one that has them in columns: every matrix of the data
/// and of `init` is turned, and every equation is written for matrices that are turned.
///
/// What an equation says of axes is turned with it; calls that go along the classes without saying
/// so stay as they are, for the program to find out.
struct TransposedModel {
  /// Names of the data and of `init` that hold matrices.
  private let matrices: Set<String>
  private let ranks: [String: Int]
  let text: String

  init(_ model: Model) throws {
    let program = try Program(model)
    var ranks: [String: Int] = [:]
    for (name, value) in program.statics { ranks[name] = value.shape?.rank }
    self.ranks = ranks
    let read = Set(
      [Phase.forward, .loss, .backward].flatMap { phase in
        model[phase].flatMap { $0.statement.expressions.flatMap(\.names) }
      })
    let made = Set(
      [Phase.data, .`init`].flatMap { phase in
        model[phase].compactMap { $0.statement.assignment?.name }
      })
    let matrices = made.filter { ranks[$0] == 2 && read.contains($0) }
    self.matrices = matrices
    let ofData = matrices.intersection(model[.data].compactMap { $0.statement.assignment?.name })
    var text = ""
    if !model.settings.isEmpty { text += "settings:\n" }
    for line in model.settings { text += "  \(line.statement.text)\n" }
    for phase in Phase.allCases where !model[phase].isEmpty {
      text += "\(phase.rawValue):\n"
      for line in model[phase] {
        let statement =
          phase == .`init` ? Self.reading(line.statement, turnedBack: ofData) : line.statement
        text += "  \(phase.isRepeated ? Self.turned(statement, ranks) : statement.text)\n"
      }
      guard !phase.isRepeated else { continue }
      var seen: Set<String> = []
      for name in model[phase].compactMap({ $0.statement.assignment?.name })
      where matrices.contains(name) && seen.insert(name).inserted {
        text += "  \(name) = \(name).T\n"
      }
    }
    self.text = text
  }

  /// The equation of `init` as it was, for data that are turned by then: `len(X)` as `len(X.T)`.
  private static func reading(_ statement: Statement, turnedBack names: Set<String>) -> Statement {
    guard case .assignment(var assignment) = statement.kind else { return statement }
    assignment.value = assignment.value.substituting(
      Dictionary(
        uniqueKeysWithValues: names.map { name in
          (name, Expression(.attribute(Expression(.name(name)), .transpose)))
        }))
    return Statement(.assignment(assignment), span: statement.span)
  }

  private static func turned(_ statement: Statement, _ ranks: [String: Int]) -> String {
    var statement = statement
    switch statement.kind {
    case .assignment(var assignment):
      assignment.value = turned(assignment.value, ranks)
      statement.kind = .assignment(assignment)
    case .expression, .importOfNumPy: break
    }
    return statement.text
  }

  private static func turned(_ expression: Expression, _ ranks: [String: Int]) -> Expression {
    func turn(_ part: Expression) -> Expression { turned(part, ranks) }
    switch expression.node {
    case .binary(.matrixProduct, let left, let right):
      return turn(right).matrixProduct(turn(left))
    case .call(let name, let arguments):
      // Shapes that are written out are turned too.
      if ["zeros", "ones", "rand", "randn"].contains(name), arguments.count == 1,
        case .tuple(let items) = arguments[0].value.node
      {
        return .call(name, Expression(.tuple(items.reversed())))
      }
      return Expression(
        .call(
          name,
          arguments.map { argument in
            if argument.keyword == "axis", case .integer(let axis) = argument.value.node {
              return Argument(keyword: "axis", .integer(1 - axis))
            }
            return Argument(keyword: argument.keyword, turn(argument.value))
          }))
    case .index(let base, let items):
      guard case .name(let name) = base.node, ranks[name] == 2 else {
        return expression.mapChildren(turn)
      }
      let whole = IndexItem.slice(start: nil, stop: nil, step: nil)
      return Expression(.index(base, ((items.count == 1 ? items + [whole] : items).reversed())))
    default: return expression.mapChildren(turn)
    }
  }
}
