import Arrays
import Formats

extension FileCall {
  /// What the call makes of a file's bytes.
  ///
  /// - Throws: `FormatFault` of a file that is not what is asked for.
  public func content(
    of source: some ByteSource, origin: FileOrigin
  ) throws(FormatFault) -> FileContent {
    switch function {
    case .load: try loaded(source, origin)
    case .loadIDX: FileContent(try IDX.array(in: source), origin: origin)
    case .loadtxt, .genfromtxt, .dataset: try table(source, origin)
    }
  }

  private func loaded(
    _ source: some ByteSource, _ origin: FileOrigin
  ) throws(FormatFault) -> FileContent {
    let name = members.first?.text
    switch try source.kind() {
    case .npz:
      let archive = try NPZ(source)
      guard let name else { throw .memberNeeded(archive.names) }
      return FileContent(try archive.array(name), origin: origin)
    case .safetensors:
      let file = try SafeTensors(source)
      guard let name else { throw .memberNeeded(file.names) }
      return FileContent(try file.array(name), origin: origin)
    case .idx: throw .notThis(.npy, found: .idx)
    default:
      if let name { throw .noMember(name, candidates: []) }
      return FileContent(try NPY.array(in: source), origin: origin)
    }
  }

  // MARK: Text

  private func table(
    _ source: some ByteSource, _ origin: FileOrigin
  ) throws(FormatFault) -> FileContent {
    if let kind = try source.kind(), kind != .text, kind != .idx {
      throw .notThis(.text, found: kind)
    }
    return try content(try TextTable(source, options), origin)
  }

  /// The call that reads all columns of the table of which this one reads some.
  package var ofAllColumns: FileCall? {
    guard function == .genfromtxt, self["dtype"] == nil, members.first ?? self["usecols"] != nil
    else { return nil }
    return FileCall(function, file, arguments: arguments.filter { $0.keyword != "usecols" })
  }

  /// What the call gives of a table that was read with all its columns.
  ///
  /// - Throws: `FormatFault` of a column that is not there.
  package func selected(of whole: FileContent) throws(FormatFault) -> FileContent {
    let width = whole.columns.count
    var places: [Int] = []
    for item in (members.first ?? self["usecols"])?.items ?? [] {
      let place =
        item.text.map { name in whole.columns.firstIndex { $0.name == name } }
        ?? item.integer.map { $0 < 0 ? $0 + width : $0 }
      guard let place, (0..<width).contains(place), !places.contains(place) else {
        throw .noColumn(item.written, candidates: whole.columns.compactMap(\.name))
      }
      places.append(place)
    }
    let values = whole.array.doubles
    guard width > 0, values.count.isMultiple(of: width) else { throw .noRows }
    let rows = values.count / width
    let bytes = 8 * rows * places.count
    guard MemoryAccount.hasRoom(for: bytes) else { throw .noRoom(bytes: bytes) }
    let table = TextTable(
      columns: places.map {
        let column = whole.columns[$0]
        return .init(name: column.name, labels: column.labels, missing: column.missing)
      }, rowCount: rows,
      values: [Double](unsafeUninitializedCapacity: rows * places.count) { target, filled in
        for row in 0..<rows {
          for place in places {
            target.initializeElement(at: filled, to: values[row * width + place])
            filled += 1
          }
        }
      })
    return try content(table, whole.origin)
  }

  private func content(
    _ table: TextTable, _ origin: FileOrigin
  ) throws(FormatFault) -> FileContent {
    var array = try shaped(table)
    if case .word(let word)? = self["dtype"], word != "str" {
      let type: DType = word == "int" ? .int64 : word == "bool" ? .bool : array.dtype
      if type == .int64,
        let place = table.values.firstIndex(where: { $0 != $0.rounded() || !$0.isFinite })
      {
        let width = table.columns.count
        throw .notWhole(row: place / width + 1, column: place % width + 1)
      }
      array = array.converted(to: type)
    }
    return FileContent(
      array,
      columns: table.columns.map {
        FileContent.Column(name: $0.name, labels: $0.labels, missing: $0.missing)
      }, origin: origin)
  }

  /// How the text is read.
  private var options: TextTable.Options {
    var options = TextTable.Options()
    if function == .dataset {
      options.delimiter = ","
      options.hasNames = true
      switch members.first {
      case .text("X"): options.columns = [.inputs]
      case .text("y"): options.columns = [.index(-1)]
      case let member: options.columns = member?.items.compactMap { $0.text.map { .name($0) } }
      }
      return options
    }
    options.isStrict = function == .loadtxt
    options.delimiter = self["delimiter"]?.text
    if let comments = self["comments"] { options.comments = comments.text }
    if let decimal = self["decimal"]?.text { options.decimal = decimal }
    options.skippedLines = self["skiprows"]?.integer ?? self["skip_header"]?.integer ?? 0
    options.skippedRows = self["skip_footer"]?.integer ?? 0
    options.mostRows = self["max_rows"]?.integer
    if case .boolean(true)? = self["names"] { options.hasNames = true }
    options.missing = self["missing_values"]?.items.compactMap(\.text) ?? []
    switch self["filling_values"] {
    case .integer(let value): options.filling = Double(value)
    case .float(let value): options.filling = value
    default: break
    }
    // Of columns named behind the call no others have to be read.
    let wanted = members.first ?? self["usecols"]
    options.columns = wanted?.items.compactMap { item in
      item.text.map { .name($0) } ?? item.integer.map { .index($0) }
    }
    return options
  }

  /// The table as an array: of one row or one column a row of numbers, as NumPy has it.
  private func shaped(_ table: TextTable) throws(FormatFault) -> NDArray {
    let shape = Shape([table.rowCount, table.columns.count])
    let isWhole = table.columns.allSatisfy { $0.labels != nil && $0.missing == 0 }
    var array = NDArray(shape: shape, float64: table.values)
    if isWhole || (isUntyped && table.columns.allSatisfy { $0.isWhole && $0.missing == 0 }) {
      array = array.converted(to: .int64)
    }
    let least = self["ndmin"]?.integer ?? 0
    if case .boolean(true)? = self["unpack"] {
      let bytes = 8 * array.count
      guard MemoryAccount.hasRoom(for: bytes) else { throw .noRoom(bytes: bytes) }
      array = array.transposed
    }
    guard least < 2, shape[0] == 1 || shape[1] == 1 else { return array }
    return shape[0] == 1 && shape[1] == 1 && least == 0
      ? array.element(at: 0) : array.flattened
  }

  /// Whether the numbers' type is to be that of what is written: `dtype=None`.
  private var isUntyped: Bool { self["dtype"] == FileLiteral.none }
}
