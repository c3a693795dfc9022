import Arrays
import Charts
import Equations
import Terminal

extension CommandText.Argument {
  /// `X[:, 3] as 8x8`: what is to be drawn, and in how many rows and columns.
  var asPicture: (value: CommandText.Argument, rows: Int, columns: Int)? {
    let words = words
    guard words.count >= 3, words[words.count - 2] == "as" else { return nil }
    let sides = words[words.count - 1].split(separator: "x").map { Int($0) }
    guard sides.count == 2, let rows = sides[0], let columns = sides[1], rows > 0, columns > 0,
      let end = text.ranges(of: " as ").last?.lowerBound
    else { return nil }
    return (CommandText.Argument(text: String(text[..<end]).trimmed, offset: offset), rows, columns)
  }
}

extension Session {
  /// Numbers as an image, row after row.
  func picture(
    of argument: CommandText.Argument, _ rows: Int, _ columns: Int
  ) throws -> PlotReport {
    let expression = try argument.expression()
    let array = try array(of: expression)
    let (size, isTooLarge) = rows.multipliedReportingOverflow(by: columns)
    guard !isTooLarge, size == array.count else {
      throw ShellError(
        "wrong-count",
        "\(expression.text) has \(array.count) numbers, not \(rows) times \(columns)",
        hint: .verbatim("shape \(expression.text)"), range: argument.range)
    }
    return PlotReport(
      chart: HeatMap(
        title: "\(expression.text) as \(rows)x\(columns)",
        values: try array.asDoubles(), rows: rows, columns: columns, hasNumbers: false))
  }
}
