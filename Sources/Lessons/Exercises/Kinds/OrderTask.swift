import Arrays
import Equations
import Phrases

/// Shuffled equations, to be put into an order in which they can run. Every order is right in which
/// each finds what it needs; equations that do not belong are left out.
struct OrderTask: ExerciseTask {
  static let key = "order"
  static let companions = ["stray"]
  static let repeatedKeys = ["order", "stray"]
  static let example: Phrase = "names in an order, such as Z1 A1 Z2 A2"

  /// An equation as the author writes it.
  struct Item: Sendable {
    var text: String
    var assignment: Assignment
    /// What is said to one who takes it for one that belongs; nil where it does.
    var strayWords: String?
  }

  /// Those that belong, in an order that runs; then the others.
  var items: [Item]
  var order: EquationOrder
  /// Which of them stands behind the first letter, the second ...
  var shown: [Int]

  static func read(_ field: LessonField, _ fields: inout ExerciseFields) -> OrderTask? {
    guard fields.options("order") != nil else { return nil }
    var items: [Item] = []
    for field in fields.all("order") {
      guard let assignment = fields.assignment(field.value, in: field) else { continue }
      items.append(Item(text: field.value, assignment: assignment))
    }
    let belonging = items.map(\.assignment)
    for field in fields.all("stray") {
      guard let stray = fields.foreseen(field) else {
        fields.note(.malformedStray(text: field.value), field.valuePosition)
        continue
      }
      guard let assignment = fields.assignment(stray.text, in: field) else { continue }
      items.append(Item(text: stray.text, assignment: assignment, strayWords: stray.feedback))
    }
    if items.count > ChoiceText.most {
      fields.note(
        .choiceCount(items.count, allowed: 2...ChoiceText.most, key: key), fields.position)
    }
    let task = OrderTask(items: items, order: EquationOrder(belonging), shown: [])
      .dealt(id: fields.id, seed: 0)
    // Letters stand elsewhere for each student, so an author writes names.
    for field in fields.all("wrong") {
      guard let text = fields.foreseen(field)?.text, task.named(Self.words(text)) == nil else {
        continue
      }
      fields.note(.wrongNotAnAnswer(text: text, key: key), field.valuePosition)
    }
    for field in fields.all("answer") where task.named(Self.words(field.value)) == nil {
      fields.note(.wrongNotAnAnswer(text: field.value, key: key), field.valuePosition)
    }
    return task
  }

  /// What is said of a stray equation is in a language.
  static func whatIsWanted(_ exercise: Exercise) -> [String] {
    guard let task = exercise.task as? OrderTask else { return [] }
    return task.items.map { ($0.strayWords == nil ? "order: " : "stray: ") + $0.text }
  }

  // MARK: What a student sees

  /// Shuffled anew for each exercise and student, and so that it does not stand there solved, unless
  /// every order runs.
  func dealt(id: String, seed: UInt32) -> OrderTask {
    var copy = self
    var random = RandomState(seed: StudentSeed.seed(of: "order of \(id)", in: "\(seed)"))
    for _ in 0..<20 {
      guard let drawn = try? random.permutation(items.count).integers else { break }
      copy.shown = drawn
      if order.firstThatWaits(in: drawn.filter { items[$0].strayWords == nil }) != nil {
        return copy
      }
    }
    // Backwards, nothing runs that waits for anything.
    if order.reasons.contains(where: { !$0.isEmpty }) { copy.shown = items.indices.reversed() }
    return copy
  }

  var options: [String] { shown.map { items[$0].text } }
  var optionsAreCode: Bool { true }

  var howTo: Phrase {
    let letters = StyledText(
      shown.indices.map { ChoiceText.letter($0) }.joined(separator: " "), .code)
    if order.isDerivation {
      return """
        Type the letters so that each line follows from the one before it, as in \(letters).
        """
    }
    return items.contains { $0.strayWords != nil }
      ? "Type the letters in an order that runs, as in \(letters), without what does not belong."
      : "Type the letters in an order that runs, as in \(letters)."
  }

  /// The letters of equations.
  private func letters(_ order: [Int]) -> String {
    order.compactMap { shown.firstIndex(of: $0) }.map { ChoiceText.letter($0) }
      .joined(separator: " ")
  }

  // MARK: What is right

  private var givenOrder: [Int] { items.indices.filter { items[$0].strayWords == nil } }

  var answer: [String] { [letters(givenOrder)] }

  func shownAnswer(_ lines: [String], in context: ExerciseContext) -> ShownAnswer {
    ShownAnswer(
      text: letters(givenOrder), options: givenOrder.compactMap { shown.firstIndex(of: $0) })
  }

  var comesBeforeCommands: Bool { true }
  var dependsOnValues: Bool { false }

  /// `c a b`, `3, 1, 2` or `Z1 A1 Z2`.
  func attempt(_ text: String) -> (any Attempt)? {
    let words = Self.words(text)
    guard words.count > 1 else { return nil }
    let given =
      place(words) { Int($0).map { $0 - 1 } }
      ?? place(words) { word in shown.indices.first { ChoiceText.letter($0) == word } }
      ?? named(words)
      ?? place(words) { word in
        shown.indices.first { ChoiceText.letter($0) == word.lowercased() }
      }
    return given.map { OrderAttempt(given: $0, task: self) }
  }

  private static func words(_ text: String) -> [String] {
    text.split { " ,()[]".contains($0) }.map(String.init)
  }

