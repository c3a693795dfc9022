import CKernels

extension Width {
  typealias Both =
    @convention(c) (
      UnsafePointer<Double>?, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, Int
    ) -> Void
  typealias ScalarSecond =
    @convention(c) (
      UnsafePointer<Double>?, Double, UnsafeMutablePointer<Double>?, Int
    ) -> Void
  typealias ScalarFirst =
    @convention(c) (
      Double, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, Int
    ) -> Void

  func both(_ function: uh_binary, _ a: [Double], _ b: [Double]) -> [Double] {
    var out = a
    Self.entry(kernels.both, function.rawValue, as: Both.self)(a, b, &out, a.count)
    return out
  }

  func scalarSecond(_ function: uh_binary, _ a: [Double], _ b: Double) -> [Double] {
    var out = a
    Self.entry(kernels.scalar_second, function.rawValue, as: ScalarSecond.self)(
      a, b, &out, a.count)
    return out
  }

  func scalarFirst(_ function: uh_binary, _ a: Double, _ b: [Double]) -> [Double] {
    var out = b
    Self.entry(kernels.scalar_first, function.rawValue, as: ScalarFirst.self)(
      a, b, &out, b.count)
    return out
  }
}
