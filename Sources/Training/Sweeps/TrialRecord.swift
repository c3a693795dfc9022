/// What is known of a trial that was run, here or elsewhere: enough for a line of text and for the
/// table of a sweep.
public struct TrialRecord: Sendable, Equatable {
  public struct Setting: Sendable, Hashable {
    public var name: String
    /// Its expression, as the language writes it.
    public var text: String

    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// Why a trial could not be run, in words.
  public struct Failure: Error, Sendable, Equatable {
    public var code: String
    public var message: String

    public init(code: String, message: String) {
      self.code = code
      self.message = message
    }
  }

  public var configuration: Int
  public var settings: [Setting]
  public var seed: UInt32?
  public var epochs: Int
  /// NaN for a trial that failed.
  public var loss: Double
  public var accuracy: Double?
  public var validationLoss: Double?
  public var validationAccuracy: Double?
  public var solvedAt: Int?
  public var failure: Failure?

  public init(
    configuration: Int, settings: [Setting], seed: UInt32?, epochs: Int, loss: Double = .nan,
    accuracy: Double? = nil, validationLoss: Double? = nil, validationAccuracy: Double? = nil,
    solvedAt: Int? = nil, failure: Failure? = nil
  ) {
    self.configuration = configuration
    self.settings = settings
    self.seed = seed
    self.epochs = epochs
    self.loss = loss
    self.accuracy = accuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
    self.solvedAt = solvedAt
    self.failure = failure
  }

  public init(_ trial: Trial, _ result: TrialResult) {
    self.init(trial)
    loss = result.loss
    accuracy = result.accuracy
    validationLoss = result.validationLoss
    validationAccuracy = result.validationAccuracy
    solvedAt = result.solvedAt
  }

  public init(_ trial: Trial, failure: Failure) {
    self.init(trial)
    self.failure = failure
  }

  private init(_ trial: Trial) {
    self.init(
      configuration: trial.configuration,
      settings: trial.settings.map { Setting(name: $0.name, text: $0.value.text) },
      seed: trial.seed, epochs: trial.epochs)
  }

  /// Equal to the last bit.
  public static func == (left: TrialRecord, right: TrialRecord) -> Bool {
    left.configuration == right.configuration && left.settings == right.settings
      && left.seed == right.seed && left.epochs == right.epochs
      && left.loss.bitPattern == right.loss.bitPattern
      && left.accuracy?.bitPattern == right.accuracy?.bitPattern
      && left.validationLoss?.bitPattern == right.validationLoss?.bitPattern
      && left.validationAccuracy?.bitPattern == right.validationAccuracy?.bitPattern
      && left.solvedAt == right.solvedAt && left.failure == right.failure
  }
}
