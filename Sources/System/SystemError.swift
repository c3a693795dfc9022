/// A call that the system refused.
package struct SystemError: Error, Equatable, Sendable {
  /// The system's number for the reason: `ENOENT`.
  package var code: Int32

  package init(code: Int32) { self.code = code }

  /// The latest call's.
  package static var last: SystemError { SystemError(code: errno) }

  /// The system's words for it.
  package var message: String { String(cString: strerror(code)) }
}
