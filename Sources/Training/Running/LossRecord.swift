/// The losses of all epochs of a line, in bounded memory.
///
/// Every epoch's up to the capacity; beyond it every second's, every fourth's and so on, so that a
/// million epochs are kept whole and no number of them takes more than 16 MiB.
struct LossRecord: Sendable, Equatable {
  /// The losses of the epochs `stride`, `2 * stride`, ...
  private(set) var values: [Double] = []
  private(set) var stride = 1
  private let capacity: Int

  init(capacity: Int = 1 << 21) { self.capacity = capacity }

  mutating func note(_ value: Double, epoch: Int) {
    guard epoch % stride == 0 else { return }
    let index = epoch / stride - 1
    if index < values.count {
      values[index] = value
    } else if index == values.count {
      values.append(value)
      if values.count > capacity { thin() }
    }
  }

  /// Forgets what came after an epoch.
  mutating func truncate(after epoch: Int) {
    values.removeLast(max(values.count - max(epoch, 0) / stride, 0))
  }

  private mutating func thin() {
    values = Swift.stride(from: 1, to: values.count, by: 2).map { values[$0] }
    stride *= 2
  }
}
