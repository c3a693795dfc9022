import Shell
import Terminal

/// The words for the grades of a class.
extension Wording {
  static let nothingToGrade: Phrase = "There are no files to grade."

  static func points(_ points: Double, of most: Double) -> Phrase {
    let (had, possible) = (Sheet.number(points), Sheet.number(most))
    return most == 1 ? "\(had) of 1 point" : "\(had) of \(possible) points"
  }

  static func students(_ count: Int) -> Phrase {
    count == 1 ? "1 student" : "\(count) students"
  }

  static func wasTold(_ words: String) -> Phrase { "was told: \(words)" }

  static func alsoTyped(_ texts: String) -> Phrase { "also typed: \(texts)" }

  static func gradedSummary(files: Int, sound: Int, lesson: String?) -> Phrase {
    let head: Phrase =
      switch (lesson, files) {
      case (let lesson?, 1): "1 file for the lesson \(lesson, .name)"
      case (let lesson?, _): "\(files) files for the lesson \(lesson, .name)"
      case (nil, 1): "1 file"
      case (nil, _): "\(files) files"
      }
    return sound == files
      ? "\(head): all as they should be." : "\(head): \(files - sound) to look at, above."
  }

  static func filesToLookAt(_ count: Int) -> Phrase {
    count == 1 ? "1 file to look at:" : "\(count) files to look at:"
  }

  static func classHeading(_ students: Int, lesson: String?) -> Phrase {
    switch (lesson, students) {
    case (nil, 1): "The class, 1 hand-in: where it stalls first"
    case (nil, _): "The class, \(students) hand-ins: where it stalls first"
    case (let lesson?, 1): "\(lesson, .name), 1 hand-in: where the class stalls first"
    case (let lesson?, _): "\(lesson, .name), \(students) hand-ins: where the class stalls first"
    }
  }

  static let wrongAnswersHeading: Phrase = "The commonest wrong answers"

  static let likenessHeading: Phrase = "Alike: both sides, and who was first the files do not tell"

  static func moreExercises(_ count: Int) -> Phrase {
    count == 1
      ? "and 1 exercise more; --format json has all"
      : "and \(count) exercises more; --format json has all"
  }

  static func moreLessons(_ count: Int) -> Phrase {
    count == 1
      ? "and 1 lesson more; --format csv has all"
      : "and \(count) lessons more; --format csv has all"
  }

  static func morePairs(_ count: Int) -> Phrase {
    count == 1
      ? "and 1 pair more; --format json has all" : "and \(count) pairs more; --format json has all"
  }

  static func missing(_ names: [String], more: Int) -> Phrase {
    let list = names.joined(separator: ", ")
    return more > 0
      ? "Nothing handed in by \(list) and \(more) more." : "Nothing handed in by \(list)."
  }

  /// What two hand-ins have in common, a sentence each.
  static func describe(_ likeness: Likeness) -> [Phrase] {
    var sentences: [Phrase] = []
    if likeness.isInTheSameSeconds {
      sentences.append("\(likeness.sameSeconds) % of the commands in the same seconds")
    }
    let shared = likeness.shared.count
    if shared > 0 {
      sentences.append(
        """
        \(shared) of \(likeness.fewer) wrong answers the same, \(likeness.inOrder) in the same \
        order; \(likeness.shared.count { $0.others == 0 }) that nobody else gave
        """)
    }
    if !likeness.commands.isEmpty {
      sentences.append(
        """
        \(likeness.commands.count) commands in the same order that hardly anyone else gave, such as \
        \(likeness.commands[0], .code)
        """)
    }
    return sentences
  }

  // MARK: What was written

  static func wroteFiles(_ count: Int, to folder: String) -> Phrase {
    count == 1
      ? "1 file is written to \(folder, .code)." : "\(count) files are written to \(folder, .code)."
  }

  static func wroteFeedback(_ path: String) -> Phrase {
    """
    \(path, .code) has the wrong answers of the class: write what is to be said behind the arrows, \
    and grade again.
    """
  }

  static func feedbackStray(_ answer: String) -> Phrase {
    "\(answer, .code) in the feedback is none of the wrong answers here."
  }

  static func mendedLesson(_ path: String, _ count: Int) -> Phrase {
    count == 1
      ? "\(path, .code) has 1 new 'wrong' line; look with underhood check."
      : "\(path, .code) has \(count) new 'wrong' lines; look with underhood check."
  }
}
