import Equations
import Shell
import Synchronization
import Terminal

/// The questions of a session to those who sit before it, with their answers, which come in while
/// nobody waits for them. Copies of a session have the same room.
package final class Room: Sendable {
  private let kept = Mutex<[RoomQuestion]>([])

  package init() {}

  /// All that was asked, in order.
  package var questions: [RoomQuestion] { kept.withLock { $0 } }

  /// What is asked now.
  package var open: RoomQuestion? { questions.last.flatMap { $0.isOpen ? $0 : nil } }

  /// The number of the vote that goes on, of all of the session; 0 where nothing is asked.
  package var round: Int { kept.withLock { Self.round(of: $0) } }

  private static func round(of kept: [RoomQuestion]) -> Int {
    kept.last?.isOpen == true ? kept.reduce(0) { $0 + $1.votes.count } : 0
  }

  /// Asks; what was asked before is closed.
  ///
  /// - Parameter before: what the expression is now, if anything.
  package func ask(
    _ expression: Expression, in session: Session, before: Double?, isByBrowser: Bool
  ) {
    let question = RoomQuestion(
      expression, asked: session, before: before, isByBrowser: isByBrowser)
    close()
    kept.withLock { $0.append(question) }
  }

  /// Changes what is asked now; `nil` where nothing is.
  private func change<Result>(_ body: (inout RoomQuestion) -> Result) -> Result? {
    kept.withLock { $0.last?.isOpen == true ? body(&$0[$0.count - 1]) : nil }
  }

  /// Begins a second vote on what is asked.
  ///
  /// - Returns: whether something is.
  package func askAgain() -> Bool { change { $0.votes.append([]) } != nil }

  /// Ends a question without its answer.
  ///
  /// - Returns: whether there was one.
  @discardableResult package func close() -> Bool { change { $0.isOpen = false } != nil }

  /// Counts an answer, where it is one to the vote that goes on.
  package func note(_ answer: Double, round: Int) {
    kept.withLock { kept in
      guard round > 0, round == Self.round(of: kept) else { return }
      let (question, vote) = (kept.count - 1, kept[kept.count - 1].votes.count - 1)
      kept[question].votes[vote].append(answer)
    }
  }

  /// Closes the question once a session has come to what was asked.
  ///
  /// - Returns: what came out.
  package func settle(_ session: Session) -> Phrase? {
    guard let question = open,
      let value = try? Self.value(of: question.expression, in: session),
      question.isAnswered(by: value, in: session)
    else { return nil }
    return change { question -> Phrase? in
      question.truth = value
      question.isOpen = false
      return question.outcome
    } ?? nil
  }

  /// A number, or whether something is true (1) or not (0), with the values that there are.
  ///
  /// - Returns: `nil` where the network has not computed it yet.
  /// - Throws: what is wrong with the question.
  package static func value(of expression: Expression, in session: Session) throws -> Double? {
    let value: Value
    do throws(LanguageError) {
      value = try Evaluation.value(of: expression, in: session.scope)
    } catch {
      let missing = expression.names.filter { name in
        if case .unavailable = session.scope.value(of: name) { true } else { false }
      }
      if !missing.isEmpty { return nil }
      throw Wording.describe(error)
    }
    guard let number = value.array?.item else {
      throw ShellError(
        "not-a-number",
        "a room is asked about one number; \(expression.text) is \(value.shapeText)",
        hint: .verbatim("ask \(expression.text)[0, 0]"))
    }
    return number
  }
}

/// Where a session keeps its room.
package struct RoomState: SessionState {
  package var room: Room?

  package init() {}
}
