import Equations
import Terminal
import Training

/// Which data files a session has read, for its journal.
struct FilesRead: SessionState {
  /// Those that the journal has already.
  var noted: Set<FileOrigin> = []
}

extension Session {
  /// The files that have been read, and of which the journal has nothing yet.
  private var filesToNote: [FileOrigin] {
    let known = self[FilesRead.self].noted.union(journal.header.files)
    return (context.dataFolder?.read ?? []).filter { !known.contains($0) }
  }

  /// What the journal notes of a command that read files: `reads` and each of them.
  var noteOfFiles: String? {
    let files = filesToNote
    guard !files.isEmpty else { return nil }
    let folder = context.dataFolder?.place.map { [Journal.Record.folderMark + $0] } ?? []
    return ([Journal.Record.readsMark] + folder + files.map(\.journalText)).joined(separator: "\n")
  }

  /// A command that read files is in the journal.
  mutating func noteFilesRead() {
    let files = filesToNote
    if !files.isEmpty { self[FilesRead.self].noted.formUnion(files) }
  }

  /// The error that a file is not the one that it was.
  ///
  /// - Parameter files: as a journal has them.
  package func otherFile(than files: [FileOrigin]) -> ShellError? {
    let now = context.dataFolder?.read ?? []
    for file in files {
      guard let found = now.first(where: { $0.name == file.name }), found != file else { continue }
      return ShellError(
        "other-data",
        """
        \(file.name) is another file than it was: \(found.size) bytes with SHA-256 \
        \(String(found.digest.prefix(12))), then \(file.size) bytes with \
        \(String(file.digest.prefix(12)))
        """,
        hint: "put the file back that the session was made with")
    }
    return nil
  }
}

extension Journal.Record {
  static let readsMark = "reads"
  static let folderMark = "in "

  /// The folder in which the command read its files, for going on with one's own session from
  /// another; nobody else's journal is asked.
  var folderRead: String? {
    guard let lines = note?.split(separator: "\n"), lines.first == Self.readsMark[...] else {
      return nil
    }
    return lines.dropFirst().first { $0.hasPrefix(Self.folderMark) }
      .map { String($0.dropFirst(Self.folderMark.count)) }
  }

  /// The files that the command was the first to read.
  package var filesRead: [FileOrigin] {
    guard let lines = note?.split(separator: "\n"), lines.first == Self.readsMark[...] else {
      return []
    }
    return lines.dropFirst().compactMap { FileOrigin(journalText: String($0)) }
  }
}
