import Arrays
import JSON
import Terminal
import Training

/// What came of trying remedies: a row for each, and the best as a command.
struct TreatmentReport: CommandResult {
  var outcome: TreatmentOutcome
  var findings: [Finding]
  /// Whether a clock ran.
  var isTimed: Bool

  private var treatment: Treatment { outcome.treatment }
  private var loss: String { treatment.run.program.loss }

  // MARK: JSON

  var json: JSONValue {
    .object([
      ("type", .string("treatment")), ("epochs", .integer(treatment.epochs)),
      ("findings", .strings(findings.map(\.kind.rawValue))),
      ("condition", treatment.goal.map { .string($0.condition.text) } ?? .null),
      ("level", treatment.goal.map { .number($0.level) } ?? .null),
      ("trials", .integer(treatment.trials.count)), ("done", .integer(outcome.done)),
      ("remedies", .array(outcome.outcomes.map(json))),
      (
        "unfit",
        .array(
          treatment.unfit.map {
            .object([
              ("remedy", .string(text(of: $0.remedy))),
              ("error", .string(Wording.describe($0.error).message.english)),
            ])
          })
      ),
      ("best", outcome.best.map { .string(text(of: $0.remedy)) } ?? .null),
      ("solves", .bool(!(outcome.best?.solved.isEmpty ?? true))),
      ("try", outcome.command.map { .string($0) } ?? .null),
    ])
  }

  private func json(_ outcome: RemedyOutcome) -> JSONValue {
    .object([
      ("remedy", .string(text(of: outcome.remedy))),
      ("idea", .string(outcome.remedy.idea.words.english)),
      ("proposed", .bool(outcome.remedy.isProposed)), ("anew", .bool(outcome.beginsAnew)),
      ("trials", .integer(outcome.results.count)), ("solved", .integer(outcome.solved.count)),
      ("lost_again", .integer(outcome.lostAgain)),
      ("helps", .bool(self.outcome.helps(outcome))),
      ("epochs_to_solve", outcome.epochs.map { .integer($0) } ?? .null),
      ("seconds", isTimed ? outcome.seconds.map { .number($0) } ?? .null : .null),
      ("loss", outcome.loss.map { .number($0) } ?? .null),
      ("loss_val", outcome.validationLoss.map { .number($0) } ?? .null),
      ("parameters", outcome.results.first.map { .integer($0.parameterCount) } ?? .null),
      ("findings", .strings(newFindings(of: outcome).map(\.rawValue))),
      ("error", outcome.failure.map { .string($0.message) } ?? .null),
    ])
  }

  private func text(of remedy: Remedy) -> String {
    if let command = remedy.command() { return command }
    return remedy.changesNothing ? "as it is" : "another seed"
  }

  // MARK: Text

  func write(to page: inout Page) {
    writeIntroduction(to: &page)
    guard outcome.done > 0 else { return }
    writeTable(to: &page)
    writeMeaning(to: &page)
    for each in outcome.outcomes { writeCosts(of: each, to: &page) }
    for (remedy, error) in treatment.unfit {
      page.paragraph(
        "\(label(remedy, page)) could not be tried: \(Wording.describe(error).message)", indent: 2)
    }
    writeBest(to: &page)
  }

  private func writeIntroduction(to page: inout Page) {
    if findings.isEmpty {
      page.paragraph("Nothing is wrong that can be seen from here; what often helps was tried.")
    } else {
      page.paragraph(
        "\(Phrase.list(findings.map { Diagnosis.title(of: $0) }, .and)): each remedy was tried on a copy."
      )
    }
    guard !outcome.isWhole else { return }
    page.paragraph(
      Phrase(
        "Stopped: \(outcome.done) of \(treatment.trials.count) trainings were done.", .warning))
  }

  private func label(_ remedy: Remedy, _ page: Page) -> StyledText {
    if let command = remedy.command() { return StyledText(command, .command) }
    return page.words(remedy.changesNothing ? "as it is" : "another seed")
  }

