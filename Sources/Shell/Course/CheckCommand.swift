import Arrays
import Terminal
import Training

extension Command {
  static let check = Command(
    "check", group: .looking, usage: "gradients | script",
    summary: "hold every gradient against central differences of the loss",
    help: """
      In a lesson check alone says what the exercise still wants. check gradients moves each parameter a little both ways, over a range of sizes, and compares what the loss \
      does with the gradient that the backward section computes. A gradient too small for any \
      difference to judge is called that. If one is wrong, the equation where the mistake entered \
      is named. The run is not touched.
      check script says what departs in the script that the model was made of.
      """,
    completion: .words(["gradients", "script"])
  ) { session, argument in
    if argument.isEmpty, session.lesson != nil { return session.checkExercise() }
    if argument.text == "script" { return try session.checkScript() }
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
