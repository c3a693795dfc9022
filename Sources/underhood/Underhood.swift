import ArgumentParser
import Manual
import Phrases
import Shell
import System
import Terminal

/// The command line: options, and which way to run.
@main
struct Underhood: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "underhood",
    abstract: "Train a small neural network one phase at a time, and see every number.",
    discussion: """
      Without a subcommand the shell starts on the article's XOR network. Type 'help' there.

        underhood                           the shell
        underhood demo                      a tour of a minute
        underhood --lesson 1                a lesson
        underhood --data iris.csv           a table, and a network proposed for it
        underhood --script train.py         a NumPy script, followed step by step
        underhood --model my-network.txt    the shell on a network of your own
        underhood view --lesson 1           a lesson, shown in a browser too
        underhood -e 'step 3; show W1'      commands, without a terminal

      'underhood help start' lists the options.
      """,
    version: ProgramVersion.text,
    subcommands: [
      Start.self, Demo.self, RunCommands.self, ViewSession.self, CheckLessons.self,
      NewLessonCommand.self, NewLanguageCommand.self, WriteManual.self, TalkToMachine.self,
      InstallKernel.self, ReplaySession.self, RunTrial.self, WriteHandIn.self, Grade.self,
      GradeOne.self,
    ],
    defaultSubcommand: Start.self)

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let status = exitCode(for: error)
      let message = fullMessage(for: error)
      if message.isEmpty { exit(withError: error) }
      if status.isSuccess {
        Output().write(helpPage(message) ?? message + "\n")
      } else {
        // Words from elsewhere may hold anything.
        Output(descriptor: 2).write(
          complaint(Self.message(for: error), in: message)
            ?? TextWidth.sanitize(message, keepingNewlines: true) + "\n")
      }
      exit(withError: status)
    }
  }
}

extension Underhood {
  /// Help in the reader's language and the program's own layout; nil of any other message.
  ///
  /// Which subcommand is meant the parser says in its text alone.
  static func helpPage(
    _ message: String,
    in translation: @autoclosure () -> Translation? = ReaderLanguage.translation()
  ) -> String? {
    let commands: [any ParsableCommand.Type] = [Self.self] + configuration.subcommands
    guard let command = commands.first(where: { helpMessage(for: $0) == message }),
      let help = CommandLineHelp(json: _dumpHelp(), command: command._commandName)
    else { return nil }
    var page = Page(
      capabilities: .detect(environment: Environment.all, plain: false),
      translation: translation())
    help.write(to: &page)
    return page.text
  }

  /// What is wrong with a command line, in the reader's language and the program's own layout.
  ///
  /// Which subcommand is meant the parser says in its text alone.
  ///
  /// - Parameters:
  ///   - complaint: what the parser says of it.
  ///   - message: the same with all that it adds.
  static func complaint(
    _ complaint: String, in message: String,
    in translation: @autoclosure () -> Translation? = ReaderLanguage.translation()
  ) -> String? {
    let name = message.firstMatch(of: #/See 'underhood ([a-z-]+) --help'/#).map { String($0.1) }
    guard
      let help = CommandLineHelp(
        json: _dumpHelp(), command: name ?? Start.configuration.commandName ?? "")
    else { return nil }
    var page = Page(
      capabilities: .detect(environment: Environment.all, plain: false, descriptor: 2),
      translation: translation())
    help.write(complaint: complaint, to: &page)
    return page.text
  }
}

extension ValidationError {
  /// What is wrong with values that cannot stand together, or alone.
  init(words: Phrase) { self.init(words.english) }
}

/// What every way of running takes.
struct SessionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Load the model in FILE.", valueName: "file"),
    completion: .file())
  var model: String?

  @Option(
    help: ArgumentHelp("Read the NumPy script in FILE.", valueName: "file"),
    completion: .file(extensions: ["py"]))
  var script: String?

  @Option(
    help: ArgumentHelp("Look at the table in FILE, and propose a model.", valueName: "file"),
    completion: .file())
  var data: String?

  @Option(help: ArgumentHelp("The column of --data that is to be predicted.", valueName: "name"))
  var target: String?

  @Option(help: ArgumentHelp("Open the lesson ID.", valueName: "id"), completion: .lessons)
  var lesson: String?

  @Option(
    help: ArgumentHelp("Your name, for a hand-in and for numbers of your own.", valueName: "name"))
  var student: String?

  @OptionGroup var course: LessonFolderOption

  @OptionGroup var reader: LanguageOption

  @Option(help: "Where random numbers start if the model does not call seed.")
  var seed: UInt32 = 0

  @OptionGroup var memory: MemoryOptions

  @Flag(help: "No colour, boxes or redrawing: text for a screen reader.")
  var plain = false

  /// A session on the model that was asked for.
  ///
  /// - Parameter keepsProgress: whether what is done in lessons is remembered: a student's is, a
  ///   script's is not.
  func session(keepsProgress: Bool = false) throws -> Session {
    memory.apply()
    var context = Session.Context()
    context.commands = .program
    context.stopwatch = { Time.steady() }
    context.lessonDirectory = course.folder
    try context.chooseLanguage(reader.language)
    if let data {
      context.dataFolder = DataFolder(Path.parent(of: data), lessons: context.lessonDirectory)
    }
    var session = try Session.start(modelPath: model, seed: seed, context: context)
    if let student { try session.introduce(student) }
    if keepsProgress { session.recall() }
    if let lesson {
      let outcome = session.perform("lesson \(lesson)")
      if case .failure(let error) = outcome.result { throw error }
    }
    return session
  }

  /// The command that reads the script, or looks at the table, that was asked for.
  var first: String? {
    if let data {
      let name = data.split(separator: "/").last.map(String.init) ?? data
      return "data \(FileName.quoted(name))"
        + (target.map { " target \(FileName.quoted($0))" } ?? "")
    }
    return script.map { "script \($0)" }
  }
}

