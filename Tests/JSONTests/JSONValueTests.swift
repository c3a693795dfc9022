import JSON
import Testing

/// Reading JSON back.
@Suite struct JSONValueTests {
  @Test(arguments: [
    "null", "true", "[1,2.5,-0.0,1e+300]", #"{"a":"b\"\\\n\u00e9","c":{}}"#, "[]", "\"\"",
    "5e-324", "1.7976931348623157e+308",
  ])
  func whatIsWrittenIsReadBack(text: String) throws {
    let value = try #require(JSONReader.value(text))
    #expect(JSONReader.value(value.text)?.text == value.text)
  }

  @Test(arguments: [
    "", "nul", "[1,]", "{\"a\"}", "{a:1}", "\"", "\"\\x\"", "\"\\ud800\"", "1 2", "+1", "[1",
    "\"\n\"",
    String(repeating: "[", count: 100_000),
  ])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(JSONReader.value(text) == nil)
  }

  @Test func pairsOfSurrogates() {
    #expect(JSONReader.value(#""\ud83d\ude00""#)?.text == "\"😀\"")
  }

  @Test(arguments: [
    (0.1, "0.1"), (-0.0, "-0.0"), (1e-5, "1e-05"), (123_456_789_012_345.0, "123456789012345.0"),
    (9_999_999_999_999_998, "9999999999999998.0"), (1e16, "1e+16"), (-1e16, "-1e+16"),
    (17_000_000_000_000_002, "1.7000000000000002e+16"), (1e17, "1e+17"), (.nan, "\"nan\""),
    (-.infinity, "\"-inf\""),
  ])
  func numbersAreWrittenAsPythonWritesThem(number: Double, text: String) {
    #expect(JSONValue.number(number).text == text)
  }
}
