import Terminal

/// A chart in a terminal's cells.
package struct TerminalPicture: Sendable, Equatable {
  struct Cell: Sendable, Equatable {
    var character: Character
    var style: Style
    /// With 256 colours, for cells of a field: a character of its own and its two colours.
    var paint: Paint?
  }

  struct Paint: Sendable, Equatable {
    var character: Character
    var foreground: Int
    var background: Int
  }

  let rows: [[Cell]]

  init(_ scene: Scene, columns: Int, rows: Int, unicode: Bool, color: ColorLevel) {
    var canvas = TerminalCanvas(columns: columns, rows: rows, unicode: unicode)
    for mark in scene.marks { canvas.draw(mark) }
    self.rows = (0..<rows).map { row in
      (0..<columns).map { column in
        Self.cell(canvas.cells[row * columns + column], unicode: unicode, color: color)
      }
    }
  }

  private static func cell(
    _ cell: TerminalCanvas.Cell, unicode: Bool, color: ColorLevel
  ) -> Cell {
    var result = Cell(character: " ", style: .plain, paint: nil)
    var isCovered = true
    if let glyph = cell.glyph {
      result.character = glyph
      result.style = cell.isStrong && cell.glyphInk == .text ? .strong : cell.glyphInk.style
    } else if cell.dots != 0 {
      let scalar = Unicode.Scalar(0x2800 + UInt32(cell.dots)) ?? " "
      result.character = Character(scalar)
      result.style = cell.strokeInk.style
    } else if let stroke = cell.stroke {
      result.character = stroke
      result.style = cell.strokeInk.style
    } else if cell.eighths > 0, let fill = cell.fill {
      if case .scale(let scale, let fraction) = fill {
        result.character = scale.shade(fraction, unicode: unicode, isColored: color > .none)
      } else {
        let blocks: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        result.character = unicode ? blocks[cell.eighths] : cell.eighths >= 4 ? "#" : "_"
      }
      result.style = fill.style
    } else if cell.arms != 0 {
      result.character = box(cell.arms, unicode: unicode)
      result.style = cell.armInk.style
    } else {
      isCovered = false
    }
    guard let field = cell.field else { return result }
    let middle = field.scale.middle(field.top, field.bottom)
    if !isCovered {
      result.character = field.scale.shade(middle, unicode: unicode, isColored: color > .none)
      result.style = field.scale.style(middle)
    }
    if color == .ansi256, unicode {
      let upper = field.scale.terminal256(field.top).code
      let lower = field.scale.terminal256(field.bottom).code
      let ground = field.scale.terminal256(middle)
      let isWritten = isCovered || middle.isNaN
      result.paint =
        isWritten
        ? Paint(
          character: result.character, foreground: ground.takesBlack ? 16 : 231,
          background: ground.code)
        : Paint(character: "▀", foreground: upper, background: lower)
    }
    return result
  }

  private static func box(_ arms: UInt8, unicode: Bool) -> Character {
    let boxes: [Character] = [
      " ", "─", "─", "─", "│", "┘", "└", "┴", "│", "┐", "┌", "┬", "│", "┤", "├", "┼",
    ]
    if unicode { return boxes[Int(arms & 15)] }
    let (level, upright) = (arms & 3 != 0, arms & 12 != 0)
    return level && upright ? "+" : upright ? "|" : "-"
  }

  /// The picture in a page's styles; fields are shades.
  package var lines: [StyledText] {
    rows.map { row in
      var line = StyledText()
      for cell in row where cell.character != "\u{0}" {
        line.append(String(cell.character), cell.style)
      }
      return line.withoutTrailingSpaces()
    }
  }

  /// The picture with its escape sequences, each line with its newline; with 256 colours, fields
  /// are half blocks in the colours of their scale, two values in a cell.
  package func rendered(color: ColorLevel) -> String {
    guard color == .ansi256 else {
      return lines.map { $0.rendered(color: color) + "\n" }.joined()
    }
    var text = ""
    for row in rows {
      var plain = StyledText()
      var line = ""
      var current: [Int]?
      for cell in row where cell.character != "\u{0}" {
        if let paint = cell.paint {
          line += plain.rendered(color: color)
          plain = StyledText()
          let colors = [paint.foreground, paint.background]
          if current != colors {
            line += "\u{1B}[38;5;\(paint.foreground);48;5;\(paint.background)m"
            current = colors
          }
          line.append(paint.character)
        } else {
          if current != nil { line += "\u{1B}[0m" }
          current = nil
          plain.append(String(cell.character), cell.style)
        }
      }
      line += plain.withoutTrailingSpaces().rendered(color: color)
      if current != nil { line += "\u{1B}[0m" }
      text += line + "\n"
    }
    return text
  }
}

extension Page {
  /// A chart's cells in their own colours.
  package mutating func picture(_ picture: TerminalPicture) {
    append(rendered: picture.rendered(color: capabilities.color))
  }
}
