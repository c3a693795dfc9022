/// A text as a QR code of ISO/IEC 18004: bytes, error correction of level M, versions 1 to 6, which
/// hold an address of up to 106 bytes.
///
/// Debian's library for it has no static form, and a program that is handed out can ask for none
/// that others must install.
package struct QRCode: Sendable, Equatable {
  /// How many modules a side has, without the quiet zone of four around it.
  package private(set) var size: Int
  /// Whether each module is dark, row by row.
  private var modules: [Bool]
  /// What no mask touches.
  private var isFixed: [Bool]

  /// Of level M, by version: codewords for data, and for correction in each block, and the blocks.
  private static let capacities = [
    Capacity(16, 10, 1), Capacity(28, 16, 1), Capacity(44, 26, 1), Capacity(64, 18, 2),
    Capacity(86, 24, 2), Capacity(108, 16, 4),
  ]

  private struct Capacity {
    let data, correction, blocks: Int

    init(_ data: Int, _ correction: Int, _ blocks: Int) {
      (self.data, self.correction, self.blocks) = (data, correction, blocks)
    }
  }

  package subscript(row: Int, column: Int) -> Bool { modules[row * size + column] }

  /// - Returns: `nil` for a text that is too long.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    // The mode and the length take twelve bits.
    guard let place = Self.capacities.firstIndex(where: { bytes.count + 2 <= $0.data }) else {
      return nil
    }
    size = 21 + 4 * place
    modules = Array(repeating: false, count: size * size)
    isFixed = modules
    drawPatterns()
    draw(Self.codewords(bytes, Self.capacities[place]))
    let candidates = (0..<8).map { masked(by: $0) }
    guard let best = candidates.min(by: { $0.penalty < $1.penalty }) else { return nil }
    self = best
  }

  // MARK: - Codewords

  /// The bytes with their head and padding, and the correction of each block, interleaved.
  private static func codewords(_ bytes: [UInt8], _ capacity: Capacity) -> [UInt8] {
    var data: [UInt8] = [0x40 | UInt8(bytes.count >> 4)]
    var carry = UInt8(truncatingIfNeeded: bytes.count << 4)
    for byte in bytes {
      data.append(carry | byte >> 4)
      carry = byte << 4
    }
    data.append(carry)
    var padding: UInt8 = 0xEC
    while data.count < capacity.data {
      data.append(padding)
      padding ^= 0xEC ^ 0x11
    }
    let length = capacity.data / capacity.blocks
    let blocks = (0..<capacity.blocks).map { Array(data[$0 * length..<($0 + 1) * length]) }
    let corrections = blocks.map { remainder(of: $0, by: generator(capacity.correction)) }
    func interleaved(_ parts: [[UInt8]]) -> [UInt8] {
      (0..<(parts.first?.count ?? 0)).flatMap { place in parts.map { $0[place] } }
    }
    return interleaved(blocks) + interleaved(corrections)
  }

  /// The product of two elements of GF(256), modulo x⁸ + x⁴ + x³ + x² + 1.
  private static func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
    var result: UInt16 = 0
    for bit in (0..<8).reversed() {
      result = result << 1 ^ (result >> 7) * 0x11D
      if b >> bit & 1 == 1 { result ^= UInt16(a) }
    }
    return UInt8(truncatingIfNeeded: result)
  }

  /// The Reed-Solomon generator (x − 1)(x − 2)(x − 4)... without its leading 1, highest power first.
  private static func generator(_ degree: Int) -> [UInt8] {
    var result = Array(repeating: UInt8(0), count: degree)
    result[degree - 1] = 1
    var root: UInt8 = 1
    for _ in 0..<degree {
      for i in 0..<degree {
        result[i] = product(result[i], root) ^ (i + 1 < degree ? result[i + 1] : 0)
      }
      root = product(root, 2)
    }
    return result
  }

  private static func remainder(of data: [UInt8], by divisor: [UInt8]) -> [UInt8] {
    var result = Array(repeating: UInt8(0), count: divisor.count)
    for byte in data {
      let factor = byte ^ result.removeFirst()
      result.append(0)
      for i in divisor.indices { result[i] ^= product(divisor[i], factor) }
    }
    return result
  }

  // MARK: - Modules

  private mutating func fix(_ row: Int, _ column: Int, _ isDark: Bool) {
    guard 0..<size ~= row, 0..<size ~= column else { return }
    modules[row * size + column] = isDark
    isFixed[row * size + column] = true
  }

  /// What tells a reader where the code lies and how fine it is.
  private mutating func drawPatterns() {
    for place in 0..<size {
      fix(6, place, place % 2 == 0)
      fix(place, 6, place % 2 == 0)
    }
    for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] {
      drawSquares(row, column, reach: 4) { $0 != 2 && $0 != 4 }
    }
    if size > 21 { drawSquares(size - 7, size - 7, reach: 2) { $0 != 1 } }
    // Its own place is kept before the mask is known.
    drawFormat(mask: 0)
  }

  /// Squares around a centre, each dark or not by its distance.
  private mutating func drawSquares(
    _ row: Int, _ column: Int, reach: Int, _ isDark: (Int) -> Bool
  ) {
    for down in -reach...reach {
      for right in -reach...reach {
        fix(row + down, column + right, isDark(max(abs(down), abs(right))))
      }
    }
  }

  /// Level and mask with their BCH code, twice.
  private mutating func drawFormat(mask: Int) {
    // Level M is 00.
    var rest = mask
    for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
    let bits = (mask << 10 | rest) ^ 0x5412
    for bit in 0..<15 {
      let isDark = bits >> bit & 1 == 1
      // Down the eighth column and back along the eighth row, both without the sixth.
      let down = bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit
      fix(down, 8, isDark)
      let along = bit < 8 ? size - 1 - bit : bit < 9 ? 7 : 14 - bit
      fix(8, along, isDark)
    }
    fix(size - 8, 8, true)
  }

  /// Two columns at a time, up and down in turn, from the right.
  private mutating func draw(_ codewords: [UInt8]) {
    var bit = 0
    var right = size - 1
    var goesUp = true
    while right > 0 {
      if right == 6 { right = 5 }
      for step in 0..<size {
        let row = goesUp ? size - 1 - step : step
        for column in [right, right - 1] where !isFixed[row * size + column] {
          guard bit < codewords.count * 8 else { continue }
          modules[row * size + column] = codewords[bit / 8] >> (7 - bit % 8) & 1 == 1
          bit += 1
        }
      }
      right -= 2
      goesUp.toggle()
    }
  }

  private func masked(by mask: Int) -> QRCode {
    var code = self
    for row in 0..<size {
      for column in 0..<size where !isFixed[row * size + column] {
        let isTurned =
          switch mask {
          case 0: (row + column) % 2 == 0
          case 1: row % 2 == 0
          case 2: column % 3 == 0
          case 3: (row + column) % 3 == 0
          case 4: (row / 2 + column / 3) % 2 == 0
          case 5: row * column % 2 + row * column % 3 == 0
          case 6: (row * column % 2 + row * column % 3) % 2 == 0
          default: ((row + column) % 2 + row * column % 3) % 2 == 0
          }
        if isTurned { code.modules[row * size + column].toggle() }
      }
    }
    code.drawFormat(mask: mask)
    return code
  }

  /// How hard the code is to read: long runs, squares, what looks like a corner, and more of dark
  /// than of light or the reverse.
  private var penalty: Int {
    let rows = (0..<size).map { row in (0..<size).map { self[row, $0] } }
    let columns = (0..<size).map { column in (0..<size).map { self[$0, column] } }
    let corner = [true, false, true, true, true, false, true]
    let quiet = [false, false, false, false]
    var total = 0
    for line in rows + columns {
      var run = 0
      for place in 0..<size {
        run = place > 0 && line[place] == line[place - 1] ? run + 1 : 1
        if run == 5 { total += 3 } else if run > 5 { total += 1 }
      }
      for start in 0..<max(size - 10, 0) {
        let part = Array(line[start..<start + 11])
        if part == corner + quiet || part == quiet + corner { total += 40 }
      }
    }
    for row in 1..<size {
      for column in 1..<size {
        let dark = self[row, column]
        if dark == self[row - 1, column], dark == self[row, column - 1],
          dark == self[row - 1, column - 1]
        {
          total += 3
        }
      }
    }
    let share = modules.count { $0 } * 100 / modules.count
    return total + abs(share - 50) / 5 * 10
  }
}

