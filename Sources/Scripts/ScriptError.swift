import Equations
import Networks

/// Why a script cannot be read, and on which line.
public struct ScriptError: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// Something stands where Python has nothing like it.
    case syntax(found: String)
    /// A block is missing, or a line stands further in or out than those around it.
    case indentation
    case unfinishedText
    case unclosedBracket(String)
    case nestedTooDeeply
    /// A construct or a library that is not read.
    case outside(Outside)
    case unknownName(String)
    case unknownMember(String, of: String)
    case missingArgument(String, function: String)
    case unknownArgument(String, function: String)
    case tooManyArguments(function: String)
    case unpacking(Int)
    case noSuchItem(String)
    case notANumber(Subject)
    /// An array of so many axes.
    case axes(Int)
    /// Whether something happens depends on what training computes.
    case undecided(Subject)
    case language(LanguageError, text: String)
    case model(ModelError)
    case assertion
    /// The script takes more steps than are followed.
    case tooLong
    /// There is nothing in it that could become a model.
    case noModel
    case recursion(String)
    /// No fault: the loop that trains was found, and what follows it is not followed.
    case trained
    /// No fault: a round of that loop was followed as far as is needed.
    case wholeRound
    /// No fault: what is made in the first round only was found.
    case firstRound
  }

  /// What lies outside the Python that is read.
  public enum Outside: Sendable, Equatable {
    /// `pandas`, `torch`.
    case library(String)
    /// `with`, `try`, `yield`.
    case statement(String)
    /// `open`, `input`, `eval`.
    case function(String)
    /// `std`, which pandas divides by one less than NumPy.
    case methodOfPandas(String)
    /// A list, or what else is no array, that is brought into another order.
    case shuffledList
    case decorator
    case comprehension
    case operation(String)
  }

  /// What a line is about that cannot be read.
  public enum Subject: Sendable, Equatable {
    /// As it stands in the script.
    case code(String)
    case text, dictionary, object, function, call
    /// What a loop goes through.
    case items
    /// What is not followed: what a library gives.
    case notFollowed
    /// What is done in the first round of a loop only.
    case firstRound
  }

  public var kind: Kind
  public var line: Int
  /// The line itself.
  public var source = ""

  init(_ kind: Kind, line: Int) {
    self.kind = kind
    self.line = line
  }
}
