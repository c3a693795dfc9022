import Arrays
import Web

extension Scene {
  /// An SVG document: text as text in fonts that every system has, a title and a description for
  /// screen readers, light or dark as the reader's system is; no script, nothing from elsewhere.
  ///
  /// - Parameters:
  ///   - id: begins the names of its title and description, so that several documents fit into one
  ///     page.
  ///   - theme: `nil` for light or dark as the reader's system is.
  package func svg(id: String = "plot", theme: ChartTheme? = nil) -> String {
    var writer = SVGWriter()
    for mark in marks { writer.write(mark) }
    return start(id: id) + "<style>\n\(writer.styleSheet(theme))</style>\n" + end(writer)
  }

  /// The same without a style sheet of its own, for a page that has `styleSheet`.
  package func element(id: String) -> String {
    var writer = SVGWriter()
    for mark in marks { writer.write(mark) }
    return start(id: id) + end(writer)
  }

  /// The looks of all marks, for a page with several drawings. On paper they are light.
  package static var styleSheet: String { SVGWriter.wholeStyleSheet }

  private func start(id: String) -> String {
    let (width, height) = (SVGWriter.number(size.width), SVGWriter.number(size.height))
    let id = String(id.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic })
    var text = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\""
    text += " width=\"\(width)\" height=\"\(height)\" class=\"uh-chart\" role=\"img\""
    text += " aria-labelledby=\"\(id)-title \(id)-desc\">\n"
    text += "<title id=\"\(id)-title\">\(HTML.escaped(title))</title>\n"
    return text
      + "<desc id=\"\(id)-desc\">\(HTML.escaped(summary.joined(separator: " ")))</desc>\n"
  }

  private func end(_ writer: SVGWriter) -> String {
    let (width, height) = (SVGWriter.number(size.width), SVGWriter.number(size.height))
    return "<rect class=\"f-ground\" width=\"\(width)\" height=\"\(height)\"/>\n"
      + writer.body + "</svg>\n"
  }
}

/// Marks as elements, and the classes that they use.
private struct SVGWriter {
  private(set) var body = ""
  private var fills: [String: Ink] = ["f-ground": .ground]
  private var strokes: [String: Ink] = [:]

