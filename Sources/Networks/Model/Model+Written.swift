import Equations

extension Model {
  /// The model as its author wrote it, comments and all, with what has been changed since in its
  /// place. It reads back as the same model.
  public var writtenText: String {
    guard let source = source.text, let sections = try? ModelReader.layout(of: source) else {
      return text
    }
    var missing =
      (settings.isEmpty ? [] : [ModelReader.settingsName])
      + Phase.allCases.filter { self.sections[$0] != nil }.map(\.rawValue)
    var result: [String] = []
    for section in sections {
      result += section.before
      missing.removeAll { $0 == section.name }
      result += section.written(lines(of: section.name))
    }
    for name in missing {
      result.append("\(name):")
      result += lines(of: name).map { "  \($0.statement.text)" }
    }
    let whole = result.joined(separator: "\n")
    return whole.hasSuffix("\n") || whole.isEmpty ? whole : whole + "\n"
  }

  private func lines(of section: String) -> [ModelLine] {
    section == ModelReader.settingsName ? settings : Phase(rawValue: section).map { self[$0] } ?? []
  }
}

/// The text that a model was read from; models that say the same are equal, however they say it.
public struct ModelSource: Sendable, Equatable {
  public var text: String?

  public init(_ text: String? = nil) { self.text = text }

  public static func == (left: ModelSource, right: ModelSource) -> Bool { true }
}

/// A section as it stands in a model's text.
struct SectionLayout {
  var name: String
  /// The lines before its header that belong to no section.
  var before: [String]
  var header: String
  /// The lines below the header; the first is line `first` of the text, counted from 1.
  var body: [String]
  var first: Int
  /// Statements, with the lines that each takes.
  var statements: [(line: ModelLine, lines: ClosedRange<Int>)]

  /// The section with other statements, each on the line where the one stood whose place it has
  /// taken.
  func written(_ now: [ModelLine]) -> [String] {
    // A new one follows the one that it stands behind.
    var following: [Int: [ModelLine]] = [:]
    var place = 0
    for line in now {
      if statements.contains(where: { $0.line.line == line.line }) {
        place = line.line
      } else {
        following[place, default: []].append(line)
      }
    }
    func fresh(after line: Int) -> [String] {
      (following[line] ?? []).map { "  \($0.statement.text)" }
    }
    var result = [header] + fresh(after: 0)
    var number = first
    while number < first + body.count {
      let here = statements.filter { $0.line.line == number }
      guard let last = here.map(\.lines.upperBound).max() else {
        result.append(body[number - first])
        number += 1
        continue
      }
      let lines = Array(body[(number - first)...min(last - first, body.count - 1)])
      let kept = now.filter { $0.line == number }
      if kept.map(\.statement) == here.map(\.line.statement) {
        result += lines
      } else {
        let indent = String(lines[0].prefix { $0 == " " || $0 == "\t" })
        let comment = lines[lines.count - 1].firstIndex(of: "#").map {
          "  " + lines[lines.count - 1][$0...]
        }
        for (index, line) in kept.enumerated() {
          result.append(indent + line.statement.text + (index == 0 ? comment ?? "" : ""))
        }
      }
      result += fresh(after: number)
      number = last + 1
    }
    return result
  }
}

extension ModelReader {
  /// The sections of a model's text, with everything between its equations.
  ///
  /// - Throws: `ModelError` of a text that is no model.
  static func layout(of text: String) throws(ModelError) -> [SectionLayout] {
    var reader = ModelReader(text)
    var sections: [SectionLayout] = []
    var next = 1
    while let section = try reader.nextSection() {
      let before = reader.text(of: next..<section.headerLine)
      next = section.headerLine + 1 + section.lines.count
      sections.append(
        SectionLayout(
          name: section.name, before: before,
          header: reader.text(of: section.headerLine..<section.headerLine + 1).joined(),
          body: section.lines.map(String.init), first: section.headerLine + 1,
          statements: try reader.placedStatements(of: section)))
    }
    return sections
  }
}
