import Arrays
import Charts
import Equations
import Networks
import Shell
import Terminal
import Training
import Web

/// The numbers of a session's page: what the network says of examples, and its parameters.
extension SessionPage {
  private static let mostExamples = 12

  /// Examples, what they should be and what the network says.
  var predictions: HTML {
    guard let examples = run.predictedExamples(limit: Self.mostExamples) else { return HTML() }
    // Of many inputs the first ones say which example it is no better than its number.
    let inputRows = examples.inputs.shape[0] <= 6 ? examples.inputs.rows : []
    let (targets, predictions) = (examples.targets.rows, examples.predictions.rows)
    let mostRows = 6
    var html: HTML = "<h3>\(words("Predictions"))</h3>\n"
    let (shown, different) = (examples.numbers.count, examples.differentCount)
    func note(_ phrase: Phrase) { html += "<p class=\"faint\">\(words(phrase))</p>\n" }
    if different > shown {
      note("The first \(shown) of \(different) different examples.")
    } else if examples.count > different {
      note("The \(different) different examples among \(examples.count).")
    }
    if inputRows.isEmpty {
      note("Their \(examples.inputs.shape[0]) inputs are left out.")
    }
    if max(targets.count, predictions.count) > mostRows {
      note(
        """
        Of \(targets.count) targets and \(predictions.count) outputs the first \(mostRows) each are \
        shown.
        """)
    }
    html +=
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(words("Predictions"))\">\n<table data-doors aria-label=\"\(words("Predictions"))\">\n"
    func heads(_ name: String, _ rows: [[Double]]) -> HTML {
      rows.indices.prefix(mostRows).map { index -> HTML in
        let label = rows.count == 1 ? name : "\(name)[\(index)]"
        return "<th scope=\"col\" class=\"number\">\(label)</th>"
      }.joined()
    }
    html += "<thead><tr><th scope=\"col\" class=\"number\">\(words("example"))</th>"
    html += heads(examples.inputName, inputRows) + heads(examples.targetName, targets)
    html += heads(examples.predictionName, predictions) + "</tr></thead>\n<tbody>\n"
    for (column, number) in examples.numbers.enumerated() {
      html += "<tr><th scope=\"row\" class=\"number\">\(number)</th>"
      for (unit, row) in inputRows.enumerated() {
        html += cell(row[column], door(to: examples.inputName, unit, number, in: examples))
      }
      for (unit, row) in targets.prefix(mostRows).enumerated() {
        html += cell(row[column], door(to: examples.targetName, unit, number, in: examples))
      }
      for (unit, row) in predictions.prefix(mostRows).enumerated() {
        html += cell(row[column], doorToPrediction(unit, number, in: examples))
      }
      html += "</tr>\n"
    }
    return html + "</tbody>\n</table>\n</div>\n"
  }

  private func cell(_ value: Double, _ door: HTML) -> HTML {
    let text = NumberFormatting.significant(value, digits: 5)
    return door.isEmpty
      ? "<td class=\"number\">\(text)</td>"
      : "<td class=\"number\"><span\(door)>\(text)</span></td>"
  }

  /// The door to an example's number of the data, of which an epoch may see a batch at a time.
  private func door(
    to read: String, _ unit: Int, _ example: Int, in examples: PredictedExamples
  ) -> HTML {
    let axis = run.program.exampleAxis(of: read)
    let name = run.program.examples(of: .training)[read] ?? read
    guard let array = run.state[name], array.rank > 0 else { return HTML() }
    let count = array.rank == 1 ? array.count : array.shape[axis ?? 1]
    guard count == examples.count,
      let flat = PictureDoors.place(of: unit, example, array.shape, axis)
    else { return HTML() }
    return NumberDoor.attributes(name, flat, array.shape)
  }

  /// The door to what the network says of an example.
  private func doorToPrediction(
    _ unit: Int, _ example: Int, in examples: PredictedExamples
  ) -> HTML {
    let (name, units) = (examples.predictionName, examples.predictions.shape[0])
    let axis = run.program.exampleAxis(of: name)
    let shape: Shape =
      switch (run.state[name]?.rank, axis) {
      case (1, _): [examples.count]
      case (_, 0): [examples.count, units]
      default: [units, examples.count]
      }
    guard let flat = PictureDoors.place(of: unit, example, shape, axis) else { return HTML() }
    return NumberDoor.attributes(NumberDoor.evaluated(name), flat, shape)
  }

  /// The parameters.
  var values: HTML {
    var html = HTML()
    for name in run.program.parameters {
      guard let value = run.state.slots[name]?.value else { continue }
      html += "<div><h3>\(name) <span class=\"faint\">\(value.shapeText)</span></h3>"
      html += "\(matrix(value, of: name))</div>\n"
    }
    if html.isEmpty { return "<p class=\"absent\">\(words("There are no parameters yet."))</p>\n" }
    return "<div class=\"values\">\n\(html)</div>\n"
  }
}
