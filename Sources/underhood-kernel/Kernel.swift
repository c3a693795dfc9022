import JSON
import System

/// A kernel of Jupyter: what a frontend asks becomes requests to `underhood machine`, and what that
/// says becomes messages to the frontend.
final class Kernel {
  private let key: [UInt8]
  private let program: String
  private let context: SocketContext
  private let shell: Socket
  private let control: Socket
  private let iopub: Socket
  private let stdin: Socket
  private let heartbeat: Socket
  private let session = Message.newID()
  private var machine: MachineProcess
  private var version = ""
  /// How many cells were executed.
  private var count = 0
  /// What the session is at work on.
  private var task: Task?
  private var isOver = false

  /// A request of the frontend that waits for what the session says.
  private struct Task {
    var parent: Message
    /// Of the request to the session.
    var id: Int
    var cell: CellOutput?
  }

  /// - Throws: `SocketFault`, `SystemError`.
  init(_ connection: ConnectionFile, program: String) throws {
    key = connection.key
    self.program = program
    context = try SocketContext()
    shell = try context.socket(.router, boundTo: connection.address(connection.shell))
    control = try context.socket(.router, boundTo: connection.address(connection.control))
    iopub = try context.socket(.publish, boundTo: connection.address(connection.iopub))
    stdin = try context.socket(.router, boundTo: connection.address(connection.stdin))
    heartbeat = try context.socket(.reply, boundTo: connection.address(connection.heartbeat))
    machine = try MachineProcess(program)
    machine.send("hello")
  }

  /// Answers until the frontend wants it to end, or the session cannot be started again.
  func run() {
    let parent = Machine.parentNumber
    // Who has started it and is gone cannot end it any more.
    while !isOver, Machine.parentNumber == parent {
      // One at a time; what comes meanwhile waits in its socket.
      let sockets = [heartbeat, control] + (task == nil && !version.isEmpty ? [shell] : [])
      let isReady = Socket.wait(for: sockets, or: machine.descriptor)
      if isReady[0], let beat = heartbeat.receive() { heartbeat.send(beat) }
      if isReady[1], let message = next(from: control) { answerControl(message) }
      if isReady.last == true { hearMachine() }
      if sockets.count > 2, isReady[2], task == nil, let message = next(from: shell) {
        answer(message)
      }
    }
    machine.end()
    for socket in [shell, control, iopub, stdin, heartbeat] { socket.close() }
    context.end()
  }

  private func next(from socket: Socket) -> Message? {
    guard let parts = socket.receive() else { return nil }
    guard let message = Message(parts, key: key) else {
      Output(descriptor: STDERR_FILENO).write("underhood-kernel: a message is not signed rightly\n")
      return nil
    }
    return message
  }

  // MARK: Telling

  private func publish(_ type: String, _ members: [(String, JSONValue)], about parent: Message?) {
    iopub.send(
      Message.parts(
        type, .object(members), to: parent, for: [Array(type.utf8)], session: session, key: key))
  }

  private func reply(
    to parent: Message, on socket: Socket? = nil, status: String = "ok",
    _ members: [(String, JSONValue)]
  ) {
    let type = parent.type.replacing("_request", with: "_reply")
    (socket ?? shell).send(
      Message.parts(
        type, .object([("status", .string(status))] + members), to: parent,
        for: parent.identities, session: session, key: key))
  }

  private func tellState(_ state: String, about parent: Message) {
    publish("status", [("execution_state", .string(state))], about: parent)
  }
}

// MARK: - Requests

extension Kernel {
  private func answerControl(_ message: Message) {
    tellState("busy", about: message)
    defer { tellState("idle", about: message) }
    switch message.type {
    case "interrupt_request":
      machine.send("interrupt")
      reply(to: message, on: control, [])
    case "shutdown_request":
      reply(to: message, on: control, [("restart", message.content["restart"] ?? .bool(false))])
      isOver = true
    case "kernel_info_request": reply(to: message, on: control, information)
    default: break
    }
  }

  private func answer(_ message: Message) {
    tellState("busy", about: message)
    let code = message.content["code"]?.string ?? ""
    func place() -> [(String, JSONValue)] {
      let length = code.unicodeScalars.count
      let cursor = min(max(message.content["cursor_pos"]?.integer ?? length, 0), length)
      return [("code", .string(code)), ("cursor", .integer(cursor))]
    }
    switch message.type {
    case "execute_request": return execute(code, message)
    case "complete_request": return ask("complete", place(), for: message)
    case "inspect_request": return ask("inspect", place(), for: message)
    case "is_complete_request":
      return ask("is-complete", [("code", .string(code))], for: message)
    case "kernel_info_request": reply(to: message, information)
    case "comm_info_request": reply(to: message, [("comms", .object([]))])
    case "history_request": reply(to: message, [("history", .array([]))])
    case "shutdown_request":
      reply(to: message, [("restart", message.content["restart"] ?? .bool(false))])
      isOver = true
    // What is not known has no answer.
    default: break
    }
    tellState("idle", about: message)
  }

