import CZlib
import Testing

@testable import Charts
@testable import Terminal

@Suite struct ChartPNGTests {
  @Test func theCheckSumIsTheStandards() {
    let digits = Array("123456789".utf8)
    // The check value that catalogues of CRCs give.
    #expect(PNG.crc32(digits) == 0xCBF4_3926)
  }

  @Test(arguments: ChartSamples.all.map(\.name)) func everyChartIsAPNG(name: String) throws {
    let chart = try ChartSnapshotTests.chart(name)
    let file = chart.png(width: 160, height: 100, theme: .dark)
    #expect(Array(file.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    var index = 8
    var chunks: [String: [UInt8]] = [:]
    while index < file.count {
      let length = number(file, index)
      let body = Array(file[(index + 4)..<(index + 8 + length)])
      chunks[String(decoding: body.prefix(4), as: UTF8.self)] = Array(body.dropFirst(4))
      #expect(number(file, index + 8 + length) == Int(PNG.crc32(body)))
      index += 12 + length
    }
    let header = try #require(chunks["IHDR"])
    #expect(number(header, 0) == 320 && number(header, 4) == 200)
    #expect(header.suffix(5) == [8, 2, 0, 0, 0])
    let pixels = try Inflater.zlib(#require(chunks["IDAT"]))
    #expect(pixels.count == 961 * 200)
    for row in 0..<200 { #expect(pixels[row * 961] == 0) }
    #expect(Set(pixels).count > 1, "something is drawn")
  }

  /// What a mask covers has the size of what was drawn: edges are neither thick nor thin.
  @Test func shapesCoverTheirAreas() {
    func area(_ draw: (inout Mask) -> Void) -> Double {
      var mask = Mask(
        around: [.init(0, 0), .init(80, 80)], margin: 0, in: (100, 100))
      draw(&mask)
      var sum = 0.0
      mask.visit { _, _, share in sum += share }
      return sum
    }
    func line(_ places: (Double, Double)...) -> [Scene.Point] {
      places.map { Scene.Point($0.0, $0.1) }
    }
    #expect(abs(area { $0.fill([line((10, 10), (30, 15), (22, 41))]) } - 280) < 3)
    #expect(abs(area { $0.fillDisc(.init(40.3, 39.8), 20) } - 1255) < 10)
    // A ring, by a second outline that goes the other way.
    let ring = [Mask.circle(.init(40, 40), 20), Mask.circle(.init(40, 40), 10).reversed()]
    #expect(abs(area { $0.fill(ring) } - 941) < 10)
    let bent = line((10, 10), (50, 20), (20, 60))
    let (first, second) = ((40.0 * 40 + 100).squareRoot(), 50.0)
    let width = 3.0
    let drawn = area { $0.stroke(bent, width: width, isRound: false) }
    #expect(abs(drawn - (first + second) * width) < 6)
    #expect(area { $0.stroke(bent, width: width, isRound: true) } > drawn + 5)
    // Nothing beyond the picture, and nothing of what is no place.
    #expect(area { $0.fill([line((200, 0), (300, 0), (300, 50))]) } == 0)
    #expect(area { $0.fill([line((.nan, 0), (.infinity, 9), (3, .nan))]) } == 0)
  }

  /// Each frame is what the chart is by itself, and the rest of the file is as the standard has it.
  @Test func aFilmHasEveryFrame() throws {
    let charts = (0..<4).map { step in
      FoldFrame(
        ChartSamples.fold, title: "the fold", heading: "epoch \(step)", from: step == 3 ? 2 : 1,
        to: 2, part: Double(min(step, 2)) / 2)
    }
    var film = Film(still: ChartSamples.fold, width: 160, height: 120)
    for (index, chart) in charts.enumerated() { film.add(FilmFrame(chart, time: index + 300)) }
    let file = film.file
    var index = 8
    var names: [String] = []
    var (sequence, part) = (0, [0, 0, 0, 0])
    var canvas = [UInt8](repeating: 0, count: 480 * 120)
    var frames: [[UInt8]] = []
    while index < file.count {
      let length = number(file, index)
      let body = Array(file[(index + 4)..<(index + 8 + length)])
      #expect(number(file, index + 8 + length) == Int(PNG.crc32(body)))
      let (name, data) = (String(decoding: body.prefix(4), as: UTF8.self), Array(body.dropFirst(4)))
      names.append(name)
      switch name {
      case "acTL": #expect(number(data, 0) == 4 && number(data, 4) == 0)
      case "fcTL":
        #expect(number(data, 0) == sequence)
        sequence += 1
        part = (1...4).map { number(data, 4 * $0) }
        #expect(part[0] > 0 && part[1] > 0 && part[2] + part[0] <= 160 && part[3] + part[1] <= 120)
        #expect(Int(data[20]) << 8 + Int(data[21]) == frames.count + 300)
      case "fdAT":
        #expect(number(data, 0) == sequence)
        sequence += 1
        let rows = try Inflater.zlib(Array(data.dropFirst(4)))
        let length = 3 * part[0]
        try #require(rows.count == (length + 1) * part[1])
        for row in 0..<part[1] {
          for place in 0..<length {
            canvas[(part[3] + row) * 480 + 3 * part[2] + place] =
              rows[row * (length + 1) + place + 1]
          }
        }
        frames.append(canvas)
      default: break
      }
      index += 12 + length
    }
    #expect(names.prefix(4) == ["IHDR", "pHYs", "acTL", "IDAT"] && names.last == "IEND")
    #expect(frames.count == 4)
    for (frame, chart) in zip(frames, charts) {
      let size = SceneSize.pixels(width: 160, height: 120)
      var raster = Raster(size, theme: .light, scale: 1)
      for mark in chart.scene(size).marks { raster.draw(mark) }
      #expect(frame == raster.pixels)
    }
  }

  private func number(_ bytes: [UInt8], _ index: Int) -> Int {
    bytes[index..<(index + 4)].reduce(0) { $0 << 8 | Int($1) }
  }

  @Test func everyLetterHasAShape() {
    let printable = (33..<127).compactMap { Unicode.Scalar($0).map(Character.init) }
    let box = LetterOutlines.letter("\u{1F600}")
    for character in printable + Array("äöüßÄÖÜ…×·≤σ") {
      let letter = LetterOutlines.letter(character)
      #expect(letter.contours != box.contours && !letter.contours.isEmpty, "\(character)")
      #expect(letter.advance > 0.2 && letter.advance < 1.1, "\(character)")
      for point in letter.contours.joined() {
        #expect(point.x > -0.1 && point.x < 1.1 && point.y > -1.1 && point.y < 0.3, "\(character)")
      }
    }
    #expect(LetterOutlines.letter(" ").contours.isEmpty)
    #expect(Set(printable.map { "\(LetterOutlines.letter($0).contours)" }).count == printable.count)
  }
}

/// What zlib reads of a stream.
private enum Inflater {
  struct Broken: Error {}

  static func zlib(_ bytes: [UInt8]) throws -> [UInt8] {
    var result = [UInt8](repeating: 0, count: 1 << 22)
    var size = uLong(result.count)
    guard uncompress(&result, &size, bytes, uLong(bytes.count)) == Z_OK else { throw Broken() }
    return Array(result.prefix(Int(size)))
  }
}
