import Foundation
import Lessons
import ShellSupport
import Terminal
import Testing

@testable import Shell

/// Every word that the program or a lesson uses for what it is about has help.
@Suite struct GlossaryTests {
  @Test func eachNameBelongsToOneWord() {
    var owners: [String: String] = [:]
    for word in Glossary.words {
      for name in [word.name] + word.also {
        #expect(Glossary.word(name)?.name == word.name, "\(name)")
        #expect(owners[name] == nil, "\(name) is \(owners[name] ?? "") and \(word.name)")
        owners[name] = word.name
      }
    }
  }

  @Test func eachLessonIsThere() {
    let ids = Set(LessonLibrary(directory: Transcript.lessonFolder).list().entries.map(\.id))
    for word in Glossary.words { #expect(ids.contains(word.lesson), "\(word.name)") }
  }

  @Test(arguments: Glossary.words.map(\.name))
  func theExampleCanBeTyped(name: String) throws {
    let word = try #require(Glossary.word(name))
    var session = try Shells.article(after: "run 3", "sweep lr=0.1,1 epochs=3")
    #expect(session.perform(word.example).failure == nil, "\(word.example)")
    let text = Shells.text(session.perform("\(name)?"))
    #expect(text.contains(word.example) && text.contains("lesson \(word.lesson)"), "\(text)")
  }

  @Test func theListFitsAScreen() throws {
    var session = try Shells.article()
    var page = Page(capabilities: TerminalCapabilities(width: 80))
    session.perform("help words").write(to: &page)
    let lines = page.text.split(separator: "\n")
    #expect(lines.count <= 23)
    let text = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    for word in Glossary.words { #expect(text.contains(word.name), "\(word.name)") }
  }

  /// What lessons introduce stands there in bold; these are the words of the field besides.
  private static let technical = """
    accuracy activation adam array axis backpropagation backward batch bce bias binary bit \
    boundary broadcasting cache central-difference chain circles class column convergence cost \
    cross-entropy data dead derivative diverge dot dtype early-stopping epoch example exponent \
    feature forward gate gradient gradient-check gradient-descent grid-search hidden holdout \
    hyper-parameter index infinity init input iteration keepdims label layer learning-rate \
    log logarithm loss matrix mean median minimum momentum mse nan network neuron noise optimizer \
    output overfitting parameter phase plateau prediction random random-search regression \
    regularisation relu rmsprop row run saddle saturation scalar scale seed setting sgd shape \
    sigmoid slice slope softmax stochastic sweep symmetry tanh target test-set threshold tolerance \
    transpose trap trial twins unit update validation vanishing vector velocity weight xor
    """.split(whereSeparator: \.isWhitespace).map { $0.replacingOccurrences(of: "-", with: " ") }

  private func plain(_ word: String) -> String {
    word.lowercased().replacingOccurrences(of: "-", with: " ")
  }

  @Test func everyTechnicalWordInUseHasHelp() throws {
    var session = try Shells.article()
    var text = session.context.commands.all.map { $0.summary + " " + $0.help }
    for entry in LessonLibrary(directory: Transcript.lessonFolder).list().entries {
      text.append(try String(contentsOfFile: entry.path, encoding: .utf8))
    }
    let all = plain(text.joined(separator: "\n"))
    for word in Self.technical where !["circles", "binary", "softmax"].contains(word) {
      guard all.contains(word) else { continue }
      #expect(session.perform("help \(word)").isSuccess, "\(word)")
      // More than one, where the word has such a form.
      if all.contains("\(word)s "), Glossary.word(word) != nil, !["cost", "forward"].contains(word)
      {
        #expect(session.perform("help \(word)s").isSuccess, "\(word)s")
      }
    }
  }

  /// Words that a lesson stresses, and that are words of every day.
  private static let stressed: Set<String> = [
    "test", "list", "table", "who", "what", "four", "choose", "smooth", "proved", "stretched",
    "bends", "spiral", "moons", "circles", "one number", "train", "smaller", "step", "express",
    "behind", "in front", "traps", "one bit", "saturated", "adam and rmsprop", "sweep",
  ]

  @Test func everyWordThatALessonIntroducesHasHelp() throws {
    var session = try Shells.article()
    for entry in LessonLibrary(directory: Transcript.lessonFolder).list().entries {
      let text = try String(contentsOfFile: entry.path, encoding: .utf8)
      for match in text.matches(of: #/\*\*([a-z][a-zA-Z -]*)\*\*/#) {
        let words = plain(String(match.1))
        // Longer ones are sentences.
        guard words.split(separator: " ").count <= 2, !Self.stressed.contains(words) else {
          continue
        }
        if ["how sure", "how surprised", "equal budgets", "not computed yet"].contains(words) {
          continue
        }
        #expect(session.perform("help \(words)").isSuccess, "\(entry.id): \(words)")
      }
    }
  }

  @Test func aWordIsHintedAt() throws {
    for (line, hint) in [
      ("plateau", "plateau? says what it means"), ("why loss", "why L"), ("loss * 2", "L * 2"),
      ("saddle", "saddle? says what it means"), ("show overfitting", "overfitting? says"),
    ] {
      var session = try Shells.article(after: "run 1")
      let error = try #require(session.perform(line).error)
      #expect(error.hint?.english.contains(hint) == true, "\(line): \(error)")
    }
  }
}
