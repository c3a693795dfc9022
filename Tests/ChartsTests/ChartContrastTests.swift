import Foundation
import Testing

@testable import Charts

/// Whether what is drawn stands out, by the contrast ratio of WCAG 2.2: 4.5 for text, 3 for what has
/// to be seen to understand a picture.
@Suite struct ChartContrastTests {
  static func ratio(_ a: ChartColor, _ b: ChartColor) -> Double {
    func luminance(_ color: ChartColor) -> Double {
      let parts = [color.red, color.green, color.blue].map { value -> Double in
        let coded = Double(value) / 255
        return coded <= 0.04045 ? coded / 12.92 : pow((coded + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let (light, dark) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)
  }

  /// The ratios that the standard's own examples have.
  @Test func theRatioIsThatOfTheStandard() {
    #expect(abs(Self.ratio(ChartColor(0xFFFFFF), ChartColor(0x000000)) - 21) < 1e-9)
    #expect(abs(Self.ratio(ChartColor(0x777777), ChartColor(0xFFFFFF)) - 4.478) < 1e-3)
    #expect(abs(Self.ratio(ChartColor(0xFF0000), ChartColor(0xFFFFFF)) - 3.998) < 1e-3)
  }

  @Test(arguments: ChartTheme.allCases) func textIsRead(theme: ChartTheme) {
    let ground = Ink.ground.color(theme)
    for ink in [Ink.text, .faint, .positive, .negative, .accent] {
      let ratio = Self.ratio(ink.color(theme), ground)
      #expect(ratio >= 4.5, "\(ink) \(ratio)")
    }
  }

  @Test(arguments: ChartTheme.allCases) func linesAndMarksAreSeen(theme: ChartTheme) {
    let ground = Ink.ground.color(theme)
    for ink in Ink.seriesIndices.map({ Ink.series($0) }) + [.axis] {
      let ratio = Self.ratio(ink.color(theme), ground)
      #expect(ratio >= 3, "\(ink) \(ratio)")
    }
  }

  /// A number in a cell, and a mark's rim in a field, at every step of every scale.
  @Test(arguments: ChartTheme.allCases) func numbersAreReadInTheirCells(theme: ChartTheme) {
    for scale in ColorScale.allCases {
      for step in 0..<ColorScale.steps {
        let fraction = Double(step) / Double(ColorScale.steps - 1)
        let number = Ink.onScale(scale, fraction).color(theme)
        let ratio = Self.ratio(number, Ink.scale(scale, fraction).color(theme))
        #expect(ratio >= 4.5, "\(scale) \(fraction) \(ratio)")
      }
      let missing = Self.ratio(
        Ink.onScale(scale, .nan).color(theme), Ink.scale(scale, .nan).color(theme))
      #expect(missing >= 4.5, "\(scale) \(missing)")
    }
  }
}
