import Arrays
import Formats

/// Data files in Python: NumPy's own words where they say the same, else a function beside.
extension PythonWriter {
  mutating func text(of call: FileCall) -> String {
    let read = numpyText(of: call)
    return dialect == .torch ? "torch.as_tensor(\(read))" : read
  }

  private mutating func numpyText(of call: FileCall) -> String {
    let file = FileLiteral.text(call.file).written
    switch call.function {
    case .load:
      // NumPy keeps small types, which overflow where whole numbers here do not.
      let type: String? =
        switch call.content?.array.dtype {
        case .float64: "float"
        case .int64: "int"
        case .bool, nil: nil
        }
      var text = "np.load(\(file))"
      if call.file.hasSuffix(".safetensors") {
        noteHelper("load_safetensors", Self.loadSafeTensors)
        text = "load_safetensors(\(file))"
      }
      text += call.members.map { "[\($0.written)]" }.joined()
      return type.map { "\(text).astype(\($0))" } ?? text
    case .loadIDX:
      noteHelper("load_idx", Self.loadIDX)
      return "load_idx(\(file))"
    case .dataset:
      noteHelper("genfromtxt", Self.table)
      noteHelper("dataset", Self.dataset)
      let columns = call.members.map { ", \($0.written)" }.joined()
      return "dataset(\(file)\(columns))"
    case .loadtxt: return "np.\(call.text)"
    case .genfromtxt:
      noteHelper("genfromtxt", Self.table)
      var arguments = call.arguments.map { "\($0.keyword)=\($0.value.written)" }
      if let member = call.members.first { arguments.append("columns=\(member.written)") }
      return "genfromtxt(\(([file] + arguments).joined(separator: ", ")))"
    }
  }

  private mutating func noteHelper(_ name: String, _ source: String) {
    if !helpers.contains(where: { $0.name == name }) {
      helpers.append(Helper(name: name, source: source))
    }
  }

  private static let loadSafeTensors = """
    def load_safetensors(file):
        from safetensors.numpy import load_file
        return load_file(file)
    """

  private static let dataset = """
    def dataset(name, columns=None, folder="lessons/data"):
        import os
        file = os.path.join(folder, name + ".csv")
        if columns == "X":
            with open(file, encoding="utf-8") as source:
                columns = source.readline().strip().split(",")[:-1]
        elif columns == "y":
            columns = -1
        return genfromtxt(file, delimiter=",", names=True, columns=columns)
    """

  private static let loadIDX = """
    def load_idx(file):
        types = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
        with open(file, "rb") as source:
            start = source.read(4)
            shape = np.frombuffer(source.read(4 * start[3]), ">i4")
            values = np.frombuffer(source.read(), types[start[2]])
        values = values[:np.prod(shape)].reshape(shape[0], -1 if len(shape) > 1 else 1)
        values = values.astype(float if start[2] > 12 else int)
        return values if len(shape) > 1 else values[:, 0]
    """

  /// Texts become whole numbers in alphabetical order, as in `TextTable`.
  private static let table = #"""
    def genfromtxt(file, dtype=float, comments="#", delimiter=None, skip_header=0, skip_footer=0,
                   missing_values=(), filling_values=np.nan, usecols=None, names=False,
                   unpack=False, ndmin=0, max_rows=None, columns=None, decimal="."):
        import csv, re
        words = {"", "nan", "na", "n/a", "#n/a", "null", "none", "?", "-", "."}
        words |= {missing_values} if isinstance(missing_values, str) else set(missing_values)
        with open(file, encoding="utf-8-sig", newline="") as source:
            lines = source.read().split("\n")[skip_header:]
        blanks = delimiter in (None, " ")
        quotation = re.compile('(^|%s) *"(?:[^"]|"")*("|\\Z)' % re.escape(delimiter or ""))
        def goes_on(row):
            return not blanks and any(not match[2] for match in quotation.finditer(row))
        def uncommented(line):
            # One in a quotation belongs to the text.
            parts = line.split('"')
            for place in range(0, len(parts), 2):
                if comments and comments in parts[place]:
                    return '"'.join(parts[:place] + [parts[place].split(comments)[0]])
            return line
        def cells(line):
            if blanks:
                return line.split()
            cut = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
            return [cell.strip() for cell in cut]
        head = None
        rows = []
        row = ""
        for line in lines:
            row += line
            if goes_on(row):
                row += "\n"
                continue
            line, row = row.rstrip("\r"), ""
            if names and head is None:
                line = line.strip().lstrip((comments or "") + " ")
                if line:
                    head = cells(line)
                    head = [name or "f%d" % head[:place].count("") for place, name in enumerate(head)]
                continue
            line = uncommented(line)
            if line.strip() and (max_rows is None or len(rows) < max_rows):
                rows.append(cells(line))
        rows = rows[:len(rows) - skip_footer]
        wanted = columns if columns is not None else usecols
        if wanted is None:
            wanted = range(len(rows[0]))
        elif isinstance(wanted, (int, str)):
            wanted = [wanted]
        result, whole = [], True
        for place in wanted:
            place = head.index(place) if isinstance(place, str) else place
            texts = [row[place] for row in rows]
            def number(text):
                try:
                    if decimal != ".":
                        text = text.replace(".", "x").replace(decimal, ".")
                    return float(text.replace("_", "x"))
                except ValueError:
                    return None
            given = [text for text in texts if text not in words and text.lower() not in words]
            if given and number(given[0]) is None:
                labels = sorted(set(text for text in texts if text))
                result.append([labels.index(text) if text else np.nan for text in texts])
            else:
                numbers = [number(text) for text in texts]
                result.append([filling_values if n is None else n for n in numbers])
                whole = whole and dtype is None and all(text.lstrip("+-").isdigit() for text in texts)
        values = np.array(result, dtype=float).T
        if dtype not in (float, str, None):
            values = values.astype(dtype)
        elif whole and not np.isnan(values).any():
            values = values.astype(int)
        if unpack:
            values = values.T
        if ndmin < 2 and 1 in values.shape:
            values = values.reshape(() if values.size == 1 and ndmin == 0 else -1)
        return values
    """#
}
