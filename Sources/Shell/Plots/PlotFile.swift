import Arrays
import Charts
import JSON
import Terminal

/// `save plot loss loss.svg`.
struct PlotFile {
  /// The forms in which a picture can be saved, by the ending of the file's name.
  enum Form: String, CaseIterable {
    case svg, png, apng, csv
  }

  private static func form(of path: some StringProtocol) -> Form? {
    guard path.contains("."), let ending = path.split(separator: ".").last else { return nil }
    return Form(rawValue: ending.lowercased())
  }

  /// The command that saves a picture, of words behind `plot` among which a file's name stands, as
  /// in `plot loss > loss.png`; `nil` where there is none.
  static func request(in words: [String]) -> String? {
    guard let place = words.firstIndex(where: { form(of: $0) != nil }), place > 0 else {
      return nil
    }
    var words = words
    let file = words.remove(at: place)
    if [">", "to", "in", "as", "--out", "--output", "-o"].contains(words[place - 1].lowercased()) {
      words.remove(at: place - 1)
    }
    return (["save", "plot"] + words + [file]).joined(separator: " ")
  }

  /// Writes a picture to the file that the last word names.
  ///
  /// - Parameter request: everything after `save`, which begins with `plot`.
  static func write(_ request: SaveRequest, in session: Session) throws -> PlotSaved {
    var text = request.path
    let options = try PlotFileOptions(takingFrom: &text)
    let (rest, isForced) = SaveRequest.split(text)
    let (picture, path) = FileName.last(of: rest)
    let words = picture.split { $0 == " " || $0 == "\t" }.map(String.init)
    guard words.count >= 2 else {
      throw ShellError(
        "missing-argument", "which picture, and to which file?",
        hint: .verbatim("save plot loss loss.svg"))
    }
    guard let form = form(of: path) else {
      throw ShellError(
        "unknown-form", "a picture's file ends in .svg, .png, .apng or .csv, not '\(path)'",
        hint: .verbatim("save plot \(words[1]) \(words[1]).svg"))
    }
    let argument = CommandText.Argument(text: words[1...].joined(separator: " "), offset: 0)
    var chart = try Plot.chart(argument, in: session)
    if let title = options.title { chart.title = .verbatim(title) }
    let translation = session.context.translation
    let file = SaveRequest(path: path, replaces: request.replaces || isForced)
    switch form {
    case .svg:
      try file.write(
        chart.svg(
          width: options.width, height: options.height, theme: options.theme, translation))
    case .csv:
      try file.write { writer in
        var lines = 0
        try chart.csv { line in
          lines += 1
          if lines.isMultiple(of: 1 << 12) { try Interruption.check() }
          try writer.write(line)
        }
      }
    case .png:
      try file.write(
        bytes: chart.png(
          width: options.width, height: options.height, theme: options.theme ?? .light, translation
        ))
    case .apng: try file.write(bytes: try film(of: argument, still: chart, in: session))
    }
    return PlotSaved(path: path, title: chart.title)
  }

  /// A picture that moves: what its plot makes of it, or else the picture through the epochs.
  private static func film(
    of argument: CommandText.Argument, still: any Chart, in session: Session
  ) throws -> [UInt8] {
    var film = Film(still: still, session.context.translation)
    if let (word, rest) = argument.firstWord,
      let own = Plot.all.first(where: { $0.name == word })?.film
    {
      try own(session, rest) { film.add($0) }
      return film.file
    }
    guard session.run.finishedEpochs > 0 else { throw Views.nothingTrained }
    try session.walkEpochs(atMost: 60) { session, _, isLast in
      // What there is not yet at an epoch's end, it has later.
      guard let chart = try? Plot.chart(argument, in: session) else { return }
      film.add(FilmFrame(chart, time: isLast ? 250 : 10))
    }
    return film.file
  }
}

/// A picture that was saved.
struct PlotSaved: CommandResult {
  var path: String
  var title: Phrase

  var json: JSONValue {
    .object([
      ("type", .string("saved")), ("file", .string(path)), ("title", .string(title.english)),
    ])
  }

  func journalText(for command: String, in session: Session) -> String? { nil }

  func write(to page: inout Page) {
    page.paragraph("\(title): saved as \(StyledText(path, .strong)).")
  }
}
