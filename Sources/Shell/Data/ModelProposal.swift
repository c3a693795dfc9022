import Arrays
import Equations
import Terminal

/// A model for a table that nobody has written one for yet: text, to be read, run and changed.
///
/// The examples are split in three before anything is computed of them, and scaled with numbers of
/// the part that is trained on alone: what is chosen or judged by may tell the network nothing.
struct ModelProposal {
  let look: TableLook
  /// The place of the column that is to be predicted.
  let target: Int
  /// Those that are predicted from.
  private(set) var numbers: [Int] = []
  private(set) var kinds: [Int] = []
  /// Those that are no use, with the reason.
  private(set) var leftOut: [(column: Int, reason: Reason)] = []

  enum Reason { case constant, ownTextEach, mostlyMissing, countsRows }

  private static let fewestRows = 20

  /// - Throws: `ShellError` of a table that nothing can be predicted from.
  init(_ look: TableLook, target: Int) throws(ShellError) {
    self.look = look
    self.target = target
    for (place, column) in look.columns.enumerated() where place != target {
      if column.countsRows, place == 0, look.columns.count > 2, look.answers == nil {
        leftOut.append((place, .countsRows))
      } else if 2 * column.missing > look.rowCount {
        leftOut.append((place, .mostlyMissing))
      } else if column.low == column.high {
        // Points at the edge of every image are the same for all; what is made of many columns
        // keeps them, so that an example still has its form.
        if isOneScale { numbers.append(place) } else { leftOut.append((place, .constant)) }
      } else if column.labels != nil {
        if column.counts == nil {
          leftOut.append((place, .ownTextEach))
        } else {
          kinds.append(place)
        }
      } else {
        numbers.append(place)
      }
    }
    guard !numbers.isEmpty || !kinds.isEmpty else {
      throw ShellError(
        "no-inputs", "there is no column to predict \(look.columns[target].name) from",
        hint: "a table has a row for each example, and a column for each thing known of it")
    }
    guard rows >= 2, answers.low != answers.high, answers.low.isFinite, answers.high.isFinite else {
      throw ShellError(
        "nothing-to-learn", "\(answers.name) is the same in every row",
        hint: .verbatim("data \(FileName.quoted(look.call.file)) target NAME"))
    }
    if answers.labels != nil, answers.counts == nil {
      throw ShellError(
        "too-many-classes",
        "\(answers.name) is a text that is another one in nearly every row: no class",
        hint: .verbatim("data \(FileName.quoted(look.call.file)) target NAME"))
    }
  }

  private var answers: TableLook.Column { look.columns[target] }

  /// How many rows have an answer.
  var rows: Int { look.rowCount - answers.missing }

  /// The values of the classes; `nil` for a regression.
  var classes: [Double]? {
    guard let counts = answers.counts, answers.isWhole,
      answers.labels != nil || counts.count <= max(2, rows / 4)
    else { return nil }
    return counts.map(\.value)
  }

  /// Whether the inputs are many whole numbers from 0 that mean the same, as the points of an image
  /// do: they keep one scale.
  private var isOneScale: Bool {
    let inputs = look.columns.enumerated().filter { $0.offset != target }.map(\.element)
    return inputs.count >= 16
      && inputs.allSatisfy { $0.labels == nil && $0.missing == 0 && $0.isWhole && $0.low >= 0 }
  }

  private var hasMissing: Bool { numbers.contains { look.columns[$0].missing > 0 } }
  private var outputs: Int { classes.map { $0.count == 2 ? 1 : $0.count } ?? 1 }
  private var inputCount: Int {
    numbers.count + kinds.reduce(0) { $0 + (look.columns[$1].labels?.count ?? 0) }
  }

  /// How many examples each part has.
  var parts: (train: Int, validation: Int, test: Int) {
    guard rows >= Self.fewestRows else { return (rows, 0, 0) }
    let held = Int((0.15 * Double(rows)).rounded())
    return (rows - 2 * held, held, held)
  }

  // MARK: Text

  var text: String {
    let hidden = inputCount < 8 ? 8 : inputCount < 32 ? 16 : 32
    var lines = ["settings:", "  hidden = \(hidden)", "  lr = 0.01"]
    if parts.train > 64 { lines.append("  batch = 32") }
    lines.append("data:")
    lines += data.map { "  \($0)" }
    lines += [
      "init:",
      "  W1 = randn(hidden, \(inputCount)) * sqrt(2 / \(inputCount))",
      "  b1 = zeros((hidden, 1))",
      "  W2 = randn(\(outputs), hidden) * sqrt(1 / hidden)",
      "  b2 = zeros((\(outputs), 1))",
      "forward:",
      "  Z1 = W1 @ X + b1",
      "  A1 = relu(Z1)",
    ]
    switch classes?.count {
    case 2: lines += ["  Z2 = W2 @ A1 + b2", "  P = sigmoid(Z2)", "loss:", "  L = bce(P, Y)"]
    case nil: lines += ["  P = W2 @ A1 + b2", "loss:", "  L = mse(P, Y)"]
    default:
      lines += ["  Z2 = W2 @ A1 + b2", "  P = softmax(Z2)", "loss:", "  L = cross_entropy(P, Y)"]
    }
    lines += ["update:", "  adam(lr)"]
    return lines.joined(separator: "\n") + "\n"
  }

