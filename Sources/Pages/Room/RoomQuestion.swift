import Equations
import Shell
import Terminal
import Training

/// What a room was asked, and what it said: before talking, and after.
package struct RoomQuestion: Sendable {
  package enum Kind: Sendable {
    case number
    /// What is asked is a comparison: `L < 0.69`.
    case yesOrNo

    package var choices: [Phrase] { self == .number ? [] : ["no", "yes"] }
  }

  package let expression: Expression
  package let kind: Kind
  /// The answers of each vote, in the order in which they came.
  package internal(set) var votes: [[Double]] = [[]]
  /// What it is, once the step was taken that makes it.
  package internal(set) var truth: Double?
  package internal(set) var isOpen = true
  /// Whether a browser has a vote, and not an address.
  package let isByBrowser: Bool
  /// When what it reads was computed last, where it was asked, and what it came to, if to anything.
  private let stamp: Int?
  private let epoch: Int
  private let before: Double?

  package var text: String { expression.text }

  init(
    _ expression: Expression, asked session: Session, before: Double?, isByBrowser: Bool
  ) {
    self.expression = expression
    self.before = before
    self.isByBrowser = isByBrowser
    stamp = Self.stamp(of: expression, in: session)
    epoch = session.run.epoch
    kind = expression.isComparison ? .yesOrNo : .number
  }

  /// Whether a session has come to what was asked: something that it reads was computed anew.
  ///
  /// - Parameter value: of the expression there. Where it reads nothing that equations compute, as
  ///   an accuracy does, another value, or the same an epoch later.
  func isAnswered(by value: Double, in session: Session) -> Bool {
    if let now = Self.stamp(of: expression, in: session) { return now > stamp ?? -1 }
    let passed = session.run.epoch - epoch
    return passed > 1 || (passed >= 0 && value != before)
  }

  /// The newest of what an expression reads and equations have computed.
  private static func stamp(of expression: Expression, in session: Session) -> Int? {
    expression.names.compactMap { session.run.state.slots[$0] }.filter { $0.phase != nil }
      .map(\.stamp).max()
  }

  /// The bars of a vote.
  package func bars(_ vote: Int) -> [VoteBar] {
    kind == .number
      ? VoteBar.bars(ofNumbers: votes[vote])
      : VoteBar.bars(ofChoices: votes[vote], kind.choices)
  }

  /// The question as it is put.
  package var words: Phrase { "What will \(text, .name) be?" }

  /// What stands over the answers of a vote.
  package func caption(_ vote: Int) -> Phrase {
    let count = votes[vote].count
    if votes.count == 1 { return "Answers: \(count)" }
    return vote == 0 ? "Before talking: \(count)" : "After talking: \(count)"
  }

  /// What came out, in a sentence or two; `nil` while that is not known.
  package var outcome: Phrase? {
    guard let truth else { return nil }
    let (name, last) = (StyledText(text, .name), votes[votes.count - 1])
    let found = StyledText(VoteBar.text(truth), .number)
    guard !last.isEmpty else {
      return kind == .number ? "\(name) is \(found). Nobody has answered." : verdict(name, nil)
    }
    if kind == .yesOrNo { return verdict(name, last) }
    let middle = Self.middle(of: last)
    guard votes.count > 1, !votes[0].isEmpty else {
      return
        "\(name) is \(found). Answers: \(last.count), and in the middle of them \(middle)."
    }
    let first = Self.middle(of: votes[0])
    return """
      \(name) is \(found). Answers: \(last.count), and in the middle of them \(middle); before \
      talking \(votes[0].count), and \(first).
      """
  }

  private static func middle(of votes: [Double]) -> StyledText {
    StyledText(votes.median.map(VoteBar.text) ?? "", .number)
  }

  private func verdict(_ name: StyledText, _ last: [Double]?) -> Phrase {
    let isTrue = truth != 0
    guard let last else {
      return isTrue ? "\(name): yes. Nobody has answered." : "\(name): no. Nobody has answered."
    }
    func right(_ votes: [Double]) -> Int { votes.count { ($0 != 0) == isTrue } }
    let (count, all) = (right(last), last.count)
    guard votes.count > 1, !votes[0].isEmpty else {
      return isTrue
        ? "\(name): yes. Said by \(count) of \(all)." : "\(name): no. Said by \(count) of \(all)."
    }
    let (earlier, of) = (right(votes[0]), votes[0].count)
    return isTrue
      ? "\(name): yes. Said by \(count) of \(all); before talking by \(earlier) of \(of)."
      : "\(name): no. Said by \(count) of \(all); before talking by \(earlier) of \(of)."
  }
}

extension Expression {
  /// Whether its value is true or false by what it says.
  fileprivate var isComparison: Bool {
    switch node {
    case .boolean: true
    case .unary(.not, _): true
    case .binary(let sign, let left, let right):
      sign.isComparison
        || ((sign == .and || sign == .or) && left.isComparison && right.isComparison)
    default: false
    }
  }
}
