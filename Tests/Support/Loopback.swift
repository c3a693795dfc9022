import Foundation
import System

/// A server on this machine, asked over HTTP with requests that are written as they go.
public struct Loopback {
  public struct Answer {
    public var status: Int
    /// The header and the body.
    public var text: String
  }

  public let port: UInt16

  public init(port: UInt16) {
    ignoreBrokenPipes()
    self.port = port
  }

  /// An answer, as far as it comes within half a minute.
  ///
  /// - Throws: where nobody listens.
  public func ask(
    _ path: String, host: String? = nil, method: String = "GET"
  ) throws -> Answer {
    try answer(on: try request(path, host: host, method: method))
  }

  /// Sends a form as a browser does.
  ///
  /// - Parameters:
  ///   - address: the loopback address that it comes from.
  ///   - fields: more lines of the head.
  public func post(
    _ form: String, to path: String, from address: String = "127.0.0.1", fields: [String] = []
  ) throws -> Answer {
    let lines =
      ["POST \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Content-Length: \(form.utf8.count)"]
      + fields
    return try answer(
      on: try connection(
        sending: lines.joined(separator: "\r\n") + "\r\n\r\n" + form, from: address))
  }

  private func answer(on descriptor: Int32) throws -> Answer {
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 30_000) > 0 else { break }
      let count = read(descriptor, &chunk, chunk.count)
      if count <= 0 { break }
      bytes += chunk[..<count]
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return Answer(status: Int(text.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0, text: text)
  }

  /// Sends a request whose answer nobody reads yet; its connection is to be closed.
  public func request(
    _ path: String, host: String? = nil, method: String = "GET"
  ) throws -> Int32 {
    try connection(
      sending: "\(method) \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\n"
        + "Connection: close\r\n\r\n")
  }

  /// A connection on which something was sent; it is to be closed.
  public func connection(sending text: String, from: String? = nil) throws -> Int32 {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = Int32(SOCK_STREAM)
    #endif
    let descriptor = socket(AF_INET, kind, 0)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    if let from {
      var own = address
      own.sin_port = 0
      own.sin_addr.s_addr = inet_addr(from)
      _ = withUnsafePointer(to: &own) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
    }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close(descriptor)
      throw RunFailure(description: "nobody listens at \(port)")
    }
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      // Who is refused before all is sent is told so by what there is to read.
      let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count <= 0 { break }
      sent += count
    }
    return descriptor
  }
}
