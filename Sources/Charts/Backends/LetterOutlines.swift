import Arrays

/// Letters as outlines, for pictures that are read where there may be no fonts.
///
/// They are those of DejaVu Sans, of which `Packaging/licences/letter-outlines` says whose they are
/// and that they may be used and changed.
enum LetterOutlines {
  struct Letter {
    /// From its left to that of the next, for letters of size 1.
    var advance: Double
    /// Closed lines around what is filled, for letters of size 1: from the left of the letter and
    /// its base line, downwards.
    var contours: [[Scene.Point]]
  }

  /// A letter; a box for what there is none of.
  static func letter(_ character: Character) -> Letter { letters[character] ?? box }

  static func width(of text: String) -> Double { text.reduce(0) { $0 + letter($1).advance } }

  private static let box = Letter(
    advance: 0.6,
    contours: [
      rectangle(0.06, -0.7, 0.54, 0), Array(rectangle(0.12, -0.64, 0.48, -0.06).reversed()),
    ])

  private static func rectangle(
    _ left: Double, _ top: Double, _ right: Double, _ bottom: Double
  ) -> [Scene.Point] {
    [.init(left, top), .init(right, top), .init(right, bottom), .init(left, bottom)]
  }

  private static let letters: [Character: Letter] = {
    var letters: [Character: Letter] = [:]
    for line in sheet.split(separator: "\n") {
      guard let character = line.first else { continue }
      var reader = Reader(rest: line.dropFirst().utf8)
      letters[character] = reader.letter()
    }
    return letters
  }()

  /// What a line of the sheet says of a letter.
  private struct Reader {
    var rest: Substring.UTF8View
    /// Units of the sheet in the letters' size.
    private static let unit = 512.0

    mutating func letter() -> Letter {
      var letter = Letter(advance: number(), contours: [])
      while let command = rest.popFirst() {
        let last = letter.contours.count - 1
        switch command {
        case UInt8(ascii: "M"): letter.contours.append([point()])
        case UInt8(ascii: "L"): letter.contours[last].append(point())
        default:
          let (from, control) = (letter.contours[last].last ?? .init(0, 0), point())
          letter.contours[last] += Self.parabola(from, control, point())
        }
      }
      return letter
    }

    /// Four straight pieces: at the size of a label none is longer than two pixels.
    private static func parabola(
      _ a: Scene.Point, _ b: Scene.Point, _ c: Scene.Point
    ) -> [Scene.Point] {
      [0.25, 0.5, 0.75, 1].map { t in
        let (u, v, w) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t)
        return Scene.Point(u * a.x + v * b.x + w * c.x, u * a.y + v * b.y + w * c.y)
      }
    }

    private mutating func point() -> Scene.Point {
      let x = number()
      return Scene.Point(x, -number())
    }

    private mutating func number() -> Double {
      if rest.first == UInt8(ascii: " ") { rest.removeFirst() }
      let isNegative = rest.first == UInt8(ascii: "-")
      if isNegative { rest.removeFirst() }
      var value = 0.0
      while let digit = rest.first, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") {
        value = value * 10 + Double(digit - UInt8(ascii: "0"))
        rest.removeFirst()
      }
      return (isNegative ? -value : value) / Self.unit
    }
  }
}
