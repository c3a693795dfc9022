import Charts
import JSON
import Shell
import Synchronization
import System

/// Tells the other program how far a long run has come, not too often.
final class MachineProgress: Sendable {
  private struct State {
    var request: (id: JSONValue, svg: Bool)?
    var last: Double = 0
  }

  /// Seconds before the first message and between two.
  private static let interval = 0.1

  private let output: MachineOutput
  private let state = Mutex(State())

  init(_ output: MachineOutput) { self.output = output }

  func begin(_ id: JSONValue, svg: Bool) {
    state.withLock { $0 = State(request: (id, svg), last: Time.steady()) }
  }

  func end() { state.withLock { $0.request = nil } }

  func show(_ progress: Session.Progress) {
    let now = Time.steady()
    let request = state.withLock { state in
      guard let request = state.request, now - state.last >= Self.interval else {
        return nil as (id: JSONValue, svg: Bool)?
      }
      state.last = now
      return request
    }
    guard let request else { return }
    var members: [(String, JSONValue)] = [
      ("done", .integer(progress.done)),
      ("total", progress.total.map { .integer($0) } ?? .null),
      ("unit", .string(progress.unit.english)),
    ]
    if let loss = progress.loss { members.append(("loss", .number(loss))) }
    if let share = progress.share { members.append(("share", .number(share))) }
    if request.svg, let pictures = progress.pictures {
      let made = pictures()
      members.append(("pictures", .strings(made.charts.map { $0.svg(made.translation) })))
      // Pictures that take long come more rarely, so that the run gets most of the time.
      let after = Time.steady()
      state.withLock { $0.last = after + 4 * (after - now) }
    }
    output.send("progress", to: request.id, members)
  }
}
