import Terminal

/// A chart of a film, and how long it stays.
package struct FilmFrame: Sendable {
  package var chart: any Chart
  /// In hundredths of a second.
  package var time: Int

  package init(_ chart: any Chart, time: Int) {
    self.chart = chart
    self.time = time
  }
}

/// An animated PNG (PNG, third edition, 11.3.6): a picture that moves where programs know of it, and
/// stands still where they do not.
///
///     var film = Film(still: chart, frameCount: charts.count)
///     for chart in charts { film.add(FilmFrame(chart, time: 8)) }
///     let bytes = film.file
///
/// Each frame is drawn over the one before it, of which it holds only the rectangle that changes.
package struct Film {
  private var raster: Raster
  private let size: SceneSize
  private let translation: Translation?
  private let still: [UInt8]
  private var before: [UInt8]?
  private var frames: [UInt8] = []
  private var frameCount = 0

  /// - Parameter still: what is seen where nothing moves.
  package init(
    still: any Chart, width: Int = 640, height: Int = 400, theme: ChartTheme = .light,
    _ translation: Translation? = nil
  ) {
    size = SceneSize.pixels(width: width, height: height)
    self.translation = translation
    // Many pictures with smooth edges: one pixel to the unit makes a file that can be sent.
    raster = Raster(size, theme: theme, scale: 1)
    for mark in still.scene(size, translation).marks { raster.draw(mark) }
    self.still = raster.pixels
  }

  package mutating func add(_ frame: FilmFrame) {
    raster.clear()
    for mark in frame.chart.scene(size, translation).marks { raster.draw(mark) }
    let part = changed
    // Each frame has two chunks with numbers.
    let sequence = 2 * frameCount
    // Number, rectangle, time, then: leave it standing, and paint over what is there.
    PNG.chunk(
      "fcTL",
      PNG.bigEndian(sequence) + PNG.bigEndian(part.columns.count) + PNG.bigEndian(part.rows.count)
        + PNG.bigEndian(part.columns.lowerBound) + PNG.bigEndian(part.rows.lowerBound)
        + [UInt8(frame.time >> 8 & 255), UInt8(frame.time & 255), 0, 100, 0, 0],
      to: &frames)
    PNG.chunk(
      "fdAT",
      PNG.bigEndian(sequence + 1)
        + PNG.compressed(part, of: raster.pixels, width: raster.width), to: &frames)
    frameCount += 1
    before = raster.pixels
  }

  /// The smallest rectangle beyond which nothing is other than in the frame before.
  private var changed: PNG.Part {
    let (width, height) = (raster.width, raster.height)
    let whole = PNG.Part(columns: 0..<width, rows: 0..<height)
    guard let before else { return whole }
    var (left, right, top, bottom) = (width, -1, height, -1)
    for row in 0..<height {
      for column in 0..<width
      where (0..<3).contains(where: { part in
        let place = (row * width + column) * 3 + part
        return raster.pixels[place] != before[place]
      }) {
        left = min(left, column)
        right = max(right, column)
        top = min(top, row)
        bottom = max(bottom, row)
      }
    }
    // A frame that changes nothing still has a pixel.
    if right < 0 { return PNG.Part(columns: 0..<1, rows: 0..<1) }
    return PNG.Part(columns: left..<(right + 1), rows: top..<(bottom + 1))
  }

  /// The whole file; it plays for ever.
  package var file: [UInt8] {
    var control: [UInt8] = []
    if frameCount > 0 {
      PNG.chunk("acTL", PNG.bigEndian(frameCount) + PNG.bigEndian(0), to: &control)
    }
    return PNG.encode(
      width: raster.width, height: raster.height, pixels: still, scale: 1, control: control,
      frames: frames)
  }
}
