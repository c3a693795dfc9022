import Equations
import Lessons
import Terminal
import Training

/// How the pages of the open lesson and the network keep together.
///
/// A page has the state that it begins with, and so has each of its commands: what the lesson does up
/// to there and nothing else. Whoever goes to a page finds the network there. What is typed on a page
/// may lead elsewhere; that is said once, and the page's own commands go back first.
extension Session {
  // MARK: Following what is typed

  /// Notes what a line that was accepted means for the page: the command that comes next is done
  /// now, or the network may be elsewhere.
  ///
  /// - Returns: whether it was the page's next command.
  @discardableResult
  package mutating func follow(_ line: TypedLine) -> Bool {
    guard sandbox == nil, let place = lesson else { return false }
    if !place.isAstray, let next = place.stepsLeft.first, isSame(line, next.command) {
      lesson?.demonstrated += 1
      return true
    }
    if mayLeadElsewhere(line) { lesson?.isTouched = true }
    return false
  }

  private func isSame(_ line: TypedLine, _ command: String) -> Bool {
    line.text.text == command || canonical(line) == canonical(command)
  }

  /// Whether the page's commands may find other things after a line than before it.
  private func mayLeadElsewhere(_ line: TypedLine) -> Bool {
    switch line.meaning {
    case .success(.command(let command)):
      switch command.group {
      case .stepping, .changing: return true
      case .looking:
        return Self.whatIsKept.contains(command.name) || draws(line.text.argument.text)
      case .other: return command.name == "source"
      case .lessons: return false
      }
    case .success(.language(let statement)):
      guard case .assignment(let assignment) = statement.asAssignment.kind else {
        return draws(line.text.text)
      }
      return run.candidateNames.contains(assignment.name) || draws(line.text.text)
    case .success(.assignments): return true
    case .failure: return false
    }
  }

  /// Commands that look at things, and of which something is kept all the same.
  private static let whatIsKept: Set<String> = ["display", "undisplay", "sweep", "runs"]

  /// Whether an expression may draw random numbers.
  private func draws(_ text: String) -> Bool {
    ["rand", "uniform", "normal", "permutation", "shuffle", "choice"].contains {
      text.contains($0)
    }
  }

  /// Notes that the network is where the lesson has it after the command that was done last.
  mutating func noteArrival() {
    guard var place = lesson else { return }
    place.arrive(at: place.pointAfterLastStep)
    place.references.keep(ReferenceSession(self, at: place.anchor))
    lesson = place
  }

  /// Notes that the network is where the lesson has it behind an exercise of the page.
  mutating func noteArrival(behind exercise: Exercise) {
    guard var place = lesson, let block = place.page?.index(of: exercise) else { return }
    place.arrive(at: LessonPoint(page: place.cursor.page, block: block + 1))
    place.references.keep(ReferenceSession(self, at: place.anchor))
    lesson = place
  }

  /// What is said, once a page, where a line has led away from the page.
  mutating func noteDeparture() {
    guard let place = lesson, place.isTouched, !place.hasSaidElsewhere, !isReplaying,
      !(place.exerciseInView?.task.changesSession ?? false),
      let known = place.references.nearest(to: place.anchor), known.point == place.anchor,
      isElsewhere(than: known.session)
    else { return }
    lesson?.hasSaidElsewhere = true
    departure = Wording.elsewhere(
      page: place.cursor.page + 1, position: "\(known.session.run.position)")
  }

  /// Notes that the network is where the lesson has it, if an exercise has been solved as its author
  /// solves it and the page goes on from there.
  mutating func compareWithLesson() {
    guard let place = lesson, !place.stepsLeft.isEmpty,
      let reference = try? reference(at: place.point), !isElsewhere(than: reference)
    else { return }
    let own = book.currentName
    adopt(reference)
    lesson?.arrive(at: place.point)
    if book.currentName != own { departure = Wording.pageHasRun(book.currentName, insteadOf: own) }
  }

