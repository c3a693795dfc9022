import Terminal
import Web

extension Page {
  /// The address as squares that a telephone's camera reads, where characters can draw them.
  mutating func code(leadingTo address: String) {
    guard capabilities.unicode, !capabilities.plain, let code = QRCode(address) else { return }
    for line in code.lines { self.line(StyledText("  \(line)")) }
  }
}
