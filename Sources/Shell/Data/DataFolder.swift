import Arrays
import Equations
import Formats
import Synchronization
import System

/// The folder in which a model's data files are: read there and below, and nowhere else, whatever
/// links say.
package final class DataFolder: Sendable {
  /// As it is named to the user.
  private let path: String
  /// What was read, by what was asked for.
  private let known = Mutex<[String: FileContent]>([:])
  private let origins = Mutex<[String: FileOrigin]>([:])
  /// Told how many of a file's bytes have been read.
  private let watcher = Mutex<(@Sendable (_ done: Int, _ total: Int) -> Void)?>(nil)

  /// The folder of the course's own data.
  private let course: String?

  /// - Parameters:
  ///   - path: empty for the current folder.
  ///   - lessons: where the course is, if it is there.
  package init(_ path: String, lessons: String? = nil) {
    self.path = path.isEmpty ? "." : path
    course = lessons.map { $0 + "/data" }
  }

  /// The data folder of the course that a lesson belongs to; translations share it.
  package convenience init(ofLesson path: String) {
    let folder = Path.parent(of: path)
    let own = folder + "/data"
    let lessons = File.isFolder(own) ? folder : Path.parent(of: folder)
    self.init(lessons + "/data", lessons: lessons)
  }

  /// What the models of a session read with.
  package var library: FileLibrary {
    FileLibrary { call throws(FileFault) in try self.content(of: call) }
  }

  /// Where it is on this machine.
  var place: String? { Path.resolved(path) }

  /// Has someone told how far reading has come, or nobody.
  func watch(_ body: (@Sendable (_ done: Int, _ total: Int) -> Void)?) {
    watcher.withLock { $0 = body }
  }

  /// Keeps what a call gave no longer; it is read again where it is wanted again.
  func forget(_ call: FileCall) { known.withLock { $0[call.text] = nil } }

  /// The kind that a file's first bytes tell.
  func kind(of name: String) throws(FileFault) -> FileKind? {
    let file = FileBytes(try open(name, in: path))
    do throws(FormatFault) { return try file.kind() } catch { throw .format(error) }
  }

  /// The names of the arrays in a file of several.
  func arrays(in name: String) throws(FileFault) -> [String] {
    let file = FileBytes(try open(name, in: path))
    do throws(FormatFault) {
      return try file.kind() == .safetensors ? SafeTensors(file).names : NPZ(file).names
    } catch {
      throw .format(error)
    }
  }

  /// The files that were read, by name.
  package var read: [FileOrigin] {
    origins.withLock { Array($0.values) }.sorted { $0.name < $1.name }
  }

  private func content(of call: FileCall) throws(FileFault) -> FileContent {
    if let content = known.withLock({ $0[call.text] }) { return content }
    if let whole = call.ofAllColumns, let content = known.withLock({ $0[whole.text] }),
      let part = try? call.selected(of: content)
    {
      known.withLock { $0[call.text] = part }
      return part
    }
    let isOfCourse = call.function == .dataset
    let name = isOfCourse ? call.file + ".csv" : call.file
    let file = isOfCourse ? try openOfCourse(name) : try open(name, in: path)
    let origin = try origin(of: isOfCourse ? "dataset \(call.file)" : name, file)
    let content: FileContent
    do throws(FormatFault) {
      let watch = watcher.withLock { $0 }
      content = try call.content(of: FileBytes(file, watch), origin: origin)
    } catch {
      throw .format(error)
    }
    // The same file gives the same numbers as long as the session lasts.
    known.withLock { $0[call.text] = content }
    return content
  }

  /// The beginning of a file, as text.
  ///
  /// - Parameter bytes: at most so much of it.
  func beginning(of name: String, bytes: Int = 1 << 16) throws(FileFault) -> String {
    let file = try open(name, in: path)
    let size = min(bytes, file.count)
    var text: [UInt8] = Array(repeating: 0, count: size)
    let read = text.withUnsafeMutableBytes { buffer in
      Result { () throws(SystemError) in try file.read(at: 0, into: buffer) }
    }
    switch read {
    case .success(let count): return String(decoding: text.prefix(count), as: UTF8.self)
    case .failure(let error): throw .missing(error.message, candidates: [])
    }
  }

  /// A table that comes with the course, open.
  private func openOfCourse(_ name: String) throws(FileFault) -> OpenFile {
    guard let course else { throw .noCourse }
    do throws(FileFault) {
      return try open(name, in: course)
    } catch .missing(let message, let candidates) {
      let tables = candidates.filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }
      throw tables.isEmpty ? .noCourse : .missing(message, candidates: tables)
    }
  }

  /// A file of the folder, open.
  ///
  /// - Throws: `FileFault` of a name that leads out of it, or to nothing that can be read.
  private func open(_ name: String, in path: String) throws(FileFault) -> OpenFile {
    let folder = path == "." ? "the current folder" : path
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.hasPrefix("/"), !name.contains("\0"), !parts.contains("..") else {
      throw .outside(folder: folder)
    }
    guard let root = Path.resolved(path), let found = Path.resolved("\(path)/\(name)") else {
      throw .missing(SystemError.last.message, candidates: Self.names(in: path))
    }
    guard found.hasPrefix(root == "/" ? root : root + "/") else { throw .outside(folder: folder) }
    do throws(File.Failure) {
      return try OpenFile(found)
    } catch {
      switch error {
      case .system(let error): throw .missing(error.message, candidates: [])
      case .notOrdinary: throw .notOrdinary
      }
    }
  }

  private func origin(of name: String, _ file: OpenFile) throws(FileFault) -> FileOrigin {
    if let origin = origins.withLock({ $0[name] }) { return origin }
    let digest: String?
    do throws(SystemError) {
      digest = try file.digest { !Interruption.isRequested }
    } catch {
      throw .missing(error.message, candidates: [])
    }
    guard let digest else { throw .format(.interrupted) }
    let origin = FileOrigin(name: name, size: file.count, digest: digest)
    origins.withLock { $0[name] = origin }
    return origin
  }

  /// The data files that are there.
  private static func names(in path: String) -> [String] {
    let endings = [
      ".csv", ".tsv", ".txt", ".npy", ".npz", ".idx", "-ubyte", ".safetensors", ".dat",
    ]
    return ((try? File.names(in: path)) ?? []).filter { name in
      endings.contains { name.hasSuffix($0) }
    }.sorted()
  }
}

/// An open file's bytes.
package struct FileBytes: ByteSource {
  private let file: OpenFile
  private let watch: (@Sendable (_ done: Int, _ total: Int) -> Void)?

  package init(
    _ file: OpenFile, _ watch: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) {
    self.file = file
    self.watch = watch
  }

  package var count: Int { file.count }

  /// - Throws: `FormatFault.unreadable`, with what the system says.
  package func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FormatFault) -> Int {
    do throws(SystemError) {
      watch?(offset, count)
      return try file.read(at: offset, into: buffer)
    } catch {
      throw .unreadable(error.message)
    }
  }
}
