import Phrases
import Shell

/// What `underhood check` says of translations: what is wrong, then what to do about it.
extension Wording {
  static func describe(_ problem: TranslationCheck.Problem) -> Phrase {
    switch problem {
    case .noOriginal(let id):
      "there is no lesson '\(id)' that this could be a translation of; give it the original's id"
    case .otherLanguage(let found, let wanted):
      "the language is '\(found)' in the folder of '\(wanted)'; write language: \(wanted)"
    case .otherNumber(let found, let wanted):
      "the number is \(found), the original's is \(wanted); write number: \(wanted)"
    case .otherModel: "the model differs from the original's; copy it as it is there"
    case .missingExercise(let id):
      "the original's exercise '\(id)' is missing; translate it, or leave it out there too"
    case .strayExercise(let id):
      "the original has no exercise '\(id)'; use its ids, or leave this one out"
    case .otherOrder(let id, let wanted):
      "'\(id)' stands where the original has '\(wanted)'; keep its order"
    case .otherTask(let id):
      "'\(id)' does not want what the original wants; copy its lines but for the words"
    case .otherCommands(let original?):
      "the commands differ from the original's; write \(original)"
    case .otherCommands(nil): "the original has no more commands; leave this fence out"
    case .missingValue(let value):
      "the original's {value: \(value)} is missing; write it where it belongs"
    case .strayValue(let value):
      "the original has no {value: \(value)} left for this; write its values, each as often"
    case .undated:
      """
      nothing says of which text this is a translation; compare the two, then underhood check \
      --translated
      """
    case .lags(let page, let line):
      """
      the original's page '\(page)' (line \(line)) has changed since; translate what is new, \
      then underhood check --translated
      """
    case .missingRun(let line):
      "the commands of the original's line \(line) are missing; copy them to where they belong"
    }
  }

  static func describe(_ fault: InterfaceFile.Fault) -> Phrase {
    switch fault {
    case .unknownText(let text, let similar?):
      "the program does not say '\(text)'; perhaps it is now '\(similar)'"
    case .unknownText(let text, nil): "the program does not say '\(text)'; leave it out"
    case .repeatedText(let text, let line):
      "'\(text)' is there already, on line \(line); leave one of them out"
    case .missingPlace(let place):
      "{\(place)} is missing, for which something is put in; write it where that belongs"
    case .unknownPlace(let place):
      "there is nothing to be put in for {\(place)}; leave it out"
    case .withoutEnglish(let key):
      "this '\(key):' has no 'en:' above it; write the English text, or leave it out"
    case .unknownKey(let key, let language):
      "there is no key '\(key)'; use en and \(language)"
    }
  }
}
