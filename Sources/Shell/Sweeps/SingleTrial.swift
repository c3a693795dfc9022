import Equations
import Networks
import Training

/// `underhood trial`: one trial of a sweep by itself.
package struct SingleTrial {
  private let trial: Trial
  private let model: Model
  private let condition: SolvedCondition
  private let loss: String
  private let sweepCount: Int?
  private let files: [FileOrigin]

  /// - Parameters:
  ///   - modelPath: the file with the model; `nil` for the article's.
  ///   - settings: `lr=0.1`, as `set` takes them.
  ///   - solved: when it counts as solved; `nil` for what is usual.
  ///   - number: the configuration's in its sweep, from 1.
  ///   - sweepCount: how many trials that sweep has, if it is known.
  ///   - reads: the data files that it read, `x.csv:DIGEST`, of which none may be another now.
  /// - Throws: `ShellError` for a model that does not work, settings that are none, and a condition
  ///   that makes no sense.
  package init(
    modelPath: String?, settings: [String], seed: UInt32?, epochs: Int, solved: String?,
    number: Int, sweepCount: Int? = nil, reads: [String] = []
  ) throws(ShellError) {
    let context = Session.Context(lessonDirectory: LessonFolder.find())
    let session = try Session.start(modelPath: modelPath, seed: 0, context: context)
    self.sweepCount = sweepCount
    guard epochs > 0, number > 0, sweepCount ?? 1 > 0 else {
      throw ShellError("bad-count", "epochs and numbers are whole numbers from 1")
    }
    files = session.run.program.files
    for mark in reads where !files.contains(where: { $0.mark == mark }) {
      let name = mark.split(separator: ":").dropLast().joined(separator: ":")
      throw ShellError(
        "other-data",
        files.contains { $0.name == name }
          ? "\(name) is another file than the sweep has read"
          : "the model does not read \(name), as that of the sweep does",
        hint: "put the file back that the sweep was made with")
    }
    model = session.run.program.model
    loss = session.run.program.loss
    trial = Trial(
      configuration: number,
      settings: try settings.map { text throws(ShellError) in
        try Self.setting(text, model: session.run.program.model)
      }, seed: seed, epochs: epochs)
    condition = try Self.condition(solved, session)
  }

  private static func setting(_ text: String, model: Model) throws(ShellError) -> Trial.Setting {
    do throws(LanguageError) {
      let statement = try Parser.statement(text)
      guard let assignment = statement.assignment, assignment.subscripts == nil,
        assignment.updateOperator == nil
      else {
        throw LanguageError(.expectedSymbol("=", found: text), at: .none)
      }
      _ = try model.replacing(assignment)
      return Trial.Setting(name: assignment.name, value: assignment.value)
    } catch {
      throw Wording.describe(error, argument: text)
    }
  }

  private static func condition(
    _ text: String?, _ session: Session
  ) throws(ShellError) -> SolvedCondition {
    guard let text else { return SolvedCondition(for: session.run.program) }
    do throws(LanguageError) {
      let expression = try Parser.expression(text)
      try session.run.check(expression)
      return SolvedCondition(expression)
    } catch {
      throw Wording.describe(error, argument: text)
    }
  }

  /// Trains, and gives the line of JSON that `sweep --collect` reads. A trial that could not be
  /// run has a line too, with the reason.
  package func line() -> String {
    let record = TrialRecord.of(trial, on: model, condition: condition)
    guard let record else { return "" }
    return TrialLine(
      record: record, condition: condition.text, loss: loss,
      modelHash: Journal.hash(of: model.text), sweepCount: sweepCount, files: files
    ).json.text
  }
}
