import ShellSupport
import Support
import Terminal
import Testing

@testable import Lessons
@testable import Shell

/// Whatever was typed between, and in whichever order pages are read: a page's commands print what
/// the lesson's file has.
@Suite struct LessonWalkTests {
  static let ids: [String] = {
    let listing = LessonLibrary(directory: Transcript.lessonFolder).list()
    return listing.entries.map(\.id)
  }()

  /// What students do between the page's commands.
  private static let detours = [
    "run 3", "epoch", "step", "stepi", "rewind", "set lr = 3", "lr = 0.25", "set seed = 7", "reset",
    "next", "back", "again", "page", "hint", "display L", "break forward", "fork mine",
    "show rand(2)", "x = 3", "undo", "goto 1", "nonsense", "0.5", "b", "where", "tbreak if L < 0.1",
    "play", "return", "progress", "W1 = 3", "skip", "demo",
  ]

  @Test(arguments: ids)
  func everyPagePrintsWhatItsFileHas(id: String) throws {
    var dice = Dice(id.utf8.reduce(0) { $0 * 31 % 9973 + Int($1) })
    var session = try Shells.article()
    #expect(session.perform("lesson \(id)").isSuccess)
    let lesson = try #require(session.lesson?.lesson)
    for page in lesson.pages.indices.shuffled(using: &dice) {
      detour(&session, &dice)
      #expect(session.perform("page \(page + 1)").isSuccess)
      let recorded = lesson.pages[page].blocks.flatMap { block -> [RunStep] in
        if case .run(let fence) = block.content, fence.isRecorded { fence.steps } else { [] }
      }
      var printed: [[String]] = []
      var isDetouring = true
      while let place = session.lesson, printed.count < 40 {
        if isDetouring, dice.below(2) == 0 { shortDetour(&session, &dice) }
        isDetouring = !isDetouring
        if place.stepsLeft.isEmpty {
          guard session.lesson?.exercise != nil else { break }
          #expect(session.perform("skip").isSuccess)
          continue
        }
        let outcome = session.perform("")
        guard case .success(let result) = outcome.result, let report = result as? DemoReport,
          let step = report.steps.first
        else {
          Issue.record("page \(page + 1): Enter said \(Shells.text(outcome))")
          break
        }
        printed.append(lines(of: step.outcome))
      }
      let all = lesson.pages[page].blocks.flatMap(\.steps)
      #expect(printed.count == all.count, "page \(page + 1)")
      for (step, lines) in zip(all, printed) where recorded.contains(step) {
        #expect(lines == step.output, "page \(page + 1): \(step.command)")
      }
    }
  }

  /// An equation that is to be found is not printed as the next one before it has been asked for.
  @Test(arguments: ids)
  func whatIsAskedForIsNotPrintedBefore(id: String) throws {
    let library = LessonLibrary(directory: Transcript.lessonFolder)
    let entry = try #require(library.list().entries.first { $0.id == id })
    let lesson = try #require(library.read(entry).lesson)
    for page in lesson.pages.indices {
      let answers = lesson.pages[page...].flatMap(\.exercises).flatMap { exercise in
        exercise.task is EquationTask ? exercise.task.answer : []
      }
      let printed = lesson.pages[page].blocks.flatMap { block -> [String] in
        if case .run(let fence) = block.content { fence.steps.flatMap(\.output) } else { [] }
      }
      for line in printed where line.hasPrefix("next:") {
        #expect(!answers.contains(where: line.contains), "page \(page + 1): \(line)")
      }
    }
  }

  /// What is asked for is not to be read off the screen: a shape, or a number that stands alone in
  /// its line. To find the right one in a table is a question too.
  @Test(arguments: ids)
  func whatIsAskedForIsNotOnTheScreen(id: String) throws {
    var session = try Shells.article()
    var outcome = session.perform("lesson \(id)")
    var screen: [(line: String, isPrinted: Bool)] = []
    var asked = 0
    for _ in 0..<300 where outcome.isSuccess {
      var printed: Set<String> = []
      if case .success(let report) = outcome.result, let demo = report as? DemoReport {
        for step in demo.steps { printed.formUnion(lines(of: step.outcome)) }
      }
      for line in Shells.text(outcome).split(separator: "\n").map(String.init) {
        screen.append((line, printed.contains(line)))
      }
      guard let place = session.lesson else { break }
      if let exercise = place.exerciseInView {
        asked += 1
        let answer = telling(exercise, in: session)
        for (line, isPrinted) in screen.suffix(24)
        where isPrinted && answer.map(line.contains) == true {
          let isTable = line.split { " []".contains($0) }.count > 1 && answer?.first != "("
          #expect(isTable, "page \(place.cursor.page + 1), \(exercise.id): \(line)")
        }
        outcome = session.perform("skip")
      } else {
        outcome = session.perform(place.stepsLeft.isEmpty ? "next" : "")
      }
    }
    let hasExercises = try #require(session.lesson).lesson.exercises.isEmpty == false
    #expect((asked > 0) == hasExercises && session.lesson?.isLastPage == true)
  }

  /// As much of an answer as tells it from others; nil of a short one, which may stand anywhere.
  private func telling(_ exercise: Exercise, in session: Session) -> String? {
    let task = exercise.task
    let text = task.shownAnswer(task.answer, in: session.context(of: exercise)).text
    let value = text.split(separator: "= ").last.map(String.init) ?? text
    if value.first == "(" || value.first == "[" { return value }
    return value.count(where: \.isNumber) > 2 ? String(value.prefix(6)) : nil
  }

  /// Goes astray before a page is turned to.
  private func detour(_ session: inout Session, _ dice: inout Dice) {
    for _ in 0..<dice.below(4) { _ = session.perform(dice.pick(Self.detours)) }
  }

  /// Goes astray on a page, and stays on it.
  private func shortDetour(_ session: inout Session, _ dice: inout Dice) {
    let lines = [
      "run 2", "set lr = 3", "rewind", "step", "reset", "display L", "play", "fork mine", "x = 3",
    ]
    let line = dice.pick(lines)
    // Solving the page's exercise by chance would show more of it.
    guard session.lesson?.exerciseInView == nil else { return }
    let demonstrated = session.lesson?.demonstrated
    _ = session.perform(line)
    if session.sandbox != nil {
      _ = session.perform("run 2")
      _ = session.perform("return")
    }
    if session.lesson?.demonstrated != demonstrated {
      _ = session.perform("again \((demonstrated ?? 0) + 1)")
    }
  }

  /// What a command printed, without the page that goes on below it.
  private func lines(of outcome: Session.Outcome) -> [String] {
    var page = Page(capabilities: .pipe)
    switch outcome.result {
    case .success(let report as PageStepReport): report.result.write(to: &page)
    case .success(let report): report.write(to: &page)
    case .failure(let error): error.write(to: &page, command: outcome.command)
    }
    var lines = page.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
