import JSON
import Pages
import Phrases
import Shell
import System
import Terminal

/// The program's manual: what `help` says, what the command line takes and how lessons are written,
/// as man pages and as one web page.
package struct ProgramManual: Sendable {
  /// A file of it, and what stands in it.
  package struct ManualFile: Sendable {
    /// Within the manual's folder: `man1/underhood.1`.
    package var path: String
    package var about: Phrase
    package var text: String
  }

  package let pages: [ManualPage]
  private let translation: Translation?

  /// - Parameters:
  ///   - commandLine: the description that the parser of arguments gives, in JSON.
  ///   - commands: those that the program has.
  ///   - lessons: the folder of the lessons, in which AUTHORING.md is.
  /// - Throws: `ShellError` where that cannot be read.
  package init(
    commandLine: String, commands: CommandSet, lessons: String?, translation: Translation?
  ) throws(ShellError) {
    guard let lessons else {
      throw ShellError(
        "no-lessons", "the lessons are not found, and how they are written is a part of the manual",
        hint: .verbatim("underhood manual FOLDER --lessons FOLDER"))
    }
    let authoring = try TextFile.readBytes(lessons + "/AUTHORING.md")
    let words = Wordings(translation: translation)
    let program = CommandLineDescription(json: commandLine).map { ManualPage.program($0, words) }
    let pages =
      [program].compactMap(\.self) + [
        .commands(commands, words), .model(words), .lesson(authoring, words),
        .machine(words),
      ]
    self.pages = pages.map { page in
      // Where to go on reading.
      let others = pages.map(\.reference).filter { $0 != page.reference }
      var page = page
      page.sections.append(
        words.section("See also", [.paragraph(StyledText(others.joined(separator: ", ")))]))
      return page
    }
    self.translation = translation
  }

  /// The files, but for what others make.
  package var files: [ManualFile] {
    let version = "Underhood \(Session.version)"
    var files = pages.map { page in
      ManualFile(
        path: "man\(page.number)/\(page.name).\(page.number)",
        about: page.number == 1 ? "the program and its options" : .verbatim(page.summary),
        text: Roff.page(
          page, version: version, date: Session.versionDate, manual: version))
    }
    let contents = ("Contents" as Phrase).text(translation).string
    var web = ManualWeb(
      pages, language: translation?.language ?? "en", contentsTitle: contents)
    files.append(
      ManualFile(
        path: "underhood.html", about: "all of the manual as one web page",
        text: web.document(version: version, digest: SessionPage.digest)))
    return files
  }
}

extension ProgramManual.ManualFile {
  package init(completionsFor shell: String, path: String, text: String) {
    self.init(path: "completions/" + path, about: "for Tab in \(shell)", text: text)
  }
}

/// What `underhood manual` says.
package struct ManualReport: Sendable {
  private let files: [ProgramManual.ManualFile]
  private let folder: String?

  /// - Parameter folder: where the files are now; nil if they are only told of.
  package init(_ files: [ProgramManual.ManualFile], writtenTo folder: String?) {
    self.files = files
    self.folder = folder
  }

  /// Writes the files, each in the place of an older one.
  ///
  /// - Throws: `ShellError` where one cannot be written.
  package static func write(
    _ files: [ProgramManual.ManualFile], to folder: String
  ) throws(ShellError) -> ManualReport {
    var folder = folder
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    for file in files {
      let path = "\(folder)/\(file.path)"
      File.makeFolders(Path.parent(of: path), permissions: 0o777)
      try TextFile.write(file.text, to: path, replacesExisting: true)
    }
    return ManualReport(files, writtenTo: folder)
  }
}

extension ManualReport: CommandResult {
  package var json: JSONValue { .strings(files.map(\.path)) }

  package func write(to page: inout Page) {
    if let folder {
      page.paragraph("\(folder) has the manual now:")
    } else {
      page.paragraph("underhood manual FOLDER writes the manual into a folder:")
    }
    let width = files.map(\.path.count).max() ?? 0
    for file in files {
      let marker = "  " + TextWidth.pad(StyledText(file.path, .command), to: width + 2, .left)
      page.paragraph(file.about, indent: width + 4, marker: marker)
    }
    let place = folder ?? "FOLDER"
    let command = StyledText("man -M \(FileName.quoted(place)) underhood", .command)
    page.paragraph("\(command) shows it as it is.")
  }
}
