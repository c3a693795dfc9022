extension Unicode.Scalar {
  /// Whether it does something where it is shown rather than being seen: control characters, delete
  /// and the C1 controls move a terminal's cursor or worse; directions, embeddings, overrides and
  /// isolates turn round what follows; separators end a line; the byte order mark, annotations and
  /// tags hide something.
  ///
  /// What comes from outside, a file's name or text, is let to no terminal and into no JSON with
  /// one of them in it as it is. Line feeds and tabs are among them.
  package var isActing: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0001, 0xE0020..<0xE0080:
      true
    default: false
    }
  }
}
