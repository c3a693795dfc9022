import ArgumentParser
import Shell

/// `underhood demo`.
struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Play a tour of a minute, which any key stops; the shell goes on from there.",
    discussion: """
      Enter goes on at once, any other key stops. With --lesson another lesson plays, up to the \
      first question that it asks.

        underhood demo
        underhood demo --lesson 3
      """)

  /// The lesson that is the tour.
  static let tour = "tour"

  @OptionGroup var sessionOptions: SessionOptions
  @OptionGroup var scriptOptions: ScriptOptions

  mutating func run() throws {
    try Failure.reporting(format: scriptOptions.runnerFormat, isPlain: sessionOptions.plain) {
      let lesson = sessionOptions.lesson ?? Self.tour
      sessionOptions.lesson = InteractiveShell.isPossible ? lesson : nil
      let session = try sessionOptions.session()
      guard InteractiveShell.isPossible else {
        return scriptOptions.runner(session, sessionOptions).playLesson(lesson)
      }
      Start.makeShell(session, sessionOptions).run(asTour: true)
      return true
    }
  }
}
