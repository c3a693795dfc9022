import Terminal

/// What is said of values that a picture has no place for.
enum Missing {
  static func values(_ count: Int) -> Phrase {
    count == 0 ? "" : count == 1 ? "1 value not finite" : "\(count) values not finite"
  }
}
