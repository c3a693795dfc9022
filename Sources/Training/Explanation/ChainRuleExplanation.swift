import Arrays
import Equations
import Networks

/// The chain rule spoken out for one gradient: through which equations the loss feels the name.
public struct ChainRuleExplanation: Sendable {
  /// Whose gradient it is: `Z1` of `dZ1`.
  public let of: String
  public let links: [Link]

  public struct Link: Sendable {
    /// The steps of the chain rule through one equation, in symbols.
    public let symbolic: GradientLink
    /// What it contributes to this element, worked out; `nil` where it cannot be.
    public let contribution: ElementNode?
    /// Whether the upstream gradient is never computed, because it cancels.
    public let isFolded: Bool
  }
}

extension Explainer {
  /// - Parameter name: `dW1`.
  func chain(of name: String, _ flat: Int, at cursor: Cursor) -> ChainRuleExplanation? {
    // The equations that made the number, which may have been changed since.
    let program = run.program(at: cursor)
    guard let of = Differentiator.name(ofGradient: name) else { return nil }
    let equations = program.evaluation.compactMap(\.statement.assignment)
    let links = GradientLink.links(
      to: of, equations: equations, loss: program.loss, parameters: program.parameters,
      names: program.statics, examples: program.exampleCount.map { (Program.examplesName, $0) })
    guard !links.isEmpty else { return nil }
    let scope = MomentScope(explainer: self, cursor: cursor)
    return ChainRuleExplanation(
      of: of,
      links: links.map { link in
        let tracer = try? Tracer(link.contribution, in: scope, examples: examples)
        return ChainRuleExplanation.Link(
          symbolic: link, contribution: tracer?.node(at: flat),
          isFolded: program.foldedGradient(link.upstream) != nil)
      })
  }
}
