/// What a room is asked, as the program that serves it is told: what may be answered, and the pages
/// that those see who answer.
package struct Ballot: Sendable, Equatable {
  /// Which vote of the session it is, counted from 1; 0 where nothing is asked.
  package var round: Int
  /// How many answers there are to choose from; 0 where the answer is a number.
  package var choices: Int
  /// Whether a browser has a vote, and not an address: where many are behind one address.
  package var isByBrowser: Bool
  /// Whole documents.
  package var pages: Pages

  package struct Pages: Sendable, Equatable {
    /// The question with its form.
    package var question = ""
    /// The same to who answered something else than a number.
    package var refusal = ""
    /// To who has answered.
    package var thanks = ""
    /// While nothing is asked.
    package var closed = ""

    package init() {}
  }

  package init(round: Int, choices: Int, isByBrowser: Bool, pages: Pages) {
    self.round = round
    self.choices = choices
    self.isByBrowser = isByBrowser
    self.pages = pages
  }

  // MARK: - On its way

  package var frame: ServerFrame {
    let fields = [
      "\(round)", "\(choices)", isByBrowser ? "browser" : "address", pages.question, pages.refusal,
      pages.thanks, pages.closed,
    ]
    return ServerFrame(
      .ballot, fields.map { $0.replacing("\0", with: "") }.joined(separator: "\0"))
  }

  package init?(_ frame: ServerFrame) {
    let fields = String(decoding: frame.bytes, as: UTF8.self)
      .split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
    guard frame.kind == .ballot, fields.count == 7, let round = Int(fields[0]),
      let choices = Int(fields[1])
    else { return nil }
    var pages = Pages()
    (pages.question, pages.refusal) = (fields[3], fields[4])
    (pages.thanks, pages.closed) = (fields[5], fields[6])
    self.init(round: round, choices: choices, isByBrowser: fields[2] == "browser", pages: pages)
  }

  // MARK: - Answers

  /// More bytes than a form with a number has.
  package static let longestAnswer = 128

  /// What a form says, as `answer=0.5`: a finite number with a point or a comma, or the number of a
  /// choice, counted from 0.
  package func answer(in form: some Collection<UInt8>) -> Double? {
    let head = Array("answer=".utf8)
    guard form.count <= Self.longestAnswer, form.starts(with: head),
      let text = Self.decoded(form.dropFirst(head.count))
    else { return nil }
    if choices > 0 {
      return Int(text).flatMap { 0..<choices ~= $0 ? Double($0) : nil }
    }
    let number = text.replacing(",", with: ".").replacing("\u{2212}", with: "-")
    guard number.allSatisfy({ "0123456789.+-eE".contains($0) }), let value = Double(number),
      value.isFinite
    else { return nil }
    return value
  }

  /// The bytes of a form's one field as text, without blanks around it.
  private static func decoded(_ bytes: some Collection<UInt8>) -> String? {
    if bytes.contains(UInt8(ascii: "&")) { return nil }
    let blanks = bytes.map { $0 == UInt8(ascii: "+") ? 32 : $0 }
    guard var text = PercentEncoding.decoded(blanks)?[...] else { return nil }
    text = text.drop { $0 == 32 }
    while text.last == 32 { text.removeLast() }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }
}
