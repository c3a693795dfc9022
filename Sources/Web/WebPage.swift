/// A page in one file: nothing is loaded from elsewhere, no script but its own can run in it, and
/// without scripts it shows its last state.
///
/// Parts of it are regions, `<div data-region="net">`, that states replace: states that are baked in
/// and chosen by a slider, or states that arrive while it is looked at.
package struct WebPage: Sendable {
  package struct Section: Sendable {
    /// In ASCII letters.
    package var id: String
    package var heading: String
    package var body: HTML

    package init(_ id: String, _ heading: String, _ body: HTML) {
      self.id = id
      self.heading = heading
      self.body = body
    }
  }

  /// Where the page's states come from.
  package enum Feed: Sendable {
    /// There is only the one.
    case still
    /// JSON: `labels`, a text for each state, and `regions`, by id a list with the markup in each
    /// state, or null where it is as in the state before.
    case baked(json: String)
    /// Server-sent events at an address below the page's; each is the JSON of a `PageState`.
    case live(path: String)

    fileprivate var isLive: Bool { if case .live = self { true } else { false } }
  }

  /// The arithmetic behind the page's numbers, which opens in a panel.
  package struct Doors: Sendable {
    package enum Book: Sendable {
      /// In base64, what `bookScript` reads, deflated.
      case carried(String)
      /// Asked for at addresses below this one, below the page's.
      case served(path: String)
    }

    package var book: Book
    /// JSON: `words`, what the panel says, with `{0}` and so on in the places, and `precedence`, how
    /// tightly each operator binds.
    package var words: String
    /// The language of these words, as a tag.
    package var language: String
    /// What the panel's buttons are called.
    package var labels: (panel: String, trail: String, back: String, exact: String, close: String)

    package init(
      _ book: Book, words: String, language: String,
      labels: (panel: String, trail: String, back: String, exact: String, close: String)
    ) {
      self.book = book
      self.words = words
      self.language = language
      self.labels = labels
    }
  }

  package var title: String
  /// The language that its text is in, as a tag.
  package var language = "en"
  package var heading: HTML
  package var sections: [Section]
  package var footer: HTML
  package var feed: Feed
  /// `nil` where nothing can be asked about.
  package var doors: Doors?
  /// Whether a section has what `foldScript` bends.
  package var hasFold = false
  /// Rules for what the sections hold, such as drawings.
  package var styleSheet: String
  /// What is said when a page that follows something hears no more of it.
  package var lost = "The session has ended, or cannot be reached."

  package init(
    title: String, heading: HTML, sections: [Section], footer: HTML, feed: Feed,
    doors: Doors? = nil, hasFold: Bool = false, styleSheet: String
  ) {
    self.title = title
    self.heading = heading
    self.sections = sections
    self.footer = footer
    self.feed = feed
    self.doors = doors
    self.hasFold = hasFold
    self.styleSheet = styleSheet
  }

  /// A part that states replace.
  package static func region(_ id: String, _ content: HTML) -> HTML {
    "<div data-region=\"\(id)\">\(content)</div>"
  }

  /// The whole document.
  ///
  /// - Parameter digest: the SHA-256 digest of a text in base64, by which the browser is told which
  ///   script and style sheet are the page's own.
  package func document(digest: (String) -> String) -> String {
    let style = "\n" + Self.style + styleSheet
    let script = "\n" + Self.script(hasDoors: doors != nil, hasFold: hasFold)
    var policy = "default-src 'none'; base-uri 'none'; form-action 'none'"
    policy += "; style-src 'sha256-\(digest(style))'; script-src 'sha256-\(digest(script))'"
    if feed.isLive { policy += "; connect-src 'self'" }
    var text = "<!DOCTYPE html>\n<html lang=\"\(HTML.escaped(language))\">\n<head>\n"
    text += "<meta charset=\"utf-8\">\n"
    text += "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n"
    text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    text += "<meta name=\"referrer\" content=\"no-referrer\">\n"
    text += "<meta name=\"color-scheme\" content=\"light dark\">\n"
    text += "<title>\(HTML.escaped(title))</title>\n<style>\(style)</style>\n</head>\n"
    text += body + "<script>\(script)</script>\n</body>\n</html>\n"
    return text
  }

  private var body: String {
    var body: HTML = "<body>\n"
    if case .live(let path) = feed {
      body = "<body class=\"live\" data-events=\"\(path)\"\(served)>\n"
      body +=
        "<p id=\"lost\" role=\"alert\" hidden>\(lost)</p>\n"
    }
    body += "<header>\n\(heading)</header>\n<main>\n"
    for section in sections {
      body += "<section id=\"\(section.id)\" aria-labelledby=\"\(section.id)-heading\">\n"
      body += "<h2 id=\"\(section.id)-heading\">\(section.heading)</h2>\n\(section.body)\n"
      body += "</section>\n"
    }
    body += "</main>\n<footer>\n\(footer)</footer>\n"
    if case .baked(let json) = feed { body += Self.data(json, id: "states") }
    if let doors {
      body += doors.panel + Self.data(doors.words, id: "door-words")
      if case .carried(let text) = doors.book {
        body += HTML(markup: "<script type=\"text/plain\" id=\"doors\">\(text)</script>\n")
      }
    }
    return body.source
  }

  private var served: HTML {
    guard case .served(let path)? = doors?.book else { return HTML() }
    return " data-doors=\"\(path)\""
  }

  /// JSON that the page's script reads.
  package static func data(_ json: String, id: String? = nil) -> HTML {
    // In a script element nothing but `<` could end it.
    let data = json.replacing("<", with: "\\u003c")
    let name = id.map { " id=\"\($0)\"" } ?? ""
    return HTML(markup: "<script type=\"application/json\"\(name)>\(data)</script>\n")
  }

  /// Where the states stand, in words that are read out when they change.
  package static func status(_ content: HTML) -> HTML {
    "<div id=\"status\" role=\"status\" aria-live=\"polite\">\(region("status", content))</div>\n"
  }

  /// The slider through baked states, which scripts alone can use.
  ///
  /// - Parameters:
  ///   - count: how many states there are; none or one need no slider.
  ///   - label: what the slider goes through: `Epoch`.
  ///   - play: what the button says, and while the slider moves, `pause`.
  ///   - last: the last state's label.
  package static func slider(
    count: Int, label: String, play: String, pause: String, last: String
  ) -> HTML {
    if count < 2 { return HTML() }
    return """
      <div id="controls" class="controls" hidden>
      <label for="slider">\(label)</label>
      <input type="range" id="slider" min="0" max="\(count - 1)" value="\(count - 1)" step="1" \
      aria-valuetext="\(last)">
      <button type="button" id="play" data-play="\(play)" data-pause="\(pause)">\(play)</button>
      </div>
      """
  }
}