  private var data: [String] {
    var lines = reading
    if answers.missing > 0 {
      // Where the answer is missing there is nothing to learn.
      lines += [
        "known = ~isnan(answers)", "inputs = inputs[:, known]", "answers = answers[known]",
      ]
    }
    lines.append(encoded)
    lines.append(
      classes == nil ? "places = permutation(\(rows))" : "places = stratified(answers)")
    let (train, validation, test) = parts
    var slices = [("", validation + test == 0 ? ":" : ":\(train)")]
    if validation > 0 { slices.append(("_val", "\(train):\(train + validation)")) }
    if test > 0 { slices.append(("_test", "\(train + validation):")) }
    for (ending, slice) in slices {
      lines.append("X\(ending) = inputs[:, places[\(slice)]]")
      lines.append("Y\(ending) = targets[:, places[\(slice)]]")
    }
    let endings = slices.map(\.0)
    lines += scaling(endings)
    if classes == nil {
      lines += ["Y_mean = mean(Y)", "Y_std = std(Y)"]
      lines += endings.map { "Y\($0) = (Y\($0) - Y_mean) / Y_std" }
    }
    return lines
  }

  /// What scales the inputs: numbers of the training part, applied to all.
  private func scaling(_ endings: [String]) -> [String] {
    if isOneScale {
      return ["X_max = max(X)"] + endings.map { "X\($0) = X\($0) / X_max" }
    }
    var lines: [String] = []
    if hasMissing {
      lines += [
        "X_count = sum(~isnan(X), axis=1, keepdims=True)",
        "X_mean = sum(where(isnan(X), 0, X), axis=1, keepdims=True) / X_count",
      ]
      lines += endings.map { "X\($0) = where(isnan(X\($0)), X_mean, X\($0))" }
    } else {
      lines.append("X_mean = mean(X, axis=1, keepdims=True)")
    }
    lines.append("X_std = std(X, axis=1, keepdims=True)")
    // A part of the rows may have a single value where all of them have two.
    if !kinds.isEmpty || numbers.contains(where: { look.columns[$0].mostCommonShare > 0.9 }) {
      lines.append("X_std = where(X_std > 0, X_std, 1)")
    }
    return lines + endings.map { "X\($0) = (X\($0) - X_mean) / X_std" }
  }

  /// What the network is to say, a column for each example.
  private var encoded: String {
    guard let classes else { return "targets = answers.reshape(1, -1)" }
    let isCounted = classes.enumerated().allSatisfy { Double($0.offset) == $0.element }
    if classes.count == 2 {
      return isCounted
        ? "targets = float(answers).reshape(1, -1)"
        : "targets = float(answers == \(number(classes[1]))).reshape(1, -1)"
    }
    if isCounted { return "targets = float(onehot(answers, \(classes.count)))" }
    let values = classes.map { "[\(number($0))]" }.joined(separator: ", ")
    return "targets = float(answers == [\(values)])"
  }

  private func number(_ value: Double) -> String {
    NumberFormatting.shortest(value).replacing(".0", with: "", maxReplacements: 1)
  }

  /// The columns as arrays: `inputs` with a column for each example, and `answers`.
  private var reading: [String] {
    var lines: [String] = []
    var pieces: [String] = []
    if let answers = look.answers {
      let all = numbers.map(String.init).joined(separator: ", ")
      let picked =
        numbers.count == look.columns.count - 1
        ? "" : look.isAcross ? "[[\(all)]]" : "[:, [\(all)]]"
      return [
        "inputs = \(look.call.text)\(picked)\(look.isAcross ? "" : ".T")",
        "answers = \(answers.text).reshape(-1)",
      ]
    }
    if look.call.function == .load {
      lines.append("table = \(look.call.text)")
      let all = numbers.map(String.init).joined(separator: ", ")
      let isRange = numbers == Array(numbers[0]..<(numbers[0] + numbers.count))
      let picked = isRange ? "\(numbers[0]):\(numbers[0] + numbers.count)" : "[\(all)]"
      return lines + ["inputs = table[:, \(picked)].T", "answers = table[:, \(target)]"]
    }
    if !numbers.isEmpty {
      let text = text(reading: numbers)
      pieces.append(numbers.count == 1 ? "\(text).reshape(1, -1)" : "\(text).T")
    }
    for (index, place) in kinds.enumerated() {
      let name = "kind\(index + 1)"
      let labels = look.columns[place].labels ?? []
      lines.append("\(name) = \(text(reading: [place]))")
      let all = labels.indices.map { "[\($0)]" }.joined(separator: ", ")
      pieces.append("float(\(name) == [\(all)])")
    }
    lines.append(
      pieces.count == 1
        ? "inputs = \(pieces[0])"
        : "inputs = concatenate((\(pieces.joined(separator: ", "))), axis=0)")
    lines.append("answers = \(text(reading: [target]))")
    return lines
  }

  /// The call that reads some columns, by their names where those are few.
  private func text(reading places: [Int]) -> String {
    let call = look.call
    let isNamed = call["names"] == .boolean(true)
    if isNamed, places.count <= 8 {
      let names = places.map { FileLiteral.text(look.columns[$0].name) }
      return FileCall(
        call.function, call.file, arguments: call.arguments,
        members: [names.count == 1 ? names[0] : .list(names)]
      ).text
    }
    let first = places[0]
    let isRange = places.count > 1 && places == Array(first..<first + places.count)
    let columns: FileLiteral =
      isRange
      ? .range(first, first + places.count)
      : .tuple(places.map { .integer($0) })
    return FileCall(
      call.function, call.file, arguments: call.arguments + [("usecols", columns)]
    ).text
  }
}
