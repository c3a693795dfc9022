import Phrases
import Shell

extension ManualPage {
  /// underhood-commands(7): what is typed in the shell.
  static func commands(_ commands: CommandSet, _ words: Wordings) -> ManualPage {
    var sections = HelpBook.conversation(commands).map(words.section)
    sections += HelpBook.commands(commands).map(words.section)
    let subject = HelpBook.words.flatMap { chapter in
      [.heading(words.string(chapter.title))] + words.blocks(chapter)
    }
    sections.append(words.section("Words", subject))
    return ManualPage(
      name: "underhood-commands", number: 7,
      summary: words.string("the commands of Underhood's shell"),
      sections: sections)
  }

  /// underhood-model(5): the language that networks are written in.
  static func model(_ words: Wordings) -> ManualPage {
    let chapters =
      HelpBook.model + [
        HelpBook.settings, HelpBook.functions, HelpBook.optimizers, HelpBook.metrics,
        HelpBook.files,
      ]
    return ManualPage(
      name: "underhood-model", number: 5,
      summary: words.string("the language of Underhood's models"),
      sections: chapters.map(words.section))
  }
}
