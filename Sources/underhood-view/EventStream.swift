import FlyingSocks

/// The states as a browser's `EventSource` reads them, for ever: each as one event, and a comment
/// where there is none for long.
struct EventStream: AsyncBufferedSequence {
  typealias Element = UInt8

  let board: Board
  let signs: AsyncStream<Void>

  func makeAsyncIterator() -> Iterator {
    Iterator(board: board, signs: signs.makeAsyncIterator())
  }

  struct Iterator: AsyncBufferedIteratorProtocol {
    private let board: Board
    private var signs: AsyncStream<Void>.AsyncIterator
    private var version = 0
    /// What has not been sent of the event at work.
    private var rest: ArraySlice<UInt8> = Array("retry: 1000\n\n".utf8)[...]

    init(board: Board, signs: AsyncStream<Void>.AsyncIterator) {
      self.board = board
      self.signs = signs
    }

    mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      if rest.isEmpty {
        guard await signs.next() != nil else { return nil }
        if let (version, bytes) = board.state(after: version) {
          self.version = version
          rest = (Array("data: ".utf8) + bytes + Array("\n\n".utf8))[...]
        } else {
          rest = Array(":\n\n".utf8)[...]
        }
      }
      let piece = Array(rest.prefix(Swift.max(count, 1)))
      rest = rest.dropFirst(piece.count)
      return piece
    }
  }
}
