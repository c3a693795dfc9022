import Arrays
import Equations
import JSON
import Terminal
import Training

extension Command {
  static let show = Command(
    "show", ["print", "p"], group: .looking, usage: "NAME | EXPRESSION | GROUP",
    summary: "show a value, or an expression's value",
    help: """
      Shows what NumPy's print would show: show W1, show W1[0], show A2 - Y, show (W1 @ X).shape. \
      Groups: show cache (what forward computed), show grads, show params, show data, \
      show settings, show all. At a terminal a value that does not fit the window is summarised; \
      show X --all prints every number that NumPy would, and show X[:, 3] as 8x8 draws numbers as an \
      image of 8 rows and 8 columns.
      """,
    completion: .values
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError(
        "missing-argument", "show what?", hint: "show all, show cache, show \(session.firstName)")
    }
    if let group = ValueGroup(rawValue: argument.text), !session.isOwn(argument.text) {
      return session.groupReport(group)
    }
    if argument.text.hasSuffix(Self.allFlag) {
      let text = String(argument.text.dropLast(Self.allFlag.count)).trimmed
      var report = try session.show(
        try CommandText.Argument(text: text, offset: argument.offset).expression())
      report.isWhole = true
      return report
    }
    if let (text, rows, columns) = argument.asPicture {
      return try session.picture(of: text, rows, columns)
    }
    return try session.show(try argument.expression())
  }

  private static let allFlag = " --all"

  static let shape = Command(
    "shape", group: .looking, usage: "NAME | EXPRESSION",
    summary: "show the shape and type of a value, computed or not",
    help: "Shapes are given as (rows, columns). Here every example is a column.", completion: .names
  ) { session, argument in
    guard !argument.isEmpty else {
      throw ShellError(
        "missing-argument", "the shape of what?", hint: .verbatim("shape \(session.firstName)"))
    }
    let expression = try argument.expression().reading(session.run.program.model.files)
    let known = try Evaluation.check(expression, in: StaticView(session.scope))
    var isComputed = true
    for name in expression.names {
      if case .unavailable = session.scope.value(of: name) { isComputed = false }
    }
    return ShapeReport(text: expression.text, value: known, isComputed: isComputed)
  }
}

extension Session {
  /// A name to use in examples.
  var firstName: String { run.program.parameters.first ?? "X" }

  func isOwn(_ name: String) -> Bool { workspace[name] != nil }

  mutating func show(_ expression: Expression) throws -> ValueReport {
    let value = try compute(expression)
    let isLoss = expression.node.isName(run.program.loss) && !isOwn(run.program.loss)
    return ValueReport(
      name: expression.text, value: value, freshness: run.freshness(of: expression) ?? .current,
      meanOfBatches: isLoss && run.program.batchesPerEpoch > 1 ? run.state.loss?.value : nil,
      isEpochOpen: run.hasBegunEpoch && run.state.loss?.epoch == run.epoch)
  }

  func groupReport(_ group: ValueGroup) -> GroupReport {
    var items: [GroupReport.Item] = []
    for name in group.names(in: run) {
      switch run.value(of: name) {
      case .found(let value):
        items.append(.init(name: name, value: value, freshness: run.freshness(of: name)))
      case .unavailable(let missing):
        items.append(.init(name: name, value: nil, phase: missing.phase))
      case .unknown: continue
      }
    }
    return GroupReport(group: group, items: items)
  }
}

extension Expression.Node {
  /// Whether it is just this name.
  fileprivate func isName(_ name: String) -> Bool {
    if case .name(name) = self { true } else { false }
  }
}

/// Values that are looked at together.
enum ValueGroup: String, Sendable, CaseIterable {
  case cache, grads, params, data, settings, all

  func names(in run: Run) -> [String] {
    let program = run.program
    switch self {
    case .cache: return program.names(in: .forward)
    case .grads: return program.gradientNames
    case .params: return program.parameters
    case .data: return program.names(in: .data)
    case .settings: return program.settings.map(\.name)
    case .all: return program.names
    }
  }

  /// What the group has, in words.
  var title: String {
    switch self {
    case .cache: "the cache: what forward computed"
    case .grads: "the gradients"
    case .params: "the parameters"
    case .data: "the data"
    case .settings: "the settings"
    case .all: "everything"
    }
  }
}

/// A value and whether it still holds.
struct ValueReport: CommandResult {
  var name: String
  var value: Value
  var freshness: Freshness
  /// Of the loss of a batch: the mean over the epoch's batches so far, which is the epoch's loss.
  var meanOfBatches: Double?
  /// Whether batches of that epoch are still to come.
  var isEpochOpen = false
  /// Whether all of it is to be seen, however long it is.
  var isWhole = false
  /// Whether it is one of several.
  var isInGroup = false

