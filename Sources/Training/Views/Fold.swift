import Arrays
import Equations
import Networks

/// Where a fold ends, and along which units it is looked at.
public struct FoldRequest: Sendable, Equatable {
  /// What forward computes; by default the hidden layer next to the output of those with two units,
  /// or of all.
  public var name: String?
  /// The two units of that layer that are looked at.
  public var units: (Int, Int)?

  public init(name: String? = nil, units: (Int, Int)? = nil) {
    self.name = name
    self.units = units
  }

  public static func == (a: FoldRequest, b: FoldRequest) -> Bool {
    a.name == b.name && a.units?.0 == b.units?.0 && a.units?.1 == b.units?.1
  }
}

/// The plane of the two inputs as the network bends it, layer by layer: a sheet with the examples
/// on it, and where the network changes its mind.
public struct Fold: Sendable {
  /// The sheet as one value of the forward section has it.
  public struct Stage: Sendable {
    /// `X`, `Z1`, `A1`.
    public let name: String
    /// The equation that leads here; `nil` for the inputs.
    public let equation: String?
    public let axes: PlaneAxes
    /// The sheet's points, row after row from the lowest of the second input, `Fold.side` a row.
    public let sheet: [Place]
    public let examples: [Place]
  }

  public struct Place: Sendable, Equatable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// Where a·x + b·y + c = 0.
  public struct Line: Sendable, Equatable {
    public let a: Double
    public let b: Double
    public let c: Double
  }

  public let stages: [Stage]
  /// How many points the sheet has along each side.
  public let side: Int
  /// By how much an answer is the one: at each point of the sheet, 0 where the network changes its
  /// mind. One for two classes, one for each of several; none where the targets are no classes.
  public let leads: [[Double]]
  /// The straight cuts through the last stage, where one unit reads it.
  public let cuts: [Line]
  /// The class of each example, and the class that the network says; `nil` where there are none.
  public let classes: [Int]?
  public let answers: [Int]?
}

/// What of the sheet's way through the network can be seen: the values and their axes.
public struct FoldPlan: Sendable, Equatable {
  public struct Stage: Sendable, Equatable {
    public let name: String
    public let equation: String?
    public let axes: PlaneAxes
  }

  public let stages: [Stage]
  /// The layer whose cut goes through the last stage, if that layer has one unit and is the last.
  public let cutting: NetworkLayer?
  /// The target's middle, where the network changes its mind; `nil` where it has no two classes.
  public let threshold: Double?
  /// Whether the largest of several outputs is the answer.
  public let isLargest: Bool
  public let x: ClosedRange<Double>
  public let y: ClosedRange<Double>
}
