import Arrays
import Charts
import Equations
import Networks
import Shell
import Terminal
import Training
import Web

/// The parts of a session's page.
extension SessionPage {
  enum Purpose { case report, view }

  // MARK: - Equations

  /// The equations of all phases as mathematics; in a view with what was computed last, and lit
  /// where the run stands.
  func equations(in purpose: Purpose) -> HTML {
    var html: HTML = "<div class=\"phases\">\n"
    for phase in run.program.phases {
      let steps = run.program.steps(in: phase)
      html +=
        "<div class=\"phase\">\n<h3>\(phase.rawValue)\(note(on: steps))</h3>\n<ol class=\"equations\">\n"
      for (step, equation) in zip(steps, run.program.mathematics(in: phase, unicode: true)) {
        html += item(step, equation, purpose)
      }
      html += "</ol>\n</div>\n"
    }
    return html + "</div>\n"
  }

  private func note(on steps: [ProgramEquation]) -> HTML {
    switch steps.last?.origin {
    case .derived?: " <span class=\"faint\">\(words("derived from forward and loss"))</span>"
    case .optimizer(let name)?: " <span class=\"faint\">\(words("what \(name) stands for"))</span>"
    default: HTML()
    }
  }

  private func item(_ step: ProgramEquation, _ equation: MathEquation, _ purpose: Purpose) -> HTML {
    let isLit = purpose == .view && isLit(step)
    let isNext = purpose == .view && step == run.nextStep
    let kind = isLit ? " class=\"lit\" aria-current=\"step\"" : isNext ? " class=\"next\"" : ""
    let formula = MathML.inline(equation.text)
    var html: HTML = "<li\(HTML(markup: kind))><div class=\"formula\">\(formula)"
    if let shape = equation.leftShape, shape != "number" {
      html += "<span class=\"shape faint\">\(shape)</span>"
    }
    if isNext { html += "<span class=\"mark\">← \(words("next"))</span>" }
    html += "</div>"
    if isLit, let name = step.target, let value = run.state.slots[name]?.value {
      html += matrix(value, of: name)
    }
    return html + "</li>\n"
  }

  /// Whether the step was done last: by itself, or with the whole phase that was done last.
  private func isLit(_ step: ProgramEquation) -> Bool {
    let position = run.position
    guard step.phase == position.phase else { return false }
    guard let equation = position.equation else { return true }
    return (step.target ?? step.text) == equation
  }

  /// A value as the shell shows it, with a door at each number.
  func matrix(_ value: Value, of name: String) -> HTML {
    guard case .array(let array) = value else { return "<pre>\(value.printed)</pre>" }
    if array.rank == 0 {
      return
        "<pre data-doors>\(NumberDoor.element(name, 0, array.shape, value.printed))</pre>"
    }
    let printed = PrintedArray(array.preview(width: 44), shape: array.shape)
    return "<pre data-doors>\(printed.doors(to: name))</pre>"
  }

  /// The data files that the session has read, so that someone else can tell whether theirs are the
  /// same; `nil` where there are none.
  var dataFiles: HTML? {
    guard let files = session.context.dataFolder?.read, !files.isEmpty else { return nil }
    var html: HTML =
      "<table aria-label=\"\(words("Data files"))\">\n<tr><th>\(words("file"))</th><th>\(words("bytes"))</th><th>SHA-256</th></tr>\n"
    for file in files {
      html += "<tr><th scope=\"row\">\(file.name)</th><td>\("\(file.size)")</td>"
      html += "<td><code>\(file.digest)</code></td></tr>\n"
    }
    return html + "</table>\n"
  }

  var settings: HTML {
    guard !run.program.settings.isEmpty else { return HTML() }
    var html: HTML = "<h3>\(words("settings"))</h3>\n<table aria-label=\"\(words("settings"))\">\n"
    for setting in run.program.settings {
      html += "<tr><th scope=\"row\">\(setting.name)</th>"
      html += "<td><code>\(setting.expression.text)</code></td></tr>\n"
    }
    return html + "</table>\n"
  }

