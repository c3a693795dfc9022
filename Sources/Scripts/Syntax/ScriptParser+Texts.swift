/// Quoted texts, and what stands in them.
extension ScriptParser {
  /// Quoted texts beside each other are one.
  mutating func parseText() throws(ScriptError) -> ScriptExpression {
    let line = current.line
    var parts: [ScriptExpression] = []
    while case .text(let text, let isFormatted) = current.kind {
      advance()
      if isFormatted {
        parts += try Self.parts(ofFormatted: text, line: line, depth: depth)
      } else {
        parts.append(ScriptExpression(node: .text(text), line: line))
      }
    }
    if parts.count == 1, case .text = parts[0].node { return parts[0] }
    return ScriptExpression(node: .formatted(parts), line: line)
  }

  /// What an f-string is made of.
  private static func parts(
    ofFormatted text: String, line: Int, depth: Int
  ) throws(ScriptError) -> [ScriptExpression] {
    var parts: [ScriptExpression] = []
    var plain = ""
    var rest = text[...]
    while let next = rest.popFirst() {
      if next == "{", rest.first == "{" {
        rest = rest.dropFirst()
        plain.append("{")
      } else if next == "}" {
        if rest.first == "}" { rest = rest.dropFirst() }
        plain.append("}")
      } else if next == "{" {
        var (depth, end) = (0, rest.startIndex)
        while end < rest.endIndex {
          let character = rest[end]
          if "([{".contains(character) { depth += 1 }
          if character == ":" || character == "!" || character == "}", depth == 0 {
            let after = rest.index(after: end)
            if character != "!" || after == rest.endIndex || rest[after] != "=" { break }
          }
          if ")]}".contains(character) { depth -= 1 }
          end = rest.index(after: end)
        }
        var source = String(rest[..<end])
        if source.hasSuffix("="), !source.hasSuffix("==") { source.removeLast() }
        rest = rest[end...]
        var level = 1
        var style = ""
        while level > 0, let character = rest.popFirst() {
          if character == "{" { level += 1 }
          if character == "}" { level -= 1 }
          if level > 0 { style.append(character) }
        }
        if !plain.isEmpty { parts.append(ScriptExpression(node: .text(plain), line: line)) }
        plain = ""
        var parser: ScriptParser
        do {
          parser = ScriptParser(tokens: try ScriptScanner.tokens(of: "(" + source + ")"))
        } catch { throw ScriptError(error.kind, line: line) }
        for index in parser.tokens.indices { parser.tokens[index].line = line }
        parser.depth = depth
        let value = try parser.parseExpression()
        parts.append(
          style.isEmpty ? value : ScriptExpression(node: .styled(value, style), line: line))
      } else {
        plain.append(next)
      }
    }
    if !plain.isEmpty { parts.append(ScriptExpression(node: .text(plain), line: line)) }
    return parts
  }
}
