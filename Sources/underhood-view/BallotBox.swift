import Synchronization
import Web

/// Takes what a room answers: each once in a vote, and nothing but an answer.
final class BallotBox: Sendable {
  private struct Contents {
    var ballot: Ballot?
    /// Who has answered in this vote: addresses, or browsers by what they were given.
    var voters: Set<String> = []
    /// What was given to browsers.
    var given: Set<String> = []
  }

  private let contents = Mutex(Contents())
  private let path: String
  /// Tells of a vote: its number, and the answer.
  private let tell: @Sendable (Int, Double) -> Void

  /// More than any room has.
  private static let most = 10_000
  private static let cookieName = "ballot"

  init(key: String, tell: @escaping @Sendable (Int, Double) -> Void) {
    path = "/\(key)/"
    self.tell = tell
  }

  /// Begins a vote, or ends what was asked.
  func post(_ ballot: Ballot) {
    contents.withLock {
      if $0.ballot?.round != ballot.round { $0.voters = [] }
      $0.ballot = ballot
    }
  }

  /// The answer to a request at the door.
  ///
  /// - Returns: `nil` while its form is on the way.
  func answer(to head: RequestHead, body: some Collection<UInt8>, from address: String) -> [UInt8]?
  {
    switch head.line.method {
    case "GET", "HEAD": return page(for: head, from: address)
    case "POST":
      guard let length = head.contentLength else {
        return Site.plain("411 Length Required", "How long is that?\n")
      }
      guard length <= Ballot.longestAnswer else {
        return Site.plain("413 Content Too Large", "An answer is shorter.\n")
      }
      guard body.count >= length else { return nil }
      return take(Array(body.prefix(length)), head, from: address)
    default: return Site.plain("405 Method Not Allowed", "Here one can answer, and nothing else.\n")
    }
  }

  private func page(for head: RequestHead, from address: String) -> [UInt8] {
    let isHead = head.line.method == "HEAD"
    return contents.withLock { contents in
      guard let ballot = contents.ballot else {
        return Site.document("", status: "503 Service Unavailable", isHead: isHead)
      }
      guard ballot.round > 0 else { return Site.document(ballot.pages.closed, isHead: isHead) }
      let voter = voter(of: head, from: address, contents)
      if let voter, contents.voters.contains(voter) {
        return Site.document(ballot.pages.thanks, isHead: isHead)
      }
      var fields: [String] = []
      if voter == nil {
        guard contents.given.count < Self.most else { return Self.tooMany }
        let given = Token.random(bytes: 16)
        contents.given.insert(given)
        fields = [
          "Set-Cookie: \(Self.cookieName)=\(given); Path=\(path); HttpOnly; SameSite=Strict"
        ]
      }
      return Site.document(ballot.pages.question, isHead: isHead, fields)
    }
  }

  private func take(_ form: [UInt8], _ head: RequestHead, from address: String) -> [UInt8] {
    var told: (round: Int, value: Double)?
    let answer = contents.withLock { contents -> [UInt8] in
      let back = Site.seeOther(path)
      guard let ballot = contents.ballot, ballot.round > 0,
        let voter = voter(of: head, from: address, contents), !contents.voters.contains(voter)
      else { return back }
      guard let value = ballot.answer(in: form) else {
        return Site.document(ballot.pages.refusal, status: "400 Bad Request", isHead: false)
      }
      guard contents.voters.count < Self.most else { return Self.tooMany }
      contents.voters.insert(voter)
      told = (ballot.round, value)
      return back
    }
    if let told { tell(told.round, told.value) }
    return answer
  }

  /// Whose answer it would be; `nil` for a browser that has not been given anything.
  private func voter(of head: RequestHead, from address: String, _ contents: Contents) -> String? {
    guard contents.ballot?.isByBrowser == true else { return address }
    let cookies = (head.cookie ?? "").split(separator: ";").map { $0.drop { $0 == " " } }
    let prefix = "\(Self.cookieName)="
    return cookies.lazy.filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }.first { contents.given.contains($0) }
  }

  private static let tooMany = Site.plain(
    "503 Service Unavailable", "More answers than a room can give.\n")
}
