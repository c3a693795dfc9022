import Charts
import Equations
import JSON
import Networks
import Shell
import Terminal
import Training
import Web

/// The sheet of the inputs in a page, bent there by the model's own equations.
extension SessionPage {
  /// What the script says, with `{0}` and so on in the places.
  private var foldWords: [(String, String)] {
    [
      (
        "range",
        words("across \("{0}") from \("{2}") to \("{3}"), up \("{1}") from \("{4}") to \("{5}")")
      ),
      ("was", words("(\("{0}") with the weights that training found)")),
      ("right", words("\("{0}") of \("{1}") places of examples on their side")),
      ("left", words("\("{0}") more parameters are left out here.")),
    ]
  }

  /// The moment that the page stands at, for the fold of a report; `nil` where there is none.
  var foldMoment: FoldFeed.Moment? { FoldFeed.moment(run) }

  /// The data of the fold, or why there is none.
  ///
  /// - Parameters:
  ///   - moments: the last is the one that the page stands at.
  ///   - mostData: data with more numbers stay away, and the loss with them.
  private func foldData(
    _ moments: [(label: String, moment: FoldFeed.Moment)], mostData: Int
  ) throws -> HTML {
    guard let plan = moments.last?.moment.plan else { throw FoldFeed.Fault.large }
    let feed = try FoldFeed(run, plan: plan, words: foldWords, mostData: mostData)
    let stages = plan.stages.map { stage in
      let names = FoldPicture.axisNames(of: stage.name, stage.axes, run)
      return (words: stage.equation ?? stage.name, across: words(names.x), up: words(names.y))
    }
    do {
      return WebPage.data(try feed.json(moments, stages: stages))
    } catch let fault as ViewFault {
      // In the words of the picture.
      _ = try chart("fold")
      throw fault
    }
  }

  /// Why there is no fold, as the page says it.
  private func reason(_ error: any Error) -> String {
    switch error {
    case FoldFeed.Fault.word(let word):
      words("The page cannot bend the sheet: it does not compute \(word). plot fold draws it.")
    case FoldFeed.Fault.large:
      words("This network is too large for the page to bend the sheet; plot fold draws it.")
    default:
      words(
        "No picture of the fold: \(Wording.describe(error).message)")
    }
  }

  // MARK: - In a report

  /// The section of a report; `nil` where there is no plane to be bent.
  func foldSection(
    _ moments: [(label: String, moment: FoldFeed.Moment)]
  ) -> WebPage.Section? {
    guard let chart = try? chart("fold") else { return nil }
    let still = HTML(
      markup: chart.scene(.pixels(width: 900, height: 360), session.context.translation).element(
        id: "foldstill"))
    var body: HTML = """
      <div class="scroll" id="fold-still" tabindex="0" role="group" \
      aria-label="\(words(chart.title))"><figure class="wide">\(still)</figure></div>

      """
    do {
      let data = try foldData(moments, mostData: 24_000)
      body += foldView + WebPage.region("fold-data", data)
    } catch {
      body += "<p class=\"faint\">\(reason(error))</p>\n"
    }
    return .init("fold", words("The fold"), body)
  }

  // MARK: - In a view

  /// What a view's page is told of the fold as it is now.
  var foldState: (data: HTML, equations: HTML) {
    do {
      guard let moment = foldMoment else {
        _ = try chart("fold")
        throw FoldFeed.Fault.large
      }
      let label =
        run.hasBegunEpoch || run.finishedEpochs == 0
        ? "\(run.position)" : words("epoch \("\(run.finishedEpochs)")")
      // Sent with every state.
      return (try foldData([(label, moment)], mostData: 4_000), foldEquations(moment.plan))
    } catch {
      let absent = JSONValue.object([("absent", .string(reason(error)))])
      return (WebPage.data(absent.text), HTML())
    }
  }

  // MARK: - Both

  /// The equations that the sheet passes, each with the number of its stage.
  private func foldEquations(_ plan: FoldPlan) -> HTML {
    let written = Array(
      zip(run.program.steps(in: .forward), run.program.mathematics(in: .forward, unicode: true)))
    return plan.stages.enumerated().map { place, stage -> HTML in
      let text = written.last { $0.0.target == stage.name }?.1.text ?? stage.name
      let formula =
        place == 0 ? HTML(text: words("\(stage.name), the inputs")) : MathML.inline(text)
      return "<li data-stage=\"\(place)\"><div class=\"formula\">\(formula)</div></li>\n"
    }.joined()
  }

  /// What scripts alone can use, hidden until they have something to show.
  var foldView: HTML {
    func picture(_ id: String, _ title: Phrase, _ description: Phrase) -> HTML {
      """
      <svg class="uh-chart" viewBox="0 0 440 440" role="img" \
      aria-labelledby="\(id)-title \(id)-desc"><title id="\(id)-title">\(words(title))</title>\
      <desc id="\(id)-desc">\(words(description))</desc>\
      <rect class="f-ground" width="440" height="440"/><g></g></svg>
      """
    }
    let hasClasses = run.classes != nil
    let sheet = picture(
      "foldsheet", "The sheet on its way through the network",
      !hasClasses
        ? "A grid over the two inputs, as the equation at work bends it, with the examples on it."
        : """
        A grid over the two inputs, as the equation at work bends it, with the examples on it and the \
        line where the network changes its mind; at the end of the way the straight cut of the next \
        layer.
        """)
    let plane = picture(
      "foldplane", "The plane of the inputs",
      !hasClasses
        ? "The same grid before it is bent, with the examples."
        : """
        The same grid before it is bent, with the examples and the line where the network changes its \
        mind.
        """)
    let opening: Phrase =
      hasClasses
      ? "The network bends the sheet of its two inputs until one straight cut parts the classes."
      : """
      The network bends the sheet of its two inputs until its answer grows on it in one straight \
      direction.
      """
    let help: Phrase = """
      Drag one, or use the arrow keys: the sheet, the cut and the loss follow. With Shift an arrow \
      goes ten times as far.
      """
    let equations = (try? run.foldPlan()).map(foldEquations) ?? HTML()
    return """
      <p class="absent" id="fold-absent" hidden></p>
      <div id="fold-view" hidden>
      <p>\(words(opening))</p>
      <div class="controls">
      <label for="fold-way">\(words("Through the network"))</label>
      <input type="range" id="fold-way" min="0" max="2" step="0.02" value="2">
      <button type="button" id="fold-play" data-play="\(words("Play"))" \
      data-stop="\(words("Pause"))">\(words("Play"))</button>
      </div>
      <div class="controls">
      <label for="fold-moment">\(words("Through the epochs"))</label>
      <input type="range" id="fold-moment" min="0" max="0" step="1" value="0">
      </div>
      <p id="fold-status" role="status" aria-live="polite"></p>
      <div class="fold">
      <figure id="fold-sheet">\(sheet)<figcaption id="fold-range" class="faint"></figcaption></figure>
      <figure id="fold-plane">\(plane)<figcaption class="faint">\
      \(words("the inputs, before anything bends them"))</figcaption></figure>
      <div><ol class="equations" id="fold-equations" data-region="fold-equations">\(equations)</ol>
      <details aria-label="\(words("Weights by hand"))">\
      <summary>\(words("Weights by hand"))</summary>
      <p class="faint">\(words(help))</p>
      <div id="fold-weights"></div>
      <p id="fold-left" class="faint"></p>
      <button type="button" id="fold-undo" disabled>\(words("As training found them"))</button>
      </details></div>
      </div>
      </div>

      """
  }
}
