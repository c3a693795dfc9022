extension MachineRequest {
  /// The word at the cursor of a request that has one.
  package var word: String? {
    switch kind {
    case .complete(let place), .inspect(let place, _): place.word
    default: nil
    }
  }
}

/// What stands at a place in a text.
extension MachineRequest.Place {
  /// A line of the text with the cursor in it.
  struct Line {
    var text: String
    /// Before it, in scalar values of the text.
    var start: Int
    /// In the line, in bytes.
    var cursor: Int

    /// How many scalar values so many bytes of the line are.
    func scalars(upTo bytes: Int) -> Int {
      String(decoding: text.utf8.prefix(bytes), as: UTF8.self).unicodeScalars.count
    }
  }

  var line: Line {
    let scalars = Array(code.unicodeScalars)
    let start = scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    let end = scalars[cursor...].firstIndex(of: "\n") ?? scalars.count
    return Line(
      text: Self.text(scalars[start..<end]), start: start,
      cursor: Self.text(scalars[start..<cursor]).utf8.count)
  }

  /// The name at the cursor, or else that of the call whose brackets it stands in.
  var word: String? {
    let line = Array(self.line.text.unicodeScalars)
    var place = cursor - self.line.start
    if let word = Self.word(at: place, in: line) { return word }
    var depth = 0
    while place > 0 {
      place -= 1
      switch line[place] {
      case ")", "]": depth += 1
      case "(", "[":
        if depth == 0, let word = Self.word(at: place, in: line) { return word }
        depth = max(depth - 1, 0)
      default: break
      }
    }
    return nil
  }

  private static func word(at place: Int, in line: [Unicode.Scalar]) -> String? {
    let start = line[..<place].lastIndex { !isPart($0) }.map { $0 + 1 } ?? 0
    let end = line[place...].firstIndex { !isPart($0) } ?? line.count
    return start < end ? text(line[start..<end]) : nil
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "." || scalar.properties.isAlphabetic
      || (scalar.value < 128 && scalar.properties.numericType != nil)
  }

  private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
