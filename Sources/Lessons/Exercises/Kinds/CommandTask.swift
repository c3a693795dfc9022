import Equations
import Phrases

/// One of these commands is to be given.
struct CommandTask: TaskOfCommands {
  static let key = "command"
  static let repeatedKeys = ["command"]

  var commands: [String]

  static func read(_ field: LessonField, _ fields: inout ExerciseFields) -> CommandTask? {
    CommandTask(commands: fields.all("command").map(\.value))
  }

  var howTo: Phrase { "Type the command." }
  var answer: [String] { Array(commands.prefix(1)) }

  func asks(for command: CommandGiven) -> Bool {
    commands.contains { command.canonical($0) == command.text }
  }

  func judgement(after command: CommandGiven, in values: any Scope) -> Judgement? {
    if asks(for: command) { return .right }
    func word(_ text: String) -> Substring? { text.split(separator: " ").first }
    let isNear = commands.contains { word(command.canonical($0)) == word(command.text) }
    return isNear && !command.text.hasPrefix("show ") ? .wrong(.otherArgument) : nil
  }

  func secrets(_ answers: [String]) -> [String] { answers + commands }
}
