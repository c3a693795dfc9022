import JSON
import Shell
import Terminal
import Web

extension Command {
  package static let view = Command(
    "view", group: .looking, usage: "[stop] [--port N] [--host ADDRESS]",
    summary: "show the session in a browser, for a projector",
    help: """
      Gives an address to open in a browser on this machine. The page follows the session: the \
      equations, lit where training stands, the network, the loss, the boundary and the numbers, \
      each of which, chosen, opens the arithmetic that made it. The address holds a key; who does not have it sees nothing, and nobody can change anything. \
      view stop ends it, as quit does. --host 0.0.0.0 lets other machines look, unencrypted. Over \
      ssh, ssh -L 8000:127.0.0.1:8000 with view --port 8000 brings it to your own browser.
      """,
    completion: .words(["stop", "--port", "--host"]), effects: [.startsPrograms, .usesNetwork]
  ) { session, argument in
    let request = try ViewRequest(argument)
    let audience = session.context.audience
    if request.stops { return ViewClosed(wasOpen: audience.dismiss()) }
    if request.isPlain, let projector = audience.viewer as? LiveViewServer {
      return ViewReport(projector)
    }
    let projector = try LiveViewServer(host: request.host, port: request.port)
    audience.admit(projector)
    return ViewReport(projector)
  }
}

/// What follows `view`.
struct ViewRequest: Equatable {
  var stops = false
  var host = "127.0.0.1"
  var port: UInt16 = 0
  /// Whether nothing was asked for in particular.
  var isPlain = true

  init(_ argument: CommandText.Argument) throws(ShellError) {
    var words = argument.words[...]
    isPlain = words.isEmpty
    while let word = words.popFirst() {
      switch word {
      case "stop" where argument.words.count == 1: stops = true
      case "--port":
        guard let text = words.popFirst(), let number = UInt16(text), number > 0 else {
          throw ShellError(
            "bad-count", "--port is followed by a number from 1 to 65535", hint: "view --port 8000",
            range: argument.range)
        }
        port = number
      case "--host":
        guard let text = words.popFirst(), let address = Self.address(text) else {
          throw ShellError(
            "bad-address", "--host is followed by an address of this machine, in digits",
            hint: "view --host 0.0.0.0", range: argument.range)
        }
        host = address
      default:
        throw ShellError(
          "unexpected-argument", "view takes stop, --port N and --host ADDRESS", hint: "help view",
          range: argument.range)
      }
    }
  }

  private static func address(_ text: String) -> String? {
    if text == "localhost" { return "127.0.0.1" }
    let bare =
      text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
    return ServerSettings.isInDigits(bare) ? bare : nil
  }
}

/// Where the session is shown.
struct ViewReport: CommandResult {
  var address: String
  var isForThisMachine: Bool

  init(_ projector: LiveViewServer) {
    address = projector.address
    isForThisMachine = projector.isForThisMachine
  }

  var json: JSONValue {
    .object([
      ("type", .string("view")), ("address", .string(address)),
      ("loopback", .bool(isForThisMachine)),
    ])
  }

  func journalText(for command: String, in session: Session) -> String? { nil }

  /// Whoever has the address, with the key in it, can look.
  var forOthers: any CommandResult {
    Acknowledgement(message: "The session is shown in a browser.", type: "view")
  }

  func write(to page: inout Page) {
    page.line("The session is shown at")
    page.line("  \(StyledText(address, .link))")
    if isForThisMachine {
      page.paragraph(
        "Open it in a browser on this machine. \(StyledText("view stop", .command)) closes it.")
    } else {
      page.code(leadingTo: address)
      page.paragraph(
        StyledText("Whoever has the address can look, and it travels unencrypted. ", .warning)
          + "\(StyledText("view stop", .command)) closes it.")
    }
  }
}

/// The end of a view.
struct ViewClosed: CommandResult {
  var wasOpen: Bool

  var json: JSONValue { .object([("type", .string("view")), ("closed", .bool(wasOpen))]) }

  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    page.line(wasOpen ? "The view is closed." : "There is no view to close.")
  }
}
