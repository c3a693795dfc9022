import Terminal
import Training

/// The trials of a sweep as commands of the system's shell, one a line.
struct SweepCommandLines: CommandResult {
  var sweep: Sweep
  var modelPath: String?

  private func line(_ trial: Trial) -> String {
    var words = ["underhood", "trial"]
    if let modelPath { words += ["--model", Self.quoted(modelPath)] }
    for setting in trial.settings {
      words += ["--set", Self.quoted("\(setting.name)=\(setting.value.text)")]
    }
    if let seed = trial.seed { words += ["--seed", "\(seed)"] }
    words += ["--epochs", "\(trial.epochs)"]
    if sweep.hasOwnCondition { words += ["--solved", Self.quoted(sweep.condition.text)] }
    words += ["--number", "\(trial.configuration)"]
    return words.joined(separator: " ")
  }

  var lines: [String] { (0..<sweep.trialCount).map { line(sweep.trial($0)) } }

  /// A word as the system's shell takes it literally.
  static func quoted(_ word: String) -> String {
    let safe = word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "_-+=.,/:@%".unicodeScalars.contains(scalar))
    }
    if safe, !word.isEmpty { return word }
    let parts = word.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }

  var json: JSONValue {
    .object([("type", .string("sweep-commands")), ("commands", .strings(lines))])
  }

  func write(to page: inout Page) {
    for line in lines { page.line(StyledText(line)) }
  }
}
