import Arrays

/// A drawing as marks, ready for a terminal, an SVG or a PNG: the one form that every chart takes.
///
/// The origin is at the top left, y grows downwards, and the unit is that of the size that the
/// scene was laid out for: a pixel, or a dot of a terminal's cell, which is 2 dots wide and 4 high.
package struct Scene: Sendable, Equatable {
  package var size: SceneSize
  /// What the picture is called; its title and, in more words, its text alternative.
  package var title: String
  package var summary: [String]
  /// From the back to the front.
  package var marks: [Mark]
  /// The room between the axes, in a chart that has a pair of them.
  var frame: Frame?
  /// Where single things of the picture stand, for pages on which they can be chosen.
  package var targets: [Target] = []
  /// What stands below the picture, in sentences, where it is not among the marks.
  package var caption: [String] = []

  /// One thing of a picture.
  package struct Target: Sendable, Equatable {
    package enum Subject: Sendable, Equatable {
      case node(layer: Int, Int)
      /// From a node of a layer to one of the next.
      case edge(layer: Int, from: Int, to: Int)
    }

    package enum Place: Sendable, Equatable {
      case circle(Point, radius: Double)
      case rectangle(Rectangle)
      case line(Point, Point)
    }

    package var subject: Subject
    package var place: Place
  }

  /// Where a pair of values stands among the marks; nil in a chart without axes, and where an axis
  /// has no place for one of them.
  package func point(_ x: Double, _ y: Double) -> Point? { frame?.point(x, y) }

  /// Where a value of the level axis stands, and how far the upright axis reaches there.
  package func upright(_ x: Double) -> (top: Point, bottom: Point)? {
    guard let frame, let part = frame.x.fraction(x), (0...1).contains(part) else { return nil }
    let place = frame.horizontal(part)
    return (Point(place, frame.room.y), Point(place, frame.room.bottom))
  }

  package struct Point: Sendable, Equatable, Hashable {
    package var x: Double
    package var y: Double

    package init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  package struct Rectangle: Sendable, Equatable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
      self.x = x
      self.y = y
      self.width = width
      self.height = height
    }

    package var right: Double { x + width }
    package var bottom: Double { y + height }
    package var center: Point { Point(x + width / 2, y + height / 2) }
  }

  package enum Mark: Sendable, Equatable {
    /// A level or upright line of a frame, which a terminal draws with box characters.
    case rule(from: Point, to: Point, ink: Ink)
    /// A short stroke outwards from an axis at a tick.
    case tick(Point, Side)
    /// Lines through points, in pieces; a piece of one point is a dot.
    case path([[Point]], Stroke)
    case points([Point], Shape, Ink)
    case rectangle(Rectangle, Ink)
    case circle(center: Point, radius: Double, fill: Ink, edge: Ink)
    case text(String, Point, Anchor, TextRole, Ink)
    case field(Field)
  }

  package enum Side: Sendable, Equatable { case left, below }

  /// Which part of a text stands at its point; up and down it is always the middle.
  package enum Anchor: String, Sendable { case start, middle, end }

  package enum TextRole: String, Sendable { case title, label, value, note }

  /// Classes differ by shape first: `o` and `x` before blue and orange.
  package enum Shape: Int, Sendable, CaseIterable {
    case circle, cross, plus, square, diamond, triangle, star, hourglass, tee, angle
    /// For what is below the picture, as a triangle is for what is above it; no class has it.
    case downward

    /// How many classes have a shape, and a colour, of their own.
    static let classCount = 10

    /// The shape of a class, counted from 0; they begin again after the tenth.
    package static func ofClass(_ index: Int) -> Shape {
      allCases[((index % classCount) + classCount) % classCount]
    }
  }

  package struct Stroke: Sendable, Equatable {
    package var ink: Ink
    package var width: Double
    package var dash: Dash

    package init(_ ink: Ink, width: Double = 1.5, dash: Dash = .solid) {
      self.ink = ink
      self.width = width
      self.dash = dash
    }
  }

  package enum Dash: Int, Sendable, CaseIterable {
    case solid, dashed, dotted, mixed

    static func ofSeries(_ index: Int) -> Dash { allCases[abs(index) % allCases.count] }

    /// The same in dots of a terminal, whose cells begin every two or four.
    var cellPattern: [Double]? {
      switch self {
      case .solid: nil
      case .dashed: [4, 3]
      case .dotted: [1, 2]
      case .mixed: [5, 2, 1, 2]
      }
    }

    /// Lengths drawn and left out, in turn, in units of 1; nil for a whole line.
    var pattern: [Double]? {
      switch self {
      case .solid: nil
      case .dashed: [6, 4]
      case .dotted: [2, 3]
      case .mixed: [8, 3, 2, 3]
      }
    }
  }

  /// Cells filled with the colours of a scale.
  package struct Field: Sendable, Equatable {
    package var rectangle: Rectangle
    package var columns: Int
    package var rows: Int
    /// Places on the scale, 0 to 1, row after row from the top left; NaN where there is none.
    package var fractions: [Double]
    package var scale: ColorScale

    /// The place on the scale at a point of the plane; nil outside.
    func fraction(at point: Point) -> Double? {
      guard columns > 0, rows > 0, rectangle.width > 0, rectangle.height > 0 else { return nil }
      let u = (point.x - rectangle.x) / rectangle.width * Double(columns)
      let v = (point.y - rectangle.y) / rectangle.height * Double(rows)
      guard u >= 0, v >= 0, u < Double(columns), v < Double(rows) else { return nil }
      let index = Int(saturating: v) * columns + Int(saturating: u)
      return index < fractions.count ? fractions[index] : nil
    }
  }
}

/// The room that a scene is laid out in.
package struct SceneSize: Sendable, Equatable {
  package var width: Double
  package var height: Double
  /// What a character of a label takes.
  package var characterWidth: Double
  package var lineHeight: Double
  /// Whether everything stands in cells of a character, as in a terminal.
  package var isCells: Bool
  /// Whether labels may use characters beyond ASCII.
  package var unicode: Bool

  /// A terminal's room in characters; a character is 2 by 4 dots.
  package static func cells(columns: Int, rows: Int, unicode: Bool) -> SceneSize {
    SceneSize(
      width: Double(max(columns, 1)) * 2, height: Double(max(rows, 1)) * 4, characterWidth: 2,
      lineHeight: 4, isCells: true, unicode: unicode)
  }

  /// A picture's room in pixels, at least 120 by 80.
  package static func pixels(width: Int, height: Int) -> SceneSize {
    SceneSize(
      width: Double(min(max(width, 120), 8000)), height: Double(min(max(height, 80), 8000)),
      characterWidth: 7.2, lineHeight: 16, isCells: false, unicode: true)
  }

  var columns: Int { Int(saturating: width / characterWidth) }
  var rows: Int { Int(saturating: height / lineHeight) }
}
