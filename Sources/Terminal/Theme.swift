/// The looks of each role, as parameters of the SGR escape sequence (ECMA-48, 8.3.117).
///
/// Colours are told apart with any kind of colour vision (blue and orange rather than green and
/// red) and read on a dark and on a light ground.
enum Theme {
  static func parameters(_ style: Style, _ level: ColorLevel) -> String? {
    switch level {
    case .none: nil
    case .ansi16: in16(style)
    case .ansi256: in256(style)
    }
  }

  private static func in16(_ style: Style) -> String? {
    switch style {
    case .plain, .number: nil
    case .heading: "1;4"
    case .emphasis: "3"
    case .strong: "1"
    case .code, .name, .command: "36"
    case .link: "4"
    case .dim, .hint: "2"
    case .changed: "1;35"
    case .positive: "34"
    case .negative: "33"
    case .warning: "1;33"
    case .error: "1;31"
    case .success: "32"
    case .prompt, .pointer: "1;36"
    }
  }

  private static func in256(_ style: Style) -> String? {
    switch style {
    case .plain, .number: nil
    case .heading: "1;4"
    case .emphasis: "3"
    case .strong: "1"
    case .code, .name, .command: "38;5;31"
    case .link: "4;38;5;31"
    case .dim, .hint: "38;5;244"
    case .changed: "1;38;5;133"
    case .positive: "38;5;32"
    case .negative: "38;5;166"
    case .warning: "1;38;5;172"
    case .error: "1;38;5;160"
    case .success: "38;5;36"
    case .prompt, .pointer: "1;38;5;31"
    }
  }
}
