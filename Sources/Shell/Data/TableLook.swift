import Arrays
import Equations
import Formats

/// A table as it is found: what its columns hold, before anything is made of it.
struct TableLook {
  /// As the model will read it.
  var call: FileCall
  /// Where the answers are, of a file of several arrays; they are the last column then.
  var answers: FileCall?
  /// Whether the array has a column for each example.
  var isAcross = false
  var rowCount: Int
  var columns: [Column]

  struct Column {
    /// The column's name, or its number where it has none.
    var name: String
    /// What stands for the whole numbers of a column of texts.
    var labels: [String]?
    var isWhole: Bool
    var missing: Int
    var low: Double
    var high: Double
    /// How often each value occurs, in their order; `nil` where there are many.
    var counts: [(value: Double, count: Int)]?
    /// How many values lie in each of ten equal stretches of the range.
    var histogram: [Int]

    /// Whether it counts the rows, from 0 or 1.
    var countsRows: Bool

    init(name: String, _ known: FileContent.Column, _ scan: ColumnScan, _ place: Int) {
      self.name = name
      labels = known.labels
      missing = scan.missing[place]
      isWhole = scan.isWhole[place]
      low = scan.low[place]
      high = scan.high[place]
      counts = scan.counts[place]
      histogram = scan.histograms[place]
      countsRows = scan.countsRows[place]
    }

    /// Whether its texts are numbers with a comma for a point, as many spreadsheets write them.
    var hasDecimalCommas: Bool {
      guard let labels, !labels.isEmpty else { return false }
      return labels.allSatisfy { text in
        text.filter { $0 == "," }.count <= 1 && text.contains { $0.isASCII && $0.isNumber }
          && text.allSatisfy { $0.isASCII && ($0.isNumber || "+-,".contains($0)) }
      } && labels.contains { $0.contains(",") }
    }

    /// The share of the value that is met most often.
    var mostCommonShare: Double {
      guard let counts, let most = counts.map(\.count).max() else { return 0 }
      return Double(most) / Double(max(counts.map(\.count).reduce(0, +), 1))
    }

    /// What a value is called.
    func text(of value: Double) -> String {
      if let labels, value >= 0, value < Double(labels.count) { return labels[Int(value)] }
      return NumberFormatting.shortest(value).dropSuffix(".0")
    }
  }

  /// Looks at a table of text, NumPy's file of an array, or one of several arrays, of which one has
  /// a row or a column for each number of another.
  ///
  /// - Parameter tell: told how many of all rows have been looked at.
  /// - Throws: `FileFault` of a file that is no table, and when Ctrl-C is heard.
  init(
    _ file: String, in folder: DataFolder, tell: (_ done: Int, _ total: Int) -> Void
  ) throws(FileFault) {
    switch try folder.kind(of: file) {
    case .npz, .safetensors: self = try Self.arrays(of: file, in: folder, tell)
    case .npy: try self.init(FileCall(.load, file), in: folder, tell)
    default:
      let form = TextForm(try folder.beginning(of: file))
      var arguments: [(keyword: String, value: FileLiteral)] = []
      if let delimiter = form.delimiter { arguments.append(("delimiter", .text(delimiter))) }
      if form.hasNames { arguments.append(("names", .boolean(true))) }
      if form.hasDecimalCommas { arguments.append(("decimal", .text(","))) }
      if form.hasHashes { arguments.append(("comments", .none)) }
      try self.init(FileCall(.genfromtxt, file, arguments: arguments), in: folder, tell)
    }
  }

  private init(
    _ call: FileCall, in folder: DataFolder, _ tell: (Int, Int) -> Void
  ) throws(FileFault) {
    self.call = call
    let content = try folder.library.read(call)
    let array = content.array
    guard array.rank > 0, array.rank <= 2, array.count > 0 else { throw .format(.noRows) }
    // A single row or column comes as a row of numbers.
    let width = array.rank == 2 ? array.shape[1] : max(content.columns.count, 1)
    rowCount = array.count / width
    let scan = try ColumnScan(array.doubles, width: width, tell: tell)
    columns = (0..<width).map { index in
      let known =
        index < content.columns.count ? content.columns[index] : FileContent.Column()
      return Column(name: known.name ?? String(index), known, scan, index)
    }
  }

  private static func arrays(
    of file: String, in folder: DataFolder, _ tell: (Int, Int) -> Void
  ) throws(FileFault) -> TableLook {
    let names = try folder.arrays(in: file)
    var tables: [(call: FileCall, array: NDArray)] = []
    var rows: [(call: FileCall, array: NDArray, name: String)] = []
    for name in names {
      let call = FileCall(.load, file, members: [.text(name)])
      let array = try folder.library.read(call).array
      if array.rank == 2, array.shape[0] > 1, array.shape[1] > 1 { tables.append((call, array)) }
      if array.count > 1, array.rank == 1 || array.shape.dimensions.contains(1) {
        rows.append((call, array, name))
      }
    }
    for (call, array) in tables {
      for (answers, numbers, name) in rows {
        guard let axis = array.shape.dimensions.firstIndex(of: numbers.count) else { continue }
        let values = (axis == 1 ? array.transposed : array).doubles
        let inputs = try ColumnScan(values, width: values.count / numbers.count, tell: tell)
        let outputs = try ColumnScan(numbers.doubles, width: 1) { _, _ in }
        return TableLook(
          call: call, answers: answers, isAcross: axis == 1, rowCount: numbers.count,
          columns: (0..<inputs.width).map { Column(name: String($0), .init(), inputs, $0) }
            + [Column(name: name, .init(), outputs, 0)])
      }
    }
    throw .format(.memberNeeded(names))
  }

  private init(
    call: FileCall, answers: FileCall, isAcross: Bool, rowCount: Int, columns: [Column]
  ) {
    self.call = call
    self.answers = answers
    self.isAcross = isAcross
    self.rowCount = rowCount
    self.columns = columns
  }
}

extension String {
  fileprivate func dropSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
