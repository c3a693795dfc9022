/// Whom a name, or a file, stands for.
enum RosterMatch: Equatable {
  /// The place in the list.
  case one(Int)
  /// The same, by a part of the name alone.
  case likely(Int)
  case several([Int])
  case nobody

  var index: Int? {
    switch self {
    case .one(let index), .likely(let index): index
    case .several, .nobody: nil
    }
  }
}

/// Finds students by what they say they are called.
struct RosterIndex {
  private let students: [Student]
  private let words: [[NameWord]]
  /// Identifiers, e-mail addresses and names to sign in with, in small letters.
  private var codes: [String: Set<Int>] = [:]

  init(_ roster: Roster) {
    students = roster.students
    words = students.map { NameWord.all(in: $0.name) }
    for (index, student) in students.enumerated() {
      for code in [student.identifier, student.email, student.login] where !code.isEmpty {
        codes[code.lowercased(), default: []].insert(index)
      }
    }
  }

  /// Finds whom a typed name means: by the whole name in any order, by an identifier, an address or a
  /// sign-in name that stands in it, by a part of the name if only one has it.
  func find(_ typed: String) -> RosterMatch {
    let given = NameWord.all(in: typed)
    let whole = words.indices.filter { Self.isSame(words[$0], given) }
    if whole.count == 1 { return .one(whole[0]) }
    let coded = typed.lowercased().split { $0.isWhitespace || ",;()[]<>".contains($0) }
      .reduce(into: Set<Int>()) { $0.formUnion(codes[String($1)] ?? []) }
    // Of two with one name the number tells which.
    let both = whole.isEmpty ? coded : coded.intersection(whole)
    if both.count == 1, let index = both.first { return .one(index) }
    if !whole.isEmpty { return .several(whole) }
    if !coded.isEmpty { return .several(coded.sorted()) }
    guard !given.isEmpty else { return .nobody }
    let likely = words.indices.filter { Self.isPart(given, of: words[$0]) }
    if likely.count == 1 { return .likely(likely[0]) }
    return likely.isEmpty ? .nobody : .several(likely)
  }

  /// Finds who handed in a file by its path: schools' systems name what they give out.
  func find(path: String) -> RosterMatch {
    let parts = path.split(separator: "/").map { String($0) }
    // Moodle: `Ada Lovelace_4711_assignsubmission_file_/first.txt` (mod/assign).
    for part in parts.reversed() {
      guard let mark = part.firstRange(of: "_assignsubmission_"),
        let underscore = part[..<mark.lowerBound].lastIndex(of: "_")
      else { continue }
      return find(String(part[..<underscore]))
    }
    // Canvas: `lovelaceada_4711_8123_first.txt`, with LATE behind the name where it was.
    guard let file = parts.last else { return .nobody }
    var pieces = file.split(separator: "_").map { String($0) }
    if pieces.count > 1, pieces[1] == "LATE" { pieces.remove(at: 1) }
    guard pieces.count >= 4, Int(pieces[1]) != nil, Int(pieces[2]) != nil else { return .nobody }
    let found = students.indices.filter { index in
      students[index].canvasID == pieces[1]
        || students[index].canvasID.isEmpty && NameWord(pieces[0]).isSame(as: joined(index))
    }
    if found.count == 1 { return .one(found[0]) }
    return found.isEmpty ? .nobody : .several(found)
  }

  /// The last name and the first, without anything between.
  private func joined(_ index: Int) -> NameWord {
    let student = students[index]
    return NameWord((student.lastName + student.firstName).filter { $0.isLetter || $0.isNumber })
  }

  private static func isSame(_ one: [NameWord], _ other: [NameWord]) -> Bool {
    guard !one.isEmpty, !other.isEmpty else { return false }
    if one.count == other.count { return covers(one, other) { $0.isSame(as: $1) } }
    // Not everybody puts a space between family name and given name, or inside of one.
    let joined = Self.joined(one)
    return joined == Self.joined(other) || joined == Self.joined(other.reversed())
      || Self.joined(one.reversed()) == Self.joined(other)
  }

  private static func joined(_ words: some Sequence<NameWord>) -> String {
    words.map(\.plain).joined()
  }

  /// Whether every word of a name is one of another's, an initial standing for a word; or the other
  /// way, of at least two words.
  private static func isPart(_ given: [NameWord], of listed: [NameWord]) -> Bool {
    if given.count <= listed.count {
      // Initials alone are nobody's name.
      return given.contains { $0.plain.count > 1 }
        && covers(given, listed) { $0.isSame(as: $1) || $0.isInitial(of: $1) }
    }
    return listed.count > 1 && covers(listed, given) { $0.isSame(as: $1) }
  }

  /// Whether every word of one has a word of its own in the other.
  private static func covers(
    _ words: [NameWord], _ others: [NameWord], _ fits: (NameWord, NameWord) -> Bool
  ) -> Bool {
    var rest = others
    // Whole words choose first.
    for word in words.sorted(by: { $0.plain.count > $1.plain.count }) {
      guard let place = rest.firstIndex(where: { fits(word, $0) }) else { return false }
      rest.remove(at: place)
    }
    return true
  }
}
