import Arrays
import Equations

/// What must hold for an exercise to be solved.
public enum ExerciseTask: Sendable, Hashable {
  /// One of these commands is given.
  case command([String])
  /// An expression over the session that becomes true.
  case state(Expression)
  /// A value to be worked out.
  case value(Expression, Tolerance?)
  /// A shape, given as such or as that of an expression.
  case shape(ExpectedShape)
  /// One of several texts.
  case choice([String], right: Int)
  /// A value that is not there yet: what it will be after these commands.
  case prediction(Expression, after: [String], Tolerance?)
  /// An equation, or the right side of one.
  case equation(name: String?, Expression)
  /// The one wrong equation of several.
  case bug([String], wrong: Int)

  /// What a shape is compared with.
  public enum ExpectedShape: Sendable, Hashable {
    case dimensions(Shape)
    case of(Expression)
  }

  /// What there is to choose from.
  public var options: [String] {
    switch self {
    case .choice(let options, _), .bug(let options, _): options
    default: []
    }
  }

  /// What to type where the author does not say it.
  var answer: [String] {
    switch self {
    case .command(let commands): Array(commands.prefix(1))
    case .state: []
    case .value(let expression, _), .prediction(let expression, _, _): [expression.text]
    case .shape(.dimensions(let shape)): [shape.description]
    case .shape(.of(let expression)): ["(\(expression.text)).shape"]
    case .choice(_, let right), .bug(_, let right): [ChoiceText.letter(right)]
    case .equation(let name, let value): [name.map { "\($0) = \(value.text)" } ?? value.text]
    }
  }

  /// The key of the field that holds it.
  public var key: Key {
    switch self {
    case .command: .command
    case .state: .check
    case .value: .value
    case .shape: .shape
    case .choice: .choice
    case .prediction: .predict
    case .equation: .equation
    case .bug: .bug
    }
  }

  /// The keys of which an exercise has one.
  public enum Key: String, Sendable, Hashable, CaseIterable {
    case command, check, value, shape, choice, predict, equation, bug

    /// The keys that go with it and with no other.
    var companions: [String] {
      switch self {
      case .value: ["tolerance"]
      case .predict: ["tolerance", "after"]
      case .bug: ["choice"]
      default: []
      }
    }
  }

  /// Whether solving it changes the session.
  public var changesSession: Bool {
    switch self {
    case .command, .state: true
    default: false
    }
  }
}

/// How far from a value an answer may lie.
public enum Tolerance: Sendable, Hashable {
  case absolute(Double)
  /// A part of the value: 0.01 is one per cent.
  case relative(Double)

  /// `0.005` or `1 %`.
  init?(_ text: String) {
    var text = Substring(text)
    let isRelative = text.last == "%"
    if isRelative { text.removeLast() }
    while text.last == " " { text.removeLast() }
    guard let number = Double(text), number >= 0, number.isFinite else { return nil }
    self = isRelative ? .relative(number / 100) : .absolute(number)
  }
}
