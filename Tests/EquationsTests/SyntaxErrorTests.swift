import Testing

@testable import Equations

/// Every fault of scanning and parsing, with the stretch that it is about: what stands between
/// the guillemets.
@Suite struct SyntaxErrorTests {
  typealias Kind = LanguageError.Kind

  static let faults: [(marked: String, kind: Kind)] = [
    ("x = «$»", .unexpectedCharacter("$")),
    ("a «×» b", .unexpectedCharacter("×")),
    ("1 «–» 2", .unexpectedCharacter("–")),
    ("«👩‍🔬» + 1", .unexpectedCharacter("👩‍🔬")),
    ("x«\0»", .unexpectedCharacter("\0")),
    ("x = «{»1}", .unexpectedCharacter("{")),
    ("x«!»", .unexpectedCharacter("!")),
    ("x = «\\» y", .unexpectedCharacter("\\")),
    ("«2x» + 1", .malformedNumber("2x")),
    ("1 + «1__0»", .malformedNumber("1__0")),
    ("«0x10»", .malformedNumber("0x10")),
    ("«1e5e5»", .malformedNumber("1e5e5")),
    ("«3_»", .malformedNumber("3_")),
    ("«007»", .malformedNumber("007")),
    ("«9007199254740993»", .integerLiteralTooLarge("9007199254740993")),
    ("1 + «99999999999999999999999999»", .integerLiteralTooLarge("99999999999999999999999999")),
    ("print(«'»W1')", .textLiteral),
    ("x = «\"»a\"", .textLiteral),
    ("f«(»1, [2]", .unclosedBracket("(")),
    ("x = «[»1, (2)", .unclosedBracket("[")),
    ("1 + 2«)»", .unopenedBracket(")")),
    ("x[0]«]»", .unopenedBracket("]")),
    ("f(1«]»", .mismatchedBracket(open: "(", close: "]")),
    ("x[(1«]»)", .mismatchedBracket(open: "(", close: "]")),

    ("x = «»", .expectedExpression(found: "")),
    ("1 + «*» 2", .expectedExpression(found: "*")),
    ("«»", .expectedExpression(found: "")),
    ("f(«,»)", .expectedExpression(found: ",")),
    ("«and» 1", .expectedExpression(found: "and")),
    ("1 + «not» a", .expectedExpression(found: "not")),
    ("2 «x»", .unexpected("x", after: "2")),
    ("x «y»", .unexpected("y", after: "x")),
    ("(1)«(»2)", .unexpected("(", after: "1")),
    ("x = 1 «:» 2", .unexpected(":", after: "1")),
    ("x.«»", .expectedSymbol("name", found: "")),
    ("np. «3»", .expectedSymbol("name", found: "3")),
    ("X[0 «1»]", .expectedSymbol("]", found: "1")),
    ("f(1 «2»)", .expectedSymbol(")", found: "2")),
    ("[1 «2»]", .expectedSymbol("]", found: "2")),
    ("«def» f(x):", .pythonStatement("def")),
    ("«for» i in x", .pythonStatement("for")),
    ("«while» True", .pythonStatement("while")),
    ("«return» x", .pythonStatement("return")),
    ("x = «lambda» y: y", .pythonExpression("lambda")),
    ("x = 1 «if» y", .pythonExpression("if")),
    ("[x «for» x in y]", .pythonExpression("for")),
    ("x «in» y", .pythonExpression("in")),
    ("x «is» None", .pythonExpression("is")),
    ("f(«if»)", .pythonExpression("if")),
    ("«import torch»", .unsupportedImport("torch")),
    ("from numpy import exp, «sum»", .importOfSharedWord("sum")),
    ("from numpy import «*»", .importOfSharedWord("*")),
    ("x = zeros(«*»X.shape)", .spread("zeros")),
    ("«import»", .unsupportedImport("")),
    ("1 < x «<» 2", .comparisonChain),
    ("a == b «!=» c", .comparisonChain),
    ("x = (y «=» 1)", .assignmentInExpression),
    ("«1» = x", .invalidTarget("1")),
    ("«x.T» = 1", .invalidTarget("x.T")),
    ("«f(x)» = 1", .invalidTarget("f(x)")),
    ("«x + y» += 1", .invalidTarget("x + y")),
    ("x = y «=» 1", .severalTargets),
    ("«a, b = 1, 2»", .severalTargets),
    ("a, b = «x»", .unequalTargets(2)),
    ("a, b = «1, 2, 3»", .unequalTargets(2)),
    ("«a, b = b, a»", .targetRead("a")),
    ("«True» = 1", .reservedName("True")),
    ("«None» = 1", .reservedName("None")),
    ("«np» = 1", .reservedName("np")),
    ("f(x=1, «2»)", .positionalAfterKeyword),
    ("f(x=1, «x»=2)", .repeatedKeyword("x")),
    ("«X[]»", .emptyIndex),
    ("x.«foo»", .unknownMember("foo", candidates: [])),
  ]

  @Test(arguments: faults.indices) func fault(index: Int) throws {
    let (marked, kind) = Self.faults[index]
    let bytes = Array(marked.utf8)
    let open = Array("«".utf8)
    let close = Array("»".utf8)
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: open) })
    let end = try #require(bytes.indices.first { bytes[$0...].starts(with: close) })
    let source = marked.filter { $0 != "«" && $0 != "»" }
    do {
      let statement = try Parser.statement(source)
      Issue.record("\(source) is read as \(statement.text)")
    } catch {
      if case .unknownMember(let name, let candidates) = error.kind {
        #expect(name == "foo")
        #expect(candidates.contains("sum"))
      } else {
        #expect(error.kind == kind, "\(source)")
      }
      #expect(error.span == SourceSpan(start: start, end: end - open.count), "\(source)")
    }
  }

  @Test func aLongListIsNotDeep() throws {
    let numbers = Array(repeating: "-0.5", count: 12_000)
    let flat = numbers.joined(separator: ", ")
    let rows = Array(repeating: "[-1, 2 ** -1, -x[0] + 3]", count: 3000).joined(separator: ", ")
    for text in [
      "x = [\(flat)]", "x = np.array([\(flat)])", "x = (\(flat))", "x = \(flat)",
      "x = array([\(rows)])", "x = array([[\(flat)]]) + 1",
    ] {
      #expect(throws: Never.self, "\(text.prefix(16))") { try Parser.statement(text) }
    }
  }

  @Test func whatIsTooDeepIsRefused() {
    for text in [
      String(repeating: "(", count: 500) + "x" + String(repeating: ")", count: 500),
      String(repeating: "[", count: 500) + String(repeating: "]", count: 500),
      String(repeating: "-", count: 5000) + "x",
      String(repeating: "not ", count: 5000) + "x",
      Array(repeating: "x", count: 5000).joined(separator: " + "),
      Array(repeating: "x", count: 5000).joined(separator: "**"),
      "x" + String(repeating: ".T", count: 5000), "x" + String(repeating: "[0]", count: 5000),
      String(repeating: "f(", count: 500) + String(repeating: ")", count: 500),
      String(repeating: "x[", count: 500) + "0" + String(repeating: "]", count: 500),
      "[1, " + Array(repeating: "x", count: 5000).joined(separator: " + ") + "]",
      "[" + String(repeating: "x + ", count: 1500) + "x]" + String(repeating: " + x", count: 1500),
    ] {
      let error = #expect(throws: LanguageError.self) { try Parser.statement(text) }
      #expect(error?.kind == .nestedTooDeeply, "\(text.prefix(10))")
      #expect(error?.span.isSome == true)
    }
  }
}
