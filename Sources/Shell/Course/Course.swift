import Lessons
import Terminal

/// What the course keeps in a session.
struct Course: SessionState {
  var lesson: LessonPlace?
  var progress = LessonProgress()
  var progressNotice: Phrase?
  var sandbox: Sandbox?
  var isJudging = true
  var defersPlacing = false
  var departure: Phrase?
  var lastEvent: ExerciseEvent?
  var student: String?

  /// The same student, before any lesson.
  var beforeLessons: Course {
    var course = Course()
    (course.progress, course.student) = (progress, student)
    return course
  }
}

extension Session {
  /// The lesson that is open.
  package var lesson: LessonPlace? {
    get { self[Course.self].lesson }
    _modify { yield &self[Course.self].lesson }
  }

  /// What has been done of all lessons.
  package internal(set) var progress: LessonProgress {
    get { self[Course.self].progress }
    _modify { yield &self[Course.self].progress }
  }

  /// What is wrong with keeping progress, until it has been said.
  var progressNotice: Phrase? {
    get { self[Course.self].progressNotice }
    _modify { yield &self[Course.self].progressNotice }
  }

  /// That the network has left the page, until it has been said.
  var departure: Phrase? {
    get { self[Course.self].departure }
    _modify { yield &self[Course.self].departure }
  }

  /// The session that waits while this one is played with.
  package internal(set) var sandbox: Sandbox? {
    get { self[Course.self].sandbox }
    _modify { yield &self[Course.self].sandbox }
  }

  /// Whether what is typed meets the lesson's exercises.
  package var isJudging: Bool {
    get { self[Course.self].isJudging }
    _modify { yield &self[Course.self].isJudging }
  }

  /// What the command that was performed last did about an exercise.
  package internal(set) var lastEvent: ExerciseEvent? {
    get { self[Course.self].lastEvent }
    _modify { yield &self[Course.self].lastEvent }
  }

  /// The student's name, where it was given.
  package internal(set) var student: String? {
    get { self[Course.self].student }
    _modify { yield &self[Course.self].student }
  }
}
