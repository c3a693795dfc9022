import Arrays
import Formats

/// A call that reads a data file, with what stands in brackets behind it:
/// `np.loadtxt("iris.csv", delimiter=",")`, `np.load("w.npz")["W1"]`.
///
/// Its arguments are literals, so that the text alone says which file is read and how. Two are equal
/// when they say the same, whether the file has been read or not.
///
/// An object, so that a node of the tree, and every function on the way through a deep one, holds one
/// reference.
public final class FileCall: Sendable {
  /// The functions that read files.
  public enum Function: String, Sendable, CaseIterable {
    /// NumPy's own files, of one array or of several with names.
    case load
    /// Text in which every cell is a number.
    case loadtxt
    /// Text with names of columns, texts in cells and cells without a number.
    case genfromtxt
    /// The format of the MNIST digits.
    case loadIDX = "load_idx"
    /// A table of the course's own, by its name: its columns by theirs, all but the last as `["X"]`
    /// and that as `["y"]`.
    case dataset
  }

  /// The names of these functions.
  static let names = Set(Function.allCases.map(\.rawValue))

  public let function: Function
  /// The file's name as it is written.
  public let file: String
  /// The other arguments, by keyword, in the order in which they were written.
  public let arguments: [(keyword: String, value: FileLiteral)]
  /// What stands in brackets behind the call: names of arrays or of columns.
  public let members: [FileLiteral]
  /// What the file holds, once it has been read.
  public let content: FileContent?

  public init(
    _ function: Function, _ file: String,
    arguments: [(keyword: String, value: FileLiteral)] = [], members: [FileLiteral] = [],
    content: FileContent? = nil
  ) {
    self.function = function
    self.file = file
    self.arguments = arguments
    self.members = members
    self.content = content
  }

  /// Whether the file's name says that it holds several arrays, each by its name.
  public var holdsSeveral: Bool {
    let name = file.lowercased()
    return function == .load && (name.hasSuffix(".npz") || name.hasSuffix(".safetensors"))
  }

  /// The same with what stands in brackets behind it.
  public func with(member: FileLiteral) -> FileCall {
    FileCall(function, file, arguments: arguments, members: members + [member])
  }

  /// The same with what the file holds.
  package func with(_ content: FileContent) -> FileCall {
    FileCall(function, file, arguments: arguments, members: members, content: content)
  }

  public subscript(keyword: String) -> FileLiteral? {
    arguments.last { $0.keyword == keyword }?.value
  }

  /// The canonical text: parsing it gives an equal call.
  public var text: String {
    let list =
      [FileLiteral.text(file).written] + arguments.map { "\($0.keyword)=\($0.value.written)" }
    return "\(function.rawValue)(\(list.joined(separator: ", ")))"
      + members.map { "[\($0.written)]" }.joined()
  }
}

/// What may stand as an argument where a file is read.
public indirect enum FileLiteral: Sendable, Hashable {
  case text(String)
  case integer(Int)
  case float(Double)
  case boolean(Bool)
  case none
  /// A type: `float`, `int`, `str`.
  case word(String)
  /// `range(4)`: whole numbers from the first up to, and without, the last.
  case range(Int, Int)
  case list([FileLiteral])
  case tuple([FileLiteral])

  /// As Python writes it.
  public var written: String {
    switch self {
    case .text(let text):
      let inside = text.map { character in
        switch character {
        case "\\": #"\\"#
        case "\"": #"\""#
        case "\t": #"\t"#
        default: String(character)
        }
      }
      return "\"\(inside.joined())\""
    case .integer(let value): return "\(value)"
    case .float(let value): return NumberFormatting.shortest(value)
    case .boolean(let value): return value ? "True" : "False"
    case .none: return "None"
    case .word(let word): return word
    case .range(let start, let end): return "range(\(start == 0 ? "" : "\(start), ")\(end))"
    case .list(let items): return "[\(items.map(\.written).joined(separator: ", "))]"
    case .tuple(let items):
      return "(\(items.map(\.written).joined(separator: ", "))\(items.count == 1 ? "," : ""))"
    }
  }

  /// The items of a list or a tuple; of anything else itself.
  public var items: [FileLiteral] {
    switch self {
    case .list(let items), .tuple(let items): items
    case .range(let start, let end): (start..<end).map { .integer($0) }
    default: [self]
    }
  }

  public var text: String? { if case .text(let text) = self { text } else { nil } }
  public var integer: Int? { if case .integer(let value) = self { value } else { nil } }
}

