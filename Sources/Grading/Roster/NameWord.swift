/// A word of a name, as names are compared: without case, and with an accent or without.
///
///     Müller   muller, mueller
///     Łukasz   lukasz
struct NameWord: Hashable {
  /// With letters of the English alphabet as far as that goes.
  let plain: String
  /// The same with `ae`, `oe` and `ue`, as German writes them where it has to.
  let german: String

  init(_ word: some StringProtocol) {
    var plain = ""
    var german = ""
    for scalar in word.lowercased().unicodeScalars {
      let base = Self.base(of: scalar)
      plain += base
      switch scalar {
      case "ä", "ö", "ü": german += base + "e"
      case "\u{308}": german += "e"
      default: german += base
      }
    }
    self.plain = plain
    self.german = german
  }

  /// The words of a name. Hyphens join two of them.
  static func all(in name: String) -> [NameWord] {
    name.split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "’" }
      .map { NameWord($0.filter { $0.isLetter || $0.isNumber }) }
      .filter { !$0.plain.isEmpty }
  }

  func isSame(as other: NameWord) -> Bool {
    plain == other.plain || german == other.plain || plain == other.german
  }

  /// Whether this is what is left of another one: `l` of `lovelace`.
  func isInitial(of other: NameWord) -> Bool {
    plain.count == 1 && other.plain.hasPrefix(plain)
  }

  /// A letter without what is added to it, by the name that Unicode has for it.
  private static func base(of scalar: Unicode.Scalar) -> String {
    if scalar.isASCII { return String(scalar) }
    if scalar == "ß" { return "ss" }
    if scalar.properties.generalCategory == .nonspacingMark { return "" }
    let mark = "LATIN SMALL LETTER "
    guard let name = scalar.properties.name, name.hasPrefix(mark) else { return String(scalar) }
    let rest = name.dropFirst(mark.count)
    let letter = rest.split(separator: " ").first.map { String($0) } ?? ""
    // `DOTLESS I` and the like are no letters with something added.
    return letter.count <= 2 ? letter.lowercased() : String(scalar)
  }
}
