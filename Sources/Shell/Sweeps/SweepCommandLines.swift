import Equations
import JSON
import Terminal
import Training

/// The trials of a sweep as commands of the system's shell, one a line.
struct SweepCommandLines: CommandResult {
  var sweep: Sweep
  var modelPath: String?
  /// The data files that the model reads.
  var files: [FileOrigin]

  private func line(_ trial: Trial) -> String {
    var words = ["underhood", "trial"]
    if let modelPath { words += ["--model", FileName.quoted(modelPath)] }
    for file in files { words += ["--reads", FileName.quoted(file.mark)] }
    for setting in trial.settings {
      words += ["--set", FileName.quoted("\(setting.name)=\(setting.value.text)")]
    }
    if let seed = trial.seed { words += ["--seed", "\(seed)"] }
    words += ["--epochs", "\(trial.epochs)"]
    if sweep.hasOwnCondition { words += ["--solved", FileName.quoted(sweep.condition.text)] }
    words += ["--number", "\(trial.configuration)", "--of", "\(sweep.trialCount)"]
    return words.joined(separator: " ")
  }

  var lines: [String] { (0..<sweep.trialCount).map { line(sweep.trial($0)) } }

  var json: JSONValue {
    .object([("type", .string("sweep-commands")), ("commands", .strings(lines))])
  }

  func write(to page: inout Page) {
    for line in lines { page.line(StyledText(line)) }
  }
}

extension FileOrigin {
  /// The file in a command line: its name, and enough of the digest to tell another one.
  var mark: String { "\(name):\(digest.prefix(16))" }
}
