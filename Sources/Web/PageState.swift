/// What brings a page that is open up to date: its title, and the markup of regions. A region that is
/// not named stays as it is.
package struct PageState: Sendable, Equatable {
  package struct Region: Sendable, Equatable {
    /// In ASCII letters and hyphens.
    package var id: String
    /// A JSON string.
    package var markup: String
  }

  /// A JSON string.
  package var title: String
  package var regions: [Region]

  /// - Parameters:
  ///   - title: a JSON string.
  ///   - regions: by id the markup, as JSON strings.
  package init(title: String, regions: [(id: String, markup: String)]) {
    self.title = title
    self.regions = regions.map { Region(id: $0.id, markup: $0.markup) }
  }

  /// As the page's script reads it, in one line.
  package var json: String {
    let members = regions.map { "\"\($0.id)\":\($0.markup)" }
    return "{\"title\":\(title),\"regions\":{\(members.joined(separator: ","))}}"
  }

  // MARK: - On its way

  /// Lines, since JSON strings have no ends of lines: the title, then an id and its markup each.
  package var frame: ServerFrame {
    let lines = [title] + regions.map { "\($0.id) \($0.markup)" }
    return ServerFrame(.state, lines.joined(separator: "\n"))
  }

  package init?(_ frame: ServerFrame) {
    guard frame.kind == .state else { return nil }
    let lines = frame.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    title = String(decoding: lines[0], as: UTF8.self)
    regions = []
    for line in lines.dropFirst() {
      guard let gap = line.firstIndex(of: UInt8(ascii: " ")) else { return nil }
      regions.append(
        Region(
          id: String(decoding: line[..<gap], as: UTF8.self),
          markup: String(decoding: line[(gap + 1)...], as: UTF8.self)))
    }
  }
}
