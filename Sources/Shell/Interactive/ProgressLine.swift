import Arrays
import Synchronization
import System
import Terminal

/// The line that tells how far a long run has come, and the pictures above it: renewed in place on a
/// terminal, absent elsewhere.
package final class ProgressLine: Sendable {
  private struct State {
    var started: Double?
    /// Of what is shown, which part began then.
    var part = 0
    var shown: Double = 0
    var isVisible = false
    /// The rows of pictures that stand above the line, and the terminal's width when they were
    /// drawn.
    var rows = 0
    var width = 0
    var translation: Translation?
  }

  private let output: Output
  private let isRedrawing: Bool
  /// The terminal as it is now: windows are resized while runs go.
  private let capabilities: @Sendable () -> TerminalCapabilities
  private let state = Mutex(State())

  package init(output: Output, capabilities: @escaping @Sendable () -> TerminalCapabilities) {
    self.output = output
    self.capabilities = capabilities
    let place = capabilities()
    isRedrawing = place.isTerminal && !place.plain
  }

  /// Takes the language of what comes.
  func speak(_ translation: Translation?) { state.withLock { $0.translation = translation } }

  /// Seconds before anything is shown, and between two showings.
  private static let patience = 0.5
  private static let interval = 0.1

  package func show(_ progress: Session.Progress) {
    guard isRedrawing else { return }
    let now = Time.steady()
    state.withLock { state in
      if state.started == nil || state.part != progress.part {
        (state.started, state.part) = (now, progress.part)
        if !state.isVisible { return }
      }
      let started = state.started ?? now
      // What is shown already goes on with the next part of the work.
      let patience = progress.pictures == nil && !state.isVisible ? Self.patience : 0
      guard now - started >= patience, now - state.shown > Self.interval else { return }
      var place = capabilities()
      // A row as wide as the screen would leave the cursor in doubt.
      place.width -= 1
      let pictures = progress.pictures?()
      // What Ctrl-C has stopped leaves the last ones standing until the run's own are there.
      if let pictures, pictures.areStopped { return }
      var text = Self.wayBack(from: state, to: place)
      state.width = place.width
      state.isVisible = true
      state.rows = 0
      if let pictures {
        var page = Page(capabilities: place, translation: state.translation)
        pictures.write(to: &page, rows: place.height - 2)
        let lines = page.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        for line in lines { text += line + "\u{1B}[K\r\n" }
        state.rows = lines.count
      }
      text += Self.text(progress, seconds: now - started, place, state.translation) + "\u{1B}[J"
      output.write(text)
      // Pictures that take long are renewed more rarely, so that the run gets most of the time.
      let after = Time.steady()
      state.shown = after + 4 * (after - now)
    }
  }

  /// Takes the line and the pictures away.
  package func clear() {
    state.withLock { state in
      if state.isVisible {
        output.write(Self.wayBack(from: state, to: capabilities()) + "\u{1B}[J")
      }
      state = State(translation: state.translation)
    }
  }

  /// To where the pictures begin. What stood there is written over, not erased first, which would
  /// flicker; in a window that has become narrower nobody knows where it stands.
  private static func wayBack(from state: State, to place: TerminalCapabilities) -> String {
    if state.rows > 0, place.width < state.width { return "\u{1B}[H\u{1B}[2J" }
    return "\r" + (state.rows > 0 ? "\u{1B}[\(state.rows)A" : "")
  }

  private static func text(
    _ progress: Session.Progress, seconds: Double, _ place: TerminalCapabilities,
    _ translation: Translation?
  ) -> String {
    let seconds = max(seconds, 1e-3)
    let rate = Double(progress.done) / seconds
    let unit = progress.unit
    var parts: [Phrase] = progress.whole.map { [$0] } ?? []
    parts.append(
      progress.total.map { "\(unit) \(progress.done) of \($0)" } ?? "\(unit) \(progress.done)")
    if let note = progress.note { parts.append(note) }
    if let loss = progress.loss {
      parts.append("loss \(NumberFormatting.significant(loss, digits: 6))")
    }
    let share = progress.share ?? progress.total.map { Double(progress.done) / Double(max($0, 1)) }
    if let share, share > 0 {
      parts.append("\(duration(seconds * (1 - share) / share)) left")
    }
    if rate >= 1 { parts.append("\(Int(saturating: rate)) a second") }
    return line(
      parts.map { $0.text(translation).string }, width: place.width,
      advice: ("Ctrl-C stops" as Phrase).text(translation).string)
  }

  /// The parts that fit, the first ones first, and how to stop it. A line that wraps could not be
  /// renewed in place.
  static func line(
    _ parts: [String], width: Int, advice: String = "Ctrl-C stops"
  ) -> String {
    var parts = parts
    while parts.count > 1, (parts + [advice]).joined(separator: ", ").count > width {
      parts.removeLast()
    }
    return String((parts + [advice]).joined(separator: ", ").prefix(width))
  }

  private static func duration(_ seconds: Double) -> Phrase {
    guard seconds < 1e7 else { return "days" }
    let whole = Int(saturating: seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
