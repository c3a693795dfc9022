import Equations

extension Exercise {
  /// A line read as an answer to this exercise; nil when it cannot be one.
  ///
  /// Commands and states are not answered with a line: what the line does is looked at.
  package func attempt(_ text: String) -> (any Attempt)? { task.attempt(text) }

  /// Judges an attempt.
  ///
  /// - Throws: `LanguageError` if the attempt, or what it is compared with, cannot be computed.
  package func judge(
    _ attempt: any Attempt, in context: ExerciseContext
  ) throws(LanguageError) -> Judgement {
    let judgement = try attempt.judge(in: context)
    guard !judgement.isRight else { return judgement }
    for (index, answer) in foreseen.enumerated() {
      guard let other = self.attempt(answer.text),
        try attempt.isSame(as: other, in: context)
      else { continue }
      return .wrong(.foreseen(index))
    }
    return judgement
  }

  /// What is said of a right answer that is not written as was asked: in the author's words where
  /// those were foreseen. What is wrong stays as it is.
  package func keepingRules(_ judgement: Judgement, of attempt: any Attempt) -> Judgement {
    guard judgement.isRight, let mistake = rules.mistake(in: attempt.expressions) else {
      return judgement
    }
    return .wrong(foreseenIndex(of: attempt).map { .foreseen($0) } ?? mistake)
  }

  private func foreseenIndex(of attempt: any Attempt) -> Int? {
    foreseen.firstIndex { self.attempt($0.text)?.expressions == attempt.expressions }
  }

  /// Whether an attempt with this judgement may have been a look at a value, and is not to be counted:
  /// what the author has seen written as an answer is one.
  package func mayBeALook(_ attempt: any Attempt, judged judgement: Judgement) -> Bool {
    !judgement.isRight && attempt.mayBeALook && foreseenIndex(of: attempt) == nil
  }

  /// The answer as a number, where its expression may not be typed; nil where that may.
  package func workedOut(in context: ExerciseContext) -> [String]? {
    guard let task = task as? any ValueAnswering, rules.mistake(in: [task.value]) != nil,
      let array = try? context.expected(task.value)
    else { return nil }
    return [Expression.literal(array).text]
  }

  /// Whether an attempt keeps to what it may be written with.
  package func keepsRules(_ attempt: any Attempt) -> Bool {
    rules.mistake(in: attempt.expressions) == nil
  }

  /// What is said of a judgement in words of the author's; nil where the program has the word.
  package func authorsWords(for judgement: Judgement) -> String? {
    switch judgement {
    case .wrong(.foreseen(let index)) where foreseen.indices.contains(index):
      foreseen[index].feedback
    case .wrong(.told(_, let words)): words
    default: nil
    }
  }

  /// The same exercise as one of the students has it.
  package func dealt(seed: UInt32) -> Exercise {
    var copy = self
    copy.task = task.dealt(id: id, seed: seed)
    return copy
  }
}
