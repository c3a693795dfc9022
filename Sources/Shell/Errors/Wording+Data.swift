import Equations
import Formats
import Terminal

/// The words for what is wrong with data files.
extension Wording {
  static func describe(_ fault: FileFault, file: String) -> ShellError {
    let name = FileName.quoted(file)
    switch fault {
    case .noFiles:
      return ShellError("no-files", "no files can be read here, so \(name) is not")
    case .noCourse:
      return ShellError(
        "no-course", "\(name) is one of the course's data, and the course is not found here",
        hint: "UNDERHOOD_LESSONS names the folder of its lessons")
    case .outside(let folder):
      return ShellError(
        "file-outside",
        "\(name) is not below \(folder): a model reads files in its own folder and below it only",
        hint: "copy the file into that folder, and name it from there")
    case .missing(let message, let candidates):
      let near = Suggestions.hint(for: file, among: candidates)
      return ShellError(
        "unreadable-file", "\(name) cannot be read: \(message)",
        hint: near
          ?? (candidates.isEmpty
            ? "a file's name counts from the model's own folder"
            : "there is \(Suggestions.list(candidates.prefix(6).map { $0 }, .and))"))
    case .notOrdinary:
      return ShellError("unreadable-file", "\(name) is no ordinary file")
    case .format(let fault): return describe(fault, name: name, file: file)
    }
  }

  /// The first of the names in a file, which may hold thousands.
  private static func some(_ names: [String]) -> Phrase {
    let shown = 8
    let first = names.prefix(shown).map { Phrase.verbatim($0) }
    return Suggestions.list(
      names.count > shown ? first + ["\(names.count - shown) more"] : first, .and)
  }

  private static func describe(_ fault: FormatFault, name: String, file: String) -> ShellError {
    switch fault {
    case .binary, .utf16, .noRows, .cellCount, .notNumber, .missingCell, .notWhole, .openQuote,
      .lineTooLong, .noColumn, .columnOutOfRange, .tooManyLabels, .delimiter:
      return textFault(fault, name)
    case .unreadable(let message):
      return ShellError("unreadable-file", "\(name) cannot be read: \(message)")
    case .empty:
      return ShellError("empty-file", "\(name) is empty", hint: "make the file anew")
    case .notThis(let wanted, let found): return otherKind(wanted, found, name)
    case .cutOff(let needed, let present):
      return ShellError(
        "file-cut-off",
        "\(name) is cut off: what it says it holds takes \(needed) bytes, and \(present) are there",
        hint: "copy or download it again")
    case .malformed(let part): return malformed(part, name)
    case .elementType("structured"):
      return ShellError(
        "element-type", "\(name) holds columns of several types in one array",
        hint: "save the columns as arrays of their own: np.savez(file, a=x[\"a\"], b=x[\"b\"])")
    case .elementType(let type):
      return ShellError(
        "element-type",
        "\(name) holds values of type '\(type)', and no numbers that there are here",
        hint: "save it as numbers: np.save(file, x.astype(float))")
    case .pickle:
      return ShellError(
        "pickled-file",
        "\(name) holds Python objects, which are read by running what they say: that is not done here",
        hint: "save numbers: np.save(file, np.array(x, dtype=float))")
    case .rank(let shape):
      let sizes = shape.map { "\($0)" }.joined(separator: ", ")
      return ShellError(
        "too-many-dimensions",
        "\(name) holds an array of shape (\(sizes)); a value has at most two dimensions here",
        hint: "save a row for each example: np.save(file, x.reshape(len(x), -1))")
    case .integerTooLarge(let place):
      return ShellError(
        "integer-too-large",
        "element \(place) of \(name) is beyond 2**53, where whole numbers stop being exact",
        hint: "save it as decimals: np.save(file, x.astype(float))")
    case .interrupted: return ShellError(Session.interruptedCode, "stopped by Ctrl-C")
    case .noRoom(let bytes): return noRoom(bytes)
    case .noMember(let member, let names):
      return ShellError(
        "no-member", "there is no '\(member)' in \(name)",
        hint: Suggestions.hint(for: member, among: names)
          ?? (names.isEmpty
            ? "it holds one array: leave the brackets out"
            : "it holds \(some(names))"))
    case .memberNeeded(let names):
      return ShellError(
        "member-needed",
        names.isEmpty
          ? "\(name) holds no arrays"
          : "\(name) holds \(some(names)), and one has to be named",
        hint: names.first.map { .verbatim("np.load(\"\(file)\")[\"\($0)\"]") })
    case .compression(let entry):
      return ShellError(
        "compression", "'\(entry)' in \(name) is packed or locked in a way that is not known here",
        hint: "save it with np.savez or np.savez_compressed")
    case .checksum(let entry):
      return ShellError(
        "checksum", "'\(entry)' in \(name) is damaged: its checksum is another",
        hint: "copy or download it again")
    }
  }