  private func writeTable(to page: inout Page) {
    let rows = outcome.outcomes.filter { !$0.results.isEmpty }
    let isHeldOut = rows.contains { $0.validationLoss != nil }
    let hasGoal = treatment.goal != nil
    var columns = [page.column("remedy")]
    if hasGoal { columns += [page.column("solved", .right), page.column("epochs", .right)] }
    if isTimed { columns.append(page.column("time", .right)) }
    columns.append(.init(loss, .right))
    if isHeldOut { columns.append(.init("\(loss)_val", .right)) }
    var table = Table(columns)
    for row in rows {
      var cells = [label(row.remedy, page)]
      if hasGoal {
        let solved = row.solved.count
        let words: Phrase =
          row.results.count == 1
          ? (solved == 1 ? "yes" : "no") : "\(solved) of \(row.results.count)"
        cells.append(page.words(words, solved == row.results.count ? .success : .plain))
        cells.append(StyledText(row.epochs.map { "\($0)" } ?? "-", .number))
      }
      if isTimed {
        cells.append(
          StyledText(
            row.seconds.map { "\(NumberFormatting.fixed($0, decimals: 2)) s" } ?? "-", .number))
      }
      cells.append(StyledText(row.loss.map { Self.short($0, 4) } ?? "-", .number))
      if isHeldOut {
        cells.append(StyledText(row.validationLoss.map { Self.short($0, 4) } ?? "-", .number))
      }
      table.append(cells)
    }
    // On a narrow page the columns would break their numbers.
    if page.capabilities.width < 60, !page.capabilities.plain {
      for line in table.spokenLines() { page.paragraph(line, indent: 2, marker: "- ") }
    } else {
      page.table(table)
    }
  }

  private func writeMeaning(to page: inout Page) {
    var sentences: [Phrase] = []
    if let goal = treatment.goal {
      let (bound, level) = (Self.short(goal.bound, 3), Self.short(goal.level, 4))
      sentences.append(
        goal.isOfClasses
          ? """
          Solved: 98 % of the training examples are right, and \(loss) is below \(bound), half of \
          what the best single answer for all examples has (\(level)).
          """
          : """
          Solved: \(loss) is below \(bound), 15 % of what the best single answer for all examples \
          has (\(level)).
          """)
    } else {
      sentences.append(
        """
        No prediction is compared with targets that differ, so nothing says when this is solved: \
        what counts here is the loss.
        """)
    }
    sentences.append("A training has at most \(treatment.epochs) epochs.")
    if outcome.outcomes.contains(where: { $0.results.count > 1 }) {
      sentences.append(
        """
        What begins anew was trained from \(Treatment.seeds) seeds; its numbers are medians.
        """)
    }
    page.paragraph(Phrase(sentences, separator: " ").styled(.dim))
  }

  /// What a remedy does beside what it is for.
  private func writeCosts(of each: RemedyOutcome, to page: inout Page) {
    var costs: [Phrase] = []
    if each.results.isEmpty, let failure = each.failure {
      costs.append("it could not be trained: \(.verbatim(failure.message))")
    }
    if outcome.helps(each), !each.remedy.changesNothing, let first = each.results.first {
      let base = outcome.baseline?.results.first
      if let base, first.parameterCount != base.parameterCount {
        costs.append(
          "\(first.parameterCount) numbers are learned, where \(base.parameterCount) were")
      }
      if let own = each.validationLoss, let old = outcome.baseline?.validationLoss, own > 1.05 * old
      {
        costs.append(
          "the held-out examples have a larger loss, \(Self.short(own, 4)) where it is \(Self.short(old, 4)) as it is"
        )
      }
      if isTimed, let own = each.secondsPerEpoch, let old = outcome.baseline?.secondsPerEpoch,
        outcome.baseline?.seconds ?? 0 > 0.1, old > 0, own > 1.5 * old
      {
        costs.append("an epoch takes \(Self.short(own / old, 2)) times as long")
      }
      let new = newFindings(of: each)
      if !new.isEmpty {
        costs.append("diagnose then says: \(Phrase.list(newTitles(of: each), .and))")
      }
    }
    if each.lostAgain > 0 {
      costs.append(
        each.results.count == 1
          ? "it was solved on the way, and lost again"
          : "\(each.lostAgain) of \(each.results.count) were solved on the way, and lost again")
    }
    guard !costs.isEmpty else { return }
    let list = Phrase(costs, separator: "; ")
    page.paragraph("\(label(each.remedy, page)): \(list).", indent: 2)
  }

