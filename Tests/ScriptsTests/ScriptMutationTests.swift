import Foundation
import Support
import Testing

@testable import Scripts
@testable import Training

/// The right scripts with one line changed as people mistake it, each kind wherever it fits.
///
/// `UNDERHOOD_MUTATIONS=5` tries one place in five, and prints how many were found by kind; otherwise
/// one in forty is tried.
@Suite struct ScriptMutationTests {
  struct Mutation: Sendable {
    var name: String
    var pattern: String
    var replacement: String
  }

  static let mutations: [Mutation] = [
    Mutation(name: "transpose missing", pattern: #"(\w)\.T\b"#, replacement: "$1"),
    Mutation(name: "* for @", pattern: " @ ", replacement: " * "),
    Mutation(
      name: "sign of the step", pattern: " -= (?=.*(lr|rate|alpha|eta|0\\.))", replacement: " += "),
    Mutation(
      name: "sign of the step", pattern: " - (?=(lr|learning_rate|alpha|eta|rate) \\*)",
      replacement: " + "),
    Mutation(
      name: "sum for mean", pattern: " / (m|n|batch|len\\(\\w+\\)|num_examples)$", replacement: ""),
    Mutation(name: "slope left out", pattern: #" \* \(1 - [^()]*\)"#, replacement: ""),
    Mutation(name: "slope left out", pattern: #" \* \(\w+ > 0\)"#, replacement: ""),
    Mutation(
      name: "slope of the wrong value", pattern: #"\(1 - (\w+) \*\* 2\)"#, replacement: "(1 - $1)"),
    Mutation(name: "slope twice", pattern: #"( \* \(1 - \w+ \*\* 2\))"#, replacement: "$1$1"),
    Mutation(name: "keepdims lost", pattern: ", keepdims=True", replacement: ""),
    Mutation(name: "wrong axis", pattern: "axis=0", replacement: "axis=1"),
    Mutation(name: "wrong axis", pattern: "axis=1", replacement: "axis=0"),
    Mutation(
      name: "labels not seen", pattern: #"\((\w+) - (Y|y|t|T|target)\)"#, replacement: "($1)"),
    Mutation(
      name: "never updated", pattern: #"^(\s+)(self\.)?b\d? (-=|= b\d? -) .*$"#,
      replacement: "$1pass"),
    Mutation(name: "factor of 2", pattern: #"= 2(\.0)? \* "#, replacement: "= "),
  ]

  enum Outcome: String, CaseIterable {
    case refused, atTheLine, elsewhere, harmless, missed
  }

  struct Case: Sendable {
    var kind: String
    var script: ScriptCollectionTests.Kept
    var line: Int
    var text: String
  }

  static func cases() -> [Case] {
    mutations.flatMap { mutation -> [Case] in
      guard let expression = try? NSRegularExpression(pattern: mutation.pattern) else { return [] }
      return ScriptCollectionTests.kept.flatMap { kept -> [Case] in
        let lines = kept.text.components(separatedBy: "\n")
        return lines.indices.compactMap { index in
          let line = lines[index]
          if line.hasPrefix("#") || line.contains("print") { return nil }
          let range = NSRange(line.startIndex..., in: line)
          guard let match = expression.firstMatch(in: line, range: range) else { return nil }
          var changed = lines
          changed[index] = expression.stringByReplacingMatches(
            in: line, range: match.range, withTemplate: mutation.replacement)
          if mutation.pattern.contains("(?=") {
            let place = Range(match.range, in: line) ?? line.startIndex..<line.startIndex
            changed[index] = line.replacingCharacters(in: place, with: mutation.replacement)
          }
          return Case(
            kind: mutation.name, script: kept, line: index + 1,
            text: changed.joined(separator: "\n"))
        }
      }
    }
  }

  private static func losses(_ script: Script) -> [Double] {
    var run = Run(script.program)
    _ = try? run.runEpochs(6)
    return Array(run.losses)
  }

  static func outcome(_ mutated: Case) -> Outcome {
    guard let script = try? Script(mutated.text, name: "mutated") else { return .refused }
    let mistakes = script.departures.filter { !$0.isHarmless }
    let lines = mistakes.first.map { [$0.line, $0.otherwise?.line ?? $0.line] } ?? []
    if lines.contains(mutated.line) { return .atTheLine }
    if !mistakes.isEmpty { return .elsewhere }
    if !script.departures.isEmpty { return .harmless }
    guard let right = try? Script(mutated.script.text, name: "right") else { return .missed }
    let isSame = zip(losses(script), losses(right)).allSatisfy {
      $0 == $1 || ($0 - $1).magnitude < 1e-9 * max(1, $1.magnitude)
    }
    return isSame ? .harmless : .missed
  }

  @Test func mutationsAreFound() {
    let environment = ProcessInfo.processInfo.environment
    let stride = environment["UNDERHOOD_MUTATIONS"].flatMap { Int($0) } ?? 40
    var table: [String: [Outcome: Int]] = [:]
    var missed: [String] = []
    for (index, mutated) in Self.cases().enumerated() where index % stride == 0 {
      let outcome = Self.outcome(mutated)
      table[mutated.kind, default: [:]][outcome, default: 0] += 1
      if outcome == .missed || outcome == .elsewhere {
        missed.append(
          "\(outcome.rawValue): \(mutated.kind), \(mutated.script.name):\(mutated.line)")
      }
    }
    if environment["UNDERHOOD_MUTATIONS"] != nil {
      for (kind, outcomes) in table.sorted(by: { $0.key < $1.key }) {
        let words = Outcome.allCases.map { "\($0.rawValue) \(outcomes[$0, default: 0])" }
        print("mutation: \(kind): \(words.joined(separator: ", "))")
      }
      for line in missed { print("mutation: \(line)") }
    }
    let all = table.values.flatMap { $0 }
    let tried = all.filter { $0.key != .harmless }.reduce(0) { $0 + $1.value }
    let found = all.filter { $0.key != .harmless && $0.key != .missed }.reduce(0) { $0 + $1.value }
    #expect(Double(found) >= 0.8 * Double(tried), "\(missed)")
  }
}
