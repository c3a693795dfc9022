import Pages
import Shell
import Terminal
import Web

/// The pages of those who answer: they work without scripts, and show nothing but the question.
extension Ballot {
  init(_ question: RoomQuestion, round: Int, translation: Translation?) {
    let writer = DoorWriter(translation: translation)
    var pages = Pages()
    pages.question = writer.form(question, note: nil)
    pages.refusal = writer.form(question, note: "That is no number.")
    pages.thanks = writer.notice("Your answer is counted.", isWaiting: true)
    pages.closed = writer.notice("Nothing is asked at the moment.", isWaiting: true)
    self.init(
      round: round, choices: question.kind.choices.count, isByBrowser: question.isByBrowser,
      pages: pages)
  }

  /// Nothing is asked any more.
  init(closedAfter outcome: Phrase?, translation: Translation?) {
    let writer = DoorWriter(translation: translation)
    var pages = Pages()
    pages.closed = writer.notice(outcome ?? "Nothing is asked at the moment.", isWaiting: true)
    self.init(round: 0, choices: 0, isByBrowser: false, pages: pages)
  }
}

/// Writes those pages.
private struct DoorWriter {
  let translation: Translation?

  private func words(_ phrase: Phrase) -> String { phrase.text(translation).string }

  func form(_ question: RoomQuestion, note: Phrase?) -> String {
    let title = words(question.words)
    var html: HTML = "<h1>\(title)</h1>\n"
    if let note { html += "<p role=\"alert\">\(words(note))</p>\n" }
    html += "<form method=\"post\" action=\".\">\n"
    if question.kind == .number {
      html += """
        <label for="answer">\(words("Your answer, a number"))</label>
        <input id="answer" name="answer" type="text" maxlength="40" autocomplete="off" required \
        autofocus>
        <button>\(words("Send"))</button>

        """
    } else {
      for (place, choice) in question.kind.choices.enumerated() {
        html += "<button name=\"answer\" value=\"\(place)\">\(words(choice))</button>\n"
      }
    }
    return document(title, html + "</form>\n", isWaiting: false)
  }

  /// - Parameter isWaiting: whether it looks for the next question by itself.
  func notice(_ text: Phrase, isWaiting: Bool) -> String {
    document(words(text), "<p role=\"status\">\(words(text))</p>\n", isWaiting: isWaiting)
  }

  private static let style = """
    body{font:1.25rem/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem}
    h1{font-size:1.5rem}
    input,button{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;margin:.5rem 0}
    @media (prefers-color-scheme:dark){body{background:#111;color:#eee}}
    """

  private func document(_ title: String, _ body: HTML, isWaiting: Bool) -> String {
    let policy = """
      default-src 'none'; base-uri 'none'; form-action 'self'; \
      style-src 'sha256-\(SessionPage.digest(Self.style))'
      """
    var text = "<!DOCTYPE html>\n<html lang=\"\(HTML.escaped(translation?.language ?? "en"))\">\n"
    text += "<head>\n<meta charset=\"utf-8\">\n"
    text += "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n"
    text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    if isWaiting { text += "<meta http-equiv=\"refresh\" content=\"3\">\n" }
    text += "<title>\(HTML.escaped(title))</title>\n<style>\(Self.style)</style>\n</head>\n"
    return text + "<body>\n<main>\n\(body.source)</main>\n</body>\n</html>\n"
  }
}
