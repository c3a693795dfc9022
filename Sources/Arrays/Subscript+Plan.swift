/// Where the elements that a subscript names lie in the array: a start and up to a few axes, each
/// a stride or, for masks and integer arrays, a table of offsets.
struct SubscriptPlan {
  enum Axis {
    case strided(count: Int, stride: Int)
    case table([Int])

    var count: Int {
      switch self {
      case .strided(let count, _): count
      case .table(let offsets): offsets.count
      }
    }
  }

  private(set) var shape: Shape = .scalar
  private(set) var start = 0
  private(set) var axes: [Axis] = []

  /// NumPy's rules: an ellipsis stands for full slices, missing subscripts too; index arrays
  /// broadcast together, and their dimensions take the place of the first if they are side by
  /// side, else the front.
  init(_ subscripts: [Subscript], in shape: Shape) throws(ArrayError) {
    let items = try SubscriptPlan.expanded(subscripts, in: shape)
    let advanced = items.contains { item in
      switch item {
      case .mask, .integers: true
      default: false
      }
    }
    var dimensions: [Int] = []
    var tables: [NDArray] = []
    var tableStrides: [Int] = []
    var place: Int?
    var interrupted = false
    var together = true
    var axis = 0
    for item in items {
      let size = axis < shape.rank ? shape[axis] : 1
      let stride = axis < shape.rank ? Shape(Array(shape.dimensions.dropFirst(axis + 1))).count : 1
      switch item {
      case .index(let index):
        if advanced {
          if interrupted { together = false }
          place = place ?? dimensions.count
        }
        start += try SubscriptPlan.checked(index, size, axis) * stride
        axis += 1
        continue
      case .integers(let array):
        if array.dtype == .float64 { throw .indexNotInteger(array.dtype) }
        if interrupted { together = false }
        place = place ?? dimensions.count
        let given = try array.asIntegers()
        if let wrong = try Kernels.first(given, where: { $0 < -size || $0 >= size }) {
          throw .indexOutOfRange(index: wrong, size: size, axis: axis)
        }
        let indices = try Kernels.map(given) { $0 < 0 ? $0 + size : $0 }
        tables.append(NDArray(shape: array.shape, int64: indices))
        tableStrides.append(stride)
        axis += 1
        continue
      case .mask(let mask):
        if interrupted { together = false }
        place = place ?? dimensions.count
        try SubscriptPlan.check(mask, axis, shape)
        let width = mask.rank == 2 ? mask.shape[1] : 1
        let places = try Kernels.places(mask.asTruths())
        if mask.rank == 0 {
          tables.append(NDArray(shape: [places.count], int64: places))
          tableStrides.append(0)
        } else {
          // Of a mask over both axes the place in the mask is the place in the array.
          tables.append(NDArray(shape: [places.count], int64: places))
          tableStrides.append(mask.rank == 2 ? stride / max(width, 1) : stride)
        }
        axis += mask.rank
        continue
      case .newAxis:
        dimensions.append(1)
        axes.append(.strided(count: 1, stride: 0))
      case .slice(let first, let stop, let step):
        let slice = try SubscriptPlan.resolved(first, stop, step, size)
        // The start of an empty slice may lie past the end: nothing is read there.
        if slice.count > 0 { start += slice.start * stride }
        dimensions.append(slice.count)
        axes.append(.strided(count: slice.count, stride: slice.step &* stride))
        axis += 1
      case .ellipsis: break
      }
      if place != nil { interrupted = true }
    }
    if let place, advanced {
      let (joined, offsets) = try SubscriptPlan.joined(tables, tableStrides)
      let position = together ? place : 0
      dimensions.insert(contentsOf: joined.dimensions, at: position)
      axes.insert(.table(offsets), at: position)
    }
    self.shape = Shape(dimensions)
    if dimensions.count > 2 { throw .rankTooHigh(dimensions.count) }
    if self.shape.count > Shape.largestCount { throw .tooManyElements(self.shape) }
  }

