import JSON
import Terminal

extension Command {
  static let live = Command(
    "live", group: .looking, usage: "[PICTURE | off]",
    summary: "renew a picture while run goes, and leave it when the run ends",
    help: """
      live loss draws the loss while run, until and continue go; live boundary adds the boundary \
      below it, and so on with everything that plot draws. live off ends it, live tells what is \
      drawn. Ctrl-C stops a run as always. Where nothing can be redrawn, in a pipe or with \
      --plain, the pictures are shown once, at the end of each run.
      """,
    completion: .words(Plot.all.map(\.name) + ["off"])
  ) { session, argument in
    switch argument.text.trimmed {
    case "": break
    case "off": session.pictures.removeAll()
    default:
      do {
        _ = try Plot.chart(argument, in: session)
      } catch let error as ShellError where error.code == "not-computed" {
        // It will be, while the run goes.
      }
      session.pictures.add(argument.text.trimmed)
    }
    return LiveReport(requests: session.pictures.requests)
  }
}

/// What is drawn while a run goes.
struct LiveReport: CommandResult {
  var requests: [String]

  var json: JSONValue {
    .object([("type", .string("live")), ("pictures", .strings(requests))])
  }

  func write(to page: inout Page) {
    guard !requests.isEmpty else {
      page.paragraph("No picture is renewed while run goes. Try live loss.")
      return
    }
    let pictures = requests.map { StyledText($0, .command) }.joined(separator: ", ")
    page.paragraph("Renewed while run goes: \(pictures)")
  }
}
