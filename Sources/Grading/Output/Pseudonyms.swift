import Lessons
import Shell
import System

/// Names that stand for students: the same one at each grading, and nobody's who has no key.
///
/// A pseudonym is the beginning of the SHA-256 of the key and of what tells the student from others,
/// so that a class list alone does not undo it. The key is made at first use and stays on the
/// teacher's machine, with the program's state.
struct Pseudonyms {
  private let key: String

  init(key: String) { self.key = key }

  /// With the key that is kept here; it is made where there is none yet.
  ///
  /// - Throws: `ShellError` where it can neither be read nor kept.
  init() throws(ShellError) {
    guard let path = StateFolder.file("pseudonyms") else {
      throw ShellError("no-place", "there is no place to keep the key of the pseudonyms")
    }
    if let known = try? File.read(path, limit: 200), known.count >= 32 {
      key = String(decoding: known, as: UTF8.self)
      return
    }
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    key = SHA256.hexadecimal(bytes)
    do throws(SystemError) {
      File.makeFolders(Path.parent(of: path))
      try File.replace(path, with: Array(key.utf8), permissions: 0o600)
    } catch {
      throw ShellError("unwritable-file", "\(path) cannot be written: \(error.message)")
    }
  }

  /// `S-4f9a21c7`
  func name(for person: Person) -> String {
    let key = person.student.map { _ in person.key } ?? StudentSeed.normal(person.key)
    let text = "underhood-pseudonym 1\n\(self.key)\n\(key.lowercased())"
    // Of 20,000 students two have the same ten digits once in 5000 classes.
    return "S-" + SHA256.hexadecimal(Array(text.utf8)).prefix(10)
  }
}

extension GradeBook {
  /// The same without names, identifiers, addresses and names of files.
  func anonymous(_ pseudonyms: Pseudonyms) -> GradeBook {
    var copy = self
    var files: [String: String] = [:]
    for row in people.indices {
      let name = pseudonyms.name(for: people[row])
      var student = people[row].student == nil ? nil : Student(name: name, identifier: name)
      student?.section = ""
      copy.people[row].name = name
      copy.people[row].student = student
      copy.people[row].key = name
      for (number, place) in people[row].handIns.enumerated() {
        copy.handIns[place].name = name
        let lesson = handIns[place].lesson?.id ?? "none"
        files[handIns[place].file] = "\(name)/\(lesson)" + (number > 0 ? "-\(number + 1)" : "")
      }
    }
    for place in handIns.indices where files[handIns[place].file] == nil {
      files[handIns[place].file] = "file-\(place + 1)"
      copy.handIns[place].name = nil
    }
    for place in handIns.indices {
      copy.handIns[place].file = files[handIns[place].file] ?? ""
      copy.handIns[place].remarks = handIns[place].remarks.map { remark in
        var remark = remark
        switch remark.subject {
        case .file: remark.text = remark.text.flatMap { files[$0] }
        case .name: remark.text = "..."
        case .words:
          if let text = remark.text, text.contains(handIns[place].file) {
            remark.text = text.replacing(handIns[place].file, with: copy.handIns[place].file)
          }
        }
        return remark
      }
    }
    copy.sortPeople()
    return copy
  }
}
