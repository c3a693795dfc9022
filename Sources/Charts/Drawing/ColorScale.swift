import Arrays
import Terminal

/// A scale of colours for values, or a set of them for classes: told apart without colour vision, by
/// lightness, and on a light and on a dark ground.
package enum ColorScale: String, Sendable, CaseIterable {
  /// From little to much: dark violet over green to yellow.
  case sequential
  /// Around a middle: orange below it, blue above, as negative and positive are everywhere.
  case diverging
  /// Classes, which have no order: the colours of their points, paler, each at a place of its own.
  case classes

  /// How many classes have a colour; further ones begin again.
  static let classCount = Scene.Shape.classCount

  /// The place of a class, counted from 0.
  static func place(ofClass index: Int) -> Double {
    (Double(index % classCount) + 0.5) / Double(classCount)
  }

  private static func classIndex(_ place: Double) -> Int {
    min(Int(saturating: min(max(place, 0), 1) * Double(classCount)), classCount - 1)
  }

  /// How many steps a picture distinguishes; odd, so that the middle is one of them.
  static let steps = 33

  private static let sequentialStops: [ChartColor] = [
    0x3B0F55, 0x3A4A86, 0x27708C, 0x1F968A, 0x4FBE68, 0xB0D93B, 0xFCE62A,
  ].map(ChartColor.init)

  private static let divergingStops: [ChartTheme: [ChartColor]] = [
    .light: [0xB3440A, 0xEFA467, 0xF7F7F7, 0x76B2E0, 0x0A559A].map(ChartColor.init),
    .dark: [0xFFA64D, 0xA85A1C, 0x22262B, 0x2A6CA6, 0x6EC1FF].map(ChartColor.init),
  ]

  /// The colour at a place between 0 and 1; grey where there is none (NaN).
  package func color(_ fraction: Double, _ theme: ChartTheme) -> ChartColor {
    guard !fraction.isNaN else { return ChartColor(0x8C8C8C) }
    if self == .classes {
      let ground = Ink.ground.color(theme)
      return PointCloud.ink(Self.classIndex(fraction)).color(theme).mixed(with: ground, 0.65)
    }
    let stops = self == .sequential ? Self.sequentialStops : Self.divergingStops[theme] ?? []
    let place = min(max(fraction, 0), 1) * Double(stops.count - 1)
    let index = min(Int(saturating: place), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], place - Double(index))
  }

  /// The step of a place, 0 to `steps - 1`; nil for NaN.
  func step(_ fraction: Double) -> Int? {
    fraction.isNaN
      ? nil : Int(saturating: (min(max(fraction, 0), 1) * Double(Self.steps - 1)).rounded())
  }

  /// The colour in a terminal with 256, picked by hand, since the nearest ones turn grey and olive
  /// between; and whether black reads on it rather than white. A dark middle does not outshine the
  /// text beside it.
  func terminal256(_ fraction: Double) -> (code: Int, takesBlack: Bool) {
    if fraction.isNaN { return (244, true) }
    if self == .classes { return (Self.classes256[Self.classIndex(fraction)], false) }
    let ramp = self == .sequential ? Self.sequential256 : Self.diverging256
    let index = Int(saturating: (min(max(fraction, 0), 1) * Double(ramp.count - 1)).rounded())
    return (ramp[index], self == .sequential ? index >= 5 : index <= 2 || index >= 9)
  }

  private static let sequential256 = [53, 54, 24, 31, 37, 72, 78, 149, 191, 227]
  private static let diverging256 = [215, 208, 172, 130, 94, 236, 24, 25, 32, 39, 117]

  /// Orange, blue, green, violet, ochre, grey, red, olive, brown and navy, dark enough for white
  /// points.
  private static let classes256 = [130, 24, 29, 90, 100, 240, 125, 64, 94, 17]

  func style(_ fraction: Double) -> Style {
    if fraction.isNaN { return .dim }
    if self == .classes { return PointCloud.ink(Self.classIndex(fraction)).style }
    if self == .sequential { return .code }
    return fraction < 0.5 ? .negative : .positive
  }

  /// A character as dark as the place is high; on a diverging scale in colour, as dark as it is far
  /// from the middle, since the colour tells the side.
  func shade(_ fraction: Double, unicode: Bool, isColored: Bool) -> Character {
    if fraction.isNaN { return "?" }
    let ramp = unicode ? Self.unicodeRamp : Self.asciiRamp
    if self == .classes {
      let index = Self.classIndex(fraction)
      if isColored { return unicode ? "▒" : "-" }
      return unicode ? Self.unicodeClasses[index] : Self.asciiClasses[index]
    }
    let strength = isColored && self == .diverging ? abs(fraction - 0.5) * 2 : fraction
    let index = Int(saturating: min(max(strength, 0), 1) * Double(ramp.count))
    return ramp[min(index, ramp.count - 1)]
  }

  private static let unicodeRamp: [Character] = Array(" ░▒▓█")
  /// Without `o`, `x` and `*`, which are points and lines.
  private static let asciiRamp: [Character] = Array(" .:-=%#")
  private static let unicodeClasses: [Character] = Array(" ░▒▓█╱╲╳┼═")
  private static let asciiClasses: [Character] = Array(" .:-=%#&$~")

  /// What two places of a cell are together: of classes nothing lies between.
  func middle(_ top: Double, _ bottom: Double) -> Double {
    self == .classes ? top : (top + bottom) / 2
  }
}
