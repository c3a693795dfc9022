import Arrays
import Support
import Testing

@testable import Equations

/// Expressions of the whole language against NumPy, as make_expressions.py wrote them.
@Suite struct NumPyAgreementTests {
  /// Names whose values are not known before evaluation, as those of data and parameters.
  private struct HiddenScope: Scope {
    let values: [String: Value]
    func value(of name: String) -> Lookup<Value> { values[name].map { .found($0) } ?? .unknown }
    func staticValue(of name: String) -> Lookup<StaticValue> {
      values[name].map { .found(StaticValue(of: $0, isFixed: false)) } ?? .unknown
    }
    var candidateNames: [String] { values.keys.sorted() }
  }

  @Test(arguments: [("expressions", 4000), ("words", 3500)])
  func expressionsEqualNumPy(file: String, count: Int) throws {
    var values: [String: Value] = [:]
    var cases = 0
    for (number, line) in try Fixture.lines(file, in: .module).enumerated() {
      let fields = line.components(separatedBy: "\t")
      if fields[0] == "let" {
        values[fields[1]] = .array(
          Fixture.array(
            fields[2], Fixture.shape(fields[3]), fields[4].split(separator: ",")))
        continue
      }
      cases += 1
      for problem in problems(fields, values) {
        Issue.record("line \(number + 1): \(fields[1]): \(problem)")
      }
    }
    #expect(cases > count)
  }

  /// What differs from NumPy, and where the check before evaluation differs from evaluation.
  private func problems(_ fields: [String], _ values: [String: Value]) -> [String] {
    let expression: Expression
    do {
      expression = try Parser.expression(fields[1])
    } catch {
      return ["does not parse: \(error.kind)"]
    }
    var problems: [String] = []
    if (try? Parser.expression(expression.text)) != expression {
      problems.append("reads back otherwise: \(expression.text)")
    }
    var none: RandomState?
    let open = DictionaryScope(values)
    let hidden = HiddenScope(values: values)
    let result = Result { () throws(LanguageError) in
      try Evaluation.compute(expression, in: open, random: &none)
    }
    let known = Result { () throws(LanguageError) in try Evaluation.check(expression, in: open) }
    let unknown = Result { () throws(LanguageError) in try Evaluation.check(expression, in: hidden)
    }
    let isError = fields[2] == "error"
    switch result {
    case .failure(let error):
      if !isError { return problems + ["\(error.kind), NumPy has \(fields[5...])"] }
      if !error.kind.isOfValues, case .success = known {
        problems.append("passes the check, then \(error.kind)")
      }
    case .success(let value):
      if isError { return problems + ["\(value), NumPy refuses"] }
      if let difference = difference(value, fields) { problems.append(difference) }
      for (name, check) in [("known", known), ("unknown", unknown)] {
        switch check {
        case .failure(let error): problems.append("the check (\(name)) refuses: \(error.kind)")
        case .success(let claim):
          if let difference = difference(claim, value) {
            problems.append("the check (\(name)) says \(difference)")
          }
        }
      }
    }
    return problems
  }

  private func difference(_ claim: StaticValue, _ value: Value) -> String? {
    guard case .array(let array) = value else { return nil }
    guard claim.dtype == array.dtype else {
      return "\(claim.form), but it is \(array.dtype)"
    }
    if let shape = claim.shape, shape != array.shape { return "\(shape), not \(array.shape)" }
    if let known = claim.known?.array, !known.isIdentical(to: array),
      !array.doubles.contains(where: \.isNaN)
    {
      return "\(known), not \(array)"
    }
    return nil
  }

  private func difference(_ value: Value, _ fields: [String]) -> String? {
    if fields[2] == "tuple" {
      guard let dimensions = value.dimensions else { return "\(value), not \(fields[6])" }
      return Shape(dimensions).description == fields[6] ? nil : "\(dimensions), not \(fields[6])"
    }
    guard case .array(let array) = value else { return "\(value), not an array" }
    let expected = Fixture.array(
      fields[2], Fixture.shape(fields[3]), fields[4].split(separator: ","))
    if array.dtype != expected.dtype { return "\(array.dtype), not \(expected.dtype)" }
    if array.shape != expected.shape { return "\(array.shape), not \(expected.shape)" }
    for (x, y) in zip(array.doubles, expected.doubles) {
      let distance = Fixture.distance(x, y)
      let isClose: Bool
      switch fields[5].first {
      case "2": isClose = distance <= 2
      case "s":
        let scale = Fixture.double(fields[5].dropFirst())
        isClose = distance <= 4 || (x - y).magnitude <= 4 * scale.ulp
      default: isClose = distance == 0
      }
      if !isClose { return "\(array), not \(expected)" }
    }
    let printed = array.description.split(separator: "\n").joined(separator: "$")
    if array.isIdentical(to: expected), printed != fields[6] {
      return "prints \(printed), not \(fields[6])"
    }
    return nil
  }
}

extension LanguageError.Kind {
  /// Whether only the numbers can tell, so that a check of types and shapes need not see it.
  var isOfValues: Bool {
    guard case .array(let error, _, _) = self else { return false }
    switch error {
    case .integerTooLarge, .cannotConvertToInteger, .negativeIntegerPower: return true
    default: return false
    }
  }
}
