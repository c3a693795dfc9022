import Arrays
import Equations
import Networks

/// What is given a name, an item or a place, and changed in place.
extension ScriptTracer {
  mutating func assign(
    _ value: ScriptValue, to target: ScriptExpression, since birth: Int
  ) throws(ScriptError) {
    let line = target.line
    switch target.node {
    case .name(let name):
      let stored = try kept(value, name, line, since: birth)
      bind(name, stored)
    case .tuple(let targets), .list(let targets):
      let pairs = try paired(targets, with: value, line)
      // A name that is given anew may stand in what has none yet: that is named first.
      let isByName = targets.allSatisfy { if case .name = $0.node { true } else { false } }
      let isNamed = pairs.map { if case .cell = $0.1, isByName { true } else { false } }
      for (target, item) in zip(pairs, isNamed).filter({ !$0.1 }).map(\.0)
        + zip(pairs, isNamed).filter(\.1).map(\.0)
      {
        try assign(item, to: target, since: birth)
      }
    case .member(let base, let name):
      guard case .object(let index) = try evaluate(base) else {
        throw fault(.outside(.operation(".\(name) =")), line)
      }
      let stored = try kept(value, name, line, since: birth)
      setItem(index, .text(name), stored)
    case .index(let base, let indices):
      try assign(value, into: base, indices, line, since: birth)
    default: throw fault(.syntax(found: "="), line)
    }
  }

  /// What each of several targets is given; what has a star, a list of what is left.
  private mutating func paired(
    _ targets: [ScriptExpression], with value: ScriptValue, _ line: Int
  ) throws(ScriptError) -> [(ScriptExpression, ScriptValue)] {
    let place = targets.firstIndex { if case .rest = $0.node { true } else { false } }
    guard let place, case .rest(let target) = targets[place].node else {
      return Array(zip(targets, try unpacked(value, targets.count, line)))
    }
    let items = try rounds(value, line).known ?? []
    let behind = targets.count - place - 1
    guard items.count >= targets.count - 1 else { throw fault(.unpacking(targets.count), line) }
    var given: [(ScriptExpression, ScriptValue)] = []
    given += zip(targets[..<place], items)
    given.append((target, listed(Array(items[place..<(items.count - behind)]))))
    given += zip(targets[(place + 1)...], items.suffix(behind))
    return given
  }

  /// Gives a loop's names their values of a round; a number that is counted needs no equation.
  ///
  /// - Parameter naming: whether what is taken out of an array gets one.
  mutating func take(
    _ value: ScriptValue, as target: ScriptExpression, naming: Bool = true
  ) throws(ScriptError) {
    switch (target.node, value) {
    case (.name(let name), .number(let expression))
    where expression.isLiteralNumber || !naming && expression.isRow:
      bind(name, value)
    case (.tuple(let targets), .tuple(let items)) where targets.count == items.count:
      for (target, item) in zip(targets, items) { try take(item, as: target, naming: naming) }
    default: try assign(value, to: target, since: emitted)
    }
  }

  mutating func assign(
    _ value: ScriptValue, into base: ScriptExpression, _ indices: [ScriptIndex], _ line: Int,
    since birth: Int
  ) throws(ScriptError) {
    let container = try evaluate(base)
    switch container {
    case .dictionary(let index):
      let key = try self.key(indices, line)
      let isWord = key.word.first.map { $0.isLetter || $0 == "_" } ?? false
      let word = isWord ? key.word : Self.word(of: base) + "_" + key.word
      setItem(index, key, try kept(value, word, line, since: birth))
    case .list(let index):
      guard indices.count == 1, case .position(let place) = indices[0] else {
        throw fault(.outside(.operation("[:] =")), line)
      }
      let chosen = try evaluate(place)
      guard case .list(var items) = heap[index] else { return }
      if isInBody, case let question = try self.number(chosen, line), isVarying(question) {
        let new = try self.number(value, line)
        heap[index] = .list(
          try items.enumerated().map { item throws(ScriptError) in
            let isHere = Expression.binary(.equal, question, .integer(item.offset))
            let old = try self.number(item.element, line)
            return .number(.call("where", isHere, new, old))
          })
        return
      }
      let number = try integer(chosen, line)
      let at = number < 0 ? number + items.count : number
      guard items.indices.contains(at) else { throw fault(.noSuchItem(String(number)), line) }
      items[at] = try kept(value, "\(Self.word(of: base))_\(at)", line, since: birth)
      heap[index] = .list(items)
    default:
      guard let (cell, places) = try place(base, indices) else {
        throw fault(.outside(.operation("[] =")), line)
      }
      try assign(try number(value, line), intoCell: cell, places, nil, line)
    }
  }