  // MARK: - Pictures

  /// The pictures that have no axis of epochs, by what follows `plot`.
  var pictures: [String] {
    Plot.all.filter { plot in
      switch plot.onPages {
      case .never: false
      case .always: true
      case .ifDrawn: (try? chart(plot.name)) != nil
      }
    }.map(\.name)
  }

  func chart(_ picture: String) throws -> any Chart {
    let text = picture == Plot.network.name && showsGradients ? "\(picture) gradients" : picture
    return try Plot.chart(CommandText.Argument(text: text, offset: 0), in: session)
  }

  /// All runs, where there are several.
  var lossPicture: String { runName == nil ? "loss" : "loss all" }

  /// In the phase that computes them the network has its gradients on its edges, once all are there.
  var showsGradients: Bool {
    run.position.phase == .backward
      && run.program.layers.allSatisfy {
        run.state[Differentiator.gradientName(of: $0.weights)] != nil
      } && run.nextStep.phase != .backward
  }

  func scene(_ chart: any Chart, _ size: SceneSize = Self.sceneSize) -> Scene {
    chart.scene(size, session.context.translation, isCaptioned: false)
  }

  /// A drawing, and below it what is to be seen there.
  static func drawing(_ scene: Scene, id: String) -> HTML {
    HTML(markup: scene.element(id: id)) + caption(scene)
  }

  /// What is to be seen in a drawing, in words as large as those around it.
  static func caption(_ scene: Scene) -> HTML {
    scene.caption.isEmpty
      ? HTML() : "<p class=\"caption\">\(scene.caption.joined(separator: " "))</p>\n"
  }

  /// A picture by what follows `plot`, or why there is none.
  func drawing(_ picture: String) -> HTML {
    do {
      return Self.drawing(scene(try chart(picture)), id: picture)
    } catch {
      let reason = Wording.describe(error).message
      return """
        <p class="absent">\(words("No picture (plot \(picture)): \(reason)."))</p>
        """
    }
  }

  static var sceneSize: SceneSize {
    .pixels(width: pictureSize.width, height: pictureSize.height)
  }

  /// The doors upon a picture; empty where it has none.
  func doors(upon picture: String) -> HTML {
    guard picture == Plot.network.name, let scene = (try? chart(picture)).map({ scene($0) }) else {
      return HTML()
    }
    return PictureDoors.network(run, scene, showsGradients: showsGradients)
  }

  /// A picture with its doors, both of them regions.
  func figure(_ picture: String, _ drawing: HTML, _ doors: HTML) -> HTML {
    """
    <figure><div class="plot"><div data-region="\(picture)">\(drawing)</div>\
    \(PictureDoors.layer(doors, region: "\(picture)-doors", label: words("Numbers of this picture")))\
    </div></figure>

    """
  }

  /// The trials of the last sweep; empty where there is none.
  var trials: HTML {
    guard let chart = try? chart("\(Plot.sweep.name) all") as? TrialsChart else { return HTML() }
    // Each axis as much room as its numbers need.
    let width = min(max(Self.pictureSize.width, 90 * (chart.scales.count + 1)), 500)
    let size = SceneSize.pixels(width: width, height: max(Self.pictureSize.height, width * 3 / 5))
    return "<figure>\(Self.drawing(scene(chart, size), id: Plot.sweep.name))</figure>\n"
  }

  /// - Parameter purpose: a report has the trials of a sweep in a section of their own.
  func figures(in purpose: Purpose) -> HTML {
    let figures = ([lossPicture] + pictures).map { picture -> HTML in
      picture == Plot.network.name
        ? figure(picture, drawing(picture), doors(upon: picture))
        : "<figure data-region=\"\(picture)\">\(drawing(picture))</figure>\n"
    }
    let trials = purpose == .view ? trials : HTML()
    return "<div class=\"figures\">\n\(figures.joined())\(trials)</div>\n"
  }

  // MARK: - Words

