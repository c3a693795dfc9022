import Phrases
import Terminal

/// What `--help` shows: what the manual says of the program or of one subcommand, on a page.
package struct CommandLineHelp: Sendable {
  let line: CommandLineDescription
  let command: CommandLineDescription.Command
  private var isProgram: Bool { command.name == line.program.name }

  /// - Parameters:
  ///   - json: the description in the format of the parser of arguments.
  ///   - name: a subcommand, or the program.
  /// - Returns: nil of a subcommand that there is not, or that only the program starts.
  package init?(json: String, command name: String) {
    guard let line = CommandLineDescription(json: json),
      let command = ([line.program] + line.subcommands).first(where: { $0.name == name })
    else { return nil }
    self.line = line
    self.command = command
  }

  package func write(to page: inout Page) {
    let words = Wordings(translation: page.translation)
    page.paragraph(Phrase(key: command.abstract))
    for block in words.discussion(command.discussion) {
      page.blank()
      switch block {
      case .paragraph(let text): page.paragraph(text)
      case .code(let text): page.block(text, indent: 2, style: .code)
      default: break
      }
    }
    heading("Usage", on: &page)
    page.paragraph(StyledText(usage(words), .code), indent: 2)
    write(command.arguments.filter(\.isPositional), under: "Arguments", words, to: &page)
    if isProgram {
      heading("Subcommands", on: &page)
      let subcommands = line.subcommands.map { ($0.name, words.text(Phrase(key: $0.abstract))) }
      write(subcommands, to: &page)
    }
    write(command.arguments.filter { !$0.isPositional }, under: "Options", words, to: &page)
    if isProgram {
      page.blank()
      let example = StyledText("underhood help run", .command)
      page.paragraph("\(example) says what a subcommand takes, here run.")
    }
  }

  /// How it is typed.
  func usage(_ words: Wordings) -> String {
    isProgram
      ? words.string("\(command.name) [SUBCOMMAND]")
      : ManualPage.synopsis(of: command, in: line, words)
  }

  private func heading(_ title: Phrase, on page: inout Page) {
    page.blank()
    page.paragraph(title.styled(.heading))
  }

  private func write(
    _ arguments: [CommandLineDescription.Argument], under title: Phrase, _ words: Wordings,
    to page: inout Page
  ) {
    guard !arguments.isEmpty else { return }
    heading(title, on: &page)
    write(arguments.map { (words.term($0), ManualPage.about($0, words)) }, to: &page)
  }

  /// Terms, each with what is said of it; a long one stands on a line of its own.
  private func write(_ entries: [(term: String, text: StyledText)], to page: inout Page) {
    let longest = entries.map { TextWidth.columns(of: $0.term) }.max() ?? 0
    let width = min(longest, 26, max(page.capabilities.width / 2 - 4, 8))
    for (term, text) in entries {
      var marker = "  " + TextWidth.pad(StyledText(term, .command), to: width + 2, .left)
      if TextWidth.columns(of: term) > width {
        page.line("  " + StyledText(term, .command))
        marker = ""
      }
      page.paragraph(text, indent: width + 4, marker: marker)
    }
  }
}
