import Equations
import JSON
import Training

/// A trial as one line of JSON, which `underhood trial` prints and `sweep --collect` reads.
struct TrialLine: Equatable {
  var record: TrialRecord
  var condition: String
  /// The name of the loss.
  var loss: String
  var modelHash: String
  /// How many trials the sweep has, where its line of the shell says so.
  var sweepCount: Int?
  /// The data files that the model read.
  var files: [FileOrigin]

  var json: JSONValue {
    .object([
      ("type", .string("trial")), ("model", .string(modelHash)),
      ("configuration", .integer(record.configuration)),
      ("of", sweepCount.map { .integer($0) } ?? .null),
      ("settings", .object(record.settings.map { ($0.name, .string($0.text)) })),
      ("seed", record.seed.map { .integer(Int($0)) } ?? .null),
      ("epochs", .integer(record.epochs)), ("condition", .string(condition)),
      ("loss_name", .string(loss)), ("loss", .number(record.loss)),
      ("accuracy", record.accuracy.map { .number($0) } ?? .null),
      ("loss_val", record.validationLoss.map { .number($0) } ?? .null),
      ("accuracy_val", record.validationAccuracy.map { .number($0) } ?? .null),
      ("solved_at", record.solvedAt.map { .integer($0) } ?? .null),
      (
        "files",
        .array(
          files.map { file in
            .object([
              ("name", .string(file.name)), ("size", .integer(file.size)),
              ("sha256", .string(file.digest)),
            ])
          })
      ),
      (
        "error",
        record.failure.map {
          .object([("code", .string($0.code)), ("message", .string($0.message))])
        } ?? .null
      ),
    ])
  }

  init(
    record: TrialRecord, condition: String, loss: String, modelHash: String, sweepCount: Int? = nil,
    files: [FileOrigin] = []
  ) {
    self.record = record
    self.sweepCount = sweepCount
    self.files = files
    self.condition = condition
    self.loss = loss
    self.modelHash = modelHash
  }

  private static func files(_ value: JSONValue?) -> [FileOrigin] {
    guard case .array(let items)? = value else { return [] }
    return items.compactMap { item in
      guard let name = item["name"]?.string, let size = item["size"]?.integer,
        let digest = item["sha256"]?.string
      else { return nil }
      return FileOrigin(name: name, size: size, digest: digest)
    }
  }

  /// Reads a line; `nil` for one that is no trial's.
  init?(_ text: String) {
    guard let value = JSONReader.value(text), value["type"]?.string == "trial",
      let modelHash = value["model"]?.string, let configuration = value["configuration"]?.integer,
      case .object(let settings)? = value["settings"], let epochs = value["epochs"]?.integer,
      let condition = value["condition"]?.string, let lossName = value["loss_name"]?.string,
      let loss = value["loss"]?.double, configuration > 0
    else { return nil }
    var pairs: [TrialRecord.Setting] = []
    for (name, value) in settings {
      guard let text = value.string else { return nil }
      pairs.append(TrialRecord.Setting(name: name, text: text))
    }
    var record = TrialRecord(
      configuration: configuration, settings: pairs,
      seed: value["seed"]?.integer.flatMap { UInt32(exactly: $0) }, epochs: epochs, loss: loss,
      accuracy: value["accuracy"]?.double, validationLoss: value["loss_val"]?.double,
      validationAccuracy: value["accuracy_val"]?.double, solvedAt: value["solved_at"]?.integer)
    if let code = value["error"]?["code"]?.string,
      let message = value["error"]?["message"]?.string
    {
      record.failure = TrialRecord.Failure(code: code, message: message)
    }
    self.init(
      record: record, condition: condition, loss: lossName, modelHash: modelHash,
      sweepCount: value["of"]?.integer, files: Self.files(value["files"]))
  }
}
