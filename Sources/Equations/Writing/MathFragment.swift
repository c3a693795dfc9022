/// A written part of an equation, with what must be known to put it into a larger one.
struct MathFragment {
  /// What it is, from what binds loosest to what binds tightest.
  enum Form: Int, Comparable {
    case choice, logic, comparison, sum, large, elementwise, product, fraction, function, power,
      atom

    static func < (left: Form, right: Form) -> Bool { left.rawValue < right.rawValue }
  }

  var text: String
  var form: Form
  /// Whether it stands in brackets already, as shapes do.
  var isBracketed = false

  init(_ text: String, _ form: Form, isBracketed: Bool = false) {
    self.text = text
    self.form = form
    self.isBracketed = isBracketed
  }

  /// The text, in brackets if it binds looser than `form`. A condition among numbers counts as 1
  /// or 0, which is written with square brackets (Iverson, 1962).
  func bracketed(below form: Form) -> String {
    if self.form >= form { return text }
    return self.form <= .comparison && form > .comparison ? "[\(text)]" : "(\(text))"
  }

  /// The text without brackets around the whole.
  var inside: String { isBracketed ? String(text.dropFirst().dropLast()) : text }
}

/// The characters of an equation: Unicode's, or what ASCII has instead.
struct MathAlphabet: Sendable {
  let unicode: Bool

  func choose(_ text: String, _ ascii: String) -> String { unicode ? text : ascii }

  var minus: String { choose("−", "-") }
  var times: String { choose("·", "*") }
  var elementwise: String { choose("⊙", "*") }

  /// `W1` as W₁, `beta1` as β₁.
  func name(_ name: String) -> String {
    guard unicode else { return name }
    let digits = name.reversed().prefix { $0.isNumber }.count
    let stem = String(name.dropLast(digits))
    guard !stem.isEmpty, stem.last != "_" else { return name }
    return (Self.greek[stem] ?? stem) + subscripted(String(name.suffix(digits)))
  }

  /// Subscripts exist for few letters; `text` has only those.
  func subscripted(_ text: String) -> String {
    unicode ? String(text.map { Self.subscripts[$0] ?? $0 }) : text
  }

  /// A superscript, or `^` where a character has none.
  func superscripted(_ text: String) -> String {
    if unicode {
      let raised = text.filter { $0 != " " }.compactMap { Self.superscripts[$0] }
      if raised.count == text.filter({ $0 != " " }).count { return String(raised) }
    }
    let isSimple = text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." }
    return isSimple ? "^\(text)" : "^(\(text))"
  }

  private static func table(_ keys: String, _ values: String) -> [Character: Character] {
    Dictionary(zip(keys, values), uniquingKeysWith: { first, _ in first })
  }

  private static let subscripts = table("0123456789ij", "₀₁₂₃₄₅₆₇₈₉ᵢⱼ")
  private static let superscripts = table(
    "0123456789+-−()abcdefghijklmnoprstuvwxyzT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ")
  private static let greek = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η",
    "theta": "θ", "lam": "λ", "mu": "μ", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "omega": "ω", "pi": "π",
  ]
}