  private func isElsewhere(than other: Session) -> Bool {
    run.position != other.run.position || stateHash != other.stateHash
      || run.program.model != other.run.program.model
  }

  // MARK: Going back to the page

  /// Puts the network where the lesson has it before what comes next on the page.
  ///
  /// - Returns: what is to be said of it, where it was elsewhere; `nil` where nothing shows.
  /// - Throws: `ShellError` on Ctrl-C.
  mutating func settle() throws(ShellError) -> Phrase? {
    guard let place = lesson, place.isAstray else { return nil }
    record("again \(place.demonstrated + 1)")
    return try put(at: place.point)
  }

  /// Puts the network where the lesson has it at a point.
  ///
  /// - Returns: what is to be said of it, where what was typed had led elsewhere.
  @discardableResult
  private mutating func put(at point: LessonPoint) throws(ShellError) -> Phrase? {
    if self[Course.self].defersPlacing {
      lesson?.pending = point
      lesson?.arrive(at: point)
      return nil
    }
    let wasTouched = lesson?.isTouched ?? false
    let reference = try reference(at: point)
    let words =
      wasTouched && isElsewhere(than: reference)
      ? Wording.broughtBack(from: "\(run.position)", to: "\(reference.run.position)") : nil
    adopt(reference)
    lesson?.arrive(at: point)
    return words
  }

  /// Whether the network has still to be put where the page has it.
  package var awaitsPlacing: Bool { lesson?.pending != nil }

  /// Whether turning a page leaves the network where it is until it is asked for: grading plays only
  /// what makes a difference.
  package var defersPlacing: Bool {
    get { self[Course.self].defersPlacing }
    set { self[Course.self].defersPlacing = newValue }
  }

  /// Puts the network where the last page that was turned to has it.
  package mutating func placeRun() {
    guard let point = lesson?.pending else { return }
    lesson?.pending = nil
    if let reference = try? reference(at: point) { adopt(reference) }
  }

  /// Goes to a page counted from 0, and puts the network there.
  ///
  /// - Returns: the page, with what is to be said; `nil` where there is no such page.
  /// - Throws: `ShellError` where no lesson is open, or on Ctrl-C, and nothing has moved then.
  mutating func turn(toPage page: Int) throws(ShellError) -> LessonPageReport? {
    guard lesson?.lesson.pages.indices.contains(page) ?? false else { return nil }
    leaveSandbox()
    guard let before = lesson else { throw ShellError.noLesson }
    var words: Phrase?
    let wasTouched = before.isTouched
    lesson?.go(toPage: page)
    lesson?.isTouched = wasTouched
    do throws(ShellError) {
      words = try put(at: LessonPoint(page: page))
    } catch {
      lesson = before
      throw error
    }
    keepProgress()
    return pageReport(words)
  }

  /// Goes back to before one of the page's commands, counted from 0.
  mutating func goBack(toStep step: Int) throws(ShellError) -> LessonPageReport {
    guard var place = lesson else { throw ShellError.noLesson }
    let before = place
    place.demonstrated = min(step, place.steps.count)
    lesson = place
    do throws(ShellError) {
      let words = try put(at: place.point)
      return pageReport(words) ?? LessonPageReport(place: place, note: words)
    } catch {
      lesson = before
      throw error
    }
  }

  /// Goes back to where the page goes on; from there begins the exercise, or the page, once more.
  mutating func beginAgain() throws(ShellError) -> LessonPageReport {
    guard var place = lesson else { throw ShellError.noLesson }
    let before = place
    let asksForCommands = place.exerciseInView?.task.changesSession ?? false
    if place.isTouched, !asksForCommands {
      return try goBack(toStep: place.demonstrated)
    }
    let done = place.page?.exercises.filter { !place.isOpen($0) } ?? []
    let open = place.exerciseInView
    // Of an exercise that nobody has tried yet, the one before is meant.
    let chosen = open.flatMap { place.record[$0.id] == ExerciseRecord() ? nil : $0 } ?? done.last
    place.reopened = chosen?.id ?? open?.id
    place.recent = []
    place.demonstrated = 0
    if let exercise = chosen ?? open {
      // The exercise itself once more, not what stands above it.
      place.goToExercise()
      if place.exercise?.id != exercise.id { place.demonstrated = 0 }
    }
    lesson = place
    do throws(ShellError) {
      let point =
        place.exerciseInView == nil ? LessonPoint(page: place.cursor.page) : place.point
      let words = try put(at: point)
      return pageReport(words) ?? LessonPageReport(place: place, note: words)
    } catch {
      lesson = before
      throw error
    }
  }

