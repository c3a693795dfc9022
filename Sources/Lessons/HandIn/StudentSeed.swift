import System

/// The seed that a student has in a lesson that gives each of them numbers of their own.
///
/// It comes from the name and the lesson alone, so that a teacher's machine finds the same one: the
/// first 13 hexadecimal digits of the SHA-256 of `underhood-student-seed 1`, the lesson's id and the
/// name, a line each, taken modulo a thousand million.
public enum StudentSeed {
  /// - Parameter name: in any case, with any blanks: `ada  l.` is `Ada L.`
  public static func seed(of name: String, in lesson: String) -> UInt32 {
    let text = "underhood-student-seed 1\n\(lesson)\n\(normal(name))"
    let digits = SHA256.hexadecimal(Array(text.utf8)).prefix(13)
    return UInt32(truncatingIfNeeded: (UInt64(digits, radix: 16) ?? 0) % 1_000_000_000)
  }

  /// A name as it is compared: small letters, single blanks.
  public static func normal(_ name: String) -> String {
    name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
