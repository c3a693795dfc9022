import System

/// How many colours a terminal shows.
public enum ColorLevel: Int, Sendable, Comparable, CaseIterable {
  case none, ansi16, ansi256

  public static func < (a: ColorLevel, b: ColorLevel) -> Bool { a.rawValue < b.rawValue }
}

/// What the place can show that output goes to.
public struct TerminalCapabilities: Sendable, Equatable {
  /// In columns, at least 20.
  public var width: Int
  /// In rows, at least 5.
  public var height: Int
  public var isTerminal: Bool
  public var color: ColorLevel
  /// Whether decoration may use characters beyond ASCII. Text that users wrote is shown either way.
  public var unicode: Bool
  /// Text in spoken order, for screen readers and pipes: no tables, rules or redrawing.
  public var plain: Bool

  public init(
    width: Int = 80, height: Int = 24, isTerminal: Bool = false, color: ColorLevel = .none,
    unicode: Bool = false, plain: Bool = true
  ) {
    self.width = max(width, 20)
    self.height = max(height, 5)
    self.isTerminal = isTerminal
    self.color = color
    self.unicode = unicode
    self.plain = plain
  }

  /// A pipe: 80 columns of plain text.
  public static let pipe = TerminalCapabilities()

  /// What the environment and the system say.
  ///
  /// `TERM=dumb` or none, `plain` and a pipe each take away colour, decoration and redrawing;
  /// `NO_COLOR` (not empty) the colour alone: pictures stay, which do without. The width is the window's, else `COLUMNS`, else 80.
  ///
  /// - Parameters:
  ///   - plain: what the user asked for on the command line.
  ///   - isTerminal: nil asks the system about the descriptor.
  public static func detect(
    environment: [String: String], plain: Bool = false, isTerminal: Bool? = nil,
    descriptor: Int32 = 1
  ) -> TerminalCapabilities {
    let isTerminal = isTerminal ?? TerminalDevice.isTerminal(descriptor)
    let name = environment["TERM"] ?? ""
    let isDumb = name.isEmpty || name == "dumb" || name == "unknown"
    let noColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    let isPlain = plain || isDumb || !isTerminal
    let window = isTerminal ? TerminalDevice.size(descriptor) : nil
    return TerminalCapabilities(
      width: window?.columns ?? number(environment["COLUMNS"]) ?? 80,
      height: window?.rows ?? number(environment["LINES"]) ?? 24,
      isTerminal: isTerminal, color: isPlain || noColor ? .none : colorLevel(name, environment),
      unicode: !isPlain && charsetIsUTF8(environment), plain: isPlain)
  }

  private static func colorLevel(_ name: String, _ environment: [String: String]) -> ColorLevel {
    if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") { return .ansi256 }
    if name.hasSuffix("-256color") || name.hasSuffix("-direct") { return .ansi256 }
    if name.hasPrefix("vt1") || name.hasPrefix("vt2") || name.hasSuffix("-m")
      || name.hasSuffix("-mono")
    {
      return .none
    }
    return .ansi16
  }

  /// The first of the three variables that is set decides, as POSIX has it.
  private static func charsetIsUTF8(_ environment: [String: String]) -> Bool {
    for variable in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = environment[variable], !value.isEmpty else { continue }
      let upper = value.uppercased()
      return upper.contains("UTF-8") || upper.contains("UTF8")
    }
    return false
  }

  private static func number(_ text: String?) -> Int? {
    guard let text, let value = Int(text), (1...10_000).contains(value) else { return nil }
    return value
  }
}
