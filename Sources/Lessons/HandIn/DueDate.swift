import System
import Training

/// Until when a lesson is to be handed in.
///
///     2026-12-01                     to the end of that day
///     2026-12-01 18:00               by the clock where the program runs
///     2026-12-01T18:00Z
///     2026-12-01T18:00+01:00
public struct DueDate: Sendable, Hashable {
  /// The minutes and days of a clock that is somewhere, as if that were Greenwich.
  private var clock: Int
  /// How many seconds that clock is ahead; `nil` for the one here.
  private var offset: Int?

  /// `nil` for a text of another form, and for days that there are not.
  public init?(_ text: String) {
    let text = text.uppercased()
    let date = text.prefix(10)
    var rest = text.dropFirst(10)
    var time = "23:59:59"
    if rest.first == " " || rest.first == "T" {
      rest = rest.dropFirst()
      let digits = rest.prefix { $0.isNumber || $0 == ":" }
      time = digits.count == 5 ? digits + ":00" : String(digits)
      rest = rest.dropFirst(digits.count)
    }
    guard let clock = Timestamp.seconds("\(date)T\(time)Z") else { return nil }
    self.clock = clock
    switch rest {
    case "": break
    case "Z": offset = 0
    default:
      let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
      guard let sign = rest.first, "+-".contains(sign), parts.count == 2,
        parts.allSatisfy({ $0.count == 2 }), let hours = Int(parts[0]), let minutes = Int(parts[1]),
        0...14 ~= hours, 0...59 ~= minutes
      else { return nil }
      offset = (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
    }
  }

  /// In seconds since 1970.
  public var seconds: Int { offset.map { clock - $0 } ?? Time.sinceEpoch(ofLocal: clock) }
}
