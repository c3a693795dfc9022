import Charts
import Terminal

/// How a picture's file is to look: `--title "The answer" --size 800x500 --dark`.
struct PlotFileOptions: Equatable {
  var title: String?
  var width = 640
  var height = 400
  /// `nil` for light, and in a drawing dark where the reader's system is.
  var theme: ChartTheme?

  /// The widest and highest that a picture may be.
  private static let most = 4000

  /// Takes the options out of a text, before a file's name or behind it.
  ///
  /// - Parameter text: a picture and a file's name; afterwards without its options.
  /// - Throws: `ShellError` of a title or a size that is missing or cannot be.
  init(takingFrom text: inout String) throws(ShellError) {
    var rest = text[...]
    // What has not been looked at; what is kept keeps its quotation marks.
    var before = rest
    var kept: [String] = []
    while let word = Self.word(&rest) {
      switch word {
      case "--dark": theme = .dark
      case "--light": theme = .light
      case "--title":
        guard let title = Self.word(&rest), !title.isEmpty else {
          throw ShellError(
            "missing-argument", "--title is followed by a title between quotes",
            hint: .verbatim("save plot loss --title \"My loss\" loss.svg"))
        }
        self.title = title
      case "--size":
        guard let size = Self.word(&rest).flatMap(Self.size) else {
          throw ShellError(
            "bad-count",
            "--size is followed by a width and a height in pixels, from 160x120 to \(Self.most)x\(Self.most)",
            hint: .verbatim("save plot loss --size 800x500 loss.svg"))
        }
        (width, height) = size
      default: kept.append(String(before[..<rest.startIndex]).trimmed)
      }
      before = rest
    }
    text = kept.joined(separator: " ")
  }

  /// The next word, or what stands between quotes.
  private static func word(_ rest: inout Substring) -> String? {
    rest = rest.drop { $0 == " " || $0 == "\t" }
    guard let first = rest.first else { return nil }
    if first == "\"" || first == "'", let end = rest.dropFirst().firstIndex(of: first) {
      defer { rest = rest[rest.index(after: end)...] }
      return String(rest[rest.index(after: rest.startIndex)..<end])
    }
    let word = rest.prefix { $0 != " " && $0 != "\t" }
    rest = rest[word.endIndex...]
    return String(word)
  }

  private static func size(_ text: String) -> (Int, Int)? {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      (160...most).contains(width), (120...most).contains(height)
    else { return nil }
    return (width, height)
  }
}
