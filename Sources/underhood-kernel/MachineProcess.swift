import JSON
import System

/// The session itself: `underhood machine`, which this program starts and talks to.
final class MachineProcess {
  private let process: ChildProcess
  private var bytes: [UInt8] = []
  private var lastID = 0

  /// - Throws: `SystemError` where it cannot be started.
  init(_ program: String) throws(SystemError) {
    process = try ChildProcess(program, ["underhood", "machine"], .conversation)
  }

  var descriptor: Int32 { process.descriptor }

  /// - Returns: the request's id.
  @discardableResult
  func send(_ type: String, _ members: [(String, JSONValue)] = []) -> Int {
    lastID += 1
    let request = JSONValue.object([("id", .integer(lastID)), ("type", .string(type))] + members)
    // That it has ended is seen where it is read.
    _ = process.send(Array((request.text + "\n").utf8))
    return lastID
  }

  /// The messages that have come, once there is something to read; `nil` at the end.
  func messages() -> [JSONValue]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    guard let count = try? process.input.read(into: &buffer), count > 0 else { return nil }
    var messages: [JSONValue] = []
    var rest = buffer[..<count]
    while let end = rest.firstIndex(of: 10) {
      bytes += rest[..<end]
      if let message = JSONReader.value(String(decoding: bytes, as: UTF8.self)) {
        messages.append(message)
      }
      bytes = []
      rest = rest[(end + 1)...]
    }
    bytes += rest
    return messages
  }

  /// Stops what runs, and ends it.
  func end() {
    send("interrupt")
    process.end(patience: .seconds(2))
    process.close()
  }
}
