import LineEditor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Completes the name of a file.
enum FileCompletion {
  static func complete(_ word: String, at range: Range<Int>) -> CompletionResult {
    let slash = word.lastIndex(of: "/")
    let folder = slash.map { String(word[...$0]) } ?? ""
    let prefix = slash.map { String(word[word.index(after: $0)...]) } ?? word
    var candidates: [Completion] = []
    for name in TextFile.names(in: folder.isEmpty ? "." : folder) {
      guard name.hasPrefix(prefix), prefix.hasPrefix(".") || !name.hasPrefix(".") else { continue }
      var status = stat()
      let isFolder = stat(folder + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      candidates.append(Completion(text: folder + name, suffix: isFolder ? "/" : " "))
    }
    return CompletionResult(
      replacing: range, candidates: candidates.sorted { $0.text < $1.text })
  }
}