  var findings: HTML {
    guard run.isInitialised else {
      return "<p>\(words("Nothing has been computed yet."))</p>"
    }
    let findings = Diagnosis.findings(in: run)
    if findings.isEmpty {
      return "<p>\(words("Nothing is wrong that can be seen from here."))</p>"
    }
    return findings.map { finding -> HTML in
      var html: HTML = "<div class=\"finding \(finding.severity.rawValue)\">"
      html += "<h3>\(words(Diagnosis.title(of: finding)))</h3>"
      html += "<p>\(words(Diagnosis.describe(finding)))</p>"
      if let equation = finding.equation { html += "<pre>\(equation.text)</pre>" }
      for suggestion in finding.suggestions {
        html += "<p><kbd>\(suggestion.command)</kbd>: \(words(suggestion.idea.words)).</p>"
      }
      return html + "</div>\n"
    }.joined()
  }

  /// The last commands and what they said.
  func log(last count: Int, in purpose: Purpose) -> HTML {
    let (entries, before) = session.transcript.entries(
      last: count, session.context.translation)
    if entries.isEmpty { return "<p>\(words("No command has been given yet."))</p>" }
    var html = HTML()
    if before > 0, count >= SessionTranscript.mostEntries {
      html += "<p class=\"faint\">"
      html += HTML(text: words("\(before) commands before these are left out.")) + "</p>\n"
    }
    let typesetting = Typesetting(session)
    html += "<ol class=\"log\">\n"
    for (number, entry) in entries.enumerated() {
      html += "<li\(HTML(markup: entry.isSuccess ? "" : " class=\"failed\""))>"
      html += "<span class=\"faint\">\(entry.prompt)&gt;</span> <kbd>\(entry.command)</kbd>"
      // In a view the lesson's page stands at the top.
      html += typesetting.html(
        entry.parts.filter { purpose == .report || !$0.isLesson },
        pictures: drawings(of: entry, id: "log-\(Self.letters(number))"))
      html += "</li>\n"
    }
    return html + "</ol>\n"
  }

  /// What a command drew.
  ///
  /// - Parameter id: what the ids of the drawings begin with.
  private func drawings(of entry: SessionTranscript.Entry, id: String) -> [HTML] {
    entry.pictures.enumerated().map { place, picture in
      let drawing = Self.drawing(scene(picture), id: "\(id)-\(Self.letters(place))")
      return "<figure>\(drawing)</figure>\n"
    }
  }

  /// A number in letters, of which the names of drawings are made.
  static func letters(_ number: Int) -> String {
    var (text, rest) = ("", number)
    repeat {
      text = String(UnicodeScalar(UInt8(97 + rest % 26))) + text
      rest /= 26
    } while rest > 0
    return text
  }

  /// The page of the lesson that is open, as far as it is read.
  var lesson: HTML {
    guard let page = session.openLessonPage else { return HTML() }
    return """
      <div class="lesson" data-page="\(page.title) \(page.number)">
      <h2>\(page.title) <span class="faint">\(words(page.progress))</span></h2>
      \(Typesetting(session).html(page.parts))</div>

      """
  }

  /// What the last command showed, if it was one that looks, or a change, which says what was
  /// before, or a lesson's: its pictures, or what it said. What training did is to be seen in the
  /// rest of the page, and so is what a lesson says.
  var said: HTML {
    guard let entry = session.transcript.entries(last: 1, session.context.translation).kept.last,
      entry.isSuccess,
      case .command(let command)? = try? Command.resolve(CommandText(entry.command), in: session),
      [.looking, .changing, .lessons].contains(command.group), command.name != "view"
    else { return HTML() }
    let parts = entry.parts.filter { !$0.isLesson }
    guard !parts.isEmpty else { return HTML() }
    let text = Typesetting(session).html(parts, pictures: drawings(of: entry, id: "said"))
    return """
      <div class="said">
      <p><kbd>\(entry.command)</kbd></p>
      \(text)
      </div>

      """
  }
}
