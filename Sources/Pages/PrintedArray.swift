import Arrays
import Web

/// An array as it is printed, each of its numbers a door.
struct PrintedArray {
  private enum Piece {
    case text(Substring)
    /// A number, and where it stands among the rows and within its row, as far as rows are shown.
    case number(Substring, row: Int, place: Int)
  }

  private var pieces: [Piece] = []
  /// How many numbers each row shows, and behind how many of them some are left out.
  private var rows: [(count: Int, gap: Int?)] = []
  /// Behind how many rows some are left out.
  private var rowGap: Int?
  private let shape: Shape

  init(_ text: String, shape: Shape) {
    self.shape = shape
    var depth = 0
    var rest = Substring(text)
    while let first = rest.first {
      if " []\n".contains(first) {
        if first == "[" { depth += 1 }
        if first == "]" { depth -= 1 }
        if first == "[", depth == shape.rank { rows.append((0, nil)) }
        pieces.append(.text(rest.prefix(1)))
        rest = rest.dropFirst()
        continue
      }
      let token = rest.prefix { !" []\n".contains($0) }
      rest = rest[token.endIndex...]
      if token == "..." {
        pieces.append(.text(token))
        if depth < shape.rank {
          rowGap = rows.count
        } else {
          rows[rows.count - 1].gap = rows.last?.count
        }
      } else if rows.isEmpty {
        pieces.append(.text(token))
      } else {
        pieces.append(.number(token, row: rows.count - 1, place: rows[rows.count - 1].count))
        rows[rows.count - 1].count += 1
      }
    }
  }

  /// - Parameter name: of what they are the elements.
  func doors(to name: String) -> HTML {
    var html = HTML()
    for piece in pieces {
      switch piece {
      case .text(let text): html += HTML(text: String(text))
      case .number(let text, let row, let place):
        let flat = flat(row, place)
        html += NumberDoor.element(name, flat, shape, text)
      }
    }
    return html
  }

  private func flat(_ row: Int, _ place: Int) -> Int {
    let columns = shape.dimensions.last ?? 1
    let (count, gap) = rows[row]
    let column = gap.map { place < $0 ? place : columns - count + place } ?? place
    let allRows = shape.rank == 2 ? shape[0] : 1
    let line = rowGap.map { row < $0 ? row : allRows - rows.count + row } ?? row
    return line * columns + column
  }
}

/// Where a page's number leads.
enum NumberDoor {
  /// What makes an element of a page a door: a name, and which of its elements in row-major order.
  static func attributes(_ name: String, _ flat: Int, _ shape: Shape) -> HTML {
    let shown = name.drop { $0 == "=" }
    let label = shape.rank == 0 ? "\(shown)" : "\(shown)[\(index(flat, shape))]"
    return " data-door=\"\(name)\" data-at=\"\(flat)\" data-label=\"\(label)\""
  }

  /// What a name is with the parameters that are there: a prediction, a metric.
  static func evaluated(_ name: String) -> String { "=\(name)" }

  static func element(
    _ name: String, _ flat: Int, _ shape: Shape, _ text: some StringProtocol
  ) -> HTML {
    "<span\(attributes(name, flat, shape))>\(text)</span>"
  }

  private static func index(_ flat: Int, _ shape: Shape) -> String {
    shape.rank < 2 ? "\(flat)" : "\(flat / max(shape[1], 1)), \(flat % max(shape[1], 1))"
  }
}
