import Arrays
import Charts
import Equations
import Terminal

/// How the elements of an array went over some moments: each as a line, or of many those that moved
/// most, or of very many the smallest, the mean and the largest.
package struct ElementCourses: Sendable {
  package struct Line: Sendable {
    package enum Subject: Sendable {
      /// Its index in brackets.
      case element(String)
      case smallest, mean, largest
    }

    package var subject: Subject
    package var values: [Double]

    /// What it is called in a legend.
    package func label(of name: String) -> Phrase {
      switch subject {
      case .element(let text): return .verbatim(name + text)
      case .smallest: return "smallest"
      case .mean: return "mean"
      case .largest: return "largest"
      }
    }
  }

  package let lines: [Line]
  /// Whether every element has its line.
  package let isWhole: Bool
  /// Whether the lines are elements.
  package let hasElements: Bool

  private static let mostLines = 6
  /// Of more elements only the range is looked at.
  package static let mostElements = 4096

  /// - Parameter values: at each moment all elements, row after row.
  package init(shape: Shape, values: [[Double]]) {
    let count = shape.count
    hasElements = count <= Self.mostElements
    isWhole = count <= Self.mostLines
    guard hasElements else {
      lines = [
        Line(subject: .smallest, values: values.map { $0.min() ?? .nan }),
        Line(
          subject: .mean,
          values: values.map { $0.reduce(0, +) / Double(max($0.count, 1)) }),
        Line(subject: .largest, values: values.map { $0.max() ?? .nan }),
      ]
      return
    }
    lines = Self.mostMoved(values, count: count).map { flat in
      Line(
        subject: .element(Self.index(flat, shape)),
        values: values.map { $0[flat] })
    }
  }

  /// The index of an element in brackets, as the language has it; empty of a single number.
  package static func index(_ flat: Int, _ shape: Shape) -> String {
    let index = shape.index(ofFlat: flat)
    return index.isEmpty ? "" : "[\(index.map(String.init).joined(separator: ", "))]"
  }

  /// The elements with the widest range, in their order.
  ///
  /// - Parameter values: at each moment all elements; `nil` where there is none of the shape.
  package static func mostMoved(_ values: [[Double]?], count: Int) -> [Int] {
    guard count > mostLines else { return Array(0..<count) }
    let ranges = (0..<count).map { element -> Double in
      var (low, high) = (Double.infinity, -Double.infinity)
      for case let moment? in values where moment[element].isFinite {
        (low, high) = (min(low, moment[element]), max(high, moment[element]))
      }
      return max(high - low, 0)
    }
    let widest = ranges.indices.sorted {
      ranges[$0] != ranges[$1] ? ranges[$0] > ranges[$1] : $0 < $1
    }
    return widest.prefix(mostLines).sorted()
  }
}
