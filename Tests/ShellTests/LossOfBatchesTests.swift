import ShellSupport
import Testing

@testable import Shell

/// What is said of the loss where an epoch has several batches, and of metrics that there are not.
@Suite struct LossOfBatchesTests {
  @Test func theLossOfABatchSaysThatItIsOne() throws {
    var session = try Shells.article(after: "set batch = 300", "run 3")
    let mean = try #require(session.run.losses.last)
    let outcome = session.perform("show L")
    #expect(Shells.text(outcome).contains("(of the last batch alone;"))
    #expect(try outcome.parsed()["result"] != nil)
    let result = try #require(try outcome.parsed()["result"] as? [String: Any])
    // Foundation reads the last digit otherwise.
    #expect(abs((result["mean_of_batches"] as? Double ?? 0) - mean) < 1e-15)
    #expect(!Shells.text(session.perform("show A2[0, 0]")).contains("last batch"))
    var whole = try Shells.article(after: "run 3")
    #expect(!Shells.text(whole.perform("show L")).contains("last batch"))
  }

  /// The level of the best single answer is that of all examples, whatever the last batch has.
  @Test(arguments: [1, 7, 32, 300, 999])
  func theLevelIsThatOfAllExamples(batch: Int) throws {
    let whole = try #require(try Shells.article(after: "run 2").run.constantLevel)
    let session = try Shells.article(after: "set batch = \(batch)", "run 2")
    #expect(session.run.constantLevel == whole)
  }

  @Test(arguments: [
    "until loss_val < 0.1", "show loss_val", "break if accuracy_val > 0.5", "display loss_val",
    "watch loss_val", "until L < 0.5 and accuracy_val > 0.9",
  ])
  func whatIsNotHeldBackIsSaid(command: String) throws {
    var session = try Shells.article(after: "run 1")
    let error = try #require(session.perform(command).error)
    #expect(error.message.english.contains("no examples are held back"), "\(error)")
    #expect(error.hint?.english.contains("holdout") == true)
    // Where there are some, there may be no end of it.
    guard !command.hasPrefix("until") else { return }
    var held = try Shells.article(after: "set holdout = 0.2", "run 1")
    let later = held.perform(command).error
    #expect(later == nil, "\(String(describing: later))")
  }

  @Test(arguments: [
    ("accuracy(A2, Y)", "accuracy(A2, Y) = mean((A2 > 0.5) == (Y > 0.5))"),
    ("1 - accuracy(A2, Y)", "accuracy(A2, Y) = mean((A2 > 0.5) == (Y > 0.5))"),
    ("accuracy(softmax(A1), A1)", nil),
  ])
  func whyNamesHowAccuracyIsCounted(question: String, formula: String?) throws {
    var session = try Shells.article(after: "run 3")
    let outcome = session.perform("why \(question)")
    guard let formula else { return #expect(outcome.error != nil) }
    let text = Shells.text(outcome)
    #expect(text.contains(formula) && text.contains("the share of predictions that are right"))
    #expect(outcome.json.text.contains("\"counted_by\""))
  }
}
