import JSON
import Shell
import Synchronization
import System

/// Messages to the other program: each a line, whole, whoever writes it.
final class MachineOutput: Sendable {
  private let output = Output()
  private let turn = Mutex(())

  /// A message about a request.
  func send(_ type: String, to id: JSONValue, _ members: [(String, JSONValue)]) {
    let message = JSONValue.object([("id", id), ("type", .string(type))] + members)
    turn.withLock { _ in
      message.write { self.output.write($0) }
      output.write("\n")
    }
  }

  /// The last message about a request, which has been done.
  func reply(to request: MachineRequest, _ members: [(String, JSONValue)]) {
    send(
      "reply", to: request.id,
      [("to", .string(request.name)), ("ok", .bool(true))] + members)
  }

  /// The last message about a request, which could not be done.
  func refuse(_ request: MachineRequest, _ error: JSONValue, _ members: [(String, JSONValue)] = [])
  {
    send(
      "reply", to: request.id,
      [("to", .string(request.name)), ("ok", .bool(false))] + members + [("error", error)])
  }

  /// The only message about what is no request.
  func refuse(_ fault: MachineFault) {
    var error: [(String, JSONValue)] = [
      ("code", .string(fault.code)), ("message", .string(fault.message)),
    ]
    if let hint = fault.hint { error.append(("hint", .string(hint))) }
    send(
      "reply", to: fault.id,
      [
        ("to", fault.request.map { .string($0) } ?? .null), ("ok", .bool(false)),
        ("error", .object(error)),
      ])
  }
}
