import JSON

/// What the program takes on its command line, as the parser of arguments describes it.
package struct CommandLineDescription: Sendable {
  package struct Command: Sendable {
    package var name: String
    package var abstract: String
    /// Sentences, and examples, which are indented.
    package var discussion: String
    package var arguments: [Argument]
  }

  package struct Argument: Sendable, Hashable {
    /// As they are typed, `-e` and `--execute`; none where it is known by its place.
    package var names: [String]
    /// What stands for its value; nil of a flag.
    package var value: String?
    package var abstract: String
    package var initial: String?
    package var choices: [String]
    package var isOptional: Bool
    package var isRepeating: Bool

    package var isPositional: Bool { names.isEmpty }

    /// `-e, --execute <commands>`, `<file>`.
    package var term: String { term { $0 } }

    /// The same with what stands for its value in other words.
    func term(_ words: (String) -> String) -> String {
      if isPositional { return "<\(words(value ?? "value"))>\(isRepeating ? " ..." : "")" }
      return names.joined(separator: ", ") + (value.map { " <\(words($0))>" } ?? "")
    }
  }

  /// The program itself.
  package var program: Command
  /// Its subcommands, but for those that only it starts.
  package var subcommands: [Command]
  /// The one that is meant where none is named.
  package var standard: String?

  /// - Parameter json: the description in the parser's own format.
  package init?(json: String) {
    guard let root = JSONReader.value(json)?["command"] else { return nil }
    program = Self.command(root)
    standard = root["defaultSubcommand"]?.string
    subcommands = Self.items(root["subcommands"]).filter(Self.isShown).map(Self.command)
  }

  private static func command(_ json: JSONValue) -> Command {
    Command(
      name: json["commandName"]?.string ?? "", abstract: json["abstract"]?.string ?? "",
      discussion: json["discussion"]?.string ?? "",
      arguments: items(json["arguments"]).filter(isShown).map(argument))
  }

  private static func argument(_ json: JSONValue) -> Argument {
    let isFlag = json["kind"]?.string == "flag"
    var names: [String] = []
    for item in items(json["names"]) {
      let name = item["name"]?.string ?? ""
      let typed = (item["kind"]?.string == "long" ? "--" : "-") + name
      if !names.contains(typed) { names.append(typed) }
    }
    // `help` says of its flag that one hyphen will do, which no other has.
    if names.contains("--help") { names.removeAll { $0 == "-help" } }
    return Argument(
      names: names, value: isFlag ? nil : json["valueName"]?.string,
      abstract: json["abstract"]?.string ?? "", initial: json["defaultValue"]?.string,
      choices: json["allValues"]?.strings ?? [], isOptional: json["isOptional"] == .bool(true),
      isRepeating: json["isRepeating"] == .bool(true))
  }

  private static func items(_ json: JSONValue?) -> [JSONValue] {
    if case .array(let items) = json { items } else { [] }
  }

  private static func isShown(_ json: JSONValue) -> Bool { json["shouldDisplay"] != .bool(false) }

  /// The options that several subcommands take, or that are taken without one.
  package var shared: [Argument] {
    var counts: [Argument: Int] = [:]
    for argument in subcommands.flatMap(\.arguments) { counts[argument, default: 0] += 1 }
    var seen: Set<Argument> = []
    return subcommands.flatMap { command in
      command.arguments.filter { argument in
        let isShared = command.name == standard || counts[argument, default: 0] > 1
        return !argument.isPositional && isShared && seen.insert(argument).inserted
      }
    }
  }
}