/// What commands without a terminal take.
struct ScriptOptions: ParsableArguments {
  @Option(help: "What is printed: text, or one JSON object a command.")
  var format: Format = .text

  @Flag(help: "Go on after a command that failed.")
  var keepGoing = false

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  var runnerFormat: ScriptRunner.Format { format == .json ? .json : .text }

  func runner(_ session: Session, _ sessionOptions: SessionOptions) -> ScriptRunner {
    ScriptRunner(
      session: session, format: runnerFormat, keepsGoing: keepGoing, isPlain: sessionOptions.plain)
  }
}

/// The shell, or the commands of `-e`.
struct Start: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Start the shell (this is what happens without a subcommand).",
    discussion: """
        underhood --lesson 1 --language de
        underhood --data iris.csv --target species
        underhood -e 'run 1000; show A2.mean()'
        underhood --format json -e 'step 3; show W1'
      """)

  @OptionGroup var sessionOptions: SessionOptions
  @OptionGroup var scriptOptions: ScriptOptions

  @Option(
    name: [.customShort("e"), .customLong("execute")],
    help: ArgumentHelp("Run COMMANDS, apart by semicolons, and leave.", valueName: "commands"))
  var execute: [String] = []

  mutating func run() throws {
    try Failure.reporting(format: scriptOptions.runnerFormat, isPlain: sessionOptions.plain) {
      let isInteractive = execute.isEmpty && InteractiveShell.isPossible
      let session = try sessionOptions.session(keepsProgress: isInteractive)
      if !execute.isEmpty {
        let runner = scriptOptions.runner(session, sessionOptions)
        return runner.run(
          ([sessionOptions.first].compactMap(\.self) + execute).joined(separator: "\n"))
      }
      return Self.converse(
        in: session, sessionOptions, scriptOptions, first: sessionOptions.first)
    }
  }

  /// The shell at a terminal, else the commands of standard input.
  ///
  /// - Parameter first: a command to begin with.
  static func converse(
    in session: Session, _ sessionOptions: SessionOptions, _ scriptOptions: ScriptOptions,
    first: String? = nil
  ) -> Bool {
    guard InteractiveShell.isPossible else {
      let runner = scriptOptions.runner(session, sessionOptions)
      if let first, !runner.run(first), !scriptOptions.keepGoing { return false }
      return runner.runStandardInput()
    }
    makeShell(session, sessionOptions).run(first: first)
    return true
  }

  static func makeShell(_ session: Session, _ sessionOptions: SessionOptions) -> InteractiveShell {
    InteractiveShell(
      session: session, environment: Environment.all, isPlain: sessionOptions.plain,
      historyPath: StateFolder.file("history"), keepsSessions: true)
  }
}

/// `underhood run FILE`.
struct RunCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the commands in FILE, or those of standard input (-).",
    discussion: """
        underhood run commands.txt
        underhood run commands.txt --keep-going
        echo 'run 1000' | underhood run - --format json
      """)

  @OptionGroup var sessionOptions: SessionOptions
  @OptionGroup var scriptOptions: ScriptOptions

  @Argument(
    help: "The file with the commands, one a line; - is standard input.", completion: .file())
  var file: String

  mutating func run() throws {
    try Failure.reporting(format: scriptOptions.runnerFormat, isPlain: sessionOptions.plain) {
      let runner = scriptOptions.runner(try sessionOptions.session(), sessionOptions)
      if let first = sessionOptions.first, !runner.run(first), !scriptOptions.keepGoing {
        return false
      }
      if file == "-" { return runner.runStandardInput() }
      return runner.run(try TextFile.read(file))
    }
  }
}
