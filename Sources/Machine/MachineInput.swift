import JSON
import LineEditor
import Synchronization
import System

/// The requests of the other program, in the order in which they come.
///
/// They are read when the session waits for one, and now and then while a command runs: so an
/// interrupt is heard, and what was asked before it is stopped.
final class MachineInput: Sendable {
  /// A request that waits to be done.
  struct Waiting: Sendable {
    var request: MachineRequest
    /// Whether an interrupt came behind it.
    var isStopped = false
  }

  private struct State {
    var bytes: [UInt8] = []
    /// How many of them hold no newline.
    var searched = 0
    /// Whether the rest of a line is passed over that is too long.
    var isSkipping = false
    var hasEnded = false
    var waiting: [Waiting] = []
    /// The request that is being done.
    var current: JSONValue?
    var isInterrupted = false
    var isInterruptedAgain = false
    var lastLook: Double = 0
  }

  /// As many requests may wait.
  static let mostWaiting = 1000
  /// Seconds between two looks while a command runs.
  private static let interval = 0.01

  private let input: Input
  private let output: MachineOutput
  private let state = Mutex(State())

  init(_ input: Input = Input(descriptor: STDIN_FILENO), answering output: MachineOutput) {
    self.input = input
    self.output = output
  }

  /// Waits for a request; `nil` at the end of input.
  func next() -> Waiting? {
    state.withLock { state in
      state.current = nil
      while state.waiting.isEmpty, !state.hasEnded { read(&state) }
      guard !state.waiting.isEmpty else { return nil }
      let next = state.waiting.removeFirst()
      state.current = next.request.id
      (state.isInterrupted, state.isInterruptedAgain) = (next.isStopped, false)
      // Ctrl-C is meant for what runs, and nothing has.
      Signals.clearInterrupt()
      return next
    }
  }

  /// Whether what is being done is to be stopped. Cheap enough to be asked between equations, and by
  /// several threads.
  func isInterrupted() -> Bool {
    Signals.interruptRequested() || looks { $0.isInterrupted }
  }

  /// Whether that was asked once more.
  func isInterruptedAgain() -> Bool {
    Signals.interruptRequestedAgain() || looks { $0.isInterruptedAgain }
  }

  /// Whether it is so, or has come to be so with what is there to be read.
  private func looks(_ isSo: (State) -> Bool) -> Bool {
    let now = Time.steady()
    return state.withLockIfAvailable { state in
      guard !isSo(state), now - state.lastLook >= Self.interval else { return isSo(state) }
      state.lastLook = now
      while !state.hasEnded, Input.wait(for: [input], milliseconds: 0)[0] { read(&state) }
      return isSo(state)
    } ?? false
  }

  // MARK: Reading

  private func read(_ state: inout State) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    guard let count = try? input.read(into: &buffer), count > 0 else {
      state.hasEnded = true
      // The last line may lack its newline.
      if !state.isSkipping, !state.bytes.isEmpty { take(state.bytes[...], &state) }
      state.bytes = []
      return
    }
    state.bytes += buffer[..<count]
    var start = 0
    while let end = state.bytes[max(start, state.searched)...].firstIndex(of: 10) {
      let line = state.bytes[start..<end]
      (start, state.searched) = (end + 1, end + 1)
      if state.isSkipping {
        state.isSkipping = false
      } else {
        take(line, &state)
      }
    }
    state.bytes.removeFirst(start)
    state.searched = state.bytes.count
    guard state.bytes.count > MachineRequest.longestLine else { return }
    if !state.isSkipping { refuseLength() }
    state.isSkipping = true
    (state.bytes, state.searched) = ([], 0)
  }

  private func refuseLength() {
    output.refuse(
      MachineFault(
        code: "too-long",
        message: "a line has at most \(MachineRequest.longestLine >> 20) MiB"))
  }

  private func take(_ line: ArraySlice<UInt8>, _ state: inout State) {
    guard line.contains(where: { ![32, 9, 13].contains($0) }) else { return }
    guard line.count <= MachineRequest.longestLine else { return refuseLength() }
    guard let text = String(validating: line, as: UTF8.self) else {
      return output.refuse(MachineFault(code: "not-json", message: "the line is not UTF-8"))
    }
    do throws(MachineFault) {
      let request = try MachineRequest(text)
      if case .interrupt = request.kind { return interrupt(request, &state) }
      guard state.waiting.count < Self.mostWaiting else {
        throw MachineFault(
          id: request.id, request: request.name, code: "busy",
          message: "\(Self.mostWaiting) requests are waiting already")
      }
      state.waiting.append(Waiting(request: request))
    } catch {
      output.refuse(error)
    }
  }

  /// Stops what was asked before and has no reply yet.
  private func interrupt(_ request: MachineRequest, _ state: inout State) {
    var stopped: [JSONValue] = []
    if let current = state.current {
      if state.isInterrupted {
        state.isInterruptedAgain = true
      } else {
        state.isInterrupted = true
        stopped.append(current)
      }
    }
    for place in state.waiting.indices where !state.waiting[place].isStopped {
      state.waiting[place].isStopped = true
      stopped.append(state.waiting[place].request.id)
    }
    output.reply(to: request, [("stops", .array(stopped))])
  }
}
