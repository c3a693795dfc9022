import Testing

@testable import Equations

/// What pages are given of an expression.
@Suite struct JavaScriptWriterTests {
  @Test(arguments: [
    ("tanh(W1 @ X + b1)", #"["tanh",["+",["@","W1","X"],"b1"]]"#),
    ("np.dot(h, V) / 2", #"["/",["@","h","V"],2]"#),
    ("-x**2", #"["neg",["**","x",2]]"#),
    ("X[0:1].T", #"["T",["[]","X",["slice",0,1,null]]]"#),
    ("w[-1, None]", #"["[]","w",["neg",1],["new"]]"#),
    ("A.sum(axis=1, keepdims=True)", #"["sum","A",1,1]"#),
    ("x.reshape(1, -1)", #"["reshape","x",["list",1,["neg",1]]]"#),
    ("mse(a, y)", #"["mean",["**",["-","a","y"],2],null,0]"#),
    ("pi * True", #"["*",3.141592653589793,1]"#),
    ("where(a > 0, a, 0.5)", #"["where",[">","a",0],"a",0.5]"#),
  ])
  func callsStandWithinCalls(source: String, wanted: String) throws {
    #expect(try JavaScriptWriter.text(of: Parser.expression(source)) == wanted)
  }

  /// A program's own name comes before a constant's.
  @Test func namesOfTheProgramComeFirst() throws {
    #expect(try JavaScriptWriter.text(of: Parser.expression("pi"), known: ["pi"]) == "\"pi\"")
  }

  @Test(arguments: [
    ("cumsum(x)", "cumsum"), ("randn(2, 2)", "randn"), ("x % 2", "%"), ("~x", "~"),
    ("x[[0, 1]]", "[0, 1]"), ("inf", "inf"), ("x.ndim", "ndim"),
  ])
  func whatPagesDoNotComputeIsNamed(source: String, word: String) throws {
    let expression = try Parser.expression(source)
    #expect(throws: JavaScriptWriter.Fault(word: word)) {
      try JavaScriptWriter.text(of: expression)
    }
  }
}
