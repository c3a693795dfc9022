import Networks
import Phrases

extension Diagnosis {
  /// A class of which every example is held back, or none: what is said of the examples that are
  /// held back is then about other classes than those that were learned.
  static let heldOutClass = Diagnosis(.heldOutClass, "A class on one side only") { context in
    context.run.notes.compactMap { note -> Finding? in
      guard case .missingClass(let label, let name, let isHeldBack) = note.kind else { return nil }
      return Finding(
        .heldOutClass, isHeldBack ? .warning : .note, names: [name],
        measures: [.init("class", label), .init("heldBack", isHeldBack ? 1 : 0)])
    }
  } words: { finding in
    finding["heldBack"] == 1
      ? """
      every example of class \(finding.number("class")) of \(finding.subject) is held back: the \
      network never sees one.
      """
      : """
      no example of class \(finding.number("class")) of \(finding.subject) is held back: \
      accuracy_val says nothing of it.
      """
  }
}

extension Finding.Kind {
  package static let heldOutClass = Finding.Kind("heldOutClass")
}
