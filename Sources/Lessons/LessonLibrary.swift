import System

/// A directory of lessons.
///
///     let library = LessonLibrary(directory: "lessons")
///     for entry in library.list().entries { print(entry.number, entry.title) }
///     if case .found(let entry) = library.find("first") { let reading = library.read(entry) }
///
/// Making one touches no file. A listing reads each file's front matter and no more; the text of a
/// lesson is read when it is opened.
public struct LessonLibrary: Sendable {
  /// The directory's path.
  public let directory: String
  /// The language that lessons are wanted in, a tag such as `de`: where `directory/de` has a lesson
  /// with the same id, it stands for the original.
  public let language: String?
  public let reader: LessonReader

  public init(
    directory: String, language: String? = nil, limits: LessonLimits = LessonLimits()
  ) {
    self.directory = directory
    self.language = language
    self.reader = LessonReader(limits: limits)
  }

  /// A lesson of the listing.
  public struct Entry: Sendable, Hashable {
    public var path: String
    public var frontMatter: FrontMatter

    public var id: String { frontMatter.id }
    public var title: String { frontMatter.title }
    public var number: Int { frontMatter.number }

    public init(path: String, frontMatter: FrontMatter) {
      self.path = path
      self.frontMatter = frontMatter
    }
  }

  /// The lessons of the directory and what is wrong with their front matter.
  public struct Listing: Sendable, Hashable {
    /// By number; of two with one number or one id, the first by file name alone is listed.
    public var entries: [Entry]
    public var faults: [LessonFault]

    public init(entries: [Entry], faults: [LessonFault]) {
      self.entries = entries
      self.faults = faults
    }
  }

  /// Reads the front matter of every lesson.
  ///
  /// Lessons are the files whose names begin with a-z or a digit and end in `.md`. README.md,
  /// AUTHORING.md and the like are for people.
  public func list() -> Listing {
    var listing = listOriginals()
    guard let language, Self.isLanguage(language) else { return listing }
    let translated = translations(into: language).list()
    listing.faults += translated.faults.filter { fault in
      // Where there is no folder there is nothing wrong.
      if case .unreadable = fault.kind, fault.path == path(of: language) { false } else { true }
    }
    for entry in translated.entries {
      guard let index = listing.entries.firstIndex(where: { $0.id == entry.id }) else { continue }
      listing.entries[index] = entry
    }
    return listing
  }

  /// The lessons of the directory that are translated into a language.
  public func translations(into language: String) -> LessonLibrary {
    LessonLibrary(directory: path(of: language), limits: reader.limits)
  }

  /// The languages that the directory has a folder for, sorted.
  public var languages: [String] {
    let names = (try? File.names(in: directory)) ?? []
    return names.filter { name in
      Self.isLanguage(name) && (try? File.names(in: path(of: name))) != nil
    }.sorted()
  }

  /// A lesson in every language there is, the original first.
  public func versions(of id: String) -> [Entry] {
    let libraries =
      [LessonLibrary(directory: directory, limits: reader.limits)]
      + languages.map(translations(into:))
    return libraries.compactMap { $0.list().entries.first { $0.id == id } }
  }

  /// Whether a text has the form of a language's tag: `de`, `pt-BR`.
  public static func isLanguage(_ text: String) -> Bool { FieldReader.isLanguageTag(text) }