/// What was read of a file for a call.
public final class FileContent: Sendable {
  public let array: NDArray
  /// The names of the columns and of what texts have become numbers, by column.
  public let columns: [Column]
  public let origin: FileOrigin

  public struct Column: Sendable, Equatable {
    public var name: String?
    /// What whole numbers stand for, in order.
    public var labels: [String]?
    /// Cells without a number.
    public var missing = 0

    public init(name: String? = nil, labels: [String]? = nil, missing: Int = 0) {
      self.name = name
      self.labels = labels
      self.missing = missing
    }
  }

  public init(_ array: NDArray, columns: [Column] = [], origin: FileOrigin) {
    self.array = array
    self.columns = columns
    self.origin = origin
  }
}

/// Which file it was: its name, and what tells whether it is still the same.
public struct FileOrigin: Sendable, Hashable {
  public var name: String
  /// In bytes.
  public var size: Int
  /// SHA-256 of the bytes, as 64 hexadecimal digits.
  public var digest: String

  public init(name: String, size: Int, digest: String) {
    self.name = name
    self.size = size
    self.digest = digest
  }
}

/// Why a file cannot be read.
public enum FileFault: Error, Equatable, Sendable {
  /// No files are read here.
  case noFiles
  /// The data of the course are not on this machine, or not where they are looked for.
  case noCourse
  /// A name that leads out of the folder in which files are read.
  case outside(folder: String)
  /// In the system's words; with files that are there.
  case missing(String, candidates: [String])
  case notOrdinary
  case format(FormatFault)
}

/// Where the files of a model are read: what is above knows of folders and permissions.
///
/// Two libraries are equal: models that say the same are equal, wherever they are.
public struct FileLibrary: Sendable, Equatable {
  public typealias Read = @Sendable (FileCall) throws(FileFault) -> FileContent

  /// Reads what a call asks for; the same call gives the same content as long as a model is in use.
  public let read: Read

  public init(_ read: @escaping Read) { self.read = read }

  /// The one in which there are no files.
  public static let none = FileLibrary { _ throws(FileFault) in throw .noFiles }

  public static func == (left: Self, right: Self) -> Bool { true }
}

extension Expression {
  /// The calls that read files, in reading order.
  public var fileCalls: [FileCall] {
    if case .file(let call) = node { return [call] }
    return children.flatMap(\.fileCalls)
  }

  /// The same expression with what its files hold.
  ///
  /// - Throws: `LanguageError` at a file that cannot be read.
  public func reading(_ files: FileLibrary) throws(LanguageError) -> Expression {
    if case .file(let call) = node {
      guard call.content == nil else { return self }
      do throws(FileFault) {
        return Expression(.file(call.with(try files.read(call))), span: span)
      } catch {
        throw LanguageError(.file(error, name: call.file), at: span)
      }
    }
    // Most have none, and long literals are not to be built anew.
    guard hasFiles else { return self }
    var fault: LanguageError?
    let result = mapChildren { child in
      guard fault == nil else { return child }
      do throws(LanguageError) {
        return try child.reading(files)
      } catch {
        fault = error
        return child
      }
    }
    if let fault { throw fault }
    return result
  }

  private var hasFiles: Bool {
    if case .file = node { return true }
    return children.contains(where: \.hasFiles)
  }
}

extension Assignment {
  /// The same with what its files hold.
  ///
  /// - Throws: `LanguageError` at a file that cannot be read.
  public func reading(_ files: FileLibrary) throws(LanguageError) -> Assignment {
    var result = self
    result.value = try value.reading(files)
    return result
  }
}

extension Statement {
  /// The same with what its files hold.
  ///
  /// - Throws: `LanguageError` at a file that cannot be read.
  public func reading(_ files: FileLibrary) throws(LanguageError) -> Statement {
    var result = self
    switch kind {
    case .importOfNumPy: break
    case .expression(let expression): result.kind = .expression(try expression.reading(files))
    case .assignment(let assignment): result.kind = .assignment(try assignment.reading(files))
    }
    return result
  }
}
