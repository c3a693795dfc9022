import CEditline

/// The line editor that the program was built with.
package enum EditlineVersion {
  /// As its header has it: the library itself does not tell.
  package static var header: String { "\(LIBEDIT_MAJOR).\(LIBEDIT_MINOR)" }
}
