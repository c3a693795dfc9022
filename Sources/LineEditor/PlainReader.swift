import System

/// Lines from a pipe, a file or a terminal that cannot edit: bytes up to a newline.
///
/// The last line may lack its newline, lines may have any length and end in CR LF. Bytes that are
/// no UTF-8 become U+FFFD; NUL and control characters are passed on.
public final class PlainReader: LineReader {
  private let descriptor: Int32
  private let output: Output
  private let showsPrompt: Bool
  private var buffer: [UInt8] = []
  /// Where in `buffer` the next line begins.
  private var start = 0
  private var atBeginning = true

  /// - Parameter showsPrompt: whether prompts are printed, for a terminal without editing.
  public init(showsPrompt: Bool = false, descriptor: Int32 = 0, output: Int32 = 1) {
    self.showsPrompt = showsPrompt
    self.descriptor = descriptor
    self.output = Output(descriptor: output)
  }

  public func readLine(prompt: Prompt) -> LineInput {
    if showsPrompt {
      // A Ctrl-C that came too late for the last line is not meant for the next.
      Signals.clearInterrupt()
      output.write(visible(prompt.text))
    }
    // What was already searched for a newline is not searched again.
    var searched = start
    while true {
      if let newline = buffer[searched...].firstIndex(of: 0x0A) {
        let line = take(upTo: newline)
        start = newline + 1
        return .line(line)
      }
      searched = buffer.count
      switch fill() {
      case .bytes(let moved): searched -= moved
      case .interrupted:
        Signals.clearInterrupt()
        buffer.removeAll()
        start = 0
        if showsPrompt { output.write("\n") }
        return .interrupted
      case .end:
        guard start < buffer.count else { return .endOfInput }
        let line = take(upTo: buffer.count)
        start = buffer.count
        return .line(line)
      }
    }
  }

  private func take(upTo end: Int) -> String {
    var bytes = buffer[start..<end]
    if bytes.last == 0x0D { bytes.removeLast() }
    if atBeginning {
      atBeginning = false
      // A byte order mark, which some editors write, is no part of the first line.
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private enum Filled {
    /// There is more; the rest was moved down in the buffer by so many bytes.
    case bytes(moved: Int)
    case interrupted
    case end
  }

  private func fill() -> Filled {
    let moved = start
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    while true {
      if Signals.interruptRequested() { return .interrupted }
      guard Signals.waitForInput(descriptor) else {
        Signals.clearContinue()
        Signals.clearResize()
        continue
      }
      let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65_536) { space in
        let count = read(descriptor, space.baseAddress, space.count)
        if count > 0 { buffer.append(contentsOf: space[..<count]) }
        return count
      }
      if count > 0 { return .bytes(moved: moved) }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      return .end
    }
  }
}

/// A prompt's text without the characters that a terminal would act upon.
func visible(_ text: String) -> String {
  var clean = String.UnicodeScalarView()
  for scalar in text.unicodeScalars where scalar == "\n" || !scalar.isActing {
    clean.append(scalar)
  }
  return String(clean)
}

func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
}
