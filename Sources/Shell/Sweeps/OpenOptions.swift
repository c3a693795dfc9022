import Training

/// `seed=4 epochs=500 as NAME`, and among them the settings.
struct OpenOptions {
  var seed: UInt32?
  var epochs: Int?
  var name: String?
  /// What is left, the places of what was taken out blank; `nil` if nothing is.
  var settings: CommandText.Argument?

  init(_ argument: CommandText.Argument) throws(ShellError) {
    var bytes = Array(argument.text.utf8)
    var rest = argument
    var hasSettings = false
    func blank(_ start: Int, _ end: Int) {
      for index in start - argument.offset..<end - argument.offset { bytes[index] = 32 }
    }
    while let (word, next) = rest.firstWord {
      let range = rest.offset..<rest.offset + word.utf8.count
      if word.hasPrefix("epochs=") {
        guard let count = Int(word.dropFirst("epochs=".count)), 0...1_000_000_000 ~= count else {
          throw ShellError(
            "bad-count", "'\(word)' is no number of epochs", hint: "a whole number from 0",
            range: range)
        }
        epochs = count
        blank(range.lowerBound, range.upperBound)
      } else if word == "as", let (given, after) = next.firstWord {
        name = given
        blank(range.lowerBound, next.offset + given.utf8.count)
        rest = after
        continue
      } else if word.hasPrefix("seed="), let value = UInt32(word.dropFirst("seed=".count)) {
        seed = value
        hasSettings = true
      } else if word.contains("=") {
        hasSettings = true
      } else if hasSettings == false, epochs == nil {
        throw ShellError(
          "unexpected-argument", "'\(word)' is nothing that open takes",
          hint: .verbatim("help open"),
          range: range)
      }
      rest = next
    }
    guard hasSettings else { return }
    // Blanks in front would be lost with the columns that they stand for.
    let lead = bytes.prefix { $0 == 32 }.count
    settings = CommandText.Argument(
      text: String(decoding: bytes.dropFirst(lead), as: UTF8.self), offset: argument.offset + lead)
  }
}
