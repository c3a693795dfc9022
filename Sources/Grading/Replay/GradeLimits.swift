import System

/// What one hand-in may take.
package struct GradeLimits: Sendable {
  /// Of the processor's time.
  package var seconds: Int
  /// Of memory, the program itself included.
  package var megabytes: Int

  package static let standard = GradeLimits(seconds: 10, megabytes: 1024)
  /// A hand-in is some ten thousand bytes long.
  static let largestFile = 4 << 20
  /// What one hand-in may have of commands.
  static let mostCommands = 20_000
  /// A line that a person has typed is shorter.
  static let longestCommand = 10_000

  package init(seconds: Int, megabytes: Int) {
    self.seconds = seconds
    self.megabytes = megabytes
  }

  /// The largest array.
  var arrayBytes: Int { megabytes << 18 }

  /// Puts the process under the limits, for good. It can then write no files either.
  func apply() {
    // The replay stops by itself before that; this is for what never asks.
    ProcessLimits.setProcessorSeconds(seconds + 1)
    ProcessLimits.setMemory(bytes: megabytes << 20)
    ProcessLimits.forbidFiles()
  }
}
