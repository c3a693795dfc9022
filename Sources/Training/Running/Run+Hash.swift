import Arrays
import Equations
import Networks

extension Run {
  /// A hash over everything that decides how the run goes on: the name, type, shape and bits of
  /// every value, the random state, and the equation that comes next.
  ///
  /// Equal on every machine for equal runs. -0.0 and 0.0 differ; all NaNs count as one, because
  /// which of them an operation makes is the processor's choice.
  public var stateHash: Hash128 {
    var hash = SipHash()
    state.hash(into: &hash)
    return hash.result
  }
}

extension RunState {
  func hash(into hash: inout SipHash) {
    hash.add("underhood state 1")
    hash.add(cursor.epoch)
    hash.add(cursor.batch)
    hash.add(cursor.index)
    random.hash(into: &hash)
    hash.add(slots.count)
    for name in slots.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      hash.add(name)
      slots[name]?.value.hash(into: &hash)
    }
  }
}

extension RandomState {
  /// The numbers that it will give say all that there is to know: 624 words fix every word after
  /// them, and a normal number that was kept back shows in the next one and in what follows it.
  func hash(into hash: inout SipHash) {
    var words = self
    if let drawn = try? words.randint(low: 0, high: 1 << 32, shape: [624]),
      case .int64(let values) = drawn.storage
    {
      for value in values { hash.add(value) }
    }
    var normals = self
    if let drawn = try? normals.randn(), let next = try? normals.rand() {
      hash.add(drawn.item?.bitPattern ?? 0)
      hash.add(next.item?.bitPattern ?? 0)
    }
    for (name, source) in named.sorted(by: { $0.key < $1.key }) {
      hash.add(name)
      source.hash(into: &hash)
    }
  }
}

extension RandomSource {
  func hash(into hash: inout SipHash) {
    switch self {
    case .legacy(let source): source.hash(into: &hash)
    case .generator(var source):
      if let drawn = try? source.integers(low: 0, high: 1 << 32, shape: [16]),
        case .int64(let values) = drawn.storage
      {
        for value in values { hash.add(value) }
      }
    }
  }
}

extension Value {
  func hash(into hash: inout SipHash) {
    switch self {
    case .array(let array):
      hash.add(array.dtype.hashCode)
      hash.add(array.rank)
      for dimension in array.shape.dimensions { hash.add(dimension) }
      switch array.storage {
      case .bool(let values): for value in values { hash.add(UInt8(value ? 1 : 0)) }
      case .int64(let values): for value in values { hash.add(value) }
      case .float64(let values):
        for value in values { hash.add(value.isNaN ? Double.nan.bitPattern : value.bitPattern) }
      }
    case .tuple(let items):
      hash.add(UInt8(10))
      hash.add(items.count)
      for item in items { item.hash(into: &hash) }
    case .dtype(let dtype):
      hash.add(UInt8(11))
      hash.add(dtype.hashCode)
    case .generator(.named(let name)):
      hash.add(UInt8(13))
      hash.add(name)
    case .generator(.fresh(let source)):
      hash.add(UInt8(14))
      source.hash(into: &hash)
    case .none: hash.add(UInt8(12))
    }
  }
}

extension DType {
  fileprivate var hashCode: UInt8 {
    switch self {
    case .bool: 1
    case .int64: 2
    case .float64: 3
    }
  }
}
