import Terminal

/// 'Did you mean': which of several words someone most likely meant.
package enum Suggestions {
  /// The nearest candidates to a mistyped word, at most three of one distance.
  static func nearest(to word: String, among candidates: [String]) -> [String] {
    // Nothing has a name as long as that, and the search would take its time.
    guard word.utf8.count <= longestWord else { return [] }
    // A single letter is near to every other one; only its case may be wrong.
    let limit = word.count <= 1 ? 0 : word.count <= 3 ? 1 : word.count <= 6 ? 2 : 3
    let lower = word.lowercased()
    var scored: [(distance: Int, word: String)] = []
    for candidate in Set(candidates) where candidate != word {
      let distance = min(
        editDistance(lower, candidate.lowercased(), limit: limit), limit + 1)
      let isPrefix = lower.count >= 2 && candidate.lowercased().hasPrefix(lower)
      if distance <= limit || isPrefix {
        scored.append((isPrefix ? min(distance, 1) : distance, candidate))
      }
    }
    // What is further off than the nearest is noise. Letters are exchanged more often than lost.
    let nearest = scored.map(\.distance).min() ?? 0
    return scored.filter { $0.distance == nearest }.map(\.word)
      .sorted { (abs($0.count - word.count), $0) < (abs($1.count - word.count), $1) }
      .prefix(3).map { $0 }
  }

  /// In bytes.
  private static let longestWord = 200

  /// A hint, if a candidate is near: `did you mean step?`.
  static func hint(for word: String, among candidates: [String]) -> Phrase? {
    let near = nearest(to: word, among: candidates)
    return near.isEmpty ? nil : "did you mean \(list(near))?"
  }

  /// What a word stands for that people try before they have read `help`.
  static func familiar(_ word: String, loss: String) -> Phrase? {
    let word = word.lowercased()
    if word == "clear" || word == "cls" { return "Ctrl-L clears the screen" }
    return (word == "loss" ? "show \(loss)" : familiarWords[word]).map { .verbatim($0) }
  }

  private static let familiarWords = [
    "start": "step", "begin": "step", "go": "step", "forward": "step", "backward": "step",
    "init": "step", "update": "step", "train": "run 100", "fit": "run 100",
    "weights": "show params", "parameters": "show params",
    "gradients": "show grads", "gradient": "show grads", "model": "list", "equations": "list",
    "network": "list", "position": "where", "bye": "quit", "stop": "quit", "commands": "help",
    "course": "lessons", "tutorial": "lessons", "ls": "list", "dir": "show all", "man": "help",
    "cat": "list", "weight": "show params", "bias": "show params", "glossary": "help words",
    "undo": "rewind",
  ]

  /// `a`, `a or b`, `a, b or c`.
  package static func list(_ words: [String], _ conjunction: Phrase.Conjunction = .or) -> Phrase {
    .list(words, conjunction)
  }

  static func list(_ words: [Phrase], _ conjunction: Phrase.Conjunction) -> Phrase {
    .list(words, conjunction)
  }

  /// The number of insertions, deletions, substitutions and swaps of neighbours between two words
  /// (the optimal string alignment distance); `limit + 1` for anything larger.
  static func editDistance(_ a: String, _ b: String, limit: Int) -> Int {
    let a = Array(a)
    let b = Array(b)
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    var twoAgo: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, twoAgo[j - 1] + 1) }
        row.append(best)
      }
      twoAgo = previous
      previous = row
    }
    return previous[b.count]
  }
}
