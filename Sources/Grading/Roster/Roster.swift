import Lessons
import Shell
import System

/// A class list, as schools' systems write it: the participants of a Moodle course, a gradebook of
/// Canvas, a roster of Gradescope, or a table of one's own.
package struct Roster: Sendable {
  package private(set) var students: [Student] = []

  package init(_ students: [Student]) { self.students = students }

  /// Reads a file, in whatever encoding and with whatever separator it is.
  ///
  /// - Throws: `ShellError` where it cannot be read or names no students.
  package init(path: String) throws(ShellError) {
    let bytes = try TextFile.readBytes(path, limit: Self.largestFile)
    try self.init(text: TextDecoding.text(bytes), path: path)
  }

  init(text: String, path: String) throws(ShellError) {
    let rows = SeparatedText(text).rows.map { $0.map { HandIn.oneLine($0) } }
    guard let first = rows.first else { throw Self.empty(path) }
    let columns: [RosterColumn?]
    var body = rows[...]
    if RosterColumn.isHeading(first) {
      columns = RosterColumn.named(in: first)
      body.removeFirst()
    } else {
      columns = RosterColumn.guessed(from: rows)
    }
    guard columns.contains(where: { $0?.tellsStudentsApart ?? false }) else {
      throw ShellError(
        "no-students", "\(path) has no column of names, identifiers or e-mail addresses",
        hint: .verbatim("name,identifier,email"))
    }
    guard body.count <= Self.most else {
      throw ShellError("too-many-students", "\(path) has more than \(Self.most) students")
    }
    for row in body where !Self.isNoStudent(row) { add(Self.student(row, columns)) }
    guard !students.isEmpty else { throw Self.empty(path) }
  }

  private static let largestFile = 8 << 20
  private static let most = 20_000

  private static func empty(_ path: String) -> ShellError {
    ShellError("no-students", "\(path) has no students in it")
  }

  /// What a gradebook of Canvas has below its heading: points, and which columns are muted.
  private static func isNoStudent(_ row: [String]) -> Bool {
    guard let first = row.first else { return true }
    return first == "Points Possible"
      || first.isEmpty && row.contains { $0 == "Manual Posting" || $0 == "Muted" }
      || first == "Student, Test"
  }

  private static func student(_ row: [String], _ columns: [RosterColumn?]) -> Student {
    var student = Student()
    for (cell, column) in zip(row, columns) where !cell.isEmpty {
      switch column {
      case .name: student.name = cell
      case .firstName: student.firstName = cell
      case .lastName: student.lastName = cell
      case .identifier: student.identifier = cell
      case .email: student.email = cell
      case .login: student.login = cell
      case .section: student.section = cell
      case .canvasID: student.canvasID = cell
      case nil: break
      }
    }
    student.complete()
    return student
  }

  /// Who is in two sections stands in two rows.
  private mutating func add(_ student: Student) {
    guard !student.key.isEmpty else { return }
    let same = students.firstIndex { other in
      other.key.lowercased() == student.key.lowercased() && other.name == student.name
    }
    guard let same else { return students.append(student) }
    if !student.section.isEmpty, students[same].section != student.section {
      students[same].section += ", " + student.section
    }
  }
}

/// What a column of a class list is about.
enum RosterColumn: Hashable {
  case name, firstName, lastName, identifier, email, login, section, canvasID

  /// Whether a list with this column alone has its students.
  var tellsStudentsApart: Bool {
    switch self {
    case .name, .lastName, .identifier, .email, .login: true
    case .firstName, .section, .canvasID: false
    }
  }

  /// The words in headings, small letters and digits alone, in the languages that we know lists of:
  /// exports of Moodle, Canvas, Gradescope, HISinOne and Untis, and what people write.
  private static let words: [RosterColumn: Set<String>] = [
    .name: [
      "name", "fullname", "student", "studentname", "students", "vollständigername", "namen",
      "studierende", "studierender", "schüler", "schülerin", "nomcomplet", "nombrecompleto",
    ],
    .firstName: [
      "firstname", "vorname", "givenname", "preferredfirstname", "preferredname", "vornamen",
      "prénom", "nombre", "first",
    ],
    .lastName: [
      "lastname", "surname", "nachname", "familienname", "familyname", "zuname", "nom", "apellidos",
      "last",
    ],
    .identifier: [
      "id", "idnumber", "studentid", "studentnumber", "sid", "sisuserid", "sisid", "identifier",
      "number", "matrikelnummer", "matrikelnr", "matrnr", "matrikel", "mtknr", "idnummer", "nummer",
      "kennung", "registrationnumber", "numéro", "studentidnumber", "universityid",
    ],
    .email: [
      "email", "emailaddress", "mail", "mailaddress", "emailadresse", "mailadresse", "adressemail",
      "correo", "correoelectrónico", "studentemail",
    ],
    .login: [
      "username", "sisloginid", "login", "loginid", "userid", "benutzername", "anmeldename",
      "benutzerkennung", "user", "netid",
    ],
    .section: [
      "section", "sections", "group", "groups", "gruppe", "gruppen", "class", "klasse", "kurs",
      "course",
    ],
  ]

  private static func plain(_ title: String) -> String {
    title.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  private static func named(_ title: String) -> RosterColumn? {
    let word = plain(title)
    return words.first { $0.value.contains(word) }?.key
  }

  /// Whether a row names columns and no student.
  static func isHeading(_ row: [String]) -> Bool {
    !row.contains { $0.contains("@") } && row.contains { named($0) != nil }
  }

  /// What the columns are about; of several for the same the first.
  static func named(in heading: [String]) -> [RosterColumn?] {
    let words = heading.map(plain)
    var known: Set<RosterColumn> = []
    return words.map { word in
      var column = named(word)
      // In a gradebook of Canvas its own number stands before the school's.
      if word == "id", words.contains("sisuserid") { column = .canvasID }
      guard let column, known.insert(column).inserted else { return nil }
      return column
    }
  }

  /// What the columns of a list without a heading are about, by what stands in them.
  static func guessed(from rows: [[String]]) -> [RosterColumn?] {
    let count = rows.map(\.count).max() ?? 0
    var columns: [RosterColumn?] = (0..<count).map { place in
      let cells = rows.compactMap { $0.indices.contains(place) ? $0[place] : nil }
        .filter { !$0.isEmpty }
      func most(_ isSo: (String) -> Bool) -> Bool { cells.count(where: isSo) * 2 > cells.count }
      if most({ $0.contains("@") }) { return .email }
      if most({ $0.contains(where: \.isNumber) && !$0.contains(" ") }) { return .identifier }
      return most { $0.contains(where: \.isLetter) } ? .name : nil
    }
    var known: Set<RosterColumn> = []
    for place in columns.indices {
      guard let column = columns[place] else { continue }
      if !known.insert(column).inserted { columns[place] = nil }
    }
    // Two columns of words are the two parts of a name, the last one first as in most lists.
    let names = rows.first.map { row in
      row.indices.filter { place in
        row[place].contains(where: \.isLetter) && !row[place].contains { $0 == "@" || $0.isNumber }
      }
    }
    if let names, names.count == 2,
      !rows.contains(where: { row in
        names.contains {
          row.indices.contains($0) && row[$0].contains(" ") && row[$0].contains(",")
        }
      })
    {
      columns[names[0]] = .lastName
      columns[names[1]] = .firstName
    }
    return columns
  }
}