  private func listOriginals() -> Listing {
    var faults: [LessonFault] = []
    var names: [String]
    do {
      names = try File.names(in: directory).filter(Self.isLessonName).sorted()
    } catch {
      return Listing(entries: [], faults: [fault(directory, .unreadable(errorCode: error.code))])
    }
    if names.count > reader.limits.files {
      faults.append(fault(directory, .limitExceeded(.files, limit: reader.limits.files)))
      names.removeLast(names.count - reader.limits.files)
    }
    var entries: [Entry] = []
    var idPaths: [String: String] = [:]
    var numberPaths: [Int: String] = [:]
    for name in names {
      let path = path(of: name)
      let (frontMatter, found) = readFrontMatter(path)
      faults += found
      guard let frontMatter else { continue }
      if let other = idPaths[frontMatter.id] {
        faults.append(fault(path, .lessonIDTaken(id: frontMatter.id, byPath: other)))
        continue
      }
      if let other = numberPaths[frontMatter.number] {
        faults.append(fault(path, .lessonNumberTaken(number: frontMatter.number, byPath: other)))
        continue
      }
      idPaths[frontMatter.id] = path
      numberPaths[frontMatter.number] = path
      let expected = Self.fileName(frontMatter)
      if name != expected { faults.append(fault(path, .fileNameMismatch(expected: expected))) }
      entries.append(Entry(path: path, frontMatter: frontMatter))
    }
    entries.sort { $0.number < $1.number }
    return Listing(entries: entries, faults: faults)
  }

  /// What `lesson NAME` means.
  public enum Search: Sendable, Hashable {
    case found(Entry)
    /// Several ids begin so.
    case ambiguous([Entry])
    /// None does; all there are, to suggest from.
    case notFound(all: [Entry])
  }

  /// The lesson with an id, with a number, or whose id alone begins so.
  public func find(_ name: String) -> Search { Self.find(name, in: list().entries) }

  /// The same among lessons listed before.
  public static func find(_ name: String, in entries: [Entry]) -> Search {
    if let exact = entries.first(where: { $0.id == name }) { return .found(exact) }
    // Ids begin with a letter, so a number cannot be an id's beginning.
    if let number = Int(name), let numbered = entries.first(where: { $0.number == number }) {
      return .found(numbered)
    }
    let matches = name.isEmpty ? [] : entries.filter { $0.id.hasPrefix(name) }
    if matches.count == 1 { return .found(matches[0]) }
    return matches.isEmpty ? .notFound(all: entries) : .ambiguous(matches)
  }

  /// Reads a lesson of the listing.
  public func read(_ entry: Entry) -> LessonReading { reader.read(path: entry.path) }

  /// What a lesson's file is called: `01-first-forward-pass.md`.
  public static func fileName(_ frontMatter: FrontMatter) -> String {
    (frontMatter.number < 10 ? "0" : "") + "\(frontMatter.number)-\(frontMatter.id).md"
  }

  private static func isLessonName(_ name: String) -> Bool {
    guard name.hasSuffix(".md"), let first = name.utf8.first else { return false }
    // A name is shown beside every fault, so it too may hold nothing that a terminal obeys.
    guard name.unicodeScalars.allSatisfy({ SourceText.fault(of: $0) == nil }) else { return false }
    return UInt8(ascii: "a")...UInt8(ascii: "z") ~= first
      || UInt8(ascii: "0")...UInt8(ascii: "9") ~= first
  }

  private func path(of name: String) -> String { Self.path(of: name, in: directory) }

  /// The path of something in a directory.
  public static func path(of name: String, in directory: String) -> String {
    directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }

  private func readFrontMatter(_ path: String) -> (FrontMatter?, [LessonFault]) {
    do {
      let head = try File.read(path, limit: reader.limits.frontMatterBytes)
      let (frontMatter, faults) = reader.readFrontMatter(head, path: path)
      return (frontMatter, faults)
    } catch {
      return (nil, [fault(path, LessonFault.Kind(error))])
    }
  }

  private func fault(_ path: String, _ kind: LessonFault.Kind) -> LessonFault {
    LessonFault(path: path, position: SourcePosition(line: 1, column: 1), kind: kind)
  }
}

extension LessonReader {
  /// Reads a lesson's file.
  public func read(path: String) -> LessonReading {
    do {
      // One byte more than may be, to see that there is more.
      return read(try File.read(path, limit: limits.fileBytes + 1), path: path)
    } catch {
      let top = SourcePosition(line: 1, column: 1)
      return LessonReading(
        lesson: nil, faults: [LessonFault(path: path, position: top, kind: LessonFault.Kind(error))]
      )
    }
  }
}
