import Equations

/// A network as its author writes it: sections of equations. Nothing in it says how many layers
/// there are, or that there are layers at all.
public struct Model: Sendable, Equatable {
  /// What the prompt calls it.
  public var name: String
  /// Numbers to be tried out, in order: `hidden = 2`, `lr = 0.5`.
  public var settings: [ModelLine]
  /// The equations of each phase. There is no entry for `backward` where it is to be derived.
  public var sections: [Phase: [ModelLine]]
  /// What it was read from, for its author's comments.
  public var source = ModelSource()
  /// Where its data files are read.
  public var files = FileLibrary.none

  public init(name: String, settings: [ModelLine] = [], sections: [Phase: [ModelLine]] = [:]) {
    self.name = name
    self.settings = settings
    self.sections = sections
  }

  public subscript(phase: Phase) -> [ModelLine] { sections[phase] ?? [] }

  /// The model as text that reads back as the same model.
  public var text: String {
    var blocks: [(String, [ModelLine])] = []
    if !settings.isEmpty { blocks.append(("settings", settings)) }
    for phase in Phase.allCases {
      if let lines = sections[phase] { blocks.append((phase.rawValue, lines)) }
    }
    return blocks.map { name, lines in
      "\(name):\n" + lines.map { "  \($0.statement.text)\n" }.joined()
    }.joined()
  }
}

/// One statement of a model, with its place in the text.
public struct ModelLine: Sendable, Equatable {
  public var statement: Statement
  /// Counted from 1; 0 for what no one typed.
  public var line: Int

  public init(_ statement: Statement, line: Int = 0) {
    self.statement = statement
    self.line = line
  }

  public static func == (left: ModelLine, right: ModelLine) -> Bool {
    left.statement == right.statement
  }
}

/// What is wrong with a model, and on which line.
public struct ModelError: Error, Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    case language(LanguageError)
    case unknownSection(String)
    case repeatedSection(String)
    case outsideSection(String)
    case settingNotAssignment(String)
    case settingNotNumber(String)
    case missingSection(Phase)
    case missingLoss
    case lossNotScalar(String, shape: String)
    case noParameters
    /// A parameter that has no elements, and the setting that says so, if one does.
    case emptyParameter(String, shape: String, setting: String?)
    /// A setting that says how large something is, and is no size: `hidden = 2.5`.
    case settingNoSize(String, value: Double)
    case unknownOptimizer(String, candidates: [String])
    case reservedForExamples(String)
    case notAnUpdate(String)
    case noExamples
    case invalidBatch(String)
    case invalidHoldout(String)
    case invalidExamples(String)
    case tooManyEquations(limit: Int)
  }

  public var kind: Kind
  /// The line in the model's text, counted from 1, if it has one.
  public var line: Int?
  /// The text of the line.
  public var source: String?
  public var phase: Phase?

  public init(_ kind: Kind, line: Int? = nil, source: String? = nil, phase: Phase? = nil) {
    self.kind = kind
    self.line = line
    self.source = source
    self.phase = phase
  }
}
