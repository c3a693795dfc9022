/// Moments of the wall clock as text, in universal time: `2026-11-23T15:42:10Z` (ISO 8601).
public enum Timestamp {
  /// - Parameter seconds: since the beginning of 1970; what lies before it, or after the year 9999,
  ///   is brought within.
  public static func text(_ seconds: Int) -> String {
    let seconds = min(max(seconds, 0), latest)
    let (year, month, day) = date(ofDay: seconds / daySeconds)
    let time = seconds % daySeconds
    return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))T"
      + "\(digits(time / 3600, 2)):\(digits(time / 60 % 60, 2)):\(digits(time % 60, 2))Z"
  }

  /// The seconds since the beginning of 1970; `nil` for any other text than `text` writes.
  public static func seconds(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 20 else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard 48...57 ~= byte else { return nil }
        value = value * 10 + Int(byte) - 48
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      1...12 ~= month, 1...31 ~= day
    else { return nil }
    let days = self.day(of: (year, month, day))
    let seconds = days * daySeconds + hour * 3600 + minute * 60 + second
    // Signs in the wrong places, and dates that there are not, do not come out as they went in.
    return self.text(seconds) == text ? seconds : nil
  }

  private static let daySeconds = 86_400
  private static let latest = 253_402_300_799

  private static func digits(_ value: Int, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(count - text.count, 0)) + text
  }

  /// The day since 1970 of a date of the Gregorian calendar. Years are taken to begin in March, so
  /// that a leap day is their last.
  private static func day(of date: (year: Int, month: Int, day: Int)) -> Int {
    let year = date.month > 2 ? date.year : date.year - 1
    let era = year >= 0 ? year / 400 : (year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
