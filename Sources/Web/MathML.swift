/// Mathematics written in Unicode, `1/m dZ₂ A₁ᵀ`, set as a textbook sets it (MathML Core).
///
/// Characters that are subscripts or superscripts become such; `1/m` without blanks becomes a
/// fraction; a name of several letters stands upright.
package enum MathML {
  /// A formula within a line; its text is the alternative for readers that set no mathematics.
  package static func inline(_ text: String) -> HTML { math(text, "") }

  /// A formula on a line of its own, with fractions as large as the rest.
  package static func line(_ text: String) -> HTML { math(text, " displaystyle=\"true\"") }

  private static func math(_ text: String, _ style: String) -> HTML {
    var row = Row(text)
    return HTML(
      markup: "<math alttext=\"\(HTML.escaped(text))\"\(style)><mrow>\(row.markup)</mrow></math>")
  }

  private enum Token: Equatable {
    case name(String)
    case number(String)
    case sign(String)
    case space
    case lowered(String)
    case raised(String)
  }

  private struct Row {
    private var tokens: ArraySlice<Token>

    init(_ text: String) { tokens = Self.tokens(text)[...] }

    var markup: String {
      mutating get {
        var parts: [String] = []
        while !tokens.isEmpty { parts.append(next()) }
        return parts.joined()
      }
    }

    /// The next thing with what is below and above it, as a fraction if a bar follows.
    private mutating func next() -> String {
      let (element, isOperand) = scripted()
      guard isOperand, tokens.first == .sign("/") else { return element }
      tokens.removeFirst()
      let below = tokens.first == .sign("(") ? bracketed() : scripted().element
      return "<mfrac>\(element)\(below)</mfrac>"
    }

    /// What stands in brackets, without them.
    private mutating func bracketed() -> String {
      tokens.removeFirst()
      var parts: [String] = []
      while let token = tokens.first, token != .sign(")") { parts.append(next()) }
      tokens = tokens.dropFirst()
      return "<mrow>\(parts.joined())</mrow>"
    }

    private mutating func scripted() -> (element: String, isOperand: Bool) {
      guard let token = tokens.popFirst() else { return ("", false) }
      var (base, isOperand) = Self.element(token)
      var (lower, upper): (String?, String?)
      if case .lowered(let text)? = tokens.first {
        tokens.removeFirst()
        lower = Self.inside(text)
      }
      if case .raised(let text)? = tokens.first {
        tokens.removeFirst()
        upper = Self.inside(text)
      } else if tokens.first == .sign("^") {
        tokens.removeFirst()
        upper = tokens.first == .sign("(") ? bracketed() : scripted().element
      }
      switch (lower, upper) {
      case (let lower?, let upper?): base = "<msubsup>\(base)\(lower)\(upper)</msubsup>"
      case (let lower?, nil): base = "<msub>\(base)\(lower)</msub>"
      case (nil, let upper?): base = "<msup>\(base)\(upper)</msup>"
      case (nil, nil): break
      }
      if token == .sign(")") { isOperand = false }
      return (base, isOperand)
    }

    private static func element(_ token: Token) -> (String, isOperand: Bool) {
      switch token {
      // A transpose stands upright.
      case .name("T"): return ("<mtext>T</mtext>", true)
      case .name(let text): return ("<mi>\(HTML.escaped(text))</mi>", true)
      case .number(let text): return ("<mn>\(text)</mn>", true)
      case .space: return ("<mspace width=\"0.2em\"></mspace>", false)
      case .sign(let text):
        let isBracket = "()[]{}|⌊⌋⌈⌉".contains(text)
        let form = isBracket ? " stretchy=\"false\"" : text == "Σ" ? " largeop=\"false\"" : ""
        return ("<mo\(form)>\(HTML.escaped(text == "Σ" ? "∑" : text))</mo>", false)
      // A script with nothing before it.
      case .lowered(let text), .raised(let text): return (inside(text), false)
      }
    }

    private static func inside(_ text: String) -> String {
      var row = Row(text)
      return "<mrow>\(row.markup)</mrow>"
    }

    private static func tokens(_ text: String) -> [Token] {
      var tokens: [Token] = []
      for character in text {
        if let plain = subscripts[character] {
          if case .lowered(let before)? = tokens.last {
            tokens[tokens.count - 1] = .lowered(before + plain)
          } else {
            tokens.append(.lowered(plain))
          }
        } else if let plain = superscripts[character] {
          if case .raised(let before)? = tokens.last {
            tokens[tokens.count - 1] = .raised(before + plain)
          } else {
            tokens.append(.raised(plain))
          }
        } else {
          add(character, to: &tokens)
        }
      }
      return withoutIdleSpaces(tokens)
    }

    private static func add(_ character: Character, to tokens: inout [Token]) {
      let isDigit = character.isASCII && character.isNumber
      if character == " " {
        tokens.append(.space)
      } else if case .number(let before)? = tokens.last, isDigit || character == "." {
        tokens[tokens.count - 1] = .number(before + String(character))
      } else if case .name(let before)? = tokens.last,
        character.isLetter || isDigit || character == "_"
      {
        tokens[tokens.count - 1] = .name(before + String(character))
      } else if isDigit {
        tokens.append(.number(String(character)))
      } else if character.isLetter || character == "_", character != "Σ" {
        tokens.append(.name(String(character)))
      } else {
        tokens.append(.sign(String(character)))
      }
    }

    /// Blanks beside a sign are the sign's own affair; a bar with blanks is no fraction.
    private static func withoutIdleSpaces(_ tokens: [Token]) -> [Token] {
      var kept: [Token] = []
      for (index, token) in tokens.enumerated() {
        guard token == .space else {
          let isApart = token == .sign("/") && index > 0 && tokens[index - 1] == .space
          kept.append(isApart ? .sign("∕") : token)
          continue
        }
        let after = index + 1 < tokens.count ? tokens[index + 1] : .space
        if case .sign(let text)? = kept.last, text != ")", text != "]" { continue }
        if case .sign(let text) = after, text != "(", text != "Σ", text != "[" { continue }
        kept.append(.space)
      }
      return kept
    }
  }

  private static func table(_ keys: String, _ values: String) -> [Character: String] {
    Dictionary(zip(keys, values.map { String($0) }), uniquingKeysWith: { first, _ in first })
  }

  private static let subscripts = table("₀₁₂₃₄₅₆₇₈₉ᵢⱼ", "0123456789ij")
  private static let superscripts = table(
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ", "0123456789+−()abcdefghijklmnoprstuvwxyzT")
}
