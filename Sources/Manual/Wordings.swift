import Phrases
import Shell

/// Makes pages of what `help` says, in one language.
struct Wordings {
  let translation: Translation?

  func text(_ phrase: Phrase) -> StyledText { phrase.text(translation) }

  func string(_ phrase: Phrase) -> String { text(phrase).string }

  func paragraph(_ phrase: Phrase) -> ManualPage.Block { .paragraph(text(phrase)) }

  func section(_ title: Phrase, _ blocks: [ManualPage.Block]) -> ManualPage.Section {
    ManualPage.Section(string(title), blocks)
  }

  /// A chapter of the help as a section.
  func section(_ chapter: HelpBook.Chapter) -> ManualPage.Section {
    section(chapter.title, blocks(chapter))
  }

  /// The same without its title.
  func blocks(_ chapter: HelpBook.Chapter) -> [ManualPage.Block] {
    chapter.paragraphs.map(paragraph) + code(chapter.code)
      + chapter.entries.map { .entry(entry($0)) }
  }

  private func entry(_ entry: HelpBook.Entry) -> ManualPage.Entry {
    ManualPage.Entry(
      entry.term, aliases: entry.aliases,
      entry.paragraphs.map(paragraph) + code(entry.code))
  }

  private func code(_ text: String) -> [ManualPage.Block] { text.isEmpty ? [] : [.code(text)] }

  /// An entry of one phrase.
  func entry(_ term: String, _ phrase: Phrase) -> ManualPage.Block {
    .entry(ManualPage.Entry(term, [paragraph(phrase)]))
  }
}
