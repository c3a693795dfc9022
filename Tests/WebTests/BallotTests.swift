import Testing

@testable import Web

@Suite struct BallotTests {
  private func ballot(choices: Int = 0) -> Ballot {
    var pages = Ballot.Pages()
    (pages.question, pages.refusal) = ("<p>What?\n", "no")
    (pages.thanks, pages.closed) = ("thanks", "")
    return Ballot(round: 3, choices: choices, isByBrowser: true, pages: pages)
  }

  @Test func itArrivesAsItWasSent() {
    #expect(Ballot(ballot().frame) == ballot())
    #expect(Ballot(ServerFrame(.page, "3")) == nil)
    #expect(Ballot(ServerFrame(.ballot, "3\u{0}4")) == nil)
  }

  @Test(arguments: [
    ("0.5", 0.5), ("-0.25", -0.25), ("%2D2", -2), ("0%2C5", 0.5), ("+7+", 7), ("1e-3", 0.001),
    ("%E2%88%921", -1), (".5", 0.5),
  ])
  func numbers(text: String, value: Double) {
    #expect(ballot().answer(in: Array("answer=\(text)".utf8)) == value)
  }

  @Test(arguments: [
    "", "answer=", "answer=+", "answer=x", "answer=inf", "answer=nan", "answer=0x10",
    "answer=1e999",
    "answer=1&answer=2", "answer=%", "answer=%4", "answer=%ZZ", "other=1", "answer=1,2,3",
    "answer=" + String(repeating: "1", count: 200), "answer=%00", "answer=1;drop",
  ])
  func othersAreNone(form: String) {
    #expect(ballot().answer(in: Array(form.utf8)) == nil)
  }

  @Test func choicesAreThoseThatThereAre() {
    let values = ["0", "1", "2", "-1", "0.5", "yes"].map {
      ballot(choices: 2).answer(in: Array("answer=\($0)".utf8))
    }
    #expect(values == [0, 1, nil, nil, nil, nil])
  }
}
