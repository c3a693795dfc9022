import Shell
import Terminal
import Web

/// What a room was asked, in a session's page.
extension SessionPage {
  /// What is asked now, or was settled last, with the code that leads telephones to the door; empty
  /// where nothing was asked.
  func room(_ door: Door?) -> HTML {
    guard let room = session[RoomState.self].room, let question = room.questions.last,
      question.isOpen || question.truth != nil
    else { return HTML() }
    var html: HTML = question.isOpen ? "<div class=\"room open\">\n" : "<div class=\"room\">\n"
    html += "<div class=\"votes\">\n"
    html += votes(on: question) + "</div>\n"
    if question.isOpen, let door {
      html += "<div class=\"door\">\n"
      if let code = door.code {
        html += code.drawing(label: words("a code that leads to the address beside it"))
      }
      html += "<p><code>\(door.address)</code></p>\n</div>\n"
    }
    return html + "</div>\n"
  }

  /// All that was asked and settled; `nil` where there is nothing.
  var roomReport: HTML? {
    let questions = session[RoomState.self].room?.questions.filter { $0.outcome != nil } ?? []
    if questions.isEmpty { return nil }
    return questions.map(votes(on:)).joined()
  }

  /// The question, what came out, and the bars of its votes.
  private func votes(on question: RoomQuestion) -> HTML {
    var html: HTML = "<h3>\(words(question.words))</h3>\n"
    if let outcome = question.outcome { html += "<p>\(words(outcome))</p>\n" }
    return html + question.votes.indices.map { table(of: question, $0) }.joined()
  }

  private func table(of question: RoomQuestion, _ vote: Int) -> HTML {
    let bars = question.bars(vote)
    let most = max(bars.map(\.count).max() ?? 0, 1)
    let caption = words(question.caption(vote))
    var html: HTML = "<table class=\"bars\">\n<caption>\(caption)</caption>\n"
    for bar in bars {
      html += "<tr><th scope=\"row\">\(words(bar.label))</th>"
      html +=
        "<td><meter min=\"0\" max=\"\(most)\" value=\"\(bar.count)\">\(bar.count)</meter></td>"
      html += "<td>\(bar.count)</td></tr>\n"
    }
    return html + "</table>\n"
  }

  /// Where those who answer go in.
  package struct Door: Sendable {
    package let address: String
    /// The same for telephones.
    package let code: QRCode?

    package init(address: String) {
      self.address = address
      code = QRCode(address)
    }
  }
}