  // MARK: Doing what the page does

  /// Does the page's next command, from where the lesson has it.
  ///
  /// - Throws: `ShellError` on Ctrl-C before it, and where that command would do the page's.
  mutating func doNextStep() throws(ShellError) -> DemoReport.Step? {
    guard let step = lesson?.stepsLeft.first else { return nil }
    guard !self[PageAtWork.self].isDoingStep else {
      throw ShellError(
        "page-in-page", "a command of a lesson's page cannot do the commands of the page")
    }
    self[PageAtWork.self].isDoingStep = true
    defer { self[PageAtWork.self].isDoingStep = false }
    let isPlay = sandbox != nil
    let note = isPlay ? nil : try settle()
    let demonstrated = lesson?.demonstrated ?? 0
    // A value that the page shows is no answer to its exercise.
    let isValue = isExpression(CommandText(step.command))
    let outcome = withoutEffects {
      $0.perform(isValue ? "show \(step.command)" : step.command)
    }
    var result = DemoReport.Step(note: note, outcome: outcome)
    if let error = outcome.failure, !isForeseen(error, by: step) {
      // The place is in the page's line, which is not what was typed.
      var error = error
      error.source =
        error.source ?? ShellError.Source(text: step.command, place: .verbatim(stepPlace))
      result.failure = error
    }
    if lesson?.demonstrated == demonstrated {
      // It failed, as the page shows, or in play, where nothing is counted.
      lesson?.demonstrated += 1
      if !isPlay {
        noteArrival()
        record("again \(demonstrated + 2)")
        result.rest = restOfPage(after: .command)
      }
    }
    return result
  }

  private var stepPlace: String { lesson?.lesson.id ?? "" }

  /// Whether a line is an expression, typed as it is.
  private func isExpression(_ command: CommandText) -> Bool {
    guard case .language(let statement)? = try? Command.resolve(command, in: self),
      case .expression = statement.asAssignment.kind
    else { return false }
    return true
  }

  /// Whether the author shows a command for the error that it ends in.
  private func isForeseen(_ error: ShellError, by step: RunStep) -> Bool {
    let language = lesson?.lesson.frontMatter.language
    let translation = context.translation
    var page = Page(
      capabilities: .pipe, translation: translation?.language == language ? translation : nil)
    error.write(to: &page, command: step.command)
    return page.text.split(separator: "\n").elementsEqual(step.output) { $0 == $1 }
  }

  /// What Enter does in a lesson: the page's next command, and where none is left it turns the page.
  mutating func turnPage() -> Outcome {
    let result: Result<any CommandResult, ShellError>
    do throws(ShellError) {
      result = .success(try goOn())
    } catch {
      result = .failure(error)
    }
    return Outcome(
      command: "", result: result, position: "\(run.position)", notice: takeNotice())
  }

  private mutating func goOn() throws(ShellError) -> any CommandResult {
    guard let place = lesson else { return Silence() }
    if isJudging, !place.stepsLeft.isEmpty {
      return DemoReport(steps: try doNextStep().map { [$0] } ?? [])
    }
    if let exercise = openExercise { return WaitingReport(exercise: exercise) }
    guard let report = try turn(toPage: place.cursor.page + 1) else {
      return LessonEndReport(following: place.following)
    }
    record("page \(place.cursor.page + 2)")
    return report
  }
}

/// Whether a page's command is being done: one that would do it again never ends.
private struct PageAtWork: SessionState {
  var isDoingStep = false
}
