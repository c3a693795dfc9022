import Lessons
import System
import Terminal

/// What is remembered of the lessons between sessions.
extension Session {
  /// Reads what earlier sessions left, and keeps this one's there too.
  ///
  /// - Parameter path: the file; nil where there is no place for one, which is said once.
  package mutating func recallProgress(_ path: String?) {
    context.progressPath = path
    guard let path else {
      progressNotice = Wording.noPlaceForProgress
      return
    }
    do throws(ShellError) {
      if let text = try StateFile.read(path) { progress = LessonProgress(text) }
    } catch {
      // What cannot be read is not written over either.
      context.progressPath = nil
      progressNotice = Wording.progressNotKept(error)
    }
  }

  /// Notes where the student is, in the file too.
  mutating func keepProgress() {
    guard var place = lesson, sandbox == nil else { return }
    place.record.page = place.cursor.page
    lesson = place
    progress.lessons[place.lesson.id] = place.record.joined(with: progress.lessons[place.lesson.id])
    progress.last = place.lesson.id
    guard let path = context.progressPath, !isReplaying else { return }
    do throws(ShellError) {
      // Another session may have written since: only this lesson is ours to change.
      var whole = LessonProgress(try StateFile.read(path) ?? "")
      whole.lessons[place.lesson.id] = place.record.joined(with: whole.lessons[place.lesson.id])
      whole.last = place.lesson.id
      guard whole != LessonProgress() else { return }
      try StateFile.write(whole.text, to: path)
    } catch {
      context.progressPath = nil
      progressNotice = Wording.progressNotKept(error)
    }
  }

  /// Something that is to be said once, below what a command says.
  mutating func takeNotice() -> Phrase? {
    if let notice = progressNotice {
      progressNotice = nil
      return notice
    }
    if let notice = departure {
      departure = nil
      return notice
    }
    return takeModelNotice() ?? context.audience.news(of: self)
  }

  /// Where the student left off, for the greeting.
  package func whereLeftOff() -> Phrase? {
    guard lesson == nil, let id = progress.last, let record = progress.lessons[id], record.page > 0,
      case .found(let entry)? = try? library().find(id),
      let found = try? library().read(entry).lesson
    else { return nil }
    return Wording.leftOff(
      page: min(record.page + 1, found.pages.count), of: found.pages.count, title: found.title,
      id: found.id)
  }
}
