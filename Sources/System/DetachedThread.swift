/// Work beside what someone waits for.
package enum DetachedThread {
  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Does something on a thread of its own, which ends with it.
  ///
  /// - Returns: whether there was a thread to be had.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let box = Unmanaged.passRetained(Work(body))
    let isStarted = systemDetachThread(
      { argument in
        DetachedThread.run(argument)
        return nil
      }, box.toOpaque())
    if !isStarted { box.release() }
    return isStarted
  }

  private static func run(_ argument: UnsafeMutableRawPointer?) {
    guard let argument else { return }
    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
  }
}
