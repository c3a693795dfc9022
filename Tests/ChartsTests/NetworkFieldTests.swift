import Terminal
import Testing

@testable import Charts

/// Units drawn as fields over the plane of the inputs, and what is said of them.
@Suite struct NetworkFieldTests {
  typealias Map = @Sendable (Double, Double) -> Double

  /// About the middle of the plane, which is at 0.5 and 0.5.
  private static func field(_ map: Map) -> PlaneField {
    ChartSamples.field(20, 20) { x, y in map(x - 0.5, y - 0.5) }
  }

  private static func words(_ map: Map, bounds: ClosedRange<Double>? = nil) throws -> String {
    let field = field(map)
    let scale = try #require(FieldScale(field.finite, bounds: bounds))
    return field.words("A1[0]", scale).english
  }

  static let places: [(map: Map, said: String)] = [
    ({ x, _ in x }, "at the right"), ({ x, y in x + y }, "at the upper right"),
    ({ _, y in y }, "at the top"), ({ x, y in y - x }, "at the upper left"),
    ({ x, _ in -x }, "at the left"), ({ x, y in -x - y }, "at the lower left"),
    ({ _, y in -y }, "at the bottom"), ({ x, y in x - y }, "at the lower right"),
    ({ _, y in -y * y }, "in a level band"), ({ x, _ in -x * x }, "in an upright band"),
    (
      { x, y in 1 / (1 + 9 * (x - y) * (x - y)) },
      "in a band from the lower left to the upper right"
    ),
    (
      { x, y in 1 / (1 + 9 * (x + y) * (x + y)) },
      "in a band from the upper left to the lower right"
    ),
    ({ _, y in y * y }, "above and below a level band"),
    ({ x, _ in x * x }, "on both sides of an upright band"),
    (
      { x, y in (x - y) * (x - y) },
      "on both sides of a band from the lower left to the upper right"
    ),
    (
      { x, y in (x + y) * (x + y) },
      "on both sides of a band from the upper left to the lower right"
    ),
    ({ x, y in -x * x - y * y }, "in the middle"), ({ x, y in x * x + y * y }, "around the middle"),
  ]

  @Test(arguments: places.indices) func whereAUnitIsHighIsSaid(index: Int) throws {
    let (map, said) = Self.places[index]
    let words = try Self.words(map)
    #expect(words.hasPrefix("A1[0]: high \(said), from "), "\(words)")
  }

  @Test func whatLooksTheSameEverywhereIsSaidToBe() throws {
    #expect(try Self.words({ _, _ in 0.5 }, bounds: 0...1) == "A1[0]: 0.5 everywhere.")
    let saturated = try Self.words({ x, _ in 0.998 + 0.001 * x }, bounds: 0...1)
    #expect(saturated == "A1[0]: 0.997 to 0.999, the same everywhere.")
    #expect(try Self.words({ x, _ in 1e300 * x }).hasPrefix("A1[0]: high at the right"))
  }

  /// A unit at one of its ends has the colour of that end, one that is silent that of 0.
  @Test func saturationIsSeen() throws {
    let saturated = try #require(FieldScale([0.997, 0.999], bounds: 0...1))
    #expect(saturated.colors == .diverging && saturated.place(0.998) > 0.99)
    let bent = try #require(FieldScale([-0.01, 0.01], bounds: -1...1))
    #expect(abs(bent.place(0.01) - 0.505) < 1e-12)
    let rectified = try #require(FieldScale([0, 0, 3], bounds: nil))
    #expect(rectified.place(0) == 0.5 && rectified.place(3) == 1)
    let far = try #require(FieldScale([100, 105], bounds: nil))
    #expect(far.colors == .sequential && far.place(100) == 0)
    #expect(FieldScale([.nan, .infinity], bounds: 0...1) == nil)
    #expect(saturated.place(.nan).isNaN && saturated.place(.infinity) == 1)
  }