  /// The array of which some elements are changed, and which: `W[i][j]` is the place `W[i, j]`.
  mutating func place(
    _ base: ScriptExpression, _ indices: [ScriptIndex]
  ) throws(ScriptError) -> (cell: Int, indices: [ScriptIndex])? {
    if case .cell(let cell) = try evaluate(base) { return (cell, indices) }
    guard case .index(let whole, let outer) = base.node, outer.count == 1,
      case .position(let row) = outer[0],
      // Rows that are picked by several numbers, or by a mask, are a copy.
      let number = try concreteArray(try evaluate(row), base.line), number.rank == 0,
      number.dtype == .int64
    else { return nil }
    return try place(whole, outer + indices)
  }

  /// `A[A < 0] = 0`: a copy, of which some elements are changed.
  mutating func assign(
    _ value: Expression, intoCell cell: Int, _ indices: [ScriptIndex], _ op: BinaryOperator?,
    _ line: Int
  ) throws(ScriptError) {
    let items = try indexItems(indices, line)
    let old = cells[cell]
    if let whole = chosen(old, items, op, value) {
      cells[cell] = try emit(whole, bases[old] ?? old, line, isInPlace: true)
      return
    }
    var name = old
    let last = isInBody ? body.last : setup.last
    if isInBody ? last?.target != old : births[old] == nil {
      name = try emit(.name(old), bases[old] ?? old, line, isInPlace: true)
      if isInBody, setup.last?.target == name {
        // A copy of what does not change, which is changed here.
        body.append(setup.removeLast())
      }
      cells[cell] = name
    }
    var assignment = Assignment(name, subscripts: items, updateOperator: op, value: value)
    if name != old {
      let target = Expression(.index(.name("x"), items)).substituting([old: .name(name)])
      if case .index(_, let items) = target.node { assignment.subscripts = items }
      assignment.value = value.substituting([old: .name(name)])
    }
    for index in cells.indices where index != cell && cells[index] == old && name == old {
      // Names of one array see the change, as in Python.
      cells[index] = name
    }
    settings.remove(name)
    known = known.filter { $0.value != name && !$0.key.contains(name) }
    if isInBody { varying.insert(name) }
    try emit(Statement(.assignment(assignment)), line)
  }

  /// What a mask changes, of an array in a round: one value or the other.
  func chosen(
    _ old: String, _ items: [IndexItem], _ op: BinaryOperator?, _ value: Expression
  ) -> Expression? {
    guard isInBody, witness == nil, items.count == 1,
      case .position(let mask) = items[0],
      let array = state[old], array.dtype == .float64, array.rank > 0,
      let places = (try? concrete(mask, 0))?.array, places.dtype == .bool,
      places.shape == array.shape, let number = (try? concrete(value, 0))?.array, number.rank == 0
    else { return nil }
    let own = Expression.name(old)
    let new = op.map { Expression(.binary($0, own, value)) } ?? value
    return .call("where", mask, new, own)
  }

  static func word(of expression: ScriptExpression) -> String {
    switch expression.node {
    case .name(let name), .member(_, let name): name
    case .index(let base, _): word(of: base)
    default: "value"
    }
  }

  /// A value as a name of the script keeps it: numbers and arrays as equations.
  ///
  /// What stands in a tuple or list under a name of its own keeps that, which says more than a place.
  mutating func kept(
    _ value: ScriptValue, _ word: String, _ line: Int, since birth: Int
  ) throws(ScriptError) -> ScriptValue {
    switch value {
    case .number(let expression):
      // A count inside a function needs no name; a number that someone may like to try has one.
      if case .none = expression.node { return .none }
      if expression.isLiteralNumber, !expression.isLiteralFloat,
        frames.count > 1 || isInBody || lookUp(word) != nil
      {
        return value
      }
      return try named(value, word, line)
    case .file(let call, isFrame: true) where !call.members.isEmpty:
      let stored = try named(.number(try number(value, line)), word, line)
      if case .cell(let cell) = stored { frameCells[cell] = call.isOneColumn }
      return stored
    case .cell:
      rename(value, to: word, since: birth)
      return value
    case .list(let index):
      guard case .list(let items) = heap[index] else { return value }
      var stored = items
      for (place, item) in items.enumerated() {
        switch item {
        case .tuple, .list:
          stored[place] = try kept(item, "\(word)_\(place)", line, since: .max)
          continue
        default: break
        }
        guard case .number(let expression) = item, !expression.isLiteralNumber, !expression.isRow,
          expression.drawsFromStream
            || ((try? concreteArray(item, line)?.rank) ?? 0) > 0
        else { continue }
        stored[place] = try named(item, "\(word)_\(place)", line)
      }
      heap[index] = .list(stored)
      return value
    case .stack(let array, let shape):
      guard array.nameAlone == nil else { return value }
      return .stack(.name(try emit(array, word, line)), shape)
    case .tuple(let items):
      var stored: [ScriptValue] = []
      for (place, item) in items.enumerated() {
        switch item {
        case .number(let expression)
        where expression.isLiteralNumber || isInList(expression, birth):
          stored.append(item)
        case .cell: stored.append(item)
        default: stored.append(try kept(item, "\(word)_\(place)", line, since: birth))
        }
      }
      return .tuple(stored)
    default: return value
    }
  }

