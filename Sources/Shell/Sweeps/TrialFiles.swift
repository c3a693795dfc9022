import Training

/// Reads the lines that trials elsewhere have printed.
enum TrialFiles {
  /// The trials in some files. Of one that was done twice the later line counts.
  ///
  /// - Returns: the trials, and the places of lines that are no trial's: what a job that was ended
  ///   leaves behind.
  /// - Throws: `ShellError` for files that cannot be read, those without any trial, and trials of
  ///   different models or conditions, which cannot be compared.
  static func read(
    _ paths: [String]
  ) throws(ShellError) -> (trials: [TrialLine], leftOut: [String]) {
    var lines: [TrialLine] = []
    var leftOut: [String] = []
    var places: [String: Int] = [:]
    for path in paths {
      let text = try TextFile.read(path)
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      where !String(line).trimmed.isEmpty {
        let place = "\(path):\(index + 1)"
        guard let trial = TrialLine(String(line)) else {
          leftOut.append(place)
          continue
        }
        if let first = lines.first { try check(trial, first, place) }
        let key = "\(trial.record.configuration) \(trial.record.seed.map { "\($0)" } ?? "-")"
        if let known = places[key] {
          guard lines[known].record.settings == trial.record.settings else {
            throw ShellError(
              "bad-trial", "\(place): another sweep has a trial of this number",
              hint: "collect the lines of one sweep")
          }
          lines[known] = trial
          continue
        }
        guard lines.count < SweepRequest.mostTrials else {
          throw ShellError(
            "too-large", "\(place): a sweep has at most \(SweepRequest.mostTrials) trials")
        }
        places[key] = lines.count
        lines.append(trial)
      }
    }
    if lines.isEmpty, let place = leftOut.first {
      throw ShellError(
        "bad-trial", "\(place): this is no line of underhood trial",
        hint: "sweep --commands prints the commands")
    }
    guard !lines.isEmpty else {
      throw ShellError("bad-trial", "there are no trials in \(Suggestions.list(paths, .and))")
    }
    return (lines, leftOut)
  }

  private static func check(
    _ trial: TrialLine, _ first: TrialLine, _ place: String
  ) throws(ShellError) {
    let what: String
    if trial.modelHash != first.modelHash {
      what = "model"
    } else if trial.condition != first.condition {
      what = "condition"
    } else if trial.record.epochs != first.record.epochs {
      what = "number of epochs"
    } else if trial.files != first.files {
      what = "data"
    } else {
      return
    }
    throw ShellError(
      "bad-trial", "\(place): the \(what) is not that of the first trial",
      hint: "collect the lines of one sweep")
  }
}
