import CZeroMQ
import System

/// What went wrong with a socket, in ZeroMQ's words.
struct SocketFault: Error {
  var message: String

  /// What the last call has left.
  static var last: SocketFault { SocketFault(message: String(cString: zmq_strerror(zmq_errno()))) }
}

/// ZeroMQ's sockets, all of one program.
final class SocketContext {
  private let context: UnsafeMutableRawPointer

  init() throws(SocketFault) {
    guard let context = zmq_ctx_new() else { throw .last }
    self.context = context
  }

  func socket(_ kind: Socket.Kind, boundTo address: String) throws(SocketFault) -> Socket {
    guard let socket = zmq_socket(context, kind.number) else { throw .last }
    return try Socket(socket, boundTo: address)
  }

  /// Waits until what was sent has gone, or has waited for a second.
  func end() { zmq_ctx_term(context) }
}

/// One of ZeroMQ's sockets: messages of several parts go in and out.
final class Socket {
  enum Kind {
    case router, publish, reply

    var number: Int32 {
      switch self {
      case .router: ZMQ_ROUTER
      case .publish: ZMQ_PUB
      case .reply: ZMQ_REP
      }
    }
  }

  private let socket: UnsafeMutableRawPointer

  fileprivate init(
    _ socket: UnsafeMutableRawPointer, boundTo address: String
  ) throws(SocketFault) {
    self.socket = socket
    var linger: Int32 = 1000
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, MemoryLayout<Int32>.size)
    guard zmq_bind(socket, address) == 0 else {
      let fault = SocketFault.last
      zmq_close(socket)
      throw SocketFault(message: "\(address): \(fault.message)")
    }
  }

  func close() { zmq_close(socket) }

  /// Sends a message; one that nobody is there for is lost.
  func send(_ parts: [[UInt8]]) {
    for (index, part) in parts.enumerated() {
      let flags = index + 1 < parts.count ? ZMQ_SNDMORE : 0
      while part.withUnsafeBytes({ zmq_send(socket, $0.baseAddress, $0.count, flags) }) < 0 {
        guard zmq_errno() == EINTR else { return }
      }
    }
  }

  /// A message that is there already; `nil` where none is.
  func receive() -> [[UInt8]]? {
    var parts: [[UInt8]] = []
    var message = zmq_msg_t()
    while true {
      zmq_msg_init(&message)
      defer { zmq_msg_close(&message) }
      if zmq_msg_recv(&message, socket, ZMQ_DONTWAIT) < 0 {
        if zmq_errno() == EINTR { continue }
        return nil
      }
      let bytes = UnsafeRawBufferPointer(
        start: zmq_msg_data(&message), count: zmq_msg_size(&message))
      parts.append(Array(bytes))
      if zmq_msg_more(&message) == 0 { return parts }
    }
  }

  /// In milliseconds, after which there may be nothing.
  private static let patience = 1000

  /// Waits until one of some sockets has a message, or a stream has something to read; not for ever.
  ///
  /// - Returns: for each socket whether it has one, and the same of the stream at the end.
  static func wait(for sockets: [Socket], or stream: Int32) -> [Bool] {
    let events = Int16(ZMQ_POLLIN)
    var items = sockets.map { zmq_pollitem_t(socket: $0.socket, fd: 0, events: events, revents: 0) }
    items.append(zmq_pollitem_t(socket: nil, fd: stream, events: events, revents: 0))
    guard zmq_poll(&items, Int32(items.count), patience) > 0 else {
      return items.map { _ in false }
    }
    return items.map { $0.revents != 0 }
  }
}
