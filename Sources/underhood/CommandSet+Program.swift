import Pages
import Shell
import View

extension CommandSet {
  /// Every command of the program: the shell's own, and those of what stands above it.
  static let program = CommandSet.standard
    .with(.view, after: "live")
    .with(.ask, after: "view")
    .with(.report, after: "save")
}
