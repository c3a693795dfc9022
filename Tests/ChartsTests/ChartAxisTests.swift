import Testing

@testable import Charts
@testable import Terminal

@Suite struct ChartAxisTests {
  @Test func ticksAreRoundValues() {
    #expect(Axis(low: 0, high: 0.7).ticks(atMost: 5).map(\.label) == ["0", "0.2", "0.4", "0.6"])
    #expect(
      Axis(low: -3, high: 3).ticks(atMost: 7).map(\.label) == [
        "-3", "-2", "-1", "0", "1", "2", "3",
      ])
    #expect(
      Axis(low: 1, high: 1000, isWhole: true).ticks(atMost: 5).map(\.label)
        == ["200", "400", "600", "800", "1000"])
    #expect(Axis(low: 1, high: 2, isWhole: true).ticks(atMost: 9).map(\.label) == ["1", "2"])
    #expect(
      Axis(low: 0, high: 3e-300).ticks(atMost: 4).map(\.label) == [
        "0", "1e-300", "2e-300", "3e-300",
      ])
  }

  @Test func logarithmicTicksAreDecades() {
    #expect(
      Axis(low: 0.001, high: 10, isLogarithmic: true).ticks(atMost: 6).map(\.label)
        == ["0.001", "0.01", "0.1", "1", "10"])
    #expect(
      Axis(low: 1e-9, high: 1, isLogarithmic: true).ticks(atMost: 5).map(\.label)
        == ["1e-8", "1e-6", "1e-4", "1e-2", "1"])
    #expect(
      Axis(low: 0.2, high: 3, isLogarithmic: true).ticks(atMost: 6).map(\.label)
        == ["0.2", "0.5", "1", "2"])
  }

  /// Ranges of every size, with the signs that they can have.
  @Test func neverMoreTicksThanFit() {
    let random = ChartSamples.noise(3000)
    for index in stride(from: 0, to: 3000, by: 3) {
      let scale = NumberText.power(Int(random[index] * 600) - 300)
      let (a, b) = ((random[index + 1] - 0.5) * scale, (random[index + 2] - 0.5) * scale)
      for axis in [
        Axis(low: min(a, b), high: max(a, b)),
        Axis(low: min(a, b), high: max(a, b), startsAtZero: true),
        Axis(low: min(a.magnitude, b.magnitude), high: scale, isLogarithmic: true),
      ] {
        for count in 1...12 {
          let ticks = axis.ticks(atMost: count)
          #expect(ticks.count <= count)
          #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.value < $1.value })
          #expect(Set(ticks.map(\.label)).count == ticks.count)
          for tick in ticks {
            let place = axis.fraction(tick.value) ?? -1
            #expect(place > -1e-6 && place < 1 + 1e-6, "\(tick) of \(axis)")
            #expect(Double(tick.label) == tick.value)
          }
          if count >= 3 { #expect(!ticks.isEmpty) }
        }
      }
    }
  }

  @Test func rangesWithoutWidthAreWidened() {
    for value in [
      0, 1, -1, 1e300, -1e-300, .leastNonzeroMagnitude, 1.7976931348623157e308, 0.1 + 0.2,
    ] {
      let axis = Axis(low: value, high: value)
      #expect(axis.low < axis.high)
      let place = axis.fraction(value) ?? -1
      #expect((0...1).contains(place))
    }
    let logarithmic = Axis(
      low: .leastNonzeroMagnitude, high: .leastNonzeroMagnitude, isLogarithmic: true)
    #expect(logarithmic.fraction(.leastNonzeroMagnitude).map { (0...1).contains($0) } == true)
    #expect(Axis(low: .nan, high: .nan).low == 0)
  }

  @Test func theWidestRangeHasPlaces() {
    let axis = Axis(low: -1.7e308, high: 1.7e308)
    #expect(axis.fraction(0) == 0.5)
    #expect(axis.fraction(1.7e308) == 1)
    #expect(axis.fraction(.infinity) == nil)
  }

  @Test func numbersAreShort() {
    let pairs: [(Double, String)] = [
      (0.6931, "0.693"), (12345, "12300"), (1e300, "1e300"), (-1.5e-300, "-1.5e-300"), (0, "0"),
      (-0.0, "0"), (0.9996, "1"), (99.95, "100"), (123_456, "123000"), (12_345_678, "1.23e7"),
      (0.00012, "0.00012"), (0.000012, "1.2e-5"), (.nan, "nan"), (-.infinity, "-inf"),
      (.leastNonzeroMagnitude, "4.94e-324"), (1.7976931348623157e308, "1.8e308"), (100, "100"),
      (2, "2"),
    ]
    for (value, text) in pairs { #expect(NumberText.short(value) == text) }
  }

  /// Powers of ten are known exactly; between them log10(ab) = log10 a + log10 b.
  @Test func logarithmsAreRight() {
    for exponent in -307...308 {
      let error = (NumberText.log10(NumberText.power(exponent)) - Double(exponent)).magnitude
      #expect(error <= 1e-15 * max(1, Double(exponent).magnitude))
    }
    // 2, 3 and 7 as tables have them.
    #expect((NumberText.log10(2) - 0.301029995663981195).magnitude < 1e-16)
    #expect((NumberText.log10(3) - 0.477121254719662437).magnitude < 1e-15)
    #expect((NumberText.log10(7) - 0.845098040014256831).magnitude < 1e-15)
    #expect(NumberText.log10(0) == -.infinity)
    #expect(NumberText.log10(-1).isNaN)
  }
}
