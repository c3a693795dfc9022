extension Page {
  /// A piece of what a page says, for those who set it otherwise than a terminal does.
  package indirect enum Part: Sendable, Equatable {
    case heading(StyledText)
    /// The indent in columns; the marker stands before the first line.
    case paragraph(StyledText, indent: Int, marker: StyledText)
    /// A formula in Unicode, as a textbook writes it, for what characters say of it.
    case formula(String, indent: Int)
    /// An equation as the language writes it, between what stands before it and what is noted.
    case equation(StyledText, lead: StyledText, note: StyledText)
    /// A line that is set already, in columns of equal width.
    case line(StyledText)
    case table(Table, indent: Int)
    /// One of the result's pictures, which stand in the order of these parts; drawn in characters
    /// for want of something better.
    case picture(String)
    case rule
    case enclosed(Enclosure, [Part])
  }

  /// What holds several parts together.
  package enum Enclosure: Sendable, Equatable {
    /// Numbered from `start`, or with bullets. It encloses items.
    case list(start: Int?)
    /// Its first paragraph has the item's marker.
    case item
    case quotation
    /// What a page of a lesson says.
    case lesson
  }

  /// Has what is written in the body stand together.
  package mutating func enclose(_ enclosure: Enclosure, _ body: (inout Page) -> Void) {
    let before = parts
    parts = []
    body(&self)
    parts = before + (parts.isEmpty ? [] : [.enclosed(enclosure, parts)])
  }

  /// Has a part stand for what is written in the body.
  package mutating func set(as part: @autoclosure () -> Part, _ body: (inout Page) -> Void) {
    let before = parts
    body(&self)
    guard keepsParts else { return }
    parts = before + [part()]
  }

  mutating func note(_ part: Part) {
    if keepsParts { parts.append(part) }
  }
}
