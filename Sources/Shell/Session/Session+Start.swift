import Equations
import Networks
import System
import Training

extension Session {
  /// A session on the model in a file, or on the article's.
  ///
  /// - Throws: `ShellError` if the file cannot be read or the model does not work.
  package static func start(
    modelPath: String?, seed: UInt32, context: Context
  ) throws(ShellError) -> Session {
    let text: String
    var name = Model.articleName
    if let modelPath {
      text = try TextFile.read(modelPath)
      name = modelName(modelPath)
    } else {
      text = Model.articleText
    }
    var context = context
    // A session that is nobody's own has no files of its own either.
    if context.dataFolder == nil, context.permitted.contains(.readsFiles) {
      context.dataFolder = DataFolder(
        modelPath.map { Path.parent(of: $0) } ?? "", lessons: context.lessonDirectory)
    }
    do {
      let files = context.dataFolder?.library ?? .none
      let program = try Program(try Model(name: name, text: text, files: files))
      return Session(run: Run(program, seed: seed), context: context)
    } catch {
      throw Wording.describe(error, place: modelPath)
    }
  }

  /// What reads the data files beside a file, which the session reads there from then on.
  ///
  /// - Throws: what it throws; then nothing has changed.
  mutating func withFiles<Result>(
    beside path: String, _ body: (inout Session, FileLibrary) throws -> Result
  ) throws -> Result {
    let folder = DataFolder(Path.parent(of: path), lessons: context.lessonDirectory)
    let result = try body(&self, folder.library)
    context.dataFolder = folder
    return result
  }

  /// The file's name without its folders and its ending, fit for a prompt.
  static func modelName(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let base = file.split(separator: ".").first.map(String.init) ?? file
    let name = base.filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }.prefix(24)
    return name.isEmpty ? "model" : String(name)
  }
}
