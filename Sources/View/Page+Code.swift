import Terminal
import Web

extension Page {
  /// The address as squares that a telephone's camera reads, where characters can draw them: light
  /// ones on dark, and where there is colour so whatever the terminal's ground is.
  mutating func code(leadingTo address: String) {
    guard capabilities.unicode, !capabilities.plain, let code = QRCode(address) else { return }
    for line in code.lines {
      if capabilities.color == .none {
        self.line(StyledText("  \(line)"))
      } else {
        append(rendered: "  \u{1B}[97;40m\(line)\u{1B}[0m\n")
      }
    }
  }
}