  private var information: [(String, JSONValue)] {
    [
      ("protocol_version", .string(Message.protocolVersion)),
      ("implementation", .string("underhood")), ("implementation_version", .string(version)),
      (
        "language_info",
        .object([
          ("name", .string("underhood")), ("version", .string(version)),
          ("mimetype", .string("text/x-python")), ("file_extension", .string(".txt")),
          ("pygments_lexer", .string("python")), ("codemirror_mode", .string("python")),
        ])
      ),
      (
        "banner",
        .string("Underhood \(version): train a small neural network, and see every number.")
      ),
      ("help_links", .array([])),
    ]
  }

  private func ask(_ type: String, _ members: [(String, JSONValue)], for message: Message) {
    task = Task(parent: message, id: machine.send(type, members))
  }

  private func execute(_ code: String, _ message: Message) {
    let content = message.content
    let isSilent = content["silent"] == .bool(true)
    if !isSilent, content["store_history"] != .bool(false) { count += 1 }
    if !isSilent {
      publish(
        "execute_input", [("code", .string(code)), ("execution_count", .integer(count))],
        about: message)
    }
    let id = machine.send(
      "execute",
      [("code", .string(code)), ("forms", .strings(["text", "svg", "html"]))])
    task = Task(
      parent: message, id: id, cell: CellOutput(code: code, count: count, isSilent: isSilent))
  }
}

// MARK: - What the session says

extension Kernel {
  private func hearMachine() {
    guard let messages = machine.messages() else { return beginAgain() }
    for message in messages {
      if message["to"]?.string == "hello" { version = message["version"]?.string ?? "" }
      guard let id = message["id"]?.integer, id == task?.id, let parent = task?.parent else {
        continue
      }
      let isReply = message["type"]?.string == "reply"
      for (type, content) in task?.cell?.take(message) ?? [] {
        publish(type, content, about: parent)
      }
      guard isReply else { continue }
      finish(message, parent)
      // At once, so that no cell meets a session that is about to end.
      if message["finished"] == .bool(true) { return beginAgain() }
    }
  }

  private func finish(_ message: JSONValue, _ parent: Message) {
    let cell = task?.cell
    task = nil
    if let cell {
      reply(to: parent, status: cell.status, cell.reply)
      if cell.status == "error", parent.content["stop_on_error"] != .bool(false) { abortWaiting() }
    } else {
      let (status, content) = Self.answer(message, to: parent.content)
      reply(to: parent, status: status, content)
    }
    tellState("idle", about: parent)
  }

  /// Cells that were sent before one has failed are not executed.
  private func abortWaiting() {
    while let message = next(from: shell) {
      guard message.type == "execute_request" else {
        answer(message)
        // It waits for the session, and what comes behind it waits for it.
        if task != nil { return }
        continue
      }
      tellState("busy", about: message)
      reply(to: message, status: "aborted", [])
      tellState("idle", about: message)
    }
  }

  /// What a frontend is answered with what the session has answered.
  private static func answer(
    _ message: JSONValue, to request: JSONValue
  ) -> (status: String, content: [(String, JSONValue)]) {
    switch message["to"]?.string {
    case "complete":
      let cursor = request["cursor_pos"] ?? .integer(0)
      return (
        "ok",
        [
          ("matches", .strings(message["candidates"]?.items.map(Self.match) ?? [])),
          ("cursor_start", message["start"] ?? cursor), ("cursor_end", message["end"] ?? cursor),
          ("metadata", .object([])),
        ]
      )
    case "inspect":
      let text = message["text"]
      return (
        "ok",
        [
          ("found", .bool(text != nil)),
          ("data", .object(text.map { [("text/plain", $0)] } ?? [])), ("metadata", .object([])),
        ]
      )
    default:
      let isComplete = message["complete"] != .bool(false)
      return (
        isComplete ? "complete" : "incomplete", [("indent", .string(isComplete ? "" : "  "))]
      )
    }
  }

  /// A candidate with what follows it for certain, but for a blank.
  private static func match(_ candidate: JSONValue) -> String {
    let suffix = candidate["suffix"]?.string ?? ""
    return (candidate["text"]?.string ?? "") + (suffix == " " ? "" : suffix)
  }

  /// The session was left, by `quit`, or has come to grief: another one begins.
  private func beginAgain() {
    machine.end()
    if let task {
      self.task = nil
      let words = "The session has ended, and another one begins."
      publish(
        "stream", [("name", .string("stderr")), ("text", .string(words + "\n"))],
        about: task.parent)
      if task.cell != nil {
        reply(
          to: task.parent, status: "error",
          [
            ("execution_count", .integer(count)), ("ename", .string("ended")),
            ("evalue", .string(words)), ("traceback", .array([])),
          ])
      } else {
        reply(to: task.parent, status: "error", [])
      }
      tellState("idle", about: task.parent)
    }
    guard !version.isEmpty, let another = try? MachineProcess(program) else {
      isOver = true
      return
    }
    machine = another
  }
}
