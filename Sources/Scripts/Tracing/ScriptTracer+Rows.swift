import Arrays
import Equations

/// Lists whose items are the same but for a number that counts: the rows of an array, in any order, as
/// a script keeps its examples. What a round takes from them is one expression, in which that number
/// stands.
extension ScriptTracer {
  /// The item whose number is an expression.
  ///
  /// - Throws: `undecided` where the items have nothing in common.
  mutating func item(
    of items: [ScriptValue], numbered index: Expression, _ word: String, _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    guard let first = items.first else { throw fault(.noSuchItem(index.text), line) }
    switch first {
    case .tuple(let parts):
      var result: [ScriptValue] = []
      for place in parts.indices {
        let column = items.compactMap { item -> ScriptValue? in
          if case .tuple(let parts) = item, parts.indices.contains(place) {
            parts[place]
          } else {
            nil
          }
        }
        guard column.count == items.count else { throw fault(.undecided(.code(index.text)), line) }
        result.append(try item(of: column, numbered: index, "\(word)_\(place)", line))
      }
      return .tuple(result)
    case .list(let list):
      let parts = items.compactMap { item -> ScriptValue? in
        if case .list(let index) = item { .tuple(heap[index].items.map(\.value)) } else { nil }
      }
      guard parts.count == items.count,
        parts.allSatisfy({
          if case .tuple(let own) = $0 { own.count == heap[list].items.count } else { false }
        })
      else { throw fault(.undecided(.code(index.text)), line) }
      return try item(of: parts, numbered: index, word, line)
    case .number, .cell:
      var rows: [Expression] = []
      for item in items {
        switch item {
        case .number, .cell: rows.append(try number(item, line))
        default: throw fault(.undecided(.code(index.text)), line)
        }
      }
      let said = rows.map(definition)
      if let row = Expression.counted(rows) ?? Expression.counted(said) {
        return .number(row(index))
      }
      return try .number(stacked(rows, word, line)(index))
    default:
      let texts = items.compactMap { if case .text(let text?) = $0 { text } else { nil } }
      guard texts.count == items.count, Set(texts).count == 1 else {
        throw fault(.undecided(.code(index.text)), line)
      }
      return first
    }
  }

  /// What a name was given as, where that can stand in its place.
  private func definition(_ value: Expression) -> Expression {
    guard let name = value.nameAlone,
      let equation = (setup + body).last(where: { $0.target == name }), !equation.isPartial,
      !equation.draws, let definition = equation.statement.assignment?.value
    else { return value }
    return definition.nameAlone == nil ? definition : self.definition(definition)
  }

  /// Puts arrays of one shape that do not change one above the other, under a name.
  ///
  /// - Returns: what says one of them by its number.
  private mutating func stacked(
    _ rows: [Expression], _ word: String, _ line: Int
  ) throws(ScriptError) -> (Expression) -> Expression {
    guard !rows.contains(where: isVarying), rows.count <= 20_000,
      let shape = try concrete(rows[0], line).array?.shape
    else { throw fault(.undecided(.code(word)), line) }
    for row in rows.dropFirst() where try concrete(row, line).array?.shape != shape {
      throw fault(.undecided(.code(word)), line)
    }
    let flat = shape.rank < 2 ? rows : rows.map { .call("reshape", $0, .integer(-1)) }
    let name = try emit(.call("array", Expression(.list(flat))), word, line)
    return { index in
      let row = Expression(.index(.name(name), [.position(index)]))
      return shape.rank < 2 ? row : row.shaped(shape.dimensions)
    }
  }

  /// An array whose items are the rows of one of two dimensions, each in another shape.
  mutating func rows(
    of array: Expression, shape: [Int], _ line: Int
  ) throws(ScriptError) -> ScriptValue {
    guard shape.count == 3, shape[0] > 0, shape[0] <= 20_000 else {
      throw fault(.axes(shape.count), line)
    }
    let flat = array.shaped([shape[0], shape[1] * shape[2]])
    _ = try concrete(flat, line)
    return .stack(flat, shape)
  }

  /// One item of such an array.
  func row(_ index: Expression, of array: Expression, _ shape: [Int]) -> ScriptValue {
    .number(Expression(.index(array, [.position(index)])).shaped(Array(shape.dropFirst())))
  }

  /// What is drawn has a name before it is gone through, for it is drawn once.
  mutating func drawn(_ value: ScriptValue, _ line: Int) throws(ScriptError) -> ScriptValue {
    guard case .number(let expression) = value, expression.drawsFromStream else { return value }
    let word = if case .call(let name, _) = expression.node { name } else { "drawn" }
    return try named(value, word.split(separator: ".").last.map(String.init) ?? word, line)
  }
}

extension Expression {
  func shaped(_ sizes: [Int]) -> Expression {
    .call("reshape", self, Expression(.tuple(sizes.map(Expression.integer))))
  }

  /// Whether it only takes something out of an array that has a name.
  var isRow: Bool {
    guard case .index(let base, let items) = node else { return false }
    return (base.nameAlone != nil || base.isRow)
      && items.flatMap(\.expressions).allSatisfy {
        $0.isLiteralNumber || $0.nameAlone != nil || $0.isRow
      }
  }

  /// What expressions say in turn that are the same but for whole numbers, which grow from each to the
  /// next by as much: `X[0:4]`, `X[4:8]`. `nil` of others.
  static func counted(_ items: [Expression]) -> ((Expression) -> Expression)? {
    guard let first = items.first, items.count > 1 else { return nil }
    if items.allSatisfy({ $0 == first }) { return { _ in first } }
    let numbers = items.compactMap {
      if case .integer(let number) = $0.node { number } else { nil }
    }
    if numbers.count == items.count {
      let (start, step) = (numbers[0], numbers[1] - numbers[0])
      guard numbers.indices.allSatisfy({ numbers[$0] == start + $0 * step }) else { return nil }
      return { index in
        let scaled = step == 1 ? index : index * .integer(step)
        return start == 0 ? scaled : step == 1 ? scaled + .integer(start) : .integer(start) + scaled
      }
    }
    func frame(_ item: Expression) -> Expression { item.mapChildren { _ in Expression(.none) } }
    let outline = frame(first)
    guard !first.children.isEmpty, items.allSatisfy({ frame($0) == outline }) else { return nil }
    var parts: [(Expression) -> Expression] = []
    for place in first.children.indices {
      guard let part = counted(items.map { $0.children[place] }) else { return nil }
      parts.append(part)
    }
    return { index in
      var place = -1
      return first.mapChildren { _ in
        place += 1
        return parts[place](index)
      }
    }
  }

  /// The array whose rows these are, all of them and in turn: `X` of `X[0]`, `X[1]`, and
  /// `X[order]` of `X[order[0]]`, `X[order[1]]`.
  ///
  /// - Parameter count: how many rows an array has.
  static func whole(_ rows: [Expression], _ count: (Expression) -> Int?) -> Expression? {
    guard rows.count > 1 else { return nil }
    let numbers = rows.compactMap { if case .integer(let number) = $0.node { number } else { nil } }
    if numbers.count == rows.count { return nil }
    var base: Expression?
    var places: [Expression] = []
    for row in rows {
      guard case .index(let array, let items) = row.node, items.count == 1,
        case .position(let place) = items[0], base == nil || base == array
      else { return nil }
      base = array
      places.append(place)
    }
    guard let base else { return nil }
    if places.indices.allSatisfy({ places[$0] == .integer($0) }) {
      return count(base) == rows.count ? base : nil
    }
    guard let order = whole(places, count) else { return nil }
    return Expression(.index(base, [.position(order)]))
  }
}
