import Arrays
import CKernels

/// A call of a function of the language, with the places that its operands and its result have in a
/// pass's memory.
final class HostContext {
  struct Operand {
    let start: UnsafeMutablePointer<Double>
    let row: Int
  }

  private let call: HostCall
  private let operands: [Operand]
  private let out: Operand
  /// Set where the call fails, so that the interpreter does the epoch.
  private let fault: UnsafeMutablePointer<Double>

  init(
    _ call: HostCall, _ operands: [Operand], out: Operand, fault: UnsafeMutablePointer<Double>
  ) {
    self.call = call
    self.operands = operands
    self.out = out
    self.fault = fault
  }

  private func run() {
    let arrays = zip(operands, call.operands).map { operand, type in
      let (rows, columns) = type.shape.matrix
      return NDArray(
        shape: type.shape,
        float64: UnsafePointer(operand.start).matrix(rows: rows, columns: columns, row: operand.row)
      ).converted(to: type.dtype)
    }
    guard let result = call.result(arrays) else {
      fault.pointee = 1
      return
    }
    let (rows, columns) = call.shape.matrix
    out.start.write(result.doubles, rows: rows, columns: columns, row: out.row)
  }

  /// What an instruction runs whose context is one of these.
  static let function:
    @convention(c) (UnsafePointer<uh_instruction>?, UnsafePointer<uh_frame>?) ->
      Void = { instruction, _ in
        guard let context = instruction?.pointee.context else { return }
        Unmanaged<HostContext>.fromOpaque(context).takeUnretainedValue().run()
      }
}

extension UnsafePointer<Double> {
  /// The elements of a matrix whose rows lie so far apart, one row after the other.
  func matrix(rows: Int, columns: Int, row: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
      initialized = rows * columns
      guard let out = buffer.baseAddress else { return }
      for index in 0..<rows {
        (out + index * columns).initialize(from: self + index * row, count: columns)
      }
    }
  }
}

extension UnsafeMutablePointer<Double> {
  /// Writes a matrix, given one row after the other, into rows that lie so far apart.
  func write(_ values: [Double], rows: Int, columns: Int, row: Int) {
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for index in 0..<rows {
        (self + index * row).update(from: base + index * columns, count: columns)
      }
    }
  }
}
