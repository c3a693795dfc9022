import Arrays
import Equations
import Formats
import JSON
import Lessons
import LineEditor
import Machine
import Networks
import Phrases
import Scripts
import Shell
import Synchronization
import System
import Terminal
import Training
import Web

/// Something that takes bytes from outside, and what has to hold of what it makes of them. That it
/// neither traps nor touches memory that is not its own is seen by the sanitizers.
package struct FuzzTarget: Sendable {
  package let name: String
  package let body: @Sendable ([UInt8]) -> Void

  package static let all = [
    language, model, lesson, journal, handIn, translation, literal, request, json, paste, session,
    data, script, machine,
  ]

  /// What has to hold; a trap is what libFuzzer keeps the input of.
  static func expect(_ condition: Bool, _ what: StaticString) {
    precondition(condition, "\(what)")
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Scanner and parser: an expression's own text is read as the same expression.
  static let language = FuzzTarget(name: "language") { bytes in
    let source = text(bytes)
    _ = try? Parser.statements(source)
    guard let expression = try? Parser.expression(source) else { return }
    let written = expression.text
    guard let again = try? Parser.expression(written) else {
      return expect(false, "an expression's text is not read")
    }
    expect(again.text == written, "an expression's text is read as another")
  }

  /// A request of another program, and the word at its cursor.
  static let machine = FuzzTarget(name: "machine") { bytes in
    _ = try? MachineRequest(text(bytes)).word
  }

  /// A model, and the program made of it, within little memory.
  static let model = FuzzTarget(name: "model") { bytes in
    guard let model = try? Model(name: "fuzzed", text: text(bytes)) else { return }
    _ = try? Program(model, limits: EvaluationLimits(bytes: 1 << 20))
  }

  static let lesson = FuzzTarget(name: "lesson") { bytes in
    let reading = LessonReader().read(bytes, path: "fuzzed.md")
    expect(reading.lesson != nil || !reading.faults.isEmpty, "no lesson and no fault")
  }

  /// What is read of a journal is written as a journal that is read as the same.
  static let journal = FuzzTarget(name: "journal") { bytes in
    guard let journal = Journal.read(bytes).journal else { return }
    let written = journal.text
    expect(Journal.read(written).journal?.text == written, "a journal is not read as written")
  }

  static let handIn = FuzzTarget(name: "hand-in") { bytes in
    let reading = HandIn.read(bytes)
    expect(reading.handIn != nil || !reading.faults.isEmpty, "no hand-in and no fault")
  }

  /// A translation's text with values in its places.
  static let translation = FuzzTarget(name: "translation") { bytes in
    let source = text(bytes)
    let cut = source.firstIndex(of: "\n") ?? source.endIndex
    let translated = String(source[cut...].dropFirst())
    _ = Translation.places(in: source)
    let phrase: Phrase = "page \(1) of \("two")"
    var texts = ["page {1} of {2}": translated]
    texts[String(source[..<cut])] = translated
    let translation = Translation(language: "xx", texts: texts)
    _ = phrase.text(translation).string
  }

  /// Numbers and arrays of numbers, as data stand in a model; nothing that asks for much memory.
  static let literal = FuzzTarget(name: "literal") { bytes in
    let allowed = Set("0123456789.eE+-*/%(),[] _TrueFalsinfj<>=&|^~:\n".utf8)
    guard bytes.count < 2000, bytes.allSatisfy(allowed.contains),
      let expression = try? Parser.expression(text(bytes)),
      let value = try? Evaluation.value(
        of: expression, in: DictionaryScope(), limits: EvaluationLimits(bytes: 1 << 16))
    else { return }
    expect(!"\(value)".isEmpty, "a value prints nothing")
  }

  /// A request's head: refused or whole stays so, whatever comes behind.
  static let request = FuzzTarget(name: "request") { bytes in
    let whole = RequestHead.read(bytes)
    for count in Set([bytes.count / 3, bytes.count / 2, max(bytes.count - 1, 0)]) {
      let part = RequestHead.read(bytes[..<count])
      if case .incomplete = part { continue }
      expect(part == whole, "a request is read otherwise in pieces")
    }
    var place = 0
    _ = ServerFrame.read { count in
      guard count <= bytes.count - place else { return nil }
      defer { place += count }
      return Array(bytes[place..<place + count])
    }
  }

  /// JSON is read as written, and says nothing that a terminal would act upon.
  static let json = FuzzTarget(name: "json") { bytes in
    guard let value = JSONReader.value(text(bytes)) else { return }
    let written = value.text
    expect(!written.unicodeScalars.contains { $0.isActing }, "JSON acts on a terminal")
    expect(JSONReader.value(written)?.text == written, "JSON is not read as written")
    expect(
      !TextWidth.sanitize(text(bytes)).unicodeScalars.contains { $0.isActing },
      "cleaned text acts on a terminal")
  }

  static let paste = FuzzTarget(name: "paste") { bytes in
    let clean = EditlineReader.cleaned(bytes)
    expect(
      !clean.unicodeScalars.contains { $0 != "\n" && $0.isActing }, "what is pasted acts as keys")
  }

  /// Data files of every format; arrays that are read are read the same of what is written of them.
  static let data = FuzzTarget(name: "data") { bytes in
    guard bytes.count < 1 << 16 else { return }
    let source = MemoryBytes(bytes)
    if let array = try? NPY.array(in: source), array.count < 1 << 16 {
      let again = try? NPY.array(in: MemoryBytes(NPY.bytes(of: array)))
      expect(again?.isIdentical(to: array) == true, "an array is not read as written")
    }
    if let archive = try? NPZ(source) { for name in archive.names { _ = try? archive.array(name) } }
    if let file = try? SafeTensors(source) {
      for name in file.names.prefix(20) { _ = try? file.array(name) }
    }
    _ = try? IDX.array(in: source)
    var options = TextTable.Options()
    for (delimiter, hasNames) in [(",", true), (";", false), (nil, true)] {
      options.delimiter = delimiter
      options.hasNames = hasNames
      for isStrict in [false, true] {
        options.isStrict = isStrict
        guard let table = try? TextTable(source, options) else { continue }
        expect(
          table.values.count == table.rowCount * table.columns.count, "a table is not whole")
        for (index, column) in table.columns.enumerated() {
          guard let labels = column.labels else { continue }
          expect(
            table.column(index).allSatisfy { $0.isNaN || labels.indices.contains(Int($0)) },
            "a text has no name")
        }
      }
    }
  }

  /// A script in Python: a model whose text is read as the same model, or an error with its line.
  static let script = FuzzTarget(name: "script") { bytes in
    let source = text(bytes)
    _ = Script.isScript(source)
    do throws(ScriptError) {
      let script = try Script(source, name: "fuzzed", limits: EvaluationLimits(bytes: 1 << 16))
      let written = script.program.model.text
      guard let again = try? Model(name: "fuzzed", text: written) else {
        return expect(false, "a script's model is not read")
      }
      expect(again.text == written, "a script's model is read as another")
    } catch {
      expect(error.line >= 1, "an error has no line")
    }
  }

  /// Lines at the prompt: every one is answered, in text and in JSON that no terminal acts upon.
  static let session = FuzzTarget(name: "session") { bytes in
    guard bytes.count < 2000, let model = try? Model.article(),
      let program = try? Program(model, limits: EvaluationLimits(bytes: 1 << 18))
    else { return }
    let asked = Atomic<Int>(0)
    var context = Session.Context(
      // A run is stopped soon, and another is begun.
      shouldStop: { asked.add(1, ordering: .relaxed).newValue % 20 == 0 }, lessonDirectory: "/")
    context.permitted = []
    var session = Session(run: Run(program, seed: 0), context: context)
    for command in CommandText.split(text(bytes)).prefix(20) where !session.isFinished {
      let outcome = session.perform(command)
      var page = Page(capabilities: .pipe)
      outcome.write(to: &page)
      let said = page.text.unicodeScalars
      expect(!said.contains { $0 != "\n" && $0.isActing }, "an answer acts on a terminal")
      let answer = outcome.json.text
      expect(JSONReader.value(answer) != nil, "an answer is no JSON")
      expect(!answer.contains("\"internal\""), "an answer is of the inside")
    }
  }
}
