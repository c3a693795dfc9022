import Foundation
import Shell
import Terminal

/// Sessions for tests.
package enum Shells {
  /// A session on the article's network, in the repository's course.
  package static func article(
    knowing all: CommandSet = .standard, after commands: String...
  ) throws -> Session {
    var context = Session.Context(lessonDirectory: Transcript.lessonFolder)
    context.commands = all
    var session = try Session.start(modelPath: nil, seed: 0, context: context)
    for command in commands {
      let outcome = session.perform(command)
      if case .failure(let error) = outcome.result { throw error }
    }
    return session
  }

  package static func text(
    _ outcome: Session.Outcome, _ translation: Translation? = nil
  ) -> String {
    var page = Page(capabilities: .pipe, translation: translation)
    outcome.write(to: &page)
    return page.text
  }
}

extension Session.Outcome {
  package var error: ShellError? { if case .failure(let error) = result { error } else { nil } }

  /// The outcome's line of JSON, read by a reader of JSON that is not ours.
  package func parsed() throws -> [String: Any] { try parseObject(json.text) }
}

package struct NotAnObject: Error {
  package var text: String

  package init(text: String) { self.text = text }
}

package func parseObject(_ text: String) throws -> [String: Any] {
  guard
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
  else { throw NotAnObject(text: text) }
  return object
}
