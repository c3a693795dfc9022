import Arrays
import Equations
import JSON

extension DType {
  var letter: String {
    switch self {
    case .bool: "b"
    case .int64: "i"
    case .float64: "f"
    }
  }
}

extension ArithmeticPlan {
  /// As the page's script reads it: what it is, of what, its shape and where its numbers are.
  var json: JSONValue {
    var members: [(String, JSONValue)] = []
    func add(_ kind: String, _ text: String? = nil, _ parts: [ArithmeticPlan?] = []) {
      members.append(("k", .string(kind)))
      if let text { members.append(("o", .string(text))) }
      if !parts.isEmpty { members.append(("x", .array(parts.map { $0?.json ?? .null }))) }
    }
    switch form {
    case .literal: add("number")
    case .name(let name): add("name", name)
    case .constant(let text): add("constant", text)
    case .list(let items): add("list", nil, items)
    case .unary(let op, let x): add("unary", op, [x])
    case .binary(let op, let x, let y): add("binary", op, [x, y])
    case .product(let x, let y): add("product", nil, [x, y])
    case .movement(let parts, let sources):
      add("movement", nil, parts)
      if let shape = parts.first?.shape, parts.count == 1, Self.isTransposed(sources, shape) {
        members.append(("t", .bool(true)))
      } else {
        members.append(("t", .integers(sources)))
      }
    case .call(let name, let arguments): add("call", name, arguments)
    case .sum(let kind, let x, let axis):
      add("sum", kind == .mean ? "mean" : "sum", [x])
      if let axis { members.append(("a", .integer(axis))) }
    case .reduction(let name, let x, let axis):
      add("reduction", name, [x])
      if let axis { members.append(("a", .integer(axis))) }
    case .definition(let name, let body): add("definition", name, [body])
    case .draw(let name, let after, let source):
      add("draw", name, source.map { [$0] } ?? [])
      if let after { members.append(("n", .integer(after))) }
    }
    members.append(("s", .integers(shape)))
    if dtype != .float64 { members.append(("d", .string(dtype.letter))) }
    if let record { members.append(("r", .integer(record))) }
    return .object(members)
  }

  private static func isTransposed(_ sources: [Int], _ shape: [Int]) -> Bool {
    guard shape.count == 2, shape[0] * shape[1] == sources.count, shape[0] > 0 else {
      return false
    }
    return sources.indices.allSatisfy {
      sources[$0] == ($0 % shape[0]) * shape[1] + $0 / shape[0]
    }
  }
}
