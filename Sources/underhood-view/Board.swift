import Synchronization
import Web

/// What is shown now, and who looks at it.
///
/// Only the newest state is kept: a browser that is slow to take one finds the newest next, and
/// nobody waits for it.
final class Board: Sendable {
  private struct Contents {
    var page: [UInt8] = []
    var state: [UInt8] = []
    var version = 0
    var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
    var nextWatcher = 0
  }

  private let contents = Mutex(Contents())

  /// More browsers than a room has.
  static let mostWatchers = 200

  var page: [UInt8] { contents.withLock { $0.page } }

  func post(_ frame: ServerFrame) {
    contents.withLock { contents in
      switch frame.kind {
      case .start: return
      case .page: contents.page = frame.bytes
      case .state:
        contents.state = frame.bytes
        contents.version += 1
        for watcher in contents.watchers.values { watcher.yield() }
      }
    }
  }

  /// The state, if it is newer than a version.
  func state(after version: Int) -> (version: Int, bytes: [UInt8])? {
    contents.withLock { contents in
      contents.version > version ? (contents.version, contents.state) : nil
    }
  }

  /// A sign for each new state, and now and then one without; `nil` where too many look already.
  func watch() -> AsyncStream<Void>? {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number: Int? = contents.withLock { contents in
      guard contents.watchers.count < Self.mostWatchers else { return nil }
      contents.nextWatcher += 1
      contents.watchers[contents.nextWatcher] = continuation
      return contents.nextWatcher
    }
    guard let number else { return nil }
    continuation.onTermination = { [weak self] _ in self?.leave(number) }
    continuation.yield()
    return stream
  }

  private func leave(_ number: Int) {
    _ = contents.withLock { $0.watchers.removeValue(forKey: number) }
  }

  /// Gives every watcher a sign now and then, by which those that are gone are found.
  func beat() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(15))
      contents.withLock { contents in
        for watcher in contents.watchers.values { watcher.yield() }
      }
    }
  }
}
