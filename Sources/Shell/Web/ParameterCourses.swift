import Arrays
import Terminal
import Training
import Web

/// How each parameter went from epoch to epoch: its elements as lines, or of many those that moved
/// most, or of very many the smallest, the mean and the largest.
struct ParameterCourses {
  private static let mostLines = 6
  private static let mostElements = 4096

  private let charts: [(id: String, scene: Scene)]
  let notes: [String]

  /// - Parameter moments: the run at the ends of epochs, in order.
  init(_ moments: [(epoch: Double, run: Run)], of program: Program) {
    var charts: [(String, Scene)] = []
    var notes: [String] = []
    let epochs = moments.map(\.epoch)
    // After a change of the model a parameter may have another shape; only the last one is drawn.
    for (index, name) in program.parameters.enumerated() where moments.count > 1 {
      guard let last = moments.last?.run.state[name] else { continue }
      let values = moments.map { moment -> [Double]? in
        guard let array = moment.run.state[name], array.shape == last.shape else { return nil }
        return last.count > Self.mostElements ? Self.extremes(array.doubles) : array.doubles
      }
      var series: [LineChart.Series] = []
      if last.count > Self.mostElements {
        for (place, label) in ["smallest", "mean", "largest"].enumerated() {
          series.append(.init(label, x: epochs, y: values.map { $0?[place] ?? .nan }))
        }
        notes.append("\(name) has \(last.count) elements: only their range is drawn.")
      } else {
        let chosen = Self.mostMoved(values, count: last.count)
        for element in chosen {
          series.append(
            .init(
              Self.label(name, element, last.shape), x: epochs,
              y: values.map { $0?[element] ?? .nan }))
        }
        if chosen.count < last.count {
          notes.append(
            "\(name) has \(last.count) elements: the \(chosen.count) that moved most are drawn.")
        }
      }
      let chart = LineChart(title: "\(name) over epochs", series: series)
      charts.append((Self.id(index), chart.scene(SessionPage.sceneSize)))
    }
    self.charts = charts
    self.notes = notes
  }

  /// `course-b`: in letters, as the ids of drawings are.
  private static func id(_ index: Int) -> String {
    var (text, rest) = ("", index)
    repeat {
      text = String(UnicodeScalar(UInt8(97 + rest % 26))) + text
      rest /= 26
    } while rest > 0
    return "course-\(text)"
  }

  private static func label(_ name: String, _ element: Int, _ shape: Shape) -> String {
    switch shape.rank {
    case 0: name
    case 1: "\(name)[\(element)]"
    default: "\(name)[\(element / max(shape[1], 1)), \(element % max(shape[1], 1))]"
    }
  }

  private static func extremes(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(max(values.count, 1))
    return [values.min() ?? .nan, mean, values.max() ?? .nan]
  }

  /// The elements with the widest range, in their order.
  private static func mostMoved(_ values: [[Double]?], count: Int) -> [Int] {
    guard count > mostLines else { return Array(0..<count) }
    let ranges = (0..<count).map { element -> Double in
      let course = values.compactMap { $0?[element] }.filter(\.isFinite)
      return (course.max() ?? 0) - (course.min() ?? 0)
    }
    let widest = ranges.indices.sorted {
      ranges[$0] != ranges[$1] ? ranges[$0] > ranges[$1] : $0 < $1
    }
    return widest.prefix(mostLines).sorted()
  }

  /// What marks an epoch in each chart.
  func marks(at epoch: Double) -> [(id: String, content: HTML)] {
    charts.map { ("\($0.id)-mark", EpochStates.marker($0.scene, at: epoch)) }
  }

  /// - Parameter last: the regions of the last state.
  func body(last: [(id: String, content: HTML)]) -> HTML {
    if charts.isEmpty { return HTML() }
    var html: HTML = "<div class=\"figures\">\n"
    for chart in charts {
      let mark = last.first { $0.id == "\(chart.id)-mark" }?.content ?? HTML()
      html += EpochStates.marked(chart.id, chart.scene, mark)
    }
    return html + "</div>\n"
  }
}
