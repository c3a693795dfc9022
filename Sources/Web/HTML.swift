/// Text of a page that is safe to put into it: what is put into a literal is escaped, unless it is
/// such text itself.
///
///     let cell: HTML = "<td>\(name)</td>"
package struct HTML: Sendable, Equatable {
  package private(set) var source: String

  package init() { source = "" }

  /// Takes markup as it is.
  package init(markup: String) { source = markup }

  /// A text in which nothing acts as markup.
  package init(text: String) { source = Self.escaped(text) }

  package var isEmpty: Bool { source.isEmpty }

  package static func + (a: HTML, b: HTML) -> HTML { HTML(markup: a.source + b.source) }
  package static func += (a: inout HTML, b: HTML) { a.source += b.source }

  /// Characters that would act as markup as references; control characters and those that turn the
  /// direction of text around as U+FFFD.
  package static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\n", "\t": result.append(scalar)
      case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}",
        "\u{FFFE}", "\u{FFFF}":
        result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

extension HTML: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { source = value }

  package init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

  package struct StringInterpolation: StringInterpolationProtocol {
    var source = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      source.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    package mutating func appendLiteral(_ literal: String) { source += literal }
    package mutating func appendInterpolation(_ html: HTML) { source += html.source }
    package mutating func appendInterpolation(_ text: some StringProtocol) {
      source += HTML.escaped(String(text))
    }
    package mutating func appendInterpolation(_ number: Int) { source += String(number) }
  }
}

extension Sequence<HTML> {
  package func joined(separator: HTML = HTML()) -> HTML {
    HTML(markup: map(\.source).joined(separator: separator.source))
  }
}