extension WebPage {
  /// The slider through what a page that follows something has shown since it was opened, and a
  /// button that has it stay where it is.
  package static func past(labels: (moments: String, hold: String)) -> HTML {
    """
    <div id="past" class="controls" hidden>
    <input type="range" id="moments" min="0" max="0" value="0" step="1" \
    aria-label="\(labels.moments)">
    <button type="button" id="hold" aria-pressed="false">\(labels.hold)</button>
    </div>

    """
  }
}

extension WebPage.Doors {
  /// The panel, as long as nothing was asked.
  fileprivate var panel: HTML {
    """
    <aside id="door" lang="\(language)" role="dialog" aria-labelledby="door-title" \
    aria-description="\(labels.panel)" hidden>
    <div class="door-head">
    <button type="button" id="door-back" disabled>\(labels.back)</button>
    <button type="button" id="door-exact" aria-pressed="false">\(labels.exact)</button>
    <button type="button" id="door-close">\(labels.close)</button>
    </div>
    <nav aria-label="\(labels.trail)"><ol id="door-trail"></ol></nav>
    <h2 id="door-title" tabindex="-1"></h2>
    <div id="door-body"></div>
    </aside>

    """
  }
}

extension String {
  fileprivate func replacing(_ character: Character, with text: String) -> String {
    reduce(into: "") { $0 += $1 == character ? text : String($1) }
  }
}
