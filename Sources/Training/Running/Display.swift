import Arrays
import Equations

/// An expression that is shown after each step.
public struct Display: Sendable, Equatable, Identifiable {
  /// Counted from 1, never used again.
  public let id: Int
  public let expression: Expression
}

/// The displays of a session, with what they showed last.
public struct Displays: Sendable {
  /// What a display shows now.
  public struct Shown: Sendable {
    public let display: Display
    /// `nil` where it cannot be computed.
    public let value: Value?
    public let error: LanguageError?
    /// What it showed before, if that was another value.
    public let old: Value?
    public let freshness: Freshness?
    /// Whether it shows something else than before, or has nothing to show any more.
    public let isChanged: Bool
  }

  public private(set) var all: [Display] = []
  private var last: [Int: Value] = [:]
  /// Those that had nothing to show when they were last looked at.
  private var empty: Set<Int> = []
  private var lastID = 0

  public init() {}

  /// Adds a display and returns its id. Check its expression with `Run.check` before.
  @discardableResult
  public mutating func add(_ expression: Expression) -> Int {
    lastID += 1
    all.append(Display(id: lastID, expression: expression))
    return lastID
  }

  /// - Returns: whether there was one.
  @discardableResult
  public mutating func remove(_ id: Int) -> Bool {
    let count = all.count
    all.removeAll { $0.id == id }
    last[id] = nil
    empty.remove(id)
    return all.count < count
  }

  public mutating func removeAll() {
    all = []
    last = [:]
    empty = []
  }

  /// Computes all of them, and remembers what they show.
  public mutating func show(in run: Run) -> [Shown] {
    all.map { display in
      let old = last[display.id]
      do throws(LanguageError) {
        let value = try run.value(of: display.expression)
        last[display.id] = value
        let isOther = old.map { !$0.isIdentical(to: value) } ?? false
        return Shown(
          display: display, value: value, error: nil, old: isOther ? old : nil,
          freshness: run.freshness(of: display.expression),
          isChanged: empty.remove(display.id) != nil || old == nil || isOther)
      } catch {
        return Shown(
          display: display, value: nil, error: error, old: nil, freshness: nil,
          isChanged: empty.insert(display.id).inserted)
      }
    }
  }
}
