import Equations
import Foundation
import Terminal
import Training

@testable import Shell

/// Sessions for tests.
enum Shells {
  /// A session on the article's network, in the repository's course.
  static func article(after commands: String...) throws -> Session {
    var session = try Session.start(
      modelPath: nil, seed: 0,
      surroundings: .init(lessonDirectory: Transcript.lessonFolder))
    for command in commands {
      let outcome = session.perform(command)
      if case .failure(let error) = outcome.result { throw error }
    }
    return session
  }

  static func text(
    _ outcome: Session.Outcome, _ translation: Translation? = nil
  ) -> String {
    var page = Page(capabilities: .pipe, translation: translation)
    outcome.write(to: &page)
    return page.text
  }
}

extension Session.Outcome {
  var error: ShellError? { if case .failure(let error) = result { error } else { nil } }

  /// The outcome's line of JSON, read by a reader of JSON that is not ours.
  func parsed() throws -> [String: Any] { try parseObject(json.text) }
}

struct NotAnObject: Error { var text: String }

func parseObject(_ text: String) throws -> [String: Any] {
  guard
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
  else { throw NotAnObject(text: text) }
  return object
}
