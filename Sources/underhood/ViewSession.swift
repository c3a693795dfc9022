import ArgumentParser
import Shell

/// `underhood view`.
struct ViewSession: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "Start the shell, and show the session in a browser, for a projector.",
    discussion: """
        underhood view
        underhood view --lesson 1 --port 8080
      """)

  @OptionGroup var sessionOptions: SessionOptions
  @OptionGroup var scriptOptions: ScriptOptions

  @Option(help: "The port; without it one that is free.")
  var port: UInt16?

  @Option(help: ArgumentHelp("The address to listen at, in digits.", valueName: "address"))
  var host: String?

  mutating func run() throws {
    try Failure.reporting(format: scriptOptions.runnerFormat, isPlain: sessionOptions.plain) {
      var words = ["view"]
      if let port { words += ["--port", "\(port)"] }
      if let host { words += ["--host", host] }
      return Start.converse(
        in: try sessionOptions.session(keepsProgress: InteractiveShell.isPossible), sessionOptions,
        scriptOptions, first: words.joined(separator: " "))
    }
  }
}
