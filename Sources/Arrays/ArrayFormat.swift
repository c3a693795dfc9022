/// How arrays are printed: NumPy's print options, with its defaults.
public struct ArrayFormat: Sendable, Equatable {
  /// Most digits after the point.
  public var precision = 8
  /// An array of more elements than this is summarised.
  public var threshold = 1000
  /// Of a summarised axis the elements shown at each end.
  public var edgeItems = 3
  /// Columns that a line may take.
  public var lineWidth = 75
  /// Columns that stand before the first line, by which the others are indented.
  public var indentation = 0

  public init(
    precision: Int = 8, threshold: Int = 1000, edgeItems: Int = 3, lineWidth: Int = 75,
    indentation: Int = 0
  ) {
    self.precision = max(precision, 0)
    self.threshold = threshold
    self.edgeItems = max(edgeItems, 1)
    self.lineWidth = lineWidth
    self.indentation = max(indentation, 0)
  }
}

extension NDArray: CustomStringConvertible {
  /// What NumPy 2's `print(array)` prints; of a scalar what Python prints.
  public var description: String { formatted(ArrayFormat()) }

  /// What `print(array)` prints under other print options; lines apart by "\n".
  public func formatted(_ format: ArrayFormat) -> String {
    if count == 0 { return "[]" }
    if rank == 0 {
      switch storage {
      case .bool(let v): return v[0] ? "True" : "False"
      case .int64(let v): return String(v[0])
      case .float64(let v): return NumberFormatting.shortest(v[0])
      }
    }
    let summarised = count > format.threshold
    func shown(_ size: Int) -> [Int] {
      guard summarised && size > 2 * format.edgeItems else { return Array(0..<size) }
      return Array(0..<format.edgeItems) + Array(size - format.edgeItems..<size)
    }
    let columns = shape[rank - 1]
    let shownColumns = shown(columns)
    let shownRows = rank == 2 ? shown(shape[0]) : [0]
    let flat = shownRows.flatMap { row in shownColumns.map { row * columns + $0 } }
    let words: [String] =
      switch storage {
      case .bool(let v): flat.map { v[$0] ? " True" : "False" }
      case .int64(let v): ElementFormat.integers(flat.map { v[$0] })
      case .float64(let v):
        ElementFormat.floats(flat.map { v[$0] }, precision: format.precision)
      }
    var lines: [String] = []
    let gapColumn = shownColumns.count < columns ? format.edgeItems : nil
    for row in shownRows.indices {
      if rank == 2 && shownRows.count < shape[0] && row == format.edgeItems { lines.append("...") }
      let start = row * shownColumns.count
      lines.append(
        line(
          words[start..<start + shownColumns.count], gap: gapColumn,
          indentation: format.indentation + rank, width: format.lineWidth - rank))
    }
    if rank == 1 { return lines[0] }
    let indent = "\n" + String(repeating: " ", count: format.indentation + 1)
    return "[" + lines.joined(separator: indent) + "]"
  }

  /// The words of one row between brackets, broken where a line is full.
  private func line(
    _ words: ArraySlice<String>, gap: Int?, indentation: Int, width: Int
  ) -> String {
    var words = Array(words)
    if let gap { words.insert("...", at: gap) }
    var result = ""
    var length = indentation
    for (i, word) in words.enumerated() {
      // A word that fits nowhere stands on a line of its own.
      if length + word.utf8.count > width && length > indentation {
        while result.last == " " { result.removeLast() }
        result += "\n" + String(repeating: " ", count: indentation)
        length = indentation
      }
      result += word
      length += word.utf8.count
      if i < words.count - 1 {
        result += " "
        length += 1
      }
    }
    return "[" + result + "]"
  }
}

/// The words for the elements of an array, all of one width.
enum ElementFormat {
  static func integers(_ values: [Int]) -> [String] { aligned(values.map(String.init)) }

  /// NumPy's floats: with exponents for all if the greatest magnitude is 1e8 or more, the least
  /// below 1e-4, or their ratio over 1000 (zeros apart); else with as many decimals as the element
  /// that needs most of them, up to `precision`.
  static func floats(_ values: [Double], precision: Int) -> [String] {
    let finite = values.filter(\.isFinite)
    let magnitudes = finite.filter { $0 != 0 }.map(\.magnitude)
    if let greatest = magnitudes.max(), let least = magnitudes.min(),
      greatest >= 1e8 || least < 1e-4 || greatest / least > 1000
    {
      return scientific(values, precision: precision)
    }
    let parts = values.map { value -> (whole: String, fraction: String)? in
      guard value.isFinite else { return nil }
      let shortest = DecimalDigits(shortest: value)
      if shortest.fractionCount <= precision { return shortest.positional }
      return DecimalDigits(exact: value).rounded(fraction: precision).positional
    }
    let width = parts.map { $0?.fraction.utf8.count ?? 0 }.max() ?? 0
    return aligned(
      zip(values, parts).map { value, parts in
        guard let parts else { return NumberFormatting.notFinite(value) ?? "" }
        return parts.whole + "." + padded(parts.fraction, with: " ", to: width)
      })
  }

  private static func scientific(_ values: [Double], precision: Int) -> [String] {
    let numbers = values.map { value -> DecimalDigits? in
      guard value.isFinite else { return nil }
      let shortest = DecimalDigits(shortest: value)
      if shortest.digits.count - 1 <= precision { return shortest }
      return DecimalDigits(exact: value).rounded(significant: precision + 1)
    }
    let fraction = numbers.map { ($0?.digits.count ?? 1) - 1 }.max() ?? 0
    let exponent = numbers.map { String(($0?.exponent ?? 0).magnitude).utf8.count }.max() ?? 2
    return aligned(
      values.map { value in
        guard value.isFinite else { return NumberFormatting.notFinite(value) ?? "" }
        // The decimals that another element needs are filled from the exact value: subnormals
        // have digits past their shortest.
        let number = DecimalDigits(exact: value).rounded(significant: fraction + 1)
        let parts = number.scientific
        return parts.whole + "." + padded(parts.fraction, with: "0", to: fraction)
          + NumberFormatting.exponent(number.exponent, digits: max(exponent, 2))
      })
  }

  private static func padded(_ text: String, with character: Character, to width: Int) -> String {
    text + String(repeating: character, count: max(0, width - text.utf8.count))
  }

  private static func aligned(_ words: [String]) -> [String] {
    let width = words.map(\.utf8.count).max() ?? 0
    return words.map { String(repeating: " ", count: width - $0.utf8.count) + $0 }
  }
}
