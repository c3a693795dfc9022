import Arrays
import JSON
import Terminal
import Training

/// The examples that cost most.
struct WorstReport: CommandResult {
  var examples: JudgedExamples
  var costs: [(example: Int, cost: Double)]
  /// Whether the examples are rows in the model.
  var isRows: Bool
  var looks: Int

  private func element(_ example: Int) -> String {
    isRows ? "\(examples.inputName)[\(example)]" : "\(examples.inputName)[:, \(example)]"
  }

  private func answer(_ example: Int) -> (wanted: String, answered: String) {
    if examples.classes != nil {
      return (
        examples.name(of: examples.wanted[example]),
        examples.answered[example].map(examples.name) ?? "nan"
      )
    }
    func text(_ array: NDArray) -> String {
      (0..<min(array.shape[0], 3)).map {
        NumberFormatting.significant(array.doubles[$0 * examples.count + example], digits: 4)
      }.joined(separator: ", ")
    }
    return (text(examples.targets), text(examples.predictions))
  }

  private func inputs(_ example: Int) -> [Double] {
    let values = examples.inputs.doubles
    return (0..<examples.inputs.shape[0]).map { values[$0 * examples.count + example] }
  }

  var json: JSONValue {
    .object([
      ("type", .string("worst")), ("part", .string(examples.part.rawValue)),
      (
        "examples",
        .array(
          costs.map { example, cost in
            let (wanted, answered) = answer(example)
            return .object([
              ("example", .integer(example)), ("name", .string(element(example))),
              ("cost", .number(cost)), ("wanted", .string(wanted)),
              ("answered", .string(answered)),
            ])
          })
      ), ("looks", .integer(looks)),
    ])
  }

  func write(to page: inout Page) {
    page.paragraph("Of the \(examples.count) \(page.words(examples.part.phrase)) these cost most:")
    var table = Table([
      page.column("example"), page.column("cost", .right), page.column("right"),
      page.column("answer"),
    ])
    for (example, cost) in costs {
      let (wanted, answered) = answer(example)
      table.append([
        StyledText(element(example), .name),
        StyledText(NumberFormatting.significant(cost, digits: 4), .number), StyledText(wanted),
        StyledText(answered, wanted == answered ? .plain : .warning),
      ])
    }
    page.table(table)
    if let side = PixelRows.side(of: examples.inputs.shape[0]), !page.capabilities.plain {
      writeImages(side, to: &page)
    }
    page.noteLooks(looks)
  }

  private func writeImages(_ side: Int, to page: inout Page) {
    let images = costs.map { example, _ in
      let (wanted, answered) = answer(example)
      return PixelRows(inputs(example), side: side, title: "\(wanted) -> \(answered)")
    }
    guard let width = images.first?.width else { return }
    let perRow = max((page.capabilities.width + 2) / (width + 2), 1)
    for start in stride(from: 0, to: images.count, by: perRow) {
      let row = images[start..<min(start + perRow, images.count)]
      page.blank()
      for line in 0..<(row.first?.lines.count ?? 0) {
        page.line(
          StyledText(row.map { $0.lines[line] }.joined(separator: "  ")).withoutTrailingSpaces())
      }
    }
  }
}

/// An image in characters: the darker, the larger the number.
private struct PixelRows {
  var lines: [String]
  var width: Int

  /// The side of a square of so many points; `nil` where it is none, or too small for an image.
  static func side(of count: Int) -> Int? {
    let side = Int(Double(count).squareRoot().rounded())
    return side * side == count && side >= 4 && side <= 64 ? side : nil
  }

  init(_ values: [Double], side: Int, title: String) {
    let finite = values.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    let marks = Array(" .:-=+*#%@")
    // A character is twice as high as wide: small images take two for a point, large ones leave out
    // every other row.
    let isSmall = side <= 16
    width = isSmall ? 2 * side : side
    lines = [String(title.prefix(width))]
    for row in stride(from: 0, to: side, by: isSmall ? 1 : 2) {
      var line = ""
      for column in 0..<side {
        let value = values[row * side + column]
        let share = high > low && value.isFinite ? (value - low) / (high - low) : 0
        let mark = marks[min(Int(share * Double(marks.count)), marks.count - 1)]
        line += String(repeating: mark, count: isSmall ? 2 : 1)
      }
      lines.append(line)
    }
    for index in lines.indices {
      lines[index] += String(repeating: " ", count: max(width - lines[index].count, 0))
    }
  }
}
