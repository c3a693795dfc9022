import Equations
import Scripts
import Terminal

extension Wording {
  /// Why a script is not read, with its line.
  static func describe(_ error: ScriptError, place: String) -> ShellError {
    var result: ShellError
    switch error.kind {
    case .language(let fault, let text):
      result = describe(fault)
      result.range = nil
      result.message = "\(.verbatim(text)): \(result.message)"
    case .model(let fault):
      result = describe(fault, place: nil)
      result.range = nil
      result.source = nil
    default: result = words(for: error.kind)
    }
    guard !error.source.isEmpty else { return result }
    result.source = ShellError.Source(
      text: error.source, place: .verbatim("\(place):\(error.line)"))
    let blank = error.source.utf8.prefix { $0 == 32 || $0 == 9 }.count
    result.range = blank..<max(error.source.utf8.count, blank)
    return result
  }

  private static func words(for kind: ScriptError.Kind) -> ShellError {
    switch kind {
    case .syntax(let found):
      return ShellError(
        "bad-script",
        found.isEmpty ? "the line ends too soon" : "'\(found)' is not expected here in Python")
    case .indentation:
      return ShellError(
        "bad-script", "a block begins or ends here that its indentation does not show",
        hint: "indent the lines below a colon by four blanks")
    case .unfinishedText: return ShellError("bad-script", "this text is never closed")
    case .unclosedBracket(let bracket):
      return ShellError("bad-script", "this '\(bracket)' is never closed")
    case .nestedTooDeeply: return ShellError("too-deep", "this is nested too deeply")
    case .outside(let what): return outside(what)
    case .unknownName(let name):
      return ShellError("unknown-name", "the script gives '\(name)' no value before this line")
    case .unknownMember(let name, _):
      return ShellError("unknown-member", "there is no '.\(name)' here")
    case .missingArgument(let name, let function):
      return ShellError("missing-argument", "\(function) is called without its \(name)")
    case .unknownArgument(let name, let function):
      return ShellError("unknown-argument", "\(function) takes no argument '\(name)'")
    case .tooManyArguments(let function):
      return ShellError("too-many-arguments", "\(function) takes fewer arguments")
    case .unpacking(let count):
      return ShellError("bad-script", "these are not \(count) values")
    case .noSuchItem(let item):
      return ShellError("bad-script", "there is no item \(item) here")
    case .notANumber(let subject):
      return ShellError("bad-script", "\(words(for: subject)) is no number or array")
    case .axes(let count):
      return ShellError(
        "outside-python",
        "an array of \(count) axes is read only where its items are taken one by one",
        hint: "a loop over its items, or an array of two axes")
    case .undecided(let subject):
      return ShellError(
        "outside-python",
        "what happens here depends on \(words(for: subject)), which changes from round to round",
        hint: "write the choice as np.where(...), or leave it out")
    case .assertion: return ShellError("bad-script", "this assertion does not hold")
    case .tooLong:
      return ShellError(
        "too-large", "the script takes more steps than are followed",
        hint: "a loop over fewer examples, or whole arrays instead of a loop")
    case .noModel:
      return ShellError(
        "no-model",
        """
        there is no network in this script: no loop that changes what its forward pass reads, and \
        no prediction from parameters
        """, hint: .verbatim("help model"))
    case .recursion(let name):
      return ShellError(
        "outside-python", "\(name) calls itself, which is not followed", hint: "a loop instead")
    case .language, .model, .trained, .wholeRound, .firstRound:
      return ShellError("bad-script", "this line")
    }
  }

  private static func words(for subject: ScriptError.Subject) -> Phrase {
    switch subject {
    case .code(let text): .verbatim(text)
    case .text: "a text"
    case .dictionary: "a dictionary"
    case .object: "an object"
    case .function: "a function"
    case .call: "a call"
    case .items: "what the loop goes through"
    case .notFollowed: "what is not followed"
    case .firstRound: "the first round"
    }
  }

  /// How a table comes into a script.
  private static var tableReading: String {
    "np.genfromtxt(\"iris.csv\", delimiter=\",\", skip_header=1)"
  }

  private static func outside(_ what: ScriptError.Outside) -> ShellError {
    let code = "outside-python"
    switch what {
    case .library("random"):
      return ShellError(
        code, "Python's random draws other numbers than NumPy's",
        hint: "np.random.rand(), np.random.randint(...)")
    case .library(let name):
      return ShellError(
        code, "\(name) is not there: a script is read with NumPy alone",
        hint: name == "csv"
          ? .verbatim(tableReading)
          : "write the data as np.array([...]), and the layers as equations")
    case .statement(let word):
      return ShellError(code, "'\(word)' is not read", hint: "leave it out, or write what it does")
    case .function("np.loadtxt"), .function("np.genfromtxt"), .function("np.load"),
      .function("pd.read_csv"):
      return ShellError(
        code, "the name of a file has to stand here as a text",
        hint: .verbatim(tableReading))
    case .function(let name):
      return ShellError(
        code, "\(name) is not read: a script reads files with NumPy, and asks for nothing",
        hint: .verbatim(tableReading))
    case .methodOfPandas(let name):
      return ShellError(
        code, ".\(name) of a pandas table is not read: of an array it may be something else",
        hint: "take .values of the table first")
    case .shuffledList:
      return ShellError(
        code, "of what is shuffled, arrays are followed alone",
        hint: .verbatim("order = np.arange(n); np.random.shuffle(order)"))
    case .decorator:
      return ShellError(code, "decorators are not read", hint: "leave the line with @ out")
    case .comprehension:
      return ShellError(
        code, "a dictionary with 'for' inside is not read", hint: "fill it in a loop")
    case .operation(let text):
      return ShellError(code, "'\(text)' is not read here", hint: "write it out")
    }
  }
}
