import Arrays
import Equations
import Foundation
import Networks
import ShellSupport
import Support
import Testing
import Training

@testable import Shell

/// What `why` prints is parsed again, worked out by the language, and gives the number.
@Suite struct WhyRecomputedTests {
  static let walks = [
    "goto init", "goto 1.forward", "goto 1.backward", "goto 1.update", "run 12; s",
    "run 3; set lr = 0.01; run 2; rewind 2",
  ]

  private static let models =
    [("article", Model.articleText.replacing("size=(2, 1000)", with: "size=(2, 40)"))]
    + ModelTexts.swept

  @Test(arguments: models.map(\.name))
  func theNumbersGiveTheValue(name: String) throws {
    let text = try #require(Self.models.first { $0.name == name }).text
    var asked = 0
    var compared = 0
    for (turn, walk) in Self.walks.enumerated() {
      var session = try Self.session(text)
      for command in CommandText.split(walk) {
        let outcome = session.perform(command)
        #expect(outcome.isSuccess, "\(name): \(command): \(outcome)")
      }
      for (place, value) in session.run.program.names.enumerated() {
        guard case .found(.array(let array)) = session.run.value(of: value), array.count > 0 else {
          continue
        }
        // Another element of each name in each walk.
        let flat = (place * 7 + turn * 13) % array.count
        let index = array.shape.index(ofFlat: flat).map(String.init).joined(separator: ", ")
        let question = index.isEmpty ? "why \(value) --exact" : "why \(value)[\(index)] --exact"
        let outcome = session.perform(question)
        guard outcome.isSuccess else {
          Issue.record("\(name), after \(walk): \(question): \(outcome)")
          continue
        }
        asked += 1
        let result = try #require(
          try ExactJSON.object(outcome.json.text)["result"] as? [String: Any])
        let why = try #require(result["value"])
        #expect(
          Self.number(why)?.bitPattern == Self.number(array.doubles[flat])?.bitPattern,
          "\(question): \(why) is not \(array.doubles[flat])")
        compared += try Self.check(result, "\(name), after \(walk): \(question)")
        try Self.check(printed: Shells.text(outcome), result, "\(name), \(walk): \(question)")
      }
    }
    #expect(asked > 30)
    #expect(compared > asked / 2, "only \(compared) of \(asked) have arithmetic")
  }

  static func session(_ text: String) throws -> Session {
    Session(run: Run(try Program(try Model(name: "swept", text: text)), seed: 5))
  }

  /// Compares the parsed arithmetic with the value, and that of every operand below.
  ///
  /// - Returns: how many were compared.
  static func check(_ why: [String: Any], _ what: String) throws -> Int {
    var count = 0
    if let exact = why["exact"] as? String, let value = why["value"].flatMap({ number($0) }) {
      let found = try evaluated(exact)
      #expect(
        found == value || (found.isNaN && value.isNaN),
        "\(what): \(exact) is \(found), not \(value)"
      )
      // As a textbook writes it, up to the rounding of its few steps.
      let numbers = try #require(why["numbers"] as? String)
      if !numbers.contains("...") {
        let plain = try evaluated(numbers)
        let size = max(value.magnitude, largestNumber(in: numbers))
        #expect(
          (plain - value).magnitude <= 1e-14 * size || (plain.isNaN && value.isNaN),
          "\(what): \(numbers) is \(plain), not \(value)")
      }
      count += 1
    }
    for case let sum as [String: Any] in why["sums"] as? [Any] ?? [] { try check(sum: sum, what) }
    for case let operand as [String: Any] in why["operands"] as? [Any] ?? [] {
      guard let inner = operand["why"] as? [String: Any] else { continue }
      #expect(
        operand["value"].flatMap { number($0) } == inner["value"].flatMap { number($0) },
        "\(what): an operand and its own explanation differ")
      count += try check(inner, "\(what), of which \(operand["name"] ?? "?")")
    }
    return count
  }

  /// The lines of a long sum add to its total, with nothing left over.
  static func check(sum: [String: Any], _ what: String) throws {
    let total = try #require(sum["total"].flatMap { number($0) })
    guard total.isFinite else { return }
    var parts: [Double] = []
    var terms = 0
    for case let line as [String: Any] in sum["lines"] as? [Any] ?? [] {
      if let rounding = line["rounding"].flatMap({ number($0) }) {
        parts.append(rounding)
        continue
      }
      let part = try #require(line["total"].flatMap { number($0) })
      parts.append(part)
      if let rest = line["rest"] as? Int {
        terms += rest
        continue
      }
      let count = try #require(line["count"] as? Int)
      terms += count
      let term = try #require(line["term"].flatMap { number($0) })
      #expect(Double(count) * term == part, "\(what): \(line)")
      let numbers = try #require(line["numbers"] as? String)
      let plain = try evaluated(numbers)
      // A term may hold a short sum of its own, written as a textbook does.
      #expect(
        (plain - term).magnitude <= 1e-14 * max(term.magnitude, largestNumber(in: numbers)),
        "\(what): \(numbers) is not \(term)")
    }
    #expect(terms == sum["terms"] as? Int, "\(what): the lines are not all terms")
    #expect(exactSum(parts) == total, "\(what): \(parts) do not add to \(total)")
  }

  /// The text says the value, and its line of numbers gives it to the digits of a few roundings.
  static func check(printed: String, _ why: [String: Any], _ what: String) throws {
    let value = try #require(why["value"].flatMap { number($0) })
    let lines = printed.split(separator: "\n").map(String.init)
    let first = try #require(lines.first)
    let said = try #require(first.components(separatedBy: " = ").last)
    let shown = try #require(said.components(separatedBy: "   ").first)
    let told = try evaluated(shown)
    #expect(told == value || value.isNaN, "\(what): the first line says \(shown)")
    guard let numbers = why["numbers"] as? String, !numbers.contains("..."),
      let start = lines.firstIndex(where: { $0.drop { $0 == " " }.hasPrefix("= ") })
    else { return }
    // The line goes on as far as it is indented further than its sign.
    let indent = lines[start].prefix { $0 == " " }.count
    var text = String(lines[start].dropFirst(indent + 2))
    for line in lines[(start + 1)...] {
      guard line.prefix(while: { $0 == " " }).count == indent + 2, !line.contains("(rounded ")
      else { break }
      text += " " + line.drop { $0 == " " }
    }
    #expect(
      text.replacingOccurrences(of: " ", with: "")
        == numbers.replacingOccurrences(of: " ", with: ""), "\(what): \(text)\n\(numbers)")
  }

  static func evaluated(_ text: String) throws -> Double {
    let value = try Evaluation.value(of: Parser.expression(text), in: NoNames())
    guard let number = value.array?.item else { throw NotAnObject(text: text) }
    return number
  }

  private struct NoNames: Scope {
    func value(of name: String) -> Lookup<Value> { .unknown }
    var candidateNames: [String] { [] }
  }

  /// The largest magnitude written in an expression, for the size of its rounding.
  static func largestNumber(in text: String) -> Double {
    let parts = text.split { !"0123456789.e-+".contains($0) }
    return parts.compactMap { Double($0.trimmingCharacters(in: .init(charactersIn: "-+"))) }
      .map(\.magnitude).max() ?? 0
  }

  static func number(_ value: Any) -> Double? {
    switch value {
    case let number as Double: number
    case let number as Int: Double(number)
    case let text as String: ["nan": Double.nan, "inf": .infinity, "-inf": -.infinity][text]
    case let flag as Bool: flag ? 1 : 0
    default: nil
    }
  }

  /// A sum without rounding but at its end, by Shewchuk's partials.
  static func exactSum(_ numbers: [Double]) -> Double {
    var partials: [Double] = []
    for number in numbers {
      var x = number
      var kept: [Double] = []
      for partial in partials {
        let (large, small) = x.magnitude >= partial.magnitude ? (x, partial) : (partial, x)
        let high = large + small
        let low = small - (high - large)
        if low != 0 { kept.append(low) }
        x = high
      }
      partials = kept + [x]
    }
    return partials.reversed().reduce(0, +)
  }
}
