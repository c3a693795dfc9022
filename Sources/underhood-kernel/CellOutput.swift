import JSON

/// What a cell shows while its commands are done.
struct CellOutput {
  typealias Telling = (type: String, content: [(String, JSONValue)])

  private let count: Int
  private let isSilent: Bool
  /// The lines that end in a semicolon: what they say is not wanted.
  private let quietLines: Set<Int>
  /// The display that tells of a long run, as long as the run goes.
  private var display: String?
  private var error: JSONValue?
  private var traceback: [String] = []

  init(code: String, count: Int, isSilent: Bool) {
    self.count = count
    self.isSilent = isSilent
    let lines = code.split(omittingEmptySubsequences: false) { $0.isNewline }
    quietLines = Set(
      lines.indices.filter { lines[$0].last { $0 != " " && $0 != "\t" } == ";" }.map { $0 + 1 })
  }

  var status: String { error == nil ? "ok" : "error" }

  /// What the reply to the request says, besides the status.
  var reply: [(String, JSONValue)] {
    let head: [(String, JSONValue)] = [("execution_count", .integer(count))]
    guard let error else {
      return head + [("payload", .array([])), ("user_expressions", .object([]))]
    }
    return head + words(for: error)
  }

  private func words(for error: JSONValue) -> [(String, JSONValue)] {
    [
      ("ename", error["code"] ?? .string("error")), ("evalue", error["message"] ?? .string("")),
      ("traceback", .strings(traceback)),
    ]
  }

  /// What is told of a message of the session.
  mutating func take(_ message: JSONValue) -> [Telling] {
    switch message["type"]?.string {
    case "outcome": take(outcome: message)
    case "progress": isSilent ? [] : [show(progress: message)]
    default: take(reply: message)
    }
  }

  private mutating func take(reply: JSONValue) -> [Telling] {
    guard let error = reply["error"] else { return [] }
    self.error = error
    // What failed has said so in its own words.
    if traceback.isEmpty {
      traceback = ["error: \(error["message"]?.string ?? "")"]
      if let hint = error["hint"]?.string { traceback.append("hint: \(hint)") }
    }
    return isSilent ? [] : [("error", words(for: error))]
  }

  private mutating func take(outcome message: JSONValue) -> [Telling] {
    let outcome = message["outcome"]
    var text = message["text"]?.string ?? ""
    if outcome?["ok"] == .bool(false) {
      while text.hasSuffix("\n") { text.removeLast() }
      traceback = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return []
    }
    let isQuiet = message["line"]?.integer.map(quietLines.contains) ?? false
    guard !isSilent, !isQuiet || display != nil else { return [] }
    let pictures = message["pictures"]?.items.compactMap(\.string) ?? []
    // The display of a run that was told of becomes what came of it.
    defer { display = nil }
    if let display {
      return [Self.update(display, Self.data(pictures, text: isQuiet ? "" : text))]
    }
    if let html = message["html"] {
      return [Self.data([("text/html", html), ("text/plain", .string(text))])]
    }
    if let picture = pictures.first, pictures.count == 1,
      outcome?["result"]?["type"] == .string("plot")
    {
      return [
        Self.data([("image/svg+xml", .string(picture)), ("text/plain", .string(text))])
      ]
    }
    if !pictures.isEmpty { return [Self.data(Self.data(pictures, text: text))] }
    return text.isEmpty
      ? [] : [("stream", [("name", .string("stdout")), ("text", .string(text))])]
  }

  private mutating func show(progress: JSONValue) -> Telling {
    var parts = "\(progress["unit"]?.string ?? "") \(progress["done"]?.integer ?? 0)"
    if let total = progress["total"]?.integer { parts += " of \(total)" }
    if let loss = progress["loss"]?.double { parts += ", loss \(loss)" }
    let data = Self.data(progress["pictures"]?.items.compactMap(\.string) ?? [], text: parts + "\n")
    if let display { return Self.update(display, data) }
    let name = "progress-\(Message.newID())"
    display = name
    return Self.data(data, display: name)
  }

  // MARK: Displays

  /// Pictures, and a text below them.
  private static func data(_ pictures: [String], text: String) -> [(String, JSONValue)] {
    let plain: [(String, JSONValue)] = [("text/plain", .string(text))]
    guard !pictures.isEmpty else { return plain }
    return [("text/html", .string(pictures.joined() + "<pre>\(escaped(text))</pre>"))] + plain
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }

  private static func data(
    _ data: [(String, JSONValue)], display: String? = nil, type: String = "display_data"
  ) -> Telling {
    (
      type,
      [
        ("data", .object(data)), ("metadata", .object([])),
        ("transient", .object(display.map { [("display_id", .string($0))] } ?? [])),
      ]
    )
  }

  private static func update(_ display: String, _ data: [(String, JSONValue)]) -> Telling {
    self.data(data, display: display, type: "update_display_data")
  }
}

extension JSONValue {
  /// Of an array; none of anything else.
  var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }
}
