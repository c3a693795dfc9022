import Arrays
import Equations
import Networks

/// A model in which what functions are given and give back has names, and so equations with the lines
/// that say it.
struct RefinedModel: Sendable {
  struct Part: Sendable {
    /// The name whose equation it stands in.
    var of: String
    var equation: TracedEquation
    var part: ScriptPart
  }

  var model: Model
  var parts: [String: Part]
  /// What functions give back, of the equations from parameters to loss.
  var forward: [String: [ScriptPart]]
}

extension ScriptSections {
  mutating func refine(
    _ name: String, _ order: [(phase: Phase, equation: TracedEquation)]
  ) {
    var finer: [(phase: Phase, equation: TracedEquation)] = []
    var parts: [String: RefinedModel.Part] = [:]
    var tracer = tracer
    for (phase, equation) in order {
      var equation = equation
      for (new, old) in renamedEntries { equation.rename(new, old, [new: .name(old)]) }
      let written = equation
      if phase == .backward || phase == .update, var assignment = equation.statement.assignment,
        assignment.subscripts == nil
      {
        var table: [(old: Expression, new: Expression)] = []
        for part in equation.parts {
          let whole = table.reduce(part.expression) { $0.replacing($1.old, with: $1.new) }
          guard assignment.value.contains(part.expression), whole.nameAlone == nil,
            (try? tracer.concrete(part.expression, 0))?.array?.rank ?? 0 > 0
          else { continue }
          let own = tracer.freeName(part.word + "_passed")
          parts[own] = RefinedModel.Part(of: assignment.name, equation: written, part: part)
          finer.append(
            (
              phase,
              TracedEquation(
                statement: Statement(.assignment(Assignment(own, value: whole))).atStartOfText,
                line: part.line)
            ))
          table.append((part.expression, .name(own)))
        }
        assignment.value = table.reversed().reduce(assignment.value) {
          $0.replacing($1.old, with: $1.new)
        }
        equation.statement = Statement(.assignment(assignment)).atStartOfText
      }
      finer.append((phase, equation))
    }
    var forward: [String: [ScriptPart]] = [:]
    for (phase, equation) in order where phase == .forward || phase == .loss {
      if let target = equation.target { forward[target] = equation.parts }
    }
    refined = RefinedModel(model: assembled(name, finer), parts: parts, forward: forward)
  }
}
