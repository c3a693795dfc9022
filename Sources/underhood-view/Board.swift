import Synchronization
import Web

/// What is shown now. Only the newest is kept of each region: a browser that is slow to take one
/// finds the newest next, and nobody waits for it. A browser is given the regions alone that are news
/// to it.
final class Board: Sendable {
  private struct Contents {
    var page: [UInt8] = []
    var title = ""
    /// The regions, each with the version that brought it.
    var regions: [(region: PageState.Region, version: Int)] = []
    var version = 0
    /// What is news since a version, as a browser's `EventSource` reads it: many ask the same.
    var events: [Int: [UInt8]] = [:]
    /// Answers that nobody has taken yet, by their questions' numbers.
    var answers: [Int: [UInt8]] = [:]

    mutating func post(_ state: PageState) {
      let next = version + 1
      var isNews = version == 0 || title != state.title
      title = state.title
      for region in state.regions {
        let place = regions.firstIndex { $0.region.id == region.id }
        if let place {
          guard regions[place].region != region else { continue }
          regions[place] = (region, next)
        } else {
          regions.append((region, next))
        }
        isNews = true
      }
      guard isNews else { return }
      version = next
      events = [:]
    }

    mutating func event(after seen: Int) -> [UInt8] {
      if let known = events[seen] { return known }
      let news = regions.filter { $0.version > seen }.map { ($0.region.id, $0.region.markup) }
      let state = PageState(title: title, regions: news)
      let event = Array("data: \(state.json)\n\n".utf8)
      events[seen] = event
      return event
    }
  }

  private let contents = Mutex(Contents())
  let ballots: BallotBox

  init(_ ballots: BallotBox) { self.ballots = ballots }

  var page: [UInt8] { contents.withLock { $0.page } }

  func post(_ frame: ServerFrame) {
    contents.withLock { contents in
      switch frame.kind {
      case .start: return
      case .ballot: if let ballot = Ballot(frame) { ballots.post(ballot) }
      case .answer:
        if let (number, bytes) = frame.answer { contents.answers[number] = Array(bytes) }
      case .page: contents.page = frame.bytes
      case .state: if let state = PageState(frame) { contents.post(state) }
      }
    }
  }

  /// The answers that have come, each once.
  func takeAnswers() -> [Int: [UInt8]] {
    contents.withLock { contents in
      defer { contents.answers = [:] }
      return contents.answers
    }
  }

  /// What is news since a version, if anything is.
  func event(after version: Int) -> (version: Int, bytes: [UInt8])? {
    contents.withLock { contents in
      contents.version > version ? (contents.version, contents.event(after: version)) : nil
    }
  }
}
