import Lessons
import Phrases
import Shell
import System
import Training

/// Grades one file, in a process of its own: `underhood grade-one`.
package struct GradeWorker {
  private let limits: GradeLimits
  private let lessonFolder: String?
  private let commands: CommandSet
  private let translation: Translation?
  private let output = Output()

  /// - Parameters:
  ///   - commands: those that a hand-in may have.
  ///   - translation: the language that is spoken of wrong answers.
  package init(
    limits: GradeLimits, lessonFolder: String?, commands: CommandSet, translation: Translation?
  ) {
    self.limits = limits
    self.lessonFolder = lessonFolder
    self.commands = commands
    self.translation = translation
  }

  /// Says what comes of a file, line by line, on standard output.
  package func grade(_ path: String) {
    limits.apply()
    read(path)
    tell(.done)
  }

  private func tell(_ line: GradeLine) { output.write(line.text + "\n") }

  private func tell(_ kind: HandInRemark.Kind, _ text: String? = nil) {
    tell(.remark(HandInRemark(kind, text: text)))
  }

  private func read(_ path: String) {
    let bytes: [UInt8]
    do throws(ShellError) {
      bytes = try TextFile.readBytes(path, limit: GradeLimits.largestFile)
    } catch {
      return tell(error.code == "file-too-large" ? .tooLarge : .unreadable, error.message.english)
    }
    let reading = HandIn.read(bytes)
    for fault in reading.faults { tell(.remark(fault.remark)) }
    guard let handIn = reading.handIn else { return }
    tell(
      .heading(
        name: String(handIn.name.prefix(StudentName.longest)), lesson: handIn.lesson,
        written: handIn.written))
    tell(.commands(TypedCommand.all(in: handIn.sittings)))
    // Whoever followed it in another language has an edition of its own.
    let editions = lessonFolder.map { LessonLibrary(directory: $0).versions(of: handIn.lesson.id) }
    let lessons = (editions ?? []).lazy.compactMap { LessonReader().read(path: $0.path).lesson }
    guard let lesson = lessons.first(where: { $0.hash == handIn.lesson.hash }) ?? lessons.first
    else { return tell(.unknownLesson, handIn.lesson.id) }
    tell(.exercises(lesson.exercises.map(\.id)))
    if handIn.lesson.hash != lesson.hash { tell(.otherEdition) }
    do {
      var replay = try HandInReplay(
        handIn, of: lesson, limits: limits, commands: commands, translation: translation,
        tell: tell)
      replay.play(sound: reading.soundRecords)
    } catch {
      tell(.failed, Wording.describe(error).message.english)
    }
  }
}
