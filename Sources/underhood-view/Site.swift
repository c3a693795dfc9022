import FlyingFox
import FlyingSocks
import Foundation
import Web

/// The page, its events, and nothing else, for those who know the token.
struct Site: Sendable {
  struct Failure: Error {
    /// The system's number for it.
    var code: Int32
  }

  let settings: ServerSettings
  let board: Board
  let machineName: String

  /// Begins to serve.
  ///
  /// - Returns: the port.
  func start() async -> Result<UInt16, Failure> {
    do {
      let server = HTTPServer(config: try configuration())
      let running = Task { try await server.run() }
      let listening = Task { try await server.waitUntilListening() }
      // What ends it before it listens ends the waiting.
      Task {
        _ = await running.result
        listening.cancel()
      }
      if case .failure(let error) = await listening.result {
        if listening.isCancelled { try await running.value }
        throw error
      }
      let port = await server.port ?? settings.port
      await server.appendRoute("*", handler: { self.response(to: $0, port: port) })
      return .success(port)
    } catch SocketError.failed(_, let code, _) {
      return .failure(Failure(code: code))
    } catch {
      return .failure(Failure(code: EINVAL))
    }
  }

  private func configuration() throws -> HTTPServer.Configuration {
    if settings.host.contains(":") {
      return HTTPServer.Configuration(
        address: try sockaddr_in6.inet6(ip6: settings.host, port: settings.port),
        logger: .disabled)
    }
    return HTTPServer.Configuration(
      address: try sockaddr_in.inet(ip4: settings.host, port: settings.port), logger: .disabled)
  }

  private func response(to request: HTTPRequest, port: UInt16) -> HTTPResponse {
    guard
      settings.isAddressed(by: request.headers[.host], port: port, machineName: machineName)
    else { return plain(.forbidden, "This server is not called that.\n") }
    guard request.method == .GET || request.method == .HEAD else {
      return plain(.methodNotAllowed, "There is nothing to be changed here.\n")
    }
    let parts = request.target.path().split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0].isEmpty, isToken(parts[1]) else {
      return plain(.notFound, "There is no such page. The shell's view command has the address.\n")
    }
    switch parts[2...].joined(separator: "/") {
    case "" where parts.count == 2:
      return answer(.movedPermanently, "text/plain", Data(), [.location: "/\(settings.token)/"])
    case "": return page(isHead: request.method == .HEAD)
    case "events" where request.method == .GET:
      guard let signs = board.watch() else {
        return plain(.serviceUnavailable, "Too many browsers are looking.\n")
      }
      return HTTPResponse(
        statusCode: .ok, headers: headers("text/event-stream"),
        body: HTTPBodySequence(
          from: EventStream(board: board, signs: signs), suggestedBufferSize: 1 << 16))
    default: return plain(.notFound, "There is no such page.\n")
    }
  }

  private func page(isHead: Bool) -> HTTPResponse {
    let page = board.page
    if page.isEmpty {
      // The first page is on its way.
      return answer(
        .serviceUnavailable, "text/html; charset=utf-8",
        Data("<!DOCTYPE html><meta http-equiv=refresh content=1><p>One moment.".utf8))
    }
    return answer(.ok, "text/html; charset=utf-8", isHead ? Data() : Data(page))
  }

  /// Compared to the end, whatever differs.
  private func isToken(_ text: Substring) -> Bool {
    let (a, b) = (Array(text.utf8), Array(settings.token.utf8))
    return a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private func plain(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
    answer(status, "text/plain; charset=utf-8", Data(text.utf8))
  }

  private func answer(
    _ status: HTTPStatusCode, _ type: String, _ body: Data, _ more: [HTTPHeader: String] = [:]
  ) -> HTTPResponse {
    HTTPResponse(
      statusCode: status,
      headers: headers(type, more),
      body: HTTPBodySequence(data: body, suggestedBufferSize: 1 << 16))
  }

  private func headers(_ type: String, _ more: [HTTPHeader: String] = [:]) -> HTTPHeaders {
    let own: [HTTPHeader: String] = [
      .contentType: type, .cacheControl: "no-store", HTTPHeader("Referrer-Policy"): "no-referrer",
      HTTPHeader("X-Content-Type-Options"): "nosniff", HTTPHeader("X-Frame-Options"): "DENY",
      HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
    ]
    return HTTPHeaders(own.merging(more) { $1 })
  }
}

extension HTTPServer {
  /// The port that it listens at.
  fileprivate var port: UInt16? {
    switch listeningAddress {
    case .ip4(_, let port)?, .ip6(_, let port)?: port
    default: nil
    }
  }
}
