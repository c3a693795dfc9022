import CKernels

/// The one account of the memory that all values take: those of a network and of one's own, what an
/// expression needs on its way, the past that is kept, compiled epochs. It is the process's own
/// memory, so that nothing is left out; the limit is said once, when the program starts.
public enum MemoryAccount {
  /// The limit unless another is set: 1 GiB.
  public static let standardLimit = 1 << 30

  /// In bytes; `nil` where there is none.
  public static var limit: Int? {
    let bytes = uh_memory_limit()
    // SIZE_MAX, which is none.
    return bytes < 0 ? nil : bytes
  }

  public static func setLimit(bytes: Int) { uh_set_memory_limit(max(bytes, 0)) }

  /// Whether there is room for so many bytes more.
  public static func hasRoom(for bytes: Int) -> Bool { uh_memory_has_room(max(bytes, 0)) }

  /// Asks for room for what is about to be taken.
  ///
  /// - Parameter size: of each element, in bytes.
  /// - Throws: `noRoom`.
  public static func reserve(_ count: Int, of size: Int = 8) throws(ArrayError) {
    guard count > smallCount else { return }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    if overflow || !hasRoom(for: bytes) { throw .noRoom(bytes: overflow ? .max : bytes) }
  }

  /// Fewer elements are not asked about: asking would take longer than computing.
  public static let smallCount = 1 << 16
}