  var json: JSONValue {
    var members: [(String, JSONValue)] = []
    switch value {
    case .array(let array):
      members = [("type", .string("array")), ("name", .string(name))]
      members +=
        isInGroup ? JSONValue.summary(of: array, named: name) : JSONValue.members(of: array)
    default:
      members = [
        ("type", .string("value")), ("name", .string(name)), ("value", .value(value)),
      ]
    }
    if let meanOfBatches { members.append(("mean_of_batches", .number(meanOfBatches))) }
    return .object(members + freshness.members)
  }

  func write(to page: inout Page) {
    let whole = value.printed
    let rows = whole.utf8.count { $0 == 10 } + 1
    if !isWhole, page.capabilities.isTerminal, rows > page.capabilities.height - 3,
      case .array(let array) = value
    {
      // The whole array is above the threshold, as NumPy has it.
      page.block(array.formatted(ArrayFormat(threshold: 0)))
      page.paragraph(
        Phrase(
          """
          \(array.count) numbers, which the window has no room for; \
          \(StyledText("show \(name) --all", .command)) prints them.
          """, .dim))
    } else {
      page.block(whole)
    }
    if let meanOfBatches {
      let mean = StyledText(NumberFormatting.significant(meanOfBatches, digits: 6), .number)
      page.paragraph(
        isEpochOpen
          ? Phrase(
            "(of the last batch alone; the mean over the epoch's batches so far is \(mean))", .dim)
          : Phrase("(of the last batch alone; the mean over the epoch's batches is \(mean))", .dim))
    }
    if let note = freshness.note { page.paragraph(note) }
  }
}

/// Several values under their names.
struct GroupReport: CommandResult {
  struct Item: Sendable {
    var name: String
    var value: Value?
    var freshness: Freshness?
    /// The phase that will compute a missing value.
    var phase: String?
  }

  var group: ValueGroup
  var items: [Item]

  var json: JSONValue {
    .object([
      ("type", .string("values")),
      ("group", .string(group.rawValue)),
      (
        "values",
        .array(
          items.map { item in
            guard let value = item.value else {
              return .object([
                ("name", .string(item.name)), ("state", .string("not-computed")),
                ("phase", item.phase.map { .string($0) } ?? .null),
              ])
            }
            return ValueReport(
              name: item.name, value: value, freshness: item.freshness ?? .current, isInGroup: true
            ).json
          })
      ),
    ])
  }

  func write(to page: inout Page) {
    if items.isEmpty { page.paragraph("There are none.") }
    let width = items.map(\.name.count).max() ?? 0
    if let epoch = commonEpoch {
      page.paragraph(Phrase("(all outdated, from epoch \(epoch))", .dim))
    }
    for item in items {
      let name = TextWidth.pad(StyledText(item.name, .name), to: width, .left) + "  "
      switch item.value {
      case .array(let array)? where array.rank > 0:
        page.line(name + StyledText("\(array.shape)", .dim) + note(item, page))
        page.block(array.preview(width: page.capabilities.width - 4), indent: 4)
      case let value?:
        page.line(name + StyledText(value.printed, .number) + note(item, page))
      case nil:
        let phase: Phrase = item.phase.map { .verbatim($0) } ?? "a later phase"
        page.line(name + page.words("not computed yet; \(phase) computes it", .dim))
      }
    }
  }

  /// The epoch that all values are from, where all of them are outdated: it is said once then.
  private var commonEpoch: Int? {
    let epochs = items.filter { $0.value != nil }.map { item in
      if case .outdated(let epoch)? = item.freshness { epoch } else { nil as Int? }
    }
    guard epochs.count > 1, let first = epochs[0], epochs.allSatisfy({ $0 == first }) else {
      return nil
    }
    return first
  }

  private func note(_ item: Item, _ page: Page) -> StyledText {
    if commonEpoch != nil { return "" }
    return item.freshness?.note.map { "  " + page.words($0) } ?? ""
  }
}

/// The shape of a value, there or to come.
struct ShapeReport: CommandResult {
  var text: String
  var value: StaticValue
  var isComputed: Bool

  var json: JSONValue {
    .object([
      ("type", .string("shape")), ("name", .string(text)),
      ("shape", value.shape.map { .shape($0) } ?? .null),
      ("dtype", value.dtype.map { .string($0.name) } ?? .null),
      ("state", .string(isComputed ? "current" : "not-computed")),
    ])
  }

  func write(to page: inout Page) {
    guard let dtype = value.dtype else {
      page.paragraph("\(StyledText(text, .name)) is no array")
      return
    }
    let shape: Phrase = value.shape.map { "\($0)" } ?? "a shape that the data decides"
    var line = page.words(shape, .number)
    line += StyledText("  \(dtype.name)", .dim)
    if let shape = value.shape, shape.rank == 2 {
      let rows: Phrase = shape[0] == 1 ? "1 row" : "\(shape[0]) rows"
      let columns: Phrase = shape[1] == 1 ? "1 column" : "\(shape[1]) columns"
      line += "  " + page.words("\(rows), \(columns)", .dim)
    }
    if !isComputed { line += "  " + page.words("(not computed yet)", .dim) }
    page.paragraph(line)
  }
}
