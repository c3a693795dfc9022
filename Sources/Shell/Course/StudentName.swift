import Lessons

/// The name that a student goes by.
package enum StudentName {
  package static let longest = 100

  /// Without quotation marks around it.
  static func unquoted(_ text: String) -> String {
    guard text.count > 1, let first = text.first, let last = text.last,
      ["\"\"", "''", "“”"].contains("\(first)\(last)")
    else { return text }
    return String(text.dropFirst().dropLast())
  }

  /// The name as it is kept: on one line, without blanks at its ends.
  ///
  /// - Throws: `ShellError` if nothing is left of it, or it is too long.
  static func checked(_ text: String) throws(ShellError) -> String {
    let name = HandIn.oneLine(text).trimmed
    guard !name.isEmpty else { throw .missingName }
    guard name.count <= longest else {
      throw ShellError("name-too-long", Wording.nameTooLong(limit: longest))
    }
    return name
  }
}

extension Session {
  /// Reads what earlier sessions of this student left, and keeps this one's there too.
  package mutating func recall() {
    StateFolder.tidy()
    recallProgress(StateFolder.file("progress"))
    recallStudent(StateFolder.file("student"))
    context.journalFolder = JournalFolder.standard()?.path
  }

  /// Takes a name for the student's, and keeps it for later sessions.
  ///
  /// - Throws: `ShellError` of what is no name.
  package mutating func introduce(_ text: String) throws(ShellError) {
    let name = try StudentName.checked(text)
    guard name != student else { return }
    student = name
    guard let path = context.studentPath, !isReplaying else { return }
    // A name that cannot be kept is asked for again.
    try? StateFile.write(name + "\n", to: path)
  }

  /// Reads the name that was given in an earlier session, and keeps later ones there.
  ///
  /// - Parameter path: the file; `nil` where there is no place for one.
  mutating func recallStudent(_ path: String?) {
    context.studentPath = path
    guard let path else { return }
    if let student {
      try? StateFile.write(student + "\n", to: path)
      return
    }
    guard let text = try? StateFile.read(path),
      let name = try? StudentName.checked(text)
    else { return }
    student = name
  }
}
