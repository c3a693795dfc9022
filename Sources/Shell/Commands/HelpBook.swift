import Equations
import Networks
import Terminal

/// All that `help` says, chapter by chapter: for what shows it as a whole.
package enum HelpBook {
  package struct Chapter: Sendable {
    package var title: Phrase
    package var paragraphs: [Phrase] = []
    package var code = ""
    package var entries: [Entry] = []
  }

  /// What is said of one thing with a name.
  package struct Entry: Sendable {
    /// How it is written: `step [N]`, `sum(x, axis=None)`.
    package var term: String
    package var paragraphs: [Phrase]
    /// Its other names.
    package var aliases: [String] = []
    /// An example, or the equations that it stands for.
    package var code = ""
  }

  /// What holds for every command, and the keys.
  package static func conversation(_ commands: CommandSet) -> [Chapter] {
    [
      Chapter(title: "Description", paragraphs: HelpReport.overview(commands).paragraphs),
      Chapter(title: "Keys", paragraphs: HelpReport.keys.paragraphs),
    ]
  }

  /// A chapter for each group of commands.
  package static func commands(_ commands: CommandSet) -> [Chapter] {
    Command.Group.allCases.map { group in
      Chapter(
        title: Phrase(key: group.rawValue),
        entries: commands.all.filter { $0.group == group }.map { entry(HelpReport.page(of: $0)) })
    }
  }

  /// How a model is written.
  package static var model: [Chapter] {
    [chapter("Description", HelpReport.model), chapter("Phases", HelpReport.phases)]
  }

  /// The settings that mean something to the program.
  package static var settings: Chapter {
    Chapter(
      title: "Settings",
      entries: HelpReport.settings.map { names, report in
        Entry(
          term: names[0], paragraphs: report.paragraphs, aliases: Array(names.dropFirst()),
          code: report.code)
      })
  }

  package static var functions: Chapter {
    Chapter(
      title: "Functions", paragraphs: HelpReport.functions.paragraphs,
      entries: FunctionTable.standard.functions.map { entry(HelpReport.page(of: $0)) })
  }

  package static var optimizers: Chapter {
    Chapter(
      title: "Optimizers", paragraphs: HelpReport.optimizers.paragraphs,
      entries: Optimizer.all.map { entry(HelpReport.page(of: $0)) })
  }

  package static var metrics: Chapter { chapter("Metrics", HelpReport.metrics) }

  package static var files: Chapter { chapter("Data files", HelpReport.files) }

  /// The words of the subject, part by part.
  package static var words: [Chapter] {
    Glossary.parts.map { part in
      Chapter(
        title: part.title,
        entries: part.words.map { word in
          Entry(
            term: word.name, paragraphs: [word.text, HelpReport.place(of: word)],
            code: word.example)
        })
    }
  }

  private static func chapter(_ title: Phrase, _ report: HelpReport) -> Chapter {
    Chapter(
      title: title, paragraphs: report.paragraphs, code: report.code,
      entries: report.sections.flatMap(\.entries).map {
        Entry(term: $0.term, paragraphs: [$0.text])
      })
  }

  /// A page whose code begins with how the thing is written.
  private static func entry(_ report: HelpReport) -> Entry {
    let lines = report.code.split(separator: "\n", omittingEmptySubsequences: false)
    return Entry(
      term: lines.first.map(String.init) ?? report.topic, paragraphs: report.paragraphs,
      aliases: report.aliases,
      code: lines.dropFirst().drop { $0.isEmpty }.joined(separator: "\n"))
  }
}
