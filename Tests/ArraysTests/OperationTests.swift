import Foundation
import Support
import Testing

@testable import Arrays

/// Operations on random arrays against NumPy's results, as operations.py wrote them.
@Suite struct OperationTests {
  @Test func operationsEqualNumPy() throws {
    let lines = try Fixture.lines("operations", in: .module)
    #expect(lines.count > 1500)
    for (number, line) in lines.enumerated() {
      let fields = line.components(separatedBy: "|")
      let name = fields[0].split(separator: " ").map(String.init)
      let arguments = Array(fields[1..<(fields.count - 2)])
      let expected = fields[fields.count - 2]
      let result: NDArray
      do {
        result = try run(name, arguments)
      } catch {
        if !(error is ArrayError) || expected != "error" {
          Issue.record("line \(number + 1): \(line.prefix(300)) gave \(error)")
        }
        continue
      }
      if expected == "error" {
        Issue.record("line \(number + 1): \(line.prefix(300)) gave \(result)")
      } else if let difference = difference(
        result, array(expected), fields[fields.count - 1])
      {
        Issue.record("line \(number + 1): \(difference): \(line.prefix(300)) gave \(result)")
      }
    }
  }

  private func array(_ text: some StringProtocol) -> NDArray {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return Fixture.array(
      parts[0], Fixture.shape(parts[1]), Substring(parts[2]).split(separator: ","))
  }

  private func arrays(_ text: String) -> [NDArray] { text.split(separator: ";").map { array($0) } }

  private func axis(_ text: String) -> Int? { text == "-" ? nil : Int(text)! }

  /// What differs, or nil.
  private func difference(_ a: NDArray, _ b: NDArray, _ exact: String) -> String? {
    if a.dtype != b.dtype { return "\(a.dtype), not \(b.dtype)" }
    if a.shape != b.shape { return "\(a.shape), not \(b.shape)" }
    for (x, y) in zip(a.doubles, b.doubles) {
      let distance = Fixture.distance(x, y)
      switch exact {
      case "=":
        if x.bitPattern != y.bitPattern && !(x.isNaN && y.isNaN) { return "\(x), not \(y)" }
      case "0": if distance > 0 && !(x == 0 && y == 0) { return "\(x), not \(y)" }
      case "2": if distance > 2 && !(x == 0 && y == 0) { return "\(x), not \(y)" }
      default:
        let scale = Fixture.double(exact.dropFirst())
        if distance > 4 && !((x - y).magnitude <= 4 * scale.ulp) && x != y {
          return "\(x), not \(y)"
        }
      }
    }
    return nil
  }

  private func subscripts(_ text: String) -> [Subscript] {
    if text == "-" { return [] }
    return text.split(separator: ";").map { item in
      if item == "N" { return .newAxis }
      if item == "E" { return .ellipsis }
      if item.hasPrefix("M") { return .mask(array(item.dropFirst())) }
      if item.hasPrefix("I") { return .integers(array(item.dropFirst())) }
      if let index = Int(item) { return .index(index) }
      let bounds = item.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
      return .slice(start: bounds[0], stop: bounds[1], step: bounds[2])
    }
  }

  private func run(_ name: [String], _ a: [String]) throws -> NDArray {
    switch name[0] {
    case "binary":
      let operation = BinaryOperation(rawValue: name[1])!
      let (x, y) = (array(a[0]), array(a[1]))
      let result = try NDArray.apply(operation, x, y)
      if operation != .power || x.rank + y.rank > 0 {
        #expect(try operation.resultType(x.dtype, y.dtype) == result.dtype)
      }
      return result
    case "unary":
      let operation = UnaryOperation(rawValue: name[1])!
      let result = try NDArray.apply(operation, array(a[0]))
      #expect(try operation.resultType(array(a[0]).dtype) == result.dtype)
      return result
    case "reduce":
      let reduction = Reduction(rawValue: name[1])!
      let (x, axis, keep) = (array(a[0]), axis(a[1]), a[2] == "1")
      let result = try x.reduced(
        by: reduction, axis: axis, keepDimensions: keep, degreesOfFreedom: Int(a[3])!)
      #expect(try reduction.resultType(x.dtype) == result.dtype)
      #expect(
        try reduction.resultShape(of: x.shape, axis: axis, keepDimensions: keep) == result.shape)
      return result
    case "product":
      let result = try NDArray.product(array(a[0]), array(a[1]))
      #expect(try Shape.product(array(a[0]).shape, array(a[1]).shape) == result.shape)
      return result
    case "dot":
      let result = try NDArray.dot(array(a[0]), array(a[1]))
      #expect(try Shape.dot(array(a[0]).shape, array(a[1]).shape) == result.shape)
      return result
    case "index":
      let (x, items) = (array(a[0]), subscripts(a[1]))
      let result = try x.subscripted(items)
      #expect(try x.shape.subscripted(items) == result.shape)
      let flat = try NDArray.flatIndices(of: items, in: x.shape)
      #expect(flat.shape == result.shape)
      #expect(flat.indices.map { x.doubles[$0].bitPattern } == result.doubles.map(\.bitPattern))
      return result
    case "assign":
      var x = array(a[0])
      try x.assign(array(a[2]), at: subscripts(a[1]))
      return x
    case "select": return try NDArray.select(array(a[0]), array(a[1]), array(a[2]))
    case "concatenate": return try NDArray.concatenate(arrays(a[0]), axis: axis(name[1]))
    case "vstack": return try NDArray.vstack(arrays(a[0]))
    case "hstack": return try NDArray.hstack(arrays(a[0]))
    case "tile": return try NDArray.tile(array(a[0]), Fixture.shape(a[1]).dimensions)
    case "repeat": return try array(a[0]).repeated(array(a[1]), axis: axis(a[2]))
    case "eye": return try NDArray.eye(Int(a[0])!, Int(a[1])!, diagonal: Int(a[2])!)
    case "arange": return try NDArray.arange(array(a[0]), array(a[1]), array(a[2]))
    case "linspace":
      return try NDArray.linspace(
        Fixture.double(a[0]), Fixture.double(a[1]), Int(a[2])!, endpoint: a[3] == "1")
    case "allClose": return NDArray(try NDArray.allClose(array(a[0]), array(a[1])))
    case "arrayEqual": return NDArray(try NDArray.arrayEqual(array(a[0]), array(a[1])))
    case "round": return try array(a[0]).round(decimals: Int(a[1])!)
    case "clip": return try array(a[0]).clip(array(a[1]), array(a[2]))
    case "cumsum": return try array(a[0]).cumsum(axis: axis(a[1]))
    case "reshape": return try array(a[0]).reshaped(to: Fixture.shape(a[1]).dimensions)
    case "transpose": return array(a[0]).transposed
    default: throw UnknownOperation(name: name[0])
    }
  }

  private struct UnknownOperation: Error { let name: String }
}
