import Arrays
import Terminal
import Training

extension Command {
  static let check = Command(
    "check", group: .looking, usage: "gradients | start | script",
    summary: "hold every gradient against central differences of the loss; look before training",
    help: """
      In a lesson check alone says what the exercise still wants. check gradients moves each parameter a little both ways, over a range of sizes, and compares what the loss \
      does with the gradient that the backward section computes. A gradient too small for any \
      difference to judge is called that. If one is wrong, the equation where the mistake entered \
      is named. The run is not touched.
      check start is for before the training: whether the first loss is near what one answer for \
      all examples has (ln 2, ln K, the variance), whether a few examples can be learned by heart, \
      whether an example's input moves the output of another, whether inputs set to 0 do worse, and \
      whether the gradients of all layers are of one size. Each with its number, on copies.
      check script says what departs in the script that the model was made of.
      """,
    completion: .words(["gradients", "start", "script"])
  ) { session, argument in
    if argument.isEmpty, session.lesson != nil { return session.checkExercise() }
    if argument.text == "script" { return try session.checkScript() }
    if argument.text == "start" { return try session.checkStart() }
    guard argument.isEmpty || "gradients".hasPrefix(argument.text) else {
      throw ShellError(
        "unknown-check", "there is no check of '\(argument.text)'",
        hint: .verbatim("check gradients"),
        range: argument.offset..<argument.offset + argument.text.utf8.count)
    }
    do throws(GradientCheck.Failure) {
      return GradientCheckReport(
        check: try GradientCheck(session.run), largerStart: session.run.largerStart)
    } catch {
      switch error {
      case .notInitialised(let phase):
        throw ShellError(
          "not-computed", "there are no parameters yet; \(phase.rawValue) comes next",
          hint: .verbatim("step 2"))
      case .equation(let step, let error):
        throw Wording.describe(error, in: step)
      case .interrupted:
        throw ArrayError.interrupted
      }
    }
  }
}

extension Session {
  /// Asks what can be asked of the network before it is trained.
  fileprivate func checkStart() throws -> StartCheckReport {
    let stop = context.shouldStop
    return StartCheckReport(check: try StartCheck(run, shouldStop: { stop() }))
  }
}
