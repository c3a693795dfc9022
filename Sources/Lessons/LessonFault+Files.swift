import System

extension LessonFault.Kind {
  /// A file that cannot be read.
  init(_ failure: File.Failure) {
    switch failure {
    case .system(let error): self = .unreadable(errorCode: error.code)
    case .notOrdinary: self = .notARegularFile
    }
  }
}
