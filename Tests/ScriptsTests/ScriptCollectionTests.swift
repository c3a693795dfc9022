import Equations
import Foundation
import Networks
import Support
import Testing

@testable import Scripts
@testable import Training

/// Scripts as people write them, each right, and once more with one line mistaken.
@Suite struct ScriptCollectionTests {
  struct Kept: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var right: String
    var mistake: String
    /// The line that shows the mistake, where that is another than the mistaken one.
    var named: String?

    var testDescription: String { name }

    private var lines: [String] { text.components(separatedBy: "\n") }

    private func isRight(_ line: String) -> Bool { line.hasSuffix(right) && !line.hasPrefix("#") }

    var mistaken: String {
      lines.map { isRight($0) ? $0.dropLast(right.count) + mistake : $0 }.joined(separator: "\n")
    }

    /// The line that is to be named, counted from 1.
    var line: Int {
      let place = lines.firstIndex {
        if let named { $0.hasSuffix(named) && !$0.hasPrefix("#") } else { isRight($0) }
      }
      return (place ?? -1) + 1
    }
  }

  static let kept: [Kept] = {
    let folder = Bundle.module.resourceURL?.appendingPathComponent("Fixtures/scripts")
    let files =
      (try? FileManager.default.contentsOfDirectory(
        at: folder ?? URL(fileURLWithPath: "/"), includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "py" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .compactMap { file in
        guard let text = try? String(contentsOf: file, encoding: .utf8),
          let header = text.split(separator: "\n").first(where: { $0.hasPrefix("# mistake: ") })
        else { return nil }
        let parts = header.dropFirst(11).components(separatedBy: " ==> ")
        let named = text.split(separator: "\n").first { $0.hasPrefix("# named: ") }
        return Kept(
          name: file.deletingPathExtension().lastPathComponent, text: text, right: parts[0],
          mistake: parts.count > 1 ? parts[1] : "", named: named.map { String($0.dropFirst(9)) })
      }
  }()

  static let losses: [String: [Double]] = {
    var losses: [String: [Double]] = [:]
    var name = ""
    for line in (try? Fixture.lines("script_losses", in: .module)) ?? [] {
      if line.hasPrefix("=== ") {
        name = String(line.dropFirst(4))
      } else if let loss = Double(line) {
        losses[name, default: []].append(loss)
      }
    }
    return losses
  }()

  @Test func thereAreForty() { #expect(Self.kept.count >= 40) }

  /// Right or mistaken, they train as under NumPy.
  @Test(arguments: kept, [false, true]) func lossesAreNumPys(kept: Kept, isMistaken: Bool) throws {
    let script = try Script(isMistaken ? kept.mistaken : kept.text, name: kept.name)
    let expected = Self.losses["\(kept.name) \(isMistaken ? "mistaken" : "right")"] ?? []
    var run = Run(script.program)
    try run.runEpochs(max(expected.count, 5))
    for (epoch, (own, numpy)) in zip(run.losses, expected).enumerated() {
      let size = max(1, numpy.magnitude)
      guard own == numpy || (own - numpy).magnitude <= 1e-12 * size || (own.isNaN && numpy.isNaN)
      else {
        Issue.record("epoch \(epoch + 1): \(own), NumPy \(numpy)\n\(script.program.model.text)")
        return
      }
    }
  }

  @Test(arguments: kept) func whatIsRightIsNotBlamed(kept: Kept) throws {
    let script = try Script(kept.text, name: kept.name)
    let mistakes = script.departures.filter { !$0.isHarmless }
    #expect(mistakes.isEmpty, "\(mistakes)\n\(script.program.model.text)")
  }

  /// Scripts whose mistake is not found yet, or named in another line.
  private static let namedLate: Set = [
    "45_network_of_sizes", "53_rmsprop_cache", "54_affine_layers", "61_fit_predict",
    "62_neuron_by_neuron",
  ]
  /// Scripts whose mistake is named, and for which no line is found that mends it; the labels of 24 and
  /// the setting of 26 only their authors know.
  private static let withoutRightLine: Set = [
    "06_deep_dictionary", "24_labels_never_seen", "26_setting_unused", "27_bias_never_updated",
    "28_keepdims_lost", "32_minibatches", "39_sum_for_mean", "45_network_of_sizes",
    "52_two_layer_net",
    "54_affine_layers", "61_fit_predict", "68_random_mini_batches",
    "71_layers_that_raise", "72_spiral_batches", "73_three_caches",
    "78_loops_over_indices", "90_seed_in_the_loop",
  ]

  /// The mistaken line is named first, and the line that should stand there mends the script: nothing
  /// departs any more.
  @Test(arguments: kept) func theMistakeIsFoundAndMended(kept: Kept) throws {
    let script = try Script(kept.mistaken, name: kept.name)
    var left = script.departures.filter { !$0.isHarmless }
    withKnownIssue {
      #expect(
        left.first?.line == kept.line || left.first?.otherwise?.line == kept.line,
        "\(String(describing: left.first))\n\(script.program.model.text)")
    } when: {
      Self.namedLate.contains(kept.name)
    }
    var runs = Runs(Run(script.program))
    // One mistake may stand in several equations.
    for _ in 0..<8 {
      guard let first = left.first, let assignment = first.mending else { break }
      _ = try runs.set(assignment, in: first.section(in: runs.run.program))
      left = script.departures(in: runs.run).filter { !$0.isHarmless }
    }
    #expect(left.allSatisfy { $0.right == nil }, "\(left)")
    withKnownIssue(isIntermittent: true) {
      #expect(left.isEmpty, "\(left)")
    } when: {
      Self.withoutRightLine.contains(kept.name)
    }
  }
}
