import JSON
import Terminal
import Training

extension Interpretation {
  var json: JSONValue {
    var members: [(String, JSONValue)] = [("reason", .string(reason.rawValue))]
    if let equation { members.append(("equation", .string(equation))) }
    return .object(members)
  }

  /// Why runs take longer than they might.
  var words: Phrase {
    guard let equation else {
      return "Run equation by equation, often ten times slower: \(why)."
    }
    let code = StyledText(equation, .code)
    return "Run equation by equation, often ten times slower, for \(code): \(why)."
  }

  private var why: Phrase {
    switch reason {
    case .shapeDependsOnValues: "how many elements it has depends on values"
    case .drawDependsOnValues: "what it draws depends on values"
    case .notAnArray: "a value has no elements, or is no array"
    case .typeOrShapeChanges: "a value has another type or shape from epoch to epoch"
    case .memory: "the values of an epoch take too much memory"
    case .condition: "a condition asks for what only equations know"
    case .largeWatch: "a watched value has too many elements to be compared within an epoch"
    }
  }
}

/// What was last said of runs that are not compiled.
private struct ToldInterpretation: SessionState {
  var interpretation: Interpretation?
}

extension Session {
  /// So many epochs take no time that one would notice, however they are run.
  private static let mostUnnoticed = 100

  /// Why the run that has just ended was interpreted, unless the one before it was for the same
  /// reason: it is said once.
  mutating func interpretationToTell(after epochs: Int) -> Interpretation? {
    guard epochs >= Self.mostUnnoticed else { return nil }
    let told = self[ToldInterpretation.self].interpretation
    self[ToldInterpretation.self].interpretation = run.interpretation
    return run.interpretation == told ? nil : run.interpretation
  }
}
