/// One of a class list. What a list does not say is empty.
package struct Student: Sendable, Hashable {
  /// As people write it: `Ada Lovelace`.
  package var name = ""
  package var firstName = ""
  package var lastName = ""
  /// The school's number or code of the student.
  package var identifier = ""
  package var email = ""
  /// The name that the student signs in with.
  package var login = ""
  package var section = ""
  /// The number that Canvas has for the student.
  package var canvasID = ""
  /// The name as the list has it, where that is another order: `Lovelace, Ada`.
  package var listedName = ""

  package init() {}

  package init(name: String, identifier: String = "", email: String = "") {
    self.name = name
    self.identifier = identifier
    self.email = email
    complete()
  }

  /// What tells the student from others for good, for pseudonyms and names of files.
  package var key: String {
    [identifier, email, login, name].first { !$0.isEmpty } ?? ""
  }

  /// Fills in what follows from the rest: the parts of a name from the whole, and the other way.
  mutating func complete() {
    if listedName.isEmpty { listedName = name }
    if name.isEmpty {
      name = [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ")
      listedName = name
    }
    if firstName.isEmpty, lastName.isEmpty {
      let parts = name.split(separator: ",", maxSplits: 1).map { $0.trimmingBlanks }
      if parts.count == 2 {
        (lastName, firstName) = (parts[0], parts[1])
      } else {
        // Which of several names is which nobody can tell; most have one behind the others.
        let words = name.split(separator: " ")
        firstName = words.dropLast().joined(separator: " ")
        lastName = words.last.map { String($0) } ?? ""
        if firstName.isEmpty { (firstName, lastName) = (lastName, "") }
      }
    }
    if name.contains(",") { name = "\(firstName) \(lastName)" }
    if name.isEmpty { name = [identifier, email, login].first { !$0.isEmpty } ?? "" }
  }
}

extension StringProtocol {
  /// Without the blanks around it.
  var trimmingBlanks: String {
    var text = Substring(self)
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }
}