  /// The equations at the places that words stand for; nil where one stands for none.
  private func place(_ words: [String], _ place: (String) -> Int?) -> [Int]? {
    let found = words.compactMap(place).filter { shown.indices.contains($0) }
    return found.count == words.count ? found.map { shown[$0] } : nil
  }

  /// The equations for names, where no two are for the same.
  private func named(_ words: [String]) -> [Int]? {
    let found = words.compactMap { word -> Int? in
      let all = items.indices.filter { items[$0].assignment.name == word }
      return all.count == 1 ? all[0] : nil
    }
    return found.count == words.count && found.count > 1 ? found : nil
  }

  // MARK: What is verified

  /// The author's order runs, with the values that there are at this place.
  func verify(in context: ExerciseContext) throws(LanguageError) {
    if order.isDerivation { return try verifyDerivation(in: context) }
    let initial = Set(context.program.setup.compactMap(\.target))
    let computed = Set(context.program.iteration.compactMap(\.target)).subtracting(initial)
    // Of such a name there is an old value only by accident: the author's order is not one.
    var scope = ValuesSoFar(
      before: context.values, hidden: order.namesFromOutside.intersection(computed))
    for equation in order.equations {
      scope.known[equation.name] = try Evaluation.check(equation, in: scope)
    }
  }

  /// The lines can be computed, with the derivatives of the loss that `derive` writes as `dL_dA2`.
  private func verifyDerivation(in context: ExerciseContext) throws(LanguageError) {
    let gradient = order.equations[0].name
    let symbols = context.program.derivation?.lines(to: gradient)?.symbols ?? []
    var scope = ValuesSoFar(before: context.values, hidden: [])
    for (name, value) in symbols { scope.known[name] = try Evaluation.check(value, in: scope) }
    for equation in order.equations { _ = try Evaluation.check(equation, in: scope) }
  }

  var otherAnswers: [[String]] {
    let other = order.lastFirst
    return other == givenOrder ? [] : [[letters(other)]]
  }

  /// What is shown, as it stands.
  var untouchedAnswer: [String]? {
    [letters(shown.filter { items[$0].strayWords == nil })]
  }

  func secrets(_ answers: [String]) -> [String] {
    answers + [order.equations.map(\.name).joined(separator: " ")]
  }
}

/// Equations in the order in which they are to run.
struct OrderAttempt: Attempt {
  var given: [Int]
  var task: OrderTask

  func judge(in context: ExerciseContext) -> Judgement {
    for (place, equation) in given.enumerated() where given[..<place].contains(equation) {
      return .wrong(.twice(task.items[equation].text))
    }
    for (place, equation) in given.enumerated() {
      if let words = task.items[equation].strayWords { return .wrong(.told(code: "stray", words)) }
      if let (_, earlier, reason) = task.order.firstThatWaits(in: Array(given[...place])) {
        return .wrong(.waits(task.items[equation].text, task.items[earlier].text, reason))
      }
    }
    let missing = task.order.equations.count - given.count
    guard missing > 0 else { return .right }
    return .wrong(task.order.isDerivation ? .missingLines(missing) : .missing(missing))
  }

  func isSame(as other: any Attempt, in context: ExerciseContext) -> Bool {
    (other as? Self)?.given == given
  }

  func meaning(in context: ExerciseContext) -> AnswerMeaning? {
    .words(given.map { task.items[$0].text }.joined(separator: "; "))
  }
}

/// What can go wrong with an order.
extension Judgement.Mistake {
  fileprivate static func twice(_ equation: String) -> Self {
    found(code: "twice", "\(equation, .code) is there twice. Once is enough.")
  }

  fileprivate static func waits(
    _ equation: String, _ earlier: String, _ reason: EquationOrder.Reason
  ) -> Self {
    switch reason {
    case .reads(let name):
      found(
        code: "waits",
        "\(equation, .code) cannot run yet: it waits for \(name, .name).")
    case .changes(let name):
      found(
        code: "too-soon",
        """
        \(equation, .code) comes too soon: it changes \(name, .name), and \(earlier, .code) \
        needs it as it was.
        """)
    case .follows:
      found(
        code: "too-soon",
        "\(equation, .code) comes too soon: it follows from a line that is not there yet.")
    }
  }

  fileprivate static func missingLines(_ count: Int) -> Self {
    found(
      code: "missing",
      count == 1
        ? "Each of them follows from the one before. 1 line is missing."
        : "Each of them follows from the one before. \(count) lines are missing.")
  }

  fileprivate static func missing(_ count: Int) -> Self {
    found(
      code: "missing",
      count == 1
        ? "That runs as far as it goes. 1 equation is missing."
        : "That runs as far as it goes. \(count) equations are missing.")
  }
}

/// Values, and what is known of those that equations compute one after the other.
private struct ValuesSoFar: Scope {
  let before: any Scope
  /// Names that have no value before they are computed here.
  let hidden: Set<String>
  var known: [String: StaticValue] = [:]

  init(before: any Scope, hidden: Set<String>) {
    self.before = before
    self.hidden = hidden
  }

  func value(of name: String) -> Lookup<Value> {
    known[name] == nil && !hidden.contains(name) ? before.value(of: name) : .unknown
  }

  func staticValue(of name: String) -> Lookup<StaticValue> {
    if let value = known[name] { return .found(value) }
    return hidden.contains(name) ? .unknown : before.staticValue(of: name)
  }

  var candidateNames: [String] { before.candidateNames }
}
