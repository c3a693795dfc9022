import Engine
import Lessons
import LineEditor
import Shell

/// What `--version` says: the version alone on the first line, for scripts; then what computes here
/// and which libraries the program has.
enum ProgramVersion {
  static var text: String {
    """
    \(Session.version)
    kernels: \(Hardware.kernels)
    threads: \(Hardware.threads)
    libedit: \(EditlineVersion.header) (its header's)
    cmark: \(CMark.version)
    """
  }
}
