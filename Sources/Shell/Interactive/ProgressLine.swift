import Arrays
import Synchronization
import Terminal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The line that tells how far a long run has come: renewed in place on a terminal, absent
/// elsewhere.
final class ProgressLine: Sendable {
  private struct State {
    var started: Double?
    var shown: Double = 0
    var isVisible = false
    var done = 0
  }

  private let output: Output
  private let isRedrawing: Bool
  private let width: Int
  private let state = Mutex(State())

  init(output: Output, capabilities: TerminalCapabilities) {
    self.output = output
    isRedrawing = capabilities.isTerminal && !capabilities.plain
    width = capabilities.width
  }

  /// Seconds before anything is shown, and between two showings.
  private static let patience = 0.5
  private static let interval = 0.1

  func show(_ progress: Session.Progress) {
    guard isRedrawing else { return }
    let now = Self.seconds()
    state.withLock { state in
      guard let started = state.started else {
        state.started = now
        return
      }
      guard now - started > Self.patience, now - state.shown > Self.interval else { return }
      state.shown = now
      state.isVisible = true
      output.write("\r\u{1B}[K" + text(progress, seconds: now - started))
    }
  }

  /// Takes the line away.
  func clear() {
    state.withLock { state in
      if state.isVisible { output.write("\r\u{1B}[K") }
      state = State()
    }
  }

  private func text(_ progress: Session.Progress, seconds: Double) -> String {
    let rate = Double(progress.done) / seconds
    var parts = ["\(progress.unit) \(progress.done)" + (progress.total.map { " of \($0)" } ?? "")]
    if let loss = progress.loss {
      parts.append("loss \(NumberFormatting.significant(loss, digits: 6))")
    }
    if let total = progress.total, rate > 0 {
      parts.append("\(Self.duration(Double(total - progress.done) / rate)) left")
    }
    if rate >= 1 { parts.append("\(Int(rate)) a second") }
    return Self.line(parts, width: width - 1)
  }

  /// The parts that fit, the first ones first, and how to stop it. A line that wraps could not be
  /// renewed in place.
  static func line(_ parts: [String], width: Int) -> String {
    var parts = parts
    let advice = "Ctrl-C stops"
    while parts.count > 1, (parts + [advice]).joined(separator: ", ").count > width {
      parts.removeLast()
    }
    return String((parts + [advice]).joined(separator: ", ").prefix(width))
  }

  private static func duration(_ seconds: Double) -> String {
    guard seconds < 1e7 else { return "days" }
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
