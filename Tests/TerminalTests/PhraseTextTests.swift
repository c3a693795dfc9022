import Terminal
import Testing

@testable import Phrases

/// Phrases, said in English and in other languages.
@Suite struct PhraseTextTests {
  private func german(_ texts: [String: String]) -> Translation {
    Translation(language: "de", texts: texts)
  }

  @Test func theLiteralIsTheKey() {
    let phrase: Phrase = "there is no lesson '\("x")' on page \(3)"
    #expect(phrase.key == "there is no lesson '{1}' on page {2}")
    #expect(phrase.english == "there is no lesson 'x' on page 3")
    #expect("\(phrase)" == phrase.english)
  }

  @Test func aTranslationHasTheValuesWhereItWantsThem() {
    let phrase: Phrase = "\(2) of \(9) are right"
    let translation = german(["{1} of {2} are right": "Von {2} stimmen {1}, ja {1}"])
    #expect(phrase.text(translation).string == "Von 9 stimmen 2, ja 2")
  }

  /// Words from elsewhere are found among phrases, and what stands in their places comes along.
  @Test func aTextIsReadAsAPhrase() {
    let phrase: Phrase = "Missing '\("{1}") <\("{2}")>' in '\("{3}")'"
    let translation = german([
      "Missing '{1} <{2}>' in '{3}'": "In „{3}“ fehlt „{1} <{2}>“", "file": "Datei", "x": "y",
    ])
    let read = phrase.read(from: "Missing '-e <file>' in 'x'")
    #expect(read?.english == "Missing '-e <file>' in 'x'")
    #expect(read?.text(translation).string == "In „x“ fehlt „-e <Datei>“")
    #expect(
      phrase.read(from: "Missing 'a <b>' in 'c' ' d'")?.english == "Missing 'a <b>' in 'c' ' d'")
    for other in [
      "", "Missing", "missing 'a <b>' in 'c'", "Missing 'a <b>' in 'c'.", "Missing 'a'",
    ] {
      #expect(phrase.read(from: other) == nil, "\(other)")
    }
    let plain: Phrase = "Right."
    #expect(plain.read(from: "Right.") == plain && plain.read(from: "Right. Yes") == nil)
  }

  @Test func whatIsNotTranslatedStaysEnglish() {
    let known: Phrase = "Right."
    let unknown: Phrase = "Not yet."
    let translation = german(["Right.": "Richtig."])
    #expect(known.text(translation).string == "Richtig.")
    #expect(unknown.text(translation).string == "Not yet.")
  }

  @Test func phrasesInPhrasesAreTranslatedToo() {
    let translation = german(["{1} or {2}": "{1} oder {2}", "Type {1}.": "Gib {1} ein."])
    let phrase: Phrase = "Type \("\("a") or \("b")" as Phrase)."
    #expect(phrase.text(translation).string == "Gib a oder b ein.")
  }

  @Test func valuesAreNeverLookedUp() {
    let translation = german(["Right.": "Richtig.", "{1}": "falsch"])
    let phrase: Phrase = "He said: \("Right.")"
    #expect(phrase.text(translation).string == "He said: Right.")
    #expect(Phrase.verbatim("Right. {1}").text(german(["Right. {1}": "x"])).string == "Right. {1}")
  }

  /// A value that looks like a place is no place.
  @Test func valuesMayHoldBraces() {
    let phrase: Phrase = "'\("{2}")' and \("b")"
    #expect(phrase.english == "'{2}' and b")
    let brace: Phrase = "a { b } {x} {0} { 1 }"
    #expect(brace.english == "a { b } {x} {0} { 1 }")
  }

  @Test func stylesStayWithTheirParts() {
    let phrase: Phrase = "Type \("step", .command) to begin"
    let text = Phrase(phrase, .dim).text(german(["Type {1} to begin": "Los geht es mit {1}"]))
    #expect(text.spans == [.init("Los geht es mit ", .dim), .init("step", .command)])
  }

  @Test func aPlaceThatATranslationMakesUpIsLeftOut() {
    let phrase: Phrase = "page \(1)"
    #expect(phrase.text(german(["page {1}": "Seite {1}{7}"])).string == "Seite 1")
  }

  @Test func namesAndSignsAreNothingToTranslate() {
    for key in ["{1}: {2}", "", "x + y", "  ", "= {1}"] { #expect(!Phrase.hasWords(key), "\(key)") }
    for key in ["no", "{1} rows", "größer"] { #expect(Phrase.hasWords(key), "\(key)") }
  }

  @Test func listsAreJoined() {
    let parts: [Phrase] = ["1 hint", "page \(2)"]
    let translation = german(["1 hint": "1 Hinweis", "page {1}": "Seite {1}"])
    #expect(Phrase(parts).text(translation).string == "1 Hinweis, Seite 2")
    #expect(Phrase([Phrase]()).text().string == "")
  }

  @Test func equalWordsAreEqual() {
    let phrase: Phrase = "page \(2)"
    #expect(phrase == "page 2")
    #expect(phrase != "page 3")
  }

  /// An umlaut takes one column, whether it is one scalar or two.
  @Test func umlautsTakeOneColumn() {
    for word in ["größer", "gro\u{308}ßer".precomposed, "gro\u{308}ßer"] {
      #expect(TextWidth.columns(of: word) == 6)
    }
    var page = Page(
      capabilities: TerminalCapabilities(width: 20),
      translation: german(["many words": "Übergrößenträger überhören Gelächter"]))
    page.paragraph("many words")
    #expect(page.text == "Übergrößenträger\nüberhören Gelächter\n")
  }

  @Test func aPageSpeaksItsLanguage() {
    var page = Page(
      capabilities: .pipe, translation: german(["no": "nein", "loss": "Verlust"]))
    page.paragraph("no")
    page.paragraph(StyledText("no"))
    page.line(page.words("no", .dim) + " " + page.words("other"))
    page.table(Table([page.column("loss"), .init("loss")], rows: [["1", "2"]]))
    #expect(page.text == "nein\nno\nnein other\nVerlust: 1, loss: 2\n")
  }
}

extension String {
  /// With letters and their marks in one scalar each.
  fileprivate var precomposed: String { replacing("o\u{308}", with: "ö") }
}
