import Foundation
import Networks
import Support
import Testing

@testable import Training

/// What diagnosis says will come, held against what comes: networks on plateaus and in traps, trained
/// on. A part of them by seeds, all where UNDERHOOD_DIAGNOSES says how many.
@Suite struct ForecastTests {
  private static let count =
    ProcessInfo.processInfo.environment["UNDERHOOD_DIAGNOSES"].flatMap { Int($0) } ?? 16

  /// More epochs nobody trains on here.
  private static let most = 200_000

  /// A network that begins on a plateau, and the epochs after which it is looked at.
  private static func onPlateau(_ number: Int) -> (text: String, epochs: Int) {
    var dice = Dice(number + 900_000)
    var draft = NetworkDraft.random(&dice, depth: 2...4)
    switch dice.below(3) {
    case 0: draft.setTask(.quarters, &dice)
    case 1: draft.setTask(dice.pick([.line, .numbers, .classes]), &dice)
    default: draft.setXOR(&dice)
    }
    if draft.loss.contains("log") { draft.loss = "bce(A, Y)" }
    draft.scale = dice.pick(["0.3", "0.2", "0.1", "0.05", "0.02"])
    draft.activation = dice.pick(["tanh", "sigmoid", "tanh", "relu"])
    if dice.below(4) == 0 {
      draft.update = ["momentum(\(draft.names.rate))"]
      draft.rate *= 0.2
    }
    return (draft.text, dice.pick([5, 20, 100, 500, 1500, 4000]))
  }

  /// What is kept for the table of a whole run.
  private func note(_ text: String) { if Self.count > 16 { print(text) } }

  private func run(_ text: String, epochs: Int) throws -> Run {
    var run = Run(try Program(try Model(name: "net", text: text)))
    try run.runEpochs(epochs)
    return run
  }

  /// The epochs until a loss has fallen to some value; `nil` where more are needed than one waits.
  private func epochs(_ run: Run, until loss: Double, most: Int) throws -> Int? {
    var ahead = run
    let done = run.losses.count
    var asked = 0
    while asked < most {
      try ahead.runEpochs(min(max(asked / 4, 50), most - asked))
      asked = ahead.losses.count - done
      if let place = ahead.losses.dropFirst(done).firstIndex(where: { $0 <= loss }) {
        return place + 1 - done
      }
    }
    return nil
  }

  @Test func forecastsAreWithinAFactorOfTwo() throws {
    var (made, good, ratios) = (0, 0, [Double]())
    var (silent, unforecast) = (0, 0)
    for number in 0..<Self.count {
      let (text, epochs) = Self.onPlateau(number)
      let run = try run(text, epochs: epochs)
      let found = Diagnosis.findings(in: run).filter { [.plateau, .trap].contains($0.kind) }
      guard let finding = found.first else {
        silent += 1
        continue
      }
      let left = (finding["level"] ?? 0) * (1 - PlateauForecast.share)
      guard let forecast = finding["epochsToLeave"] else {
        unforecast += 1
        let real = try self.epochs(run, until: left, most: Self.most / 4)
        if ["frozen", "forEver", "twins"].contains(where: { finding[$0] != nil }) {
          #expect(real == nil, "\(number): said never, left after \(real ?? 0)\n\(text)")
        }
        note(
          "NONE \(number) \(finding.kind.rawValue) \(finding.measures.map(\.label)) real \(real ?? -1)"
        )
        continue
      }
      let most = min(Self.most, Int(forecast * 3) + 100)
      let real = try self.epochs(run, until: left, most: most)
      // Too far off to be looked at.
      if real == nil, most == Self.most { continue }
      made += 1
      let ratio = real.map { forecast / Double($0) } ?? 0
      ratios.append(ratio)
      if (0.5...2).contains(ratio) {
        good += 1
      } else {
        note(
          "BAD \(number) \(finding.kind.rawValue) after \(epochs): forecast \(forecast), real \(real ?? -1) (of \(most))\n\(text)"
        )
      }
    }
    note(
      "FORECAST \(good) of \(made) within two; silent \(silent), none \(unforecast); ratios \(ratios.sorted().map { ($0 * 100).rounded() / 100 })"
    )
    #expect(good * 10 >= made * 9)
  }

  /// What is said to stay stays: twins are equal to the last bit, a single layer's loss is the lowest,
  /// what no gradient reaches is as it was, and no plateau is left that is said to hold.
  @Test func whatIsSaidToStayStays() throws {
    let claims: Set<String> = ["twinNeurons", "noHiddenLayer", "noGradient", "plateau", "trap"]
    let faults = SickNetwork.faults.indices.filter { fault in
      !claims.isDisjoint(with: SickNetwork.faults[fault].kinds)
    }
    for turn in 0..<max(Self.count / 20, 1) {
      for fault in faults {
        let sick = SickNetwork(fault + turn * SickNetwork.faults.count)
        let run = try run(sick.text, epochs: sick.epochs)
        let found = Diagnosis.findings(in: run)
        var later = run
        try later.runEpochs(2000)
        let comment = Comment("\(sick.fault) \(turn): \(found.map(\.kind.rawValue))\n\(sick.text)")
        for finding in found {
          let loss = try #require(later.losses.last)
          switch finding.kind {
          case .twinNeurons:
            #expect(
              Diagnosis.twinNeurons.examine(.init(later, history: nil)).contains {
                $0.names == finding.names
              }, comment)
          case .noHiddenLayer: #expect(loss > 0.98 * (finding["loss"] ?? 0), comment)
          case .noGradient:
            for name in finding.names {
              #expect(later.state[name]?.doubles == run.state[name]?.doubles, comment)
            }
          case .plateau, .trap:
            let holds = ["frozen", "forEver", "twins"].contains { finding[$0] != nil }
            if holds {
              #expect(loss > (1 - PlateauForecast.share) * (finding["level"] ?? 0), comment)
            }
          default: break
          }
        }
      }
    }
  }
}