// MARK: - Showing

extension QRCode {
  /// What readers want around the code.
  private static let quiet = 4

  /// Lines of half blocks for a screen that is dark where nothing is written: light is drawn.
  package var lines: [String] {
    let reach = -2..<size + 2
    func isLight(_ row: Int, _ column: Int) -> Bool {
      !(0..<size ~= row && 0..<size ~= column && self[row, column])
    }
    return stride(from: reach.lowerBound, to: reach.upperBound, by: 2).map { row in
      String(
        reach.map { column -> Character in
          switch (isLight(row, column), isLight(row + 1, column)) {
          case (true, true): "█"
          case (true, false): "▀"
          case (false, true): "▄"
          case (false, false): " "
          }
        })
    }
  }

  /// A drawing, dark on light whatever the page's colours are.
  package func drawing(label: String) -> HTML {
    let whole = size + 2 * Self.quiet
    var path = ""
    for row in 0..<size {
      for column in 0..<size where self[row, column] {
        path += "M\(column + Self.quiet) \(row + Self.quiet)h1v1h-1z"
      }
    }
    return """
      <svg class="code" role="img" aria-label="\(label)" viewBox="0 0 \(whole) \(whole)" \
      shape-rendering="crispEdges"><rect width="\(whole)" height="\(whole)" fill="#fff"/>\
      <path d="\(path)" fill="#000"/></svg>
      """
  }
}
