import ArgumentParser
import Shell

/// `underhood replay FILE`.
struct ReplaySession: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Play a saved session again; ends with a hash of the whole state, which is the same "
      + "on every machine.",
    discussion: """
        underhood replay session.txt
        underhood replay session.txt --format json
      """)

  @OptionGroup var sessionOptions: SessionOptions

  @Option(help: "What is printed: text, or one JSON object.")
  var format: ScriptOptions.Format = .text

  @Argument(help: "The session that save has written.", completion: .file())
  var file: String

  mutating func run() throws {
    let runnerFormat: ScriptRunner.Format = format == .json ? .json : .text
    try Failure.reporting(format: runnerFormat, isPlain: sessionOptions.plain) {
      let session = try sessionOptions.session()
      let replay = try Replay(file, in: session)
      ScriptRunner.report(
        replay, format: runnerFormat, isPlain: sessionOptions.plain,
        translation: session.context.translation)
      return true
    }
  }
}
