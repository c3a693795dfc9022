import Arrays
import Charts
import Shell
import Terminal
import Training
import Web

/// How each parameter went from epoch to epoch: its elements as lines, or of many those that moved
/// most, or of very many the smallest, the mean and the largest.
struct ParameterTrajectories {
  /// Takes down what is drawn, moment by moment.
  struct Recorder {
    fileprivate let shapes: [(name: String, shape: Shape)]
    fileprivate var epochs: [Double] = []
    /// By parameter and moment; nil where the parameter was not there in its last shape.
    fileprivate var values: [[[Double]?]]

    /// - Parameter run: where it ends; of a parameter whose shape was changed the last one counts.
    init(_ run: Run) {
      shapes = run.program.parameters.compactMap { name in
        run.state[name].map { (name, $0.shape) }
      }
      values = shapes.map { _ in [] }
    }

    mutating func note(_ run: Run, epoch: Double) {
      epochs.append(epoch)
      for (index, (name, shape)) in shapes.enumerated() {
        let array = run.state[name].flatMap { $0.shape == shape ? $0 : nil }
        values[index].append(
          array.map {
            $0.count > ElementCourses.mostElements
              ? ParameterTrajectories.extremes($0.doubles) : $0.doubles
          })
      }
    }
  }

  private struct Course {
    let id: String
    let scene: Scene
    let name: String
    let shape: Shape
    /// The elements whose lines are drawn; none where only their range is.
    let elements: [Int]
    /// By moment.
    let values: [[Double]?]
  }

  private let charts: [Course]
  private let epochs: [Double]
  let notes: [String]

  init(_ recorder: Recorder, _ page: SessionPage) {
    var charts: [Course] = []
    var notes: [String] = []
    for (index, (name, shape)) in recorder.shapes.enumerated() where recorder.epochs.count > 1 {
      let values = recorder.values[index]
      var lines: [(label: Phrase, place: Int)]
      if shape.count > ElementCourses.mostElements {
        lines = [("smallest", 0), ("mean", 1), ("largest", 2)]
        notes.append(
          page.words("\(name) has \(shape.count) elements: only their range is drawn."))
      } else {
        lines = ElementCourses.mostMoved(values, count: shape.count).map {
          (.verbatim(name + ElementCourses.index($0, shape)), $0)
        }
        if lines.count < shape.count {
          notes.append(
            page.words(
              """
              \(name) has \(shape.count) elements: the \(lines.count) that moved most are drawn.
              """))
        }
      }
      let series = lines.map { label, place in
        LineChart.Series(label, x: recorder.epochs, y: values.map { $0?[place] ?? .nan })
      }
      let chart = LineChart(title: "\(name) over epochs", series: series)
      charts.append(
        Course(
          id: "course-\(SessionPage.letters(index))", scene: page.scene(chart), name: name,
          shape: shape,
          elements: shape.count > ElementCourses.mostElements ? [] : lines.map(\.place),
          values: values))
    }
    self.charts = charts
    epochs = recorder.epochs
    self.notes = notes
  }

  fileprivate static func extremes(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(max(values.count, 1))
    return [values.min() ?? .nan, mean, values.max() ?? .nan]
  }

  /// What marks an epoch in each chart.
  func marks(at epoch: Double) -> [(id: String, content: HTML)] {
    charts.map { ("\($0.id)-mark", ReportTimeline.marker($0.scene, at: epoch)) }
  }

  /// What can be chosen of a chart: its lines at the moments that are kept, which have these epochs.
  private func doors(_ chart: Course, _ kept: [(epoch: Double, label: String)]) -> HTML {
    kept.enumerated().map { moment, kept -> HTML in
      guard let place = epochs.firstIndex(of: kept.epoch), let values = chart.values[place] else {
        return HTML()
      }
      return chart.elements.map { element in
        PictureDoors.point(
          chart.scene, x: kept.epoch, y: values[element], chart.name, element, chart.shape,
          moment: moment,
          label: "\(chart.name)\(ElementCourses.index(element, chart.shape)), \(kept.label)")
      }.joined()
    }.joined()
  }

  /// - Parameters:
  ///   - last: the regions of the last state.
  ///   - kept: the moments under the slider.
  ///   - label: what can be chosen of a chart.
  func body(
    last: [(id: String, content: HTML)], kept: [(epoch: Double, label: String)], label: String
  ) -> HTML {
    if charts.isEmpty { return HTML() }
    var html: HTML = "<div class=\"figures\">\n"
    for chart in charts {
      let mark = last.first { $0.id == "\(chart.id)-mark" }?.content ?? HTML()
      html += ReportTimeline.marked(
        chart.id, chart.scene, mark, doors(chart, kept), label: label)
    }
    return html + "</div>\n"
  }
}
