import Equations
import JSON
import Pages
import Shell
import Terminal
import Web

extension Command {
  package static let ask = Command(
    "ask", group: .looking, usage: "[EXPRESSION | again | close] [--browsers]",
    summary: "let the room predict a number before the step that makes it",
    help: """
      ask A2[0, 0] before a step lets a class say what it will be, with telephones or any browser, at \
      an address that shows nothing but the question. ask L < 0.69 asks for yes or no. The answers \
      appear as bars in the page of view, without what is right. ask shows them here; ask again \
      begins a second vote, after talking; the step that makes the number settles it, and report \
      keeps both votes. ask close ends a question without its answer.
      Each address has one vote; where a class is behind a single one, ask A2[0, 0] --browsers gives \
      one to each browser. view --host 0.0.0.0 first lets other machines in.
      """,
    completion: .names, effects: [.startsPrograms, .usesNetwork]
  ) { session, argument in
    let request = try AskRequest(argument)
    let room = session[RoomState.self].room ?? Room()
    session[RoomState.self].room = room
    switch request.wish {
    case .show: break
    case .again:
      guard room.askAgain() else { throw AskRequest.nothingAsked }
    case .close:
      guard room.close() else { throw AskRequest.nothingAsked }
    case .question(let expression):
      room.ask(
        expression, in: session, before: try Room.value(of: expression, in: session),
        isByBrowser: request.isByBrowser)
    }
    guard room.round > 0 else { return try session.closedRoom(room, wasClosed: request.closes) }
    let audience = session.context.audience
    var viewer = audience.viewer as? LiveViewServer
    if viewer == nil {
      let started = try LiveViewServer(host: "127.0.0.1", port: 0)
      audience.admit(started)
      viewer = started
    }
    guard let viewer, let question = room.open else { throw AskRequest.nothingAsked }
    if request.isNews {
      viewer.ask(
        Ballot(
          question, round: room.round, translation: session.context.translation), of: room)
    }
    return AskReport(question: question, viewer: viewer)
  }
}

extension Session {
  /// What is said where nothing is asked.
  fileprivate func closedRoom(_ room: Room, wasClosed: Bool) throws -> any CommandResult {
    (context.audience.viewer as? LiveViewServer)?.ask(
      Ballot(closedAfter: nil, translation: context.translation), of: nil)
    guard let last = room.questions.last, wasClosed || last.outcome != nil else {
      throw AskRequest.nothingAsked
    }
    return AskReport(question: last, viewer: nil)
  }
}

extension LiveViewServer {
  /// Settles what is asked once a session has come to it.
  func news(of session: Session) -> Phrase? {
    guard let room = session[RoomState.self].room, let outcome = room.settle(session) else {
      return nil
    }
    ask(Ballot(closedAfter: outcome, translation: session.context.translation), of: nil)
    return outcome
  }
}

/// What follows `ask`.
struct AskRequest {
  enum Wish {
    case show, again, close
    case question(Expression)
  }

  var wish = Wish.show
  var isByBrowser = false

  var closes: Bool { if case .close = wish { true } else { false } }
  /// Whether those at the door see something new.
  var isNews: Bool { if case .show = wish { false } else { true } }

  static var nothingAsked: ShellError {
    ShellError(
      "nothing-asked", "nothing is asked at the moment", hint: .verbatim("ask A2[0, 0]"))
  }

  init(_ argument: CommandText.Argument) throws {
    var text = argument.text
    let option = "--browsers"
    if argument.words.last == option {
      isByBrowser = true
      text = String(text.dropLast(option.count))
    }
    let question = CommandText.Argument(text: text, offset: argument.offset)
    switch question.words.joined(separator: " ") {
    case "": wish = .show
    case "again": wish = .again
    case "close": wish = .close
    default: wish = .question(try question.expression())
    }
  }
}