  /// Fields are squares of a plane whose units are as long across as up.
  @Test func thePlaneIsSquare() {
    let (x, y) = PlaneField.squared(0...1, -1...2)
    #expect(x == -1...2 && y == -1...2)
    let (long, short) = PlaneField.squared(0...1, 0...100)
    #expect(long == 0...1 && short == 0...100)
  }

  private static func fields(_ chart: NetworkDiagram, _ size: SceneSize) -> [Scene.Field] {
    chart.scene(size, isCaptioned: false).marks.compactMap {
      if case .field(let field) = $0 { field } else { nil }
    }
  }

  @Test(arguments: [(640, 400), (330, 240)]) func everyUnitHasItsField(width: Int, height: Int) {
    let size = SceneSize.pixels(width: width, height: height)
    for hidden in [1, 2, 4, 8] {
      let fields = Self.fields(ChartSamples.networkOfFields(hidden: hidden), size)
      #expect(fields.count == hidden + 1)
      for field in fields {
        let room = field.rectangle
        #expect(room.width == room.height && room.width >= 16)
        #expect(room.x > 0 && room.y > 0 && room.right < size.width && room.bottom < size.height)
      }
    }
    // Of many the first ones and the last, and how many more there are.
    let many = ChartSamples.networkOfFields(hidden: 40)
    let shown = Self.fields(many, size)
    #expect((6...18).contains(shown.count) && shown.allSatisfy { $0.rectangle.width >= 16 })
    #expect(many.svg(width: width, height: height).contains("more"))
  }

  /// In a page's small picture, too, each unit is named, and no name lies on another or on a field.
  @Test(arguments: 2...8) func everyUnitIsNamed(hidden: Int) {
    let size = SceneSize.pixels(width: 330, height: 240)
    let chart = ChartSamples.networkOfFields(hidden: hidden)
    var places: [Scene.Rectangle] = Self.fields(chart, size).map(\.rectangle)
    for node in chart.layers.dropFirst().flatMap(\.nodes) {
      let named = chart.scene(size, isCaptioned: false).marks.compactMap { mark in
        if case .text(let text, let place, let anchor, .label, .text) = mark,
          text.split(separator: " ").first.map(String.init) == node.label
        {
          let width = Double(text.count) * size.characterWidth
          let x = anchor == .start ? place.x : place.x - width / 2
          return Scene.Rectangle(x: x, y: place.y - 6, width: width, height: 12)
        }
        return nil
      }
      #expect(named.count == 1, "\(node.label) of \(hidden)")
      for room in named {
        #expect(room.x >= 0 && room.right <= size.width && room.bottom <= size.height)
        #expect(
          !places.contains {
            $0.x < room.right && room.x < $0.right && $0.y < room.bottom && room.y < $0.bottom
          }, "\(node.label) of \(hidden) lies on something")
      }
      places += named
    }
  }

  /// Whole cells of a terminal, as far as there is room, else nodes as they are without fields.
  @Test func aTerminalHasBlocks() {
    let size = SceneSize.cells(columns: 80, rows: 16, unicode: true)
    for field in Self.fields(ChartSamples.networkOfFields(hidden: 3), size) {
      let room = field.rectangle
      #expect(room.width == room.height && room.width >= 8)
      for place in [room.x / 2, room.y / 4, room.width / 2, room.height / 4] {
        #expect(place == place.rounded())
      }
    }
    let chart = ChartSamples.networkOfFields(hidden: 9)
    #expect(Self.fields(chart, size).isEmpty)
    let lines = chart.lines(width: 80, height: 16, unicode: false).map(\.string)
    #expect(lines.contains { $0.contains("(A1[0] ") })
  }

  @Test func labelsStandOnGround() {
    let marks = ChartSamples.networkOfFields(hidden: 2)
      .scene(.pixels(width: 640, height: 400)).marks
    for (before, mark) in zip(marks, marks.dropFirst()) {
      guard case .text(let text, let place, .middle, .label, .text) = mark else { continue }
      guard case .rectangle(let room, .ground) = before else {
        Issue.record("\(text) has nothing behind it")
        continue
      }
      #expect(room.x < place.x && place.x < room.right && room.width > 7 * Double(text.count))
    }
  }
}
