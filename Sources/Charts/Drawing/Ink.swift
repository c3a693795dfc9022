import Arrays
import Terminal

/// What a mark is, which gives it its colour: a theme, a terminal's palette and a picture's style
/// sheet each have a colour for it.
package enum Ink: Sendable, Equatable, Hashable {
  case axis, grid, text, faint, ground
  /// A line of a chart, or the points of a class, counted from 0.
  case series(Int)
  case positive, negative, accent
  /// A place on a scale, 0 to 1.
  case scale(ColorScale, Double)
  /// What reads on that place of that scale.
  case onScale(ColorScale, Double)
}

package enum ChartTheme: String, Sendable, CaseIterable { case light, dark }

/// A colour of the sRGB space.
package struct ChartColor: Sendable, Equatable, Hashable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  init(_ hex: UInt32) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
  }

  private init(_ red: Double, _ green: Double, _ blue: Double) {
    self.red = UInt8(clamping: Int(saturating: red.rounded()))
    self.green = UInt8(clamping: Int(saturating: green.rounded()))
    self.blue = UInt8(clamping: Int(saturating: blue.rounded()))
  }

  /// `#rrggbb`.
  package var hex: String {
    let value = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    let digits = String(value, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  func mixed(with other: ChartColor, _ part: Double) -> ChartColor {
    func mix(_ a: UInt8, _ b: UInt8) -> Double { Double(a) + (Double(b) - Double(a)) * part }
    return ChartColor(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// How light it is, 0 to 1: the relative luminance of WCAG 2.2.
  private var luminance: Double {
    func part(_ value: UInt8) -> Double {
      let coded = Double(value) / 255
      return coded <= 0.04045
        ? coded / 12.92 : ElementaryFunctions.power((coded + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
  }

  /// Black or white, whichever stands out more: by at least the root of the 21 to 1 that they have
  /// against each other, 4.58 to 1.
  var opposite: ChartColor {
    let light = luminance + 0.05
    return light * light > 1.05 * 0.05 ? ChartColor(0x000000) : ChartColor(0xFFFFFF)
  }
}

extension Ink {
  /// Colours that stay apart with any kind of colour vision: blue against orange and vermilion
  /// first, each light enough or dark enough for its ground.
  static let seriesColors: [ChartTheme: [ChartColor]] = [
    .light: [
      0x0B62A8, 0xC8500A, 0x00806A, 0x8A4FA0, 0x8A6D00, 0x4B5563, 0xA3197F, 0x4F7A1A, 0x7A3B1D,
      0x1B2A6B,
    ].map(ChartColor.init),
    .dark: [
      0x5CB3F2, 0xF29A4A, 0x3CCFA8, 0xD79AE0, 0xE6CF55, 0xB6BEC9, 0xFF8AD8, 0xA9D65C, 0xD9A08A,
      0x9DB0FF,
    ].map(ChartColor.init),
  ]

  /// One of each colour that lines and classes have.
  static var seriesIndices: Range<Int> { 0..<(seriesColors[.light]?.count ?? 0) }

  package func color(_ theme: ChartTheme) -> ChartColor {
    let isLight = theme == .light
    switch self {
    case .axis: return ChartColor(isLight ? 0x5B6470 : 0x9AA4B0)
    case .grid: return ChartColor(isLight ? 0xDDE1E6 : 0x343A42)
    case .text: return ChartColor(isLight ? 0x1B1F24 : 0xE8EBEE)
    case .faint: return ChartColor(isLight ? 0x5B6470 : 0x9AA4B0)
    case .ground: return ChartColor(isLight ? 0xFFFFFF : 0x15181C)
    case .series(let index):
      let colors = Self.seriesColors[theme] ?? []
      return colors.isEmpty ? ChartColor(0x808080) : colors[abs(index) % colors.count]
    case .positive: return ChartColor(isLight ? 0x0B62A8 : 0x5CB3F2)
    case .negative: return ChartColor(isLight ? 0xC8500A : 0xF29A4A)
    case .accent: return ChartColor(isLight ? 0xA3197F : 0xFF8AD8)
    case .scale(let scale, let fraction): return scale.color(fraction, theme)
    case .onScale(let scale, let fraction):
      return scale.color(fraction, theme).opposite
    }
  }

  /// The role that stands for it among a page's styles.
  var style: Style {
    switch self {
    case .axis, .grid, .faint: .dim
    case .text, .ground, .onScale: .plain
    case .series(let index):
      [Style.positive, .negative, .success, .changed, .warning, .code][abs(index) % 6]
    case .positive: .positive
    case .negative: .negative
    case .accent: .changed
    case .scale(let scale, let fraction): scale.style(fraction)
    }
  }
}
