import ArgumentParser
import Shell
import System

/// `underhood trial`.
struct RunTrial: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trial",
    abstract: "Run one trial of a sweep; prints one line of JSON for 'sweep --collect'.",
    discussion: """
      'sweep ... --commands' in the shell prints such commands.

        underhood trial --set lr=1 --seed 3 --epochs 500
        underhood trial --model line.txt --solved 'L < 0.1' >> results.jsonl
      """)

  @Option(
    help: ArgumentHelp("Load the model in FILE.", valueName: "file"),
    completion: .file())
  var model: String?

  @Option(
    name: .customLong("set"), help: ArgumentHelp("Replace a setting.", valueName: "name=value"))
  var settings: [String] = []

  @Option(help: "Replace the seed; without it the model's own counts.")
  var seed: UInt32?

  @Option(help: "How many epochs.")
  var epochs = 1000

  @Option(help: ArgumentHelp("When it counts as solved.", valueName: "condition"))
  var solved: String?

  @Option(help: "The number of its configuration in the sweep.")
  var number = 1

  @Option(
    help: ArgumentHelp(
      "A data file that the sweep has read; another one is refused.", valueName: "name:digest"))
  var reads: [String] = []

  @Option(help: "How many trials the sweep has, so that missing ones are noticed.")
  var of: Int?

  @OptionGroup var memory: MemoryOptions

  mutating func run() throws {
    try Failure.reporting(format: .text, isPlain: true) {
      memory.apply()
      let trial = try SingleTrial(
        modelPath: model, settings: settings, seed: seed, epochs: epochs, solved: solved,
        number: number, sweepCount: of, reads: reads)
      Output().write(trial.line() + "\n")
      return true
    }
  }
}
