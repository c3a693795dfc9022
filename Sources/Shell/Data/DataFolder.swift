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

  /// - Parameter path: empty for the current folder.
  package init(_ path: String) { self.path = path.isEmpty ? "." : path }

  /// The data folder of the course that a lesson belongs to; translations share it.
  package convenience init(ofLesson path: String) {
    let folder = Path.parent(of: path)
    let own = folder + "/data"
    self.init(File.isFolder(own) ? own : Path.parent(of: folder) + "/data")
  }

  /// What the models of a session read with.
  package var library: FileLibrary {
    FileLibrary { call throws(FileFault) in try self.content(of: call) }
  }

  /// The files that were read, by name.
  package var read: [FileOrigin] {
    origins.withLock { Array($0.values) }.sorted { $0.name < $1.name }
  }

  private func content(of call: FileCall) throws(FileFault) -> FileContent {
    if let content = known.withLock({ $0[call.text] }) { return content }
    let file = try open(call.file)
    let origin = try origin(of: call.file, file)
    let content: FileContent
    do throws(FormatFault) {
      content = try call.content(of: FileBytes(file), origin: origin)
    } catch {
      throw .format(error)
    }
    // The same file gives the same numbers as long as the session lasts.
    known.withLock { $0[call.text] = content }
    return content
  }

  /// A file of the folder, open.
  ///
  /// - Throws: `FileFault` of a name that leads out of it, or to nothing that can be read.
  package func open(_ name: String) throws(FileFault) -> OpenFile {
    let folder = path == "." ? "the current folder" : path
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.hasPrefix("/"), !name.contains("\0"), !parts.contains("..") else {
      throw .outside(folder: folder)
    }
    guard let root = Path.resolved(path), let found = Path.resolved("\(path)/\(name)") else {
      throw .missing(SystemError.last.message, candidates: names)
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
    do throws(SystemError) {
      let origin = FileOrigin(name: name, size: file.count, digest: try file.digest())
      origins.withLock { $0[name] = origin }
      return origin
    } catch {
      throw .missing(error.message, candidates: [])
    }
  }

  /// The data files that are there.
  private var names: [String] {
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

  package init(_ file: OpenFile) { self.file = file }

  package var count: Int { file.count }

  package func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FormatFault) -> Int {
    do throws(SystemError) {
      return try file.read(at: offset, into: buffer)
    } catch {
      throw .unreadable(error.message)
    }
  }
}
