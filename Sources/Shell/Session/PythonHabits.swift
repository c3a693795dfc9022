import Equations
import JSON
import Terminal

/// What people type who come from Python, and what it is here.
enum PythonHabits {
  /// `exit()` is `quit`, `help(sigmoid)` is `help sigmoid`: the line in this program's words, or the
  /// line itself.
  static func ownWords(for line: CommandText) -> CommandText {
    guard line.text.hasSuffix(")"), line.text.utf8.dropFirst(line.word.utf8.count).first == 40,
      let command = commands[line.word]
    else { return line }
    let inner = line.text.dropFirst(line.word.count + 1).dropLast()
    guard !inner.contains(where: { "()".contains($0) }) else { return line }
    let topic = String(inner.filter { $0 != "\"" && $0 != "'" }).trimmed
    if topic.isEmpty { return CommandText(command.alone) }
    return command.takesTopic ? CommandText("\(command.alone) \(topic)") : line
  }

  private static let commands: [String: (alone: String, takesTopic: Bool)] = [
    "exit": ("quit", false), "quit": ("quit", false), "help": ("help", true),
    "dir": ("show all", false), "globals": ("show all", false), "locals": ("show all", false),
    "type": ("stats", true),
  ]

  // MARK: print

  /// `print("loss", L)`: a command that prints a text with values in it.
  ///
  /// - Throws: `ShellError` of text with values inside its quotation marks.
  static func print(_ line: CommandText) throws -> Command? {
    guard line.word == "print", line.text.contains(where: { $0 == "\"" || $0 == "'" }) else {
      return nil
    }
    var text = line.argument.text
    guard text.first == "(", text.last == ")" else { return nil }
    text = String(text.dropFirst().dropLast())
    guard let parts = arguments(text) else { return nil }
    if parts.contains(where: { $0.hasPrefix("f\"") || $0.hasPrefix("f'") }) {
      throw ShellError(
        "formatted-text", "a text with values inside its quotation marks is Python's alone",
        hint: "a text and a value, with a comma between: print(\"loss\", L)")
    }
    return Command("print", group: .looking, summary: "") { session, _ in
      var pieces: [String] = []
      for part in parts {
        if let quoted = unquoted(part) {
          pieces.append(quoted)
        } else if !isKeyword(part) {
          pieces.append(try session.compute(try Parser.expression(part)).printed)
        }
      }
      return PrintedReport(text: pieces.joined(separator: " "))
    }
  }

  /// What stands between commas outside of brackets and quotation marks; nil where it is no list.
  private static func arguments(_ text: String) -> [String]? {
    var parts = [""]
    var depth = 0
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "," && depth == 0 {
        parts.append("")
        continue
      } else if "([{".contains(character) {
        depth += 1
      } else if ")]}".contains(character) {
        depth -= 1
        if depth < 0 { return nil }
      }
      parts[parts.count - 1].append(character)
    }
    return quote == nil && depth == 0 ? parts.map(\.trimmed).filter { !$0.isEmpty } : nil
  }

  private static func unquoted(_ part: String) -> String? {
    guard let first = part.first, first == "\"" || first == "'", part.count > 1, part.last == first
    else { return nil }
    let inner = part.dropFirst().dropLast()
    return inner.contains(first) ? nil : String(inner)
  }

  /// `end=""` says how Python goes on after it.
  private static func isKeyword(_ part: String) -> Bool {
    part.prefixMatch(of: #/(?:end|sep|flush|file)\s*=[^=]/#) != nil
  }

  // MARK: Advice

  /// What to type here for a word that Python, or a library of it, has.
  ///
  /// - Parameter name: what was called or taken from a value.
  static func advice(for name: String) -> Phrase? { advice[name] }

  /// What there is here instead of a library.
  static func advice(forLibrary name: String) -> Phrase? {
    switch name.split(separator: ".").first.map(String.init) ?? name {
    case "matplotlib", "plt", "pyplot", "seaborn", "sns":
      "pictures are commands: plot loss, plot boundary, help plot"
    case "pandas", "pd", "csv": "your own table: data FILE shows it and proposes a network"
    case "torch", "tensorflow", "tf", "keras", "sklearn", "jax", "nn":
      "a network is a text of equations: help model"
    default: nil
    }
  }

  private static let arrays: Phrase =
    "np.load(FILE) alone names the arrays in it, and np.load(FILE)[\"X\"] is one of them"

  private static let advice: [String: Phrase] = [
    "head": "X[:, :5] shows the first five columns",
    "tail": "X[:, -5:] shows the last five columns",
    "info": .verbatim("stats X"), "describe": .verbatim("stats X"), "type": .verbatim("stats X"),
    "dir": .verbatim("show all"), "input": "the prompt is where you type: x = 3",
    "tolist": .verbatim("show X --all"), "item": "W1[0, 0] is one element",
    "append": "concatenate((a, b)) puts arrays behind one another",
    "fit": .verbatim("run 100"), "train": .verbatim("run 100"), "predict": .verbatim("predict 1 0"),
    "figure": .verbatim("plot loss"), "imshow": .verbatim("plot W1"),
    "scatter": .verbatim("plot boundary"),
    "step": .verbatim("step"), "forward": .verbatim("step"), "backward": .verbatim("step"),
    "enumerate": "whole arrays are computed at once; 'run 100' repeats epochs",
    "zip": "whole arrays are computed at once; 'run 100' repeats epochs",
    "str": .verbatim("print(\"loss\", L)"), "format": .verbatim("print(\"loss\", L)"),
    "open": .verbatim("help load"),
    "files": arrays, "keys": arrays, "items": arrays,
  ]
}

/// What `print("loss", L)` prints.
struct PrintedReport: CommandResult {
  var text: String

  var json: JSONValue { .object([("type", .string("text")), ("text", .string(text))]) }

  func write(to page: inout Page) { page.block(text) }
}