  /// Two decimals are finer than any screen.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = Int(saturating: (min(max(value, -1e7), 1e7) * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return "\(sign)\(whole)."
      + (rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)")
  }

  private static func name(_ ink: Ink) -> String {
    func step(_ scale: ColorScale, _ fraction: Double) -> String {
      // A page has one style sheet for all its pictures: each scale has names of its own.
      let prefix =
        switch scale {
        case .sequential: "q"
        case .diverging: "d"
        case .classes: "c"
        }
      return prefix + (scale.step(fraction).map(String.init) ?? "none")
    }
    return switch ink {
    case .axis: "axis"
    case .grid: "grid"
    case .text: "text"
    case .faint: "faint"
    case .ground: "ground"
    case .series(let index): "series\(abs(index) % Ink.seriesIndices.count)"
    case .positive: "positive"
    case .negative: "negative"
    case .accent: "accent"
    case .scale(let scale, let fraction): step(scale, fraction)
    case .onScale(let scale, let fraction): "on-" + step(scale, fraction)
    }
  }

  /// A place on a scale as its step has it, since the class has one colour.
  private static func stepped(_ ink: Ink) -> Ink {
    func place(_ scale: ColorScale, _ fraction: Double) -> Double {
      scale.step(fraction).map { Double($0) / Double(ColorScale.steps - 1) } ?? .nan
    }
    return switch ink {
    case .scale(let scale, let fraction): .scale(scale, place(scale, fraction))
    case .onScale(let scale, let fraction): .onScale(scale, place(scale, fraction))
    default: ink
    }
  }

  private mutating func fill(_ ink: Ink) -> String {
    let name = "f-" + Self.name(ink)
    fills[name] = Self.stepped(ink)
    return name
  }

  private mutating func stroke(_ ink: Ink) -> String {
    let name = "s-" + Self.name(ink)
    strokes[name] = Self.stepped(ink)
    return name
  }

  /// A style sheet for every ink there is.
  static var wholeStyleSheet: String {
    let places = (0..<ColorScale.steps).map { Double($0) / Double(ColorScale.steps - 1) } + [.nan]
    let scales = ColorScale.allCases.flatMap { scale in places.map { Ink.scale(scale, $0) } }
    let letters = ColorScale.allCases.flatMap { scale in places.map { Ink.onScale(scale, $0) } }
    let lines: [Ink] =
      [.axis, .grid, .text, .faint, .ground, .positive, .negative, .accent]
      + Ink.seriesIndices.map { .series($0) }
    var writer = SVGWriter()
    for ink in lines + scales { _ = writer.stroke(ink) }
    for ink in lines + scales + letters { _ = writer.fill(ink) }
    return writer.shapes + writer.colors(.light)
      + "@media screen and (prefers-color-scheme:dark){\n\(writer.colors(.dark))}\n"
  }

  func styleSheet(_ theme: ChartTheme?) -> String {
    if let theme { return shapes + colors(theme) }
    return shapes + colors(.light)
      + "@media (prefers-color-scheme:dark){\n\(colors(.dark))}\n"
  }

  private var shapes: String {
    let font = "system-ui,-apple-system,\"Segoe UI\",Roboto,\"DejaVu Sans\",Arial,sans-serif"
    func size(_ role: Scene.TextRole) -> String { "\(Self.number(role.size))px" }
    var text = ".uh-chart text{font:\(size(.label)) \(font)}\n"
    text += ".uh-chart .title{font-size:\(size(.title));font-weight:600}\n"
    text += ".uh-chart .value{font-size:\(size(.value))}\n"
    text += ".uh-chart path,.uh-chart line{fill:none;stroke-linecap:round;stroke-linejoin:round}\n"
    return text + ".uh-chart .flat,.uh-chart svg path{stroke-linecap:butt}\n"
  }

  private func colors(_ theme: ChartTheme) -> String {
    let fills = fills.sorted { $0.key < $1.key }.map {
      ".uh-chart .\($0.key){fill:\($0.value.color(theme).hex)}\n"
    }
    let strokes = strokes.sorted { $0.key < $1.key }.map {
      ".uh-chart .\($0.key){stroke:\($0.value.color(theme).hex)}\n"
    }
    return (fills + strokes).joined()
  }

  mutating func write(_ mark: Scene.Mark) {
    let n = Self.number
    switch mark {
    case .rule(let from, let to, let ink):
      body += "<line class=\"\(stroke(ink))\" x1=\"\(n(from.x))\" y1=\"\(n(from.y))\""
      body += " x2=\"\(n(to.x))\" y2=\"\(n(to.y))\"/>\n"
    case .tick(let point, let side):
      let end = side == .left ? "h-4" : "v4"
      body += "<path class=\"\(stroke(.axis))\" d=\"M\(n(point.x)) \(n(point.y))\(end)\"/>\n"
    case .path(let pieces, let stroke): path(pieces, stroke)
    case .points(let points, let shape, let ink): self.points(points, shape, ink)
    case .rectangle(let r, let ink):
      body += "<rect class=\"\(fill(ink))\" x=\"\(n(r.x))\" y=\"\(n(r.y))\""
      body += " width=\"\(n(r.width))\" height=\"\(n(r.height))\"/>\n"
    case .circle(let center, let radius, let inside, let edge):
      body += "<circle class=\"\(fill(inside)) \(stroke(edge))\" cx=\"\(n(center.x))\""
      body += " cy=\"\(n(center.y))\" r=\"\(n(radius))\"/>\n"
    case .text(let text, let point, let anchor, let role, let ink):
      // A third of the letters' height below the point puts their middle upon it.
      body += "<text class=\"\(role.rawValue) \(fill(ink))\" x=\"\(n(point.x))\""
      body += " y=\"\(n(point.y + 4))\""
      if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
      body += ">\(HTML.escaped(text))</text>\n"
    case .field(let field): self.field(field)
    }
  }

  private mutating func path(_ pieces: [[Scene.Point]], _ stroke: Scene.Stroke) {
    var d = ""
    for piece in pieces {
      guard let first = piece.first else { continue }
      d += "M\(Self.number(first.x)) \(Self.number(first.y))"
      if piece.count == 1 { d += "h0" }
      for point in piece.dropFirst() { d += "L\(Self.number(point.x)) \(Self.number(point.y))" }
    }
    if d.isEmpty { return }
    // Dots alone are round whatever the dash.
    let dash = pieces.allSatisfy { $0.count == 1 } ? Scene.Dash.solid : stroke.dash
    let kind = self.stroke(stroke.ink) + (dash == .solid ? "" : " flat")
    body += "<path class=\"\(kind)\" stroke-width=\"\(Self.number(stroke.width))\""
    if let pattern = dash.pattern {
      let lengths = pattern.map { Self.number($0 * max(1, stroke.width / 2)) }
      body += " stroke-dasharray=\"\(lengths.joined(separator: " "))\""
    }
    body += " d=\"\(d)\"/>\n"
  }

  private mutating func points(_ points: [Scene.Point], _ shape: Scene.Shape, _ ink: Ink) {
    let d = points.map { "M\(Self.number($0.x)) \(Self.number($0.y))\(Self.outline(shape))" }
      .joined()
    // A rim and a filling of the ground, so that a point is seen on any colour.
    let rim = stroke(.ground) + (Self.isOpen(shape) ? "" : " " + fill(.ground))
    body += "<path class=\"\(rim)\" stroke-width=\"5\" d=\"\(d)\"/>\n"
    body += "<path class=\"\(stroke(ink))\" stroke-width=\"2.25\" d=\"\(d)\"/>\n"
  }

  private static func isOpen(_ shape: Scene.Shape) -> Bool {
    switch shape {
    case .cross, .plus, .star, .tee, .angle: true
    default: false
    }
  }

  private static func outline(_ shape: Scene.Shape) -> String {
    switch shape {
    case .circle: "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"
    case .cross: "m-4 -4l8 8m0 -8l-8 8"
    case .plus: "m-5 0h10m-5 -5v10"
    case .square: "m-4 -4h8v8h-8z"
    case .diamond: "m0 -5l5 5l-5 5l-5 -5z"
    case .triangle: "m0 -4l4.5 8h-9z"
    case .star: "m-5 0h10m-7.5 -4.3l5 8.6m0 -8.6l-5 8.6"
    case .hourglass: "m-4 -4h8l-8 8h8z"
    case .tee: "m-4 -4h8m-4 0v9"
    case .angle: "m-4 -5v9h8"
    case .downward: "m0 4l4.5 -8h-9z"
    }
  }

  /// Cells beside each other of one colour are a stroke as high as they are, counted in cells; all of
  /// one colour are one path. From stroke to stroke it says how far away the next one is: a report has
  /// thousands of them.
  private mutating func field(_ field: Scene.Field) {
    let (r, n) = (field.rectangle, Self.number)
    guard field.fractions.count >= field.columns * field.rows, field.rows > 0 else { return }
    // About half a pixel over their right and lower edges, below what comes there: else paper shows
    // between them. In parts of a cell, tenths where cells are as small as that, else smaller ones.
    let largest = max(r.width / Double(field.columns), r.height / Double(field.rows))
    let grain = [10, 100, 1000].first { largest <= Double($0) } ?? 10_000
    func over(_ count: Int, _ length: Double) -> Int {
      let half = Double(grain) * Double(count) / max(2 * length, 1)
      return min(max(Int(saturating: half.rounded(.up)), 1), grain / 2)
    }
    let (overX, overY) = (over(field.columns, r.width), over(field.rows, r.height))
    // Where the path of a colour has come to, in parts of a cell and in rows.
    var paths: [Int: (d: String, x: Int, row: Int)] = [:]
    for row in 0..<field.rows {
      var start = 0
      while start < field.columns {
        let step = field.scale.step(field.fractions[row * field.columns + start])
        var end = start + 1
        while end < field.columns,
          field.scale.step(field.fractions[row * field.columns + end]) == step
        { end += 1 }
        let length = min(grain * end + overX, grain * field.columns) - grain * start
        let before = paths[step ?? -1]
        // The first one's middle, so that the stroke reaches from the upper edge over the lower one.
        let move =
          before.map {
            Self.parts(grain * start - $0.x, grain) + (row < $0.row ? "" : " ") + "\(row - $0.row)"
          }
          ?? "\(start) \(row)\(Self.parts(5 * (grain + overY), 10 * grain))"
        paths[step ?? -1] = (
          (before?.d ?? "") + (before == nil ? "M" : "m") + move + "h" + Self.parts(length, grain),
          grain * start + length, row
        )
        start = end
      }
    }
    body += "<svg x=\"\(n(r.x))\" y=\"\(n(r.y))\" width=\"\(n(r.width))\""
    body += " height=\"\(n(r.height))\" viewBox=\"0 0 \(field.columns) \(field.rows)\""
    body += " preserveAspectRatio=\"none\" shape-rendering=\"crispEdges\""
    body += " stroke-width=\"\(Self.parts(grain + overY, grain))\">\n"
    for (step, path) in paths.sorted(by: { $0.key < $1.key }) {
      let fraction = step < 0 ? Double.nan : Double(step) / Double(ColorScale.steps - 1)
      body += "<path class=\"\(stroke(.scale(field.scale, fraction)))\" d=\"\(path.d)\"/>\n"
    }
    body += "</svg>\n"
  }

  /// A number of parts, of which so many are one: 10, 100 and so on.
  private static func parts(_ value: Int, _ grain: Int) -> String {
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: UInt(grain))
    var digits = "\(UInt(grain) + rest)".dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return (value < 0 ? "-" : "") + (whole == 0 && rest > 0 ? "" : "\(whole)")
      + (digits.isEmpty ? "" : ".\(digits)")
  }
}
