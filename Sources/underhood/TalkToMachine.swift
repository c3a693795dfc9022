import ArgumentParser
import Machine
import Shell
import System

/// `underhood machine`.
struct TalkToMachine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "machine",
    abstract: "Answer another program: requests in, messages out, a line of JSON each.",
    discussion: """
      A session that lasts, with progress, interrupts, completion and pictures as SVG. \
      underhood-machine(7) describes the messages, and --schema prints their JSON Schema.

        underhood machine --model line.txt
        echo '{"id":1,"type":"execute","code":"step"}' | underhood machine
        underhood machine --schema > machine.schema.json
      """)

  @OptionGroup var sessionOptions: SessionOptions

  @Flag(help: "Print the JSON Schema of requests and messages, and leave.")
  var schema = false

  mutating func run() throws {
    try Failure.reporting(format: .text, isPlain: true) {
      if schema {
        Output().write(MachineTexts.schema)
        return true
      }
      var session = try sessionOptions.session()
      if let first = sessionOptions.first, let failure = session.perform(first).failure {
        throw failure
      }
      MachineSession(session: session).run()
      return true
    }
  }
}