  private func newTitles(of each: RemedyOutcome) -> [Phrase] {
    let new = newFindings(of: each)
    return Diagnosis.all.filter { new.contains($0.kind) }.map(\.title)
  }

  /// What is wrong in the end that was not wrong before.
  private func newFindings(of each: RemedyOutcome) -> [Finding.Kind] {
    let old = Set(findings.map(\.kind) + (outcome.baseline?.results.first?.findings ?? []))
    return each.offered?.findings.filter { !old.contains($0) } ?? []
  }

  private func writeBest(to page: inout Page) {
    let useless = outcome.outcomes.filter {
      !$0.results.isEmpty && !$0.remedy.changesNothing && !outcome.helps($0)
    }
    guard let best = outcome.best else {
      page.paragraph(
        """
        None of them helped within \(treatment.epochs) epochs. More epochs may tell more: \
        \(StyledText("diagnose try epochs=\(min(treatment.epochs * 5, 1_000_000))", .command)).
        """)
      return
    }
    if !useless.isEmpty {
      let names = useless.map { Phrase(label($0.remedy, page)) }
      page.paragraph("Did not help: \(Phrase.list(names, .and)).")
    }
    if best.solved.isEmpty {
      page.paragraph(
        "None of them solves it within \(treatment.epochs) epochs. The loss falls farthest with:")
    } else if best.remedy.changesNothing {
      page.paragraph("It is solved without any change, by training on:")
    } else {
      page.paragraph("Best:")
    }
    if let command = outcome.command {
      page.paragraph(
        StyledText(command, .command) + "   "
          + page.words(best.remedy.idea.words, .dim),
        indent: 4)
    } else {
      page.paragraph(
        """
        another seed, \(best.offered?.seed.map { "underhood --seed \($0)" } ?? "underhood --seed"), \
        since the model sets none itself
        """, indent: 4)
    }
    if let seed = best.offered?.seed, best.remedy.start != .otherSeed, !best.solved.isEmpty {
      page.paragraph(
        """
        The model's own seed is not among those that were solved; \(String(seed)) is.
        """)
    }
  }

  private static func short(_ value: Double, _ digits: Int) -> String {
    NumberFormatting.significant(value, digits: digits)
  }
}

/// A network that has nothing to be cured of.
struct SolvedAlreadyReport: CommandResult {
  var goal: SolvedGoal
  var loss: String

  var json: JSONValue {
    .object([
      ("type", .string("treatment")), ("solved", .bool(true)),
      ("condition", .string(goal.condition.text)), ("level", .number(goal.level)),
      ("remedies", .array([])), ("try", .null),
    ])
  }

  func write(to page: inout Page) {
    let bound = NumberFormatting.significant(goal.bound, digits: 3)
    page.paragraph(
      goal.isOfClasses
        ? """
        Nothing to try: 98 % of the training examples are right, and \(loss) is below \(bound). \
        \(StyledText("diagnose", .command)) says what else can be seen.
        """
        : """
        Nothing to try: \(loss) is below \(bound), so the training examples are learned. \
        \(StyledText("diagnose", .command)) says what else can be seen.
        """)
  }
}
