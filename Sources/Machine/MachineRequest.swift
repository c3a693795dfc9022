import JSON

/// What another program asks for: a line of JSON.
package struct MachineRequest: Sendable {
  /// What is asked, with what it is asked of.
  enum Kind: Sendable {
    /// Who is there, and where does the session stand?
    case hello
    /// Perform a line, or a block of them.
    case execute(String, Forms)
    /// What may stand at the cursor?
    case complete(Place)
    /// What is the word at the cursor?
    case inspect(Place, width: Int)
    /// Is a block complete, or does more follow?
    case isComplete(String)
    /// The picture that `plot` would draw.
    case picture(String, width: Int, height: Int)
    /// Stop what was asked before.
    case interrupt
  }

  /// How the outcome of a command is wanted, besides as JSON.
  struct Forms: Sendable {
    /// As a person is shown it, so many columns wide; `nil` if it is not wanted.
    var textWidth: Int?
    /// Pictures as SVG.
    var svg = false
    /// What can be set as mathematics, as HTML.
    var html = false
  }

  /// A place in a text, between two characters.
  struct Place: Sendable {
    var code: String
    /// In Unicode's scalar values, which is what Python counts.
    var cursor: Int
  }

  /// A number or a text, given back with every message about the request.
  var id: JSONValue
  var kind: Kind

  /// The name of the request.
  var name: String { Self.name(of: kind) }

  static func name(of kind: Kind) -> String {
    switch kind {
    case .hello: "hello"
    case .execute: "execute"
    case .complete: "complete"
    case .inspect: "inspect"
    case .isComplete: "is-complete"
    case .picture: "picture"
    case .interrupt: "interrupt"
    }
  }

  static let names = [
    "hello", "execute", "complete", "inspect", "is-complete", "picture", "interrupt",
  ]
}

/// Why a line is no request.
package struct MachineFault: Error, Equatable {
  /// The line's id, where it has one.
  var id: JSONValue = .null
  /// The request that it names, where it does.
  var request: String?
  /// Stays the same when the words change.
  var code: String
  var message: String
  var hint: String?
}

// MARK: - Reading one

extension MachineRequest {
  /// The most bytes that a line may have.
  static let longestLine = 4 << 20
  static let longestID = 200

  /// - Throws: `MachineFault`.
  package init(_ line: String) throws(MachineFault) {
    guard let json = JSONReader.value(line) else {
      throw MachineFault(
        code: "not-json", message: "the line is not JSON",
        hint: #"{"id":1,"type":"execute","code":"step"}"#)
    }
    guard case .object(let members) = json else {
      throw MachineFault(code: "not-an-object", message: "a request is a JSON object")
    }
    var reader = MemberReader(members: members)
    id = try reader.takeID()
    reader.id = id
    let type = try reader.text("type")
    guard Self.names.contains(type) else {
      throw MachineFault(
        id: id, code: "unknown-request", message: "there is no request '\(type.prefix(100))'",
        hint: "one of " + Self.names.joined(separator: ", "))
    }
    reader.request = type
    kind = try Self.kind(type, &reader)
    try reader.finish()
  }

  private static func kind(
    _ type: String, _ reader: inout MemberReader
  ) throws(MachineFault) -> Kind {
    switch type {
    case "execute": return .execute(try reader.text("code"), try reader.forms())
    case "complete": return .complete(try reader.place())
    case "inspect": return .inspect(try reader.place(), width: try reader.width())
    case "is-complete": return .isComplete(try reader.text("code"))
    case "picture":
      let plot = try reader.text("plot")
      return .picture(
        plot, width: try reader.number("width", 160...4096, orElse: 640),
        height: try reader.number("height", 120...4096, orElse: 400))
    case "interrupt": return .interrupt
    default: return .hello
    }
  }
}

/// Takes the members of a request one after the other, so that those are seen that nobody asks for.
private struct MemberReader {
  var members: [(String, JSONValue)]
  var id: JSONValue = .null
  var request: String?

  private func fault(_ code: String, _ message: String) -> MachineFault {
    MachineFault(id: id, request: request, code: code, message: message)
  }

  private mutating func take(_ name: String) -> JSONValue? {
    guard let place = members.firstIndex(where: { $0.0 == name }) else { return nil }
    return members.remove(at: place).1
  }

  mutating func takeID() throws(MachineFault) -> JSONValue {
    switch take("id") {
    case .integer(let number)?: return .integer(number)
    case .string(let text)? where text.utf8.count <= MachineRequest.longestID: return .string(text)
    case nil: throw fault("missing-member", "a request has an \"id\", a whole number or a text")
    default:
      throw fault(
        "bad-member",
        "\"id\" is a whole number or a text of at most \(MachineRequest.longestID) bytes")
    }
  }

  mutating func text(_ name: String) throws(MachineFault) -> String {
    guard let value = take(name) else { throw fault("missing-member", "\"\(name)\" is missing") }
    guard let text = value.string else { throw fault("bad-member", "\"\(name)\" is a text") }
    return text
  }

  mutating func number(
    _ name: String, _ range: ClosedRange<Int>, orElse standard: Int
  ) throws(MachineFault) -> Int {
    guard let value = take(name) else { return standard }
    guard let number = value.integer, range.contains(number) else {
      throw fault(
        "bad-member",
        "\"\(name)\" is a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  mutating func width() throws(MachineFault) -> Int {
    try number("width", 20...1000, orElse: 80)
  }

  mutating func forms() throws(MachineFault) -> MachineRequest.Forms {
    var forms = MachineRequest.Forms()
    let width = try width()
    guard let value = take("forms") else { return forms }
    guard case .array(let items) = value else {
      throw fault("bad-member", "\"forms\" is a list of \"text\", \"svg\" and \"html\"")
    }
    for item in items {
      switch item.string {
      case "text": forms.textWidth = width
      case "svg": forms.svg = true
      case "html": forms.html = true
      default: throw fault("bad-member", "\"forms\" is a list of \"text\", \"svg\" and \"html\"")
      }
    }
    return forms
  }

  mutating func place() throws(MachineFault) -> MachineRequest.Place {
    let code = try text("code")
    let length = code.unicodeScalars.count
    return MachineRequest.Place(
      code: code, cursor: try number("cursor", 0...length, orElse: length))
  }

  func finish() throws(MachineFault) {
    guard let (name, _) = members.first else { return }
    throw fault("unknown-member", "the request has no member \"\(name.prefix(100))\"")
  }
}
