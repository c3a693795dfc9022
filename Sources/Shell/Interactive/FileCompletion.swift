import LineEditor
import System

/// Completes the name of a file.
enum FileCompletion {
  static func complete(_ word: String, at range: Range<Int>) -> CompletionResult {
    let slash = word.lastIndex(of: "/")
    let folder = slash.map { String(word[...$0]) } ?? ""
    let prefix = slash.map { String(word[word.index(after: $0)...]) } ?? word
    var candidates: [Completion] = []
    for name in (try? File.names(in: folder.isEmpty ? "." : folder)) ?? [] {
      guard name.hasPrefix(prefix), prefix.hasPrefix(".") || !name.hasPrefix(".") else { continue }
      let isFolder = File.isFolder(folder + name)
      candidates.append(Completion(text: folder + name, suffix: isFolder ? "/" : " "))
    }
    return CompletionResult(
      replacing: range, candidates: candidates.sorted { $0.text < $1.text })
  }
}
