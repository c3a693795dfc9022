import Arrays
import Equations
import Formats

/// A table as it is found: what its columns hold, before anything is made of it.
struct TableLook {
  /// As the model will read it.
  var call: FileCall
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

    static let mostClasses = 20

    init(name: String, _ known: FileContent.Column, values: [Double]) {
      self.name = name
      labels = known.labels
      let present = values.filter { !$0.isNaN }
      missing = values.count - present.count
      isWhole = present.allSatisfy { $0 == $0.rounded() && $0.isFinite }
      low = present.min() ?? .nan
      high = present.max() ?? .nan
      var found: [Double: Int] = [:]
      for value in present where found.count <= 2 * Self.mostClasses || found[value] != nil {
        found[value, default: 0] += 1
      }
      if found.count <= Self.mostClasses {
        counts = found.sorted { $0.key < $1.key }.map { (value: $0.key, count: $0.value) }
      }
      histogram = Array(repeating: 0, count: 10)
      let width = high - low
      guard width > 0, width.isFinite else { return }
      for value in present {
        histogram[min(Int(saturating: (value - low) / width * 10), 9)] += 1
      }
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

  /// - Throws: `FileFault` of a file that is no table.
  init(_ file: String, in folder: DataFolder) throws(FileFault) {
    let form = TextForm(try folder.beginning(of: file))
    var arguments: [(keyword: String, value: FileLiteral)] = []
    if let delimiter = form.delimiter { arguments.append(("delimiter", .text(delimiter))) }
    if form.hasNames { arguments.append(("names", .boolean(true))) }
    let isArray = file.lowercased().hasSuffix(".npy")
    call = isArray ? FileCall(.load, file) : FileCall(.genfromtxt, file, arguments: arguments)
    let content = try folder.library.read(call)
    let array = content.array
    guard array.rank > 0, array.rank <= 2, array.count > 0 else { throw .format(.noRows) }
    // A single row or column comes as a row of numbers.
    let width = array.rank == 2 ? array.shape[1] : max(content.columns.count, 1)
    rowCount = array.count / width
    let values = array.doubles
    columns = (0..<width).map { index in
      let known =
        index < content.columns.count ? content.columns[index] : FileContent.Column()
      return Column(
        name: known.name ?? String(index), known,
        values: stride(from: index, to: values.count, by: width).map { values[$0] })
    }
  }
}

/// How a file of text looks to be written.
private struct TextForm {
  /// `nil` for blanks.
  var delimiter: String?
  var hasNames = false

  init(_ text: String) {
    let lines = text.split(whereSeparator: \.isNewline).filter {
      !$0.trimmingPrefix(while: { $0 == " " || $0 == "\t" }).hasPrefix("#")
    }
    guard let first = lines.first else { return }
    let sample = lines.count > 1 ? lines[1] : first
    delimiter = [",", ";", "\t"].first { sample.contains($0) && first.contains($0) }
    func cells(_ line: Substring) -> [String] {
      let parts =
        delimiter.map { line.split(separator: Character($0), omittingEmptySubsequences: false) }
        ?? line.split(separator: " ")
      return parts.map { String($0).trimmed }
    }
    let isNumber = { (cell: String) in Double(cell.filter { $0 != "\"" }) != nil }
    let names = cells(first)
    // Above columns of text alone too names stand once and nowhere below.
    hasNames =
      lines.count > 1 && !names.contains(where: isNumber) && Set(names).count == names.count
      && !names.contains("")
      && (cells(sample).contains(where: isNumber)
        || !lines.dropFirst().contains { cells($0).first == names.first })
  }
}

extension String {
  fileprivate func dropSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
