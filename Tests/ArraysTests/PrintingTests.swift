import Foundation
import Support
import Testing

@testable import Arrays

@Suite struct PrintingTests {
  @Test func arraysPrintAsInNumPy() throws {
    let lines = try Fixture.lines("printing", in: .module)
    var at = 0
    var cases = 0
    while at < lines.count {
      let header = lines[at].split(separator: " ")
      let array = Fixture.array(
        header[0], Fixture.shape(header[1]), lines[at + 1].split(separator: " "))
      let count = try #require(Int(lines[at + 2]))
      let expected = lines[(at + 3)..<(at + 3 + count)].joined(separator: "\n")
      var format = ArrayFormat()
      if header[2] != "-" {
        let options = header[2].split(separator: ",").map { Int($0)! }
        format = ArrayFormat(
          precision: options[0], threshold: options[2], edgeItems: options[3],
          lineWidth: options[1])
      }
      let text = array.formatted(format)
      if text != expected {
        Issue.record("line \(at + 1), \(lines[at]):\n\(expected)\nbut printed\n\(text)")
      }
      at += 3 + count
      cases += 1
    }
    #expect(cases > 400)
  }

  @Test func numbersPrintAsInPython() {
    #expect(NumberFormatting.shortest(1e-5) == "1e-05")
    #expect(NumberFormatting.shortest(-0.0) == "-0.0")
    #expect(NumberFormatting.shortest(1e16) == "1e+16")
    #expect(NumberFormatting.shortest(1.5e300) == "1.5e+300")
    #expect(NumberFormatting.significant(0.69314718056, digits: 4) == "0.6931")
    #expect(NumberFormatting.significant(99999, digits: 4) == "1e+05")
    #expect(NumberFormatting.significant(12, digits: 4) == "12")
    #expect(NumberFormatting.fixed(0.125, decimals: 2) == "0.12")
    #expect(NumberFormatting.fixed(2, decimals: 3) == "2.000")
    #expect(NumberFormatting.fixed(-0.004, decimals: 2) == "-0.00")
    #expect(Shape([]).description == "()")
    #expect(Shape([3]).description == "(3,)")
    #expect(Shape([2, 1000]).description == "(2, 1000)")
  }
}