  /// Whether it is a row of an array, in a tuple of a list: one of many.
  func isInList(_ expression: Expression, _ birth: Int) -> Bool {
    birth == .max && expression.isRow
  }

  mutating func setItem(_ index: Int, _ key: ScriptKey, _ value: ScriptValue) {
    func changed(_ items: [(key: ScriptKey, value: ScriptValue)]) -> [(
      key: ScriptKey, value: ScriptValue
    )] {
      var items = items
      if let place = items.firstIndex(where: { $0.key == key }) {
        items[place].value = value
      } else {
        items.append((key, value))
      }
      return items
    }
    switch heap[index] {
    case .dictionary(let items): heap[index] = .dictionary(changed(items))
    case .object(let type, let items): heap[index] = .object(classIndex: type, changed(items))
    case .list: break
    }
  }

  mutating func unpacked(
    _ value: ScriptValue, _ count: Int, _ line: Int
  ) throws(ScriptError) -> [ScriptValue] {
    let items: [ScriptValue]
    switch value {
    case .tuple(let parts): items = parts
    case .list(let index): items = heap[index].items.map(\.value)
    case .object(let index):
      guard case .object(let type, let parts) = heap[index], classes[type].isTuple else {
        throw fault(.unpacking(count), line)
      }
      items = parts.map(\.value)
    case .number(let expression):
      if case .attribute(_, .shape) = expression.node {
        items = (0..<count).map {
          .number(Expression(.index(expression, [.position(.integer($0))])))
        }
      } else {
        items = try rounds(value, line).known ?? []
      }
    default: items = try rounds(value, line).known ?? []
    }
    guard items.count == count else { throw fault(.unpacking(count), line) }
    return items
  }

  // MARK: Changes in place

  mutating func update(
    _ target: ScriptExpression, _ symbol: String, _ expression: ScriptExpression, _ line: Int
  ) throws(ScriptError) {
    guard let op = BinaryOperator(rawValue: symbol) else {
      throw fault(.outside(.operation(symbol + "=")), line)
    }
    let old = try evaluate(target)
    let right = try evaluate(expression)
    if isInBody { counted.insert(Self.word(of: target)) }
    if case .dictionary(let index) = old, symbol == "|", case .dictionary(let other) = right {
      for (key, value) in heap[other].items { setItem(index, key, value) }
      return
    }
    if case .list(let index) = old, symbol == "+" {
      guard case .list(let items) = heap[index], let more = try rounds(right, line).known else {
        throw fault(.outside(.operation("+=")), line)
      }
      heap[index] = .list(items + more)
      return
    }
    if case .text = old { return try assign(.text(nil), to: target, since: emitted) }
    if case .index(let base, let indices) = target.node,
      let (cell, places) = try place(base, indices)
    {
      return try assign(try number(right, line), intoCell: cell, places, op, line)
    }
    let value = folded(Expression(.binary(op, try number(old, line), try number(right, line))))
    guard case .cell(let cell) = old, let rank = state[cells[cell]]?.rank, rank > 0 else {
      return try assign(.number(value), to: target, since: emitted)
    }
    // An array is changed where it is: all its names see it.
    let name = cells[cell]
    let check = Assignment(name, updateOperator: op, value: try number(right, line))
    do throws(LanguageError) {
      var random: RandomState? = state.random
      _ = try Evaluation.check(check, in: SlotScope(state.slots), limits: limits)
      _ = try Evaluation.stored(by: check, in: SlotScope(state.slots), random: &random)
    } catch {
      throw fault(.language(error, text: check.text), line)
    }
    cells[cell] = try emit(value, bases[name] ?? name, line, isInPlace: true)
  }

  /// What is typed numbers only as the number that it is.
  func folded(_ expression: Expression) -> Expression {
    guard case .binary(_, let left, let right) = expression.node, left.isLiteralNumber,
      right.isLiteralNumber, case .array(let array)? = try? concrete(expression, 0),
      array.rank == 0, let item = array.item
    else { return expression }
    // Which of them is the rate is seen from 0.1 * 2, and not from 0.2.
    if isInBody, array.dtype == .float64 { return expression }
    switch array.dtype {
    case .int64: return .integer(Int(item))
    case .bool: return .boolean(item != 0)
    case .float64: return item.isFinite ? .floating(item) : expression
    }
  }
}
