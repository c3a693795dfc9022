import Charts
import Terminal
import Training

/// The pictures that are renewed while a run goes, and left when it ends.
struct LivePictures: SessionState, Equatable {
  /// What follows `plot`, as it was typed.
  private(set) var requests: [String] = []

  var isEmpty: Bool { requests.isEmpty }

  mutating func add(_ request: String) {
    if !requests.contains(request) { requests.append(request) }
  }

  mutating func removeAll() { requests = [] }

  /// The pictures of a session as it is at this moment, or why there is none yet.
  func made(in session: Session) -> LivePicturesMade {
    LivePicturesMade(
      pictures: requests.map { request in
        do {
          let argument = CommandText.Argument(text: request, offset: 0)
          return .success(try Plot.chart(argument, in: session))
        } catch {
          let error = Wording.describe(error)
          guard error.code == Session.interruptedCode else { return .failure(error) }
          return .failure(
            ShellError(
              error.code,
              "Ctrl-C stopped this picture; \(StyledText("plot \(request)", .command)) draws it"))
        }
      }, translation: session.context.translation)
  }
}

/// Pictures below one another.
package struct LivePicturesMade: Sendable {
  var pictures: [Result<any Chart, ShellError>]
  /// The language of whoever looks.
  package var translation: Translation?

  /// Those that there are.
  package var charts: [any Chart] { pictures.compactMap { try? $0.get() } }

  /// Whether someone asked to stop while they were made.
  var areStopped: Bool {
    pictures.contains { picture in
      if case .failure(let error) = picture { error.code == Session.interruptedCode } else { false }
    }
  }

  /// - Parameter rows: the most that they may take together; as many are drawn as fit.
  func write(to page: inout Page, rows: Int? = nil) {
    let height =
      pictures.count == 1
      ? PlotReport.height(page.capabilities)
      : max(8, (page.capabilities.height - 4) / max(pictures.count, 1))
    var left = rows ?? .max
    for picture in pictures where left >= height {
      switch picture {
      case .success(let chart): PlotReport(chart: chart).write(to: &page, height: height)
      case .failure(let error): page.paragraph(error.message.styled(.dim))
      }
      left -= height
    }
  }
}

extension Session {
  /// The pictures as they would be now, on a copy: while a run goes, the session is busy.
  func livePictures(of run: Run) -> LivePicturesMade {
    var copy = self
    copy.run = run
    return pictures.made(in: copy)
  }
}

extension Session {
  /// What is drawn while a run goes.
  var pictures: LivePictures {
    get { self[LivePictures.self] }
    _modify { yield &self[LivePictures.self] }
  }
}
