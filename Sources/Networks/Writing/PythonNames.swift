/// Names for Python: those of a program, except where Python or the script means something else.
enum PythonNames {
  /// New names for those that cannot stay.
  ///
  /// - Parameter besides: more names that the script uses.
  static func renaming(_ names: [String], besides: [String]) -> [String: String] {
    let reserved = keywords.union(used).union(besides)
    var taken = reserved.union(names)
    var table: [String: String] = [:]
    for name in names where reserved.contains(name) && table[name] == nil {
      var new = name + "_"
      while taken.contains(new) { new += "_" }
      taken.insert(new)
      table[name] = new
    }
    return table
  }

  /// Python 3's keywords.
  private static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
  ]

  /// What the scripts themselves call.
  private static let used: Set<String> = [
    "np", "torch", "sys", "epoch", "epochs", "range", "print", "repr", "float", "int", "bool",
    "len",
    "max", "zip", "optimizer", "gradients", "compare",
  ]
}