  /// The row-major position in the array of each element of the result.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  func indices() throws(ArrayError) -> [Int] {
    var result = [start]
    for axis in axes {
      let (bases, count) = (result, axis.count)
      result = try Kernels.filled(bases.count * count) { out throws(ArrayError) in
        func fill(_ base: Int, _ range: Range<Int>) {
          let out = out + base * count
          switch axis {
          case .strided(_, let stride):
            var offset = bases[base] &+ range.lowerBound &* stride
            for i in range {
              out[i] = offset
              offset &+= stride
            }
          case .table(let offsets): for i in range { out[i] = bases[base] + offsets[i] }
          }
        }
        if bases.count == 1 { return try Interruption.stretches(count) { fill(0, $0) } }
        let few = max(Interruption.stretch / max(count, 1), 1)
        try Interruption.stretches(bases.count, of: few) {
          for base in $0 { fill(base, 0..<count) }
        }
      }
    }
    return result
  }

  /// The range of row-major positions, if the result is that in order.
  var contiguousRange: Range<Int>? {
    let count = shape.count
    if count == 0 { return nil }
    var expected = 1
    for axis in axes.reversed() {
      guard case .strided(let count, let stride) = axis else { return nil }
      if count != 1 {
        if stride != expected { return nil }
        expected *= count
      }
    }
    return start..<start + count
  }

  /// The rank that an assigned value may have: integers alone name one element and take a scalar
  /// alone; a mask of the whole array, standing alone, takes a vector at most.
  static func largestValueRank(_ subscripts: [Subscript], in shape: Shape) -> Int {
    if subscripts.count == 1, case .mask(let mask) = subscripts[0], mask.rank == shape.rank {
      return 1
    }
    let namesOneElement =
      subscripts.count == shape.rank
      && subscripts.allSatisfy { item in
        switch item {
        case .index: true
        case .integers(let array): array.rank == 0
        default: false
        }
      }
    return namesOneElement ? 0 : 2
  }

  private static func expanded(
    _ subscripts: [Subscript], in shape: Shape
  ) throws(ArrayError) -> [Subscript] {
    var consumed = 0
    var ellipsis: Int?
    for (place, item) in subscripts.enumerated() {
      switch item {
      case .index, .slice, .integers: consumed += 1
      case .mask(let mask): consumed += mask.rank
      case .newAxis: break
      case .ellipsis:
        if ellipsis != nil { throw .tooManyEllipses }
        ellipsis = place
      }
    }
    if consumed > shape.rank { throw .tooManyIndices(given: consumed, rank: shape.rank) }
    let full = Array(
      repeating: Subscript.slice(start: nil, stop: nil, step: nil), count: shape.rank - consumed)
    guard let ellipsis else { return subscripts + full }
    return subscripts[..<ellipsis] + [.ellipsis] + full + subscripts[(ellipsis + 1)...]
  }

  private static func checked(_ index: Int, _ size: Int, _ axis: Int) throws(ArrayError) -> Int {
    guard index >= -size && index < size else {
      throw .indexOutOfRange(index: index, size: size, axis: axis)
    }
    return index < 0 ? index + size : index
  }

  private static func check(_ mask: NDArray, _ axis: Int, _ shape: Shape) throws(ArrayError) {
    for i in 0..<mask.rank where axis + i >= shape.rank || mask.shape[i] != shape[axis + i] {
      throw .maskShapeDiffers(mask: mask.shape, array: shape)
    }
  }

  /// Python's slice: negative bounds count from the end, and all are cut to the axis.
  static func resolved(
    _ start: Int?, _ stop: Int?, _ step: Int?, _ size: Int
  ) throws(ArrayError) -> (start: Int, count: Int, step: Int) {
    let step = step ?? 1
    if step == 0 { throw .zeroSliceStep }
    let (low, high) = step > 0 ? (0, size) : (-1, size - 1)
    func bound(_ value: Int) -> Int {
      min(max(value < 0 ? value + size : value, low), high)
    }
    let first = start.map(bound) ?? (step > 0 ? low : high)
    let last = stop.map(bound) ?? (step > 0 ? high : low)
    let distance = step > 0 ? last - first : first - last
    if distance <= 0 { return (first, 0, step) }
    return (first, (distance - 1) / Int(clamping: step.magnitude) + 1, step)
  }

  /// The offsets of index arrays broadcast together.
  private static func joined(
    _ tables: [NDArray], _ strides: [Int]
  ) throws(ArrayError) -> (Shape, [Int]) {
    var total: NDArray?
    for (table, stride) in zip(tables, strides) {
      let offsets = NDArray(
        unchecked: table.shape, .int64(try Kernels.map(table.integers) { $0 * stride }))
      total =
        try total.map { total throws(ArrayError) in try NDArray.apply(.add, total, offsets) }
        ?? offsets
    }
    return (total?.shape ?? [1], total?.integers ?? [0])
  }
}

extension NDArray {
  /// Of a vector the places of what is not 0, as int64.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  package func placesOfTruth() throws(ArrayError) -> NDArray {
    let places = try Kernels.places(asTruths())
    return NDArray(shape: [places.count], int64: places)
  }
}

extension Kernels {
  /// Where the truths are.
  ///
  /// - Throws: `interrupted`, `noRoom`.
  static func places(_ truths: [Bool]) throws(ArrayError) -> [Int] {
    var count = 0
    try Interruption.stretches(truths.count) { for i in $0 where truths[i] { count += 1 } }
    return try filled(count) { out throws(ArrayError) in
      var next = 0
      try Interruption.stretches(truths.count) {
        for i in $0 where truths[i] {
          out[next] = i
          next += 1
        }
      }
    }
  }

  /// The first value of which something holds.
  ///
  /// - Throws: `interrupted`.
  fileprivate static func first(
    _ values: [Int], where holds: (Int) -> Bool
  ) throws(ArrayError) -> Int? {
    var found: Int?
    try Interruption.stretches(values.count) { range in
      if found == nil { found = values[range].first(where: holds) }
    }
    return found
  }
}