  private static func malformed(_ part: FormatFault.Part, _ name: String) -> ShellError {
    let hint: Phrase = "copy it again, or save it anew"
    switch part {
    case .header:
      return ShellError(
        "malformed-file", "the beginning of \(name) does not say what follows", hint: hint)
    case .archive:
      return ShellError(
        "malformed-file", "the table of contents of \(name) is damaged", hint: hint)
    case .packed(let entry):
      return ShellError("malformed-file", "'\(entry)' in \(name) cannot be unpacked", hint: hint)
    case .tensor(let tensor):
      return ShellError(
        "malformed-file", "what \(name) says of '\(tensor)' does not fit together", hint: hint)
    }
  }

  private static func otherKind(
    _ wanted: FileKind, _ found: FileKind?, _ name: String
  ) -> ShellError {
    let hint: Phrase? =
      switch found {
      case .npy, .npz: .verbatim("np.load(\(name))")
      case .idx: .verbatim("load_idx(\(name))")
      case .safetensors: .verbatim("np.load(\(name))[\"NAME\"]")
      case .gzip: .verbatim("gunzip \(name)")
      case .hdf5, .parquet, .matlab, .excel:
        "write it as text: df.to_csv(\"data.csv\", index=False)"
      case .image: "save its pixels as an array: np.save(\"image.npy\", pixels)"
      case .pickle: "save it with np.save, np.savez or to_csv"
      case .text, nil:
        wanted == .npy ? .verbatim("np.loadtxt(\(name), delimiter=\",\")") : nil
      }
    guard let found else {
      return ShellError(
        "other-format", "\(name) is no file of the kind that is read here (\(wanted.rawValue))",
        hint: hint)
    }
    return ShellError(
      "other-format",
      "\(name) is a file of another kind (\(found.rawValue)) than is read here (\(wanted.rawValue))",
      hint: hint)
  }

  private static func textFault(_ fault: FormatFault, _ name: String) -> ShellError {
    switch fault {
    case .binary(let line):
      return ShellError(
        "no-text", "\(name), line \(line): this is no text", hint: "load reads files of numbers")
    case .utf16:
      return ShellError(
        "no-text", "\(name) is UTF-16 text, and UTF-8 is read here",
        hint: "save it as UTF-8, or as CSV UTF-8")
    case .noRows:
      return ShellError("no-rows", "there are no rows of data in \(name)", hint: "look at skiprows")
    case .cellCount(let line, let found, let expected):
      return ShellError(
        "cell-count", "\(name), line \(line): \(found) columns, and \(expected) before it",
        hint: found == 1 || expected == 1
          ? "name what is between the columns: delimiter=\",\""
          : "look at that line; skip_header or skiprows leaves out lines at the beginning")
    case .notNumber(let line, let column, let text):
      let isTogether = text.contains(",") || text.contains(";") || text.contains("\t")
      return ShellError(
        "not-a-number",
        "\(name), line \(line), column \(column): '\(String(text.prefix(40)))' is no number",
        hint: isTogether
          ? "name what is between the columns: delimiter=\",\""
          : line == 1
            ? "skiprows=1 leaves the first line out"
            : "genfromtxt reads texts and missing numbers; usecols picks columns")
    case .missingCell(let line, let column):
      return ShellError(
        "missing-number", "\(name), line \(line), column \(column): nothing stands there",
        hint: "genfromtxt takes it for nan, or for filling_values")
    case .notWhole(let row, let column):
      return ShellError(
        "not-whole", "\(name), row \(row), column \(column): no whole number, as dtype=int wants",
        hint: "leave dtype out")
    case .openQuote(let line):
      return ShellError(
        "open-quote", "\(name), line \(line): a quotation mark is never closed",
        hint: "close it, or write two where one belongs to the text")
    case .lineTooLong(let line):
      return ShellError("line-too-long", "\(name), line \(line) is longer than 64 MiB")
    case .noColumn(let column, let names):
      return ShellError(
        "no-column", "there is no column '\(column)' in \(name)",
        hint: Suggestions.hint(for: column, among: names)
          ?? (names.isEmpty
            ? "names=True takes the first line for the columns' names"
            : "there is \(Suggestions.list(names.prefix(8).map { $0 }, .and))"))
    case .columnOutOfRange(let column, let count):
      return ShellError(
        "no-column", "there is no column \(column) in \(name): it has \(count), counted from 0")
    case .tooManyLabels(let line, let column):
      return ShellError(
        "too-many-labels",
        "\(name), line \(line), column \(column): more than 10,000 different texts are no classes",
        hint: "usecols picks the columns to read")
    case .delimiter(let text):
      return ShellError(
        "delimiter", "'\(text)' does not stand between columns, or in numbers",
        hint: "delimiter=\",\" is one character; decimal is a point or a comma")
    default: return ShellError("unreadable-file", "\(name) cannot be read")
    }
  }
}
