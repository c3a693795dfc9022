/// What a lesson says about itself above its text: all that a listing needs.
public struct FrontMatter: Sendable, Hashable {
  /// The id that progress, journals and `lesson ID` use.
  public var id: String
  public var title: String
  /// The lesson's place in the course, from 1.
  public var number: Int
  /// How long it takes a student.
  public var minutes: Int
  /// One sentence for the list of lessons.
  public var summary: String
  /// The language of its text, a tag such as `en` or `pt-BR`; `en` where it says nothing.
  public var language: String
  /// Whether each student may have random numbers of their own (see `StudentSeed`).
  public var hasStudentSeeds: Bool
  /// Of a translation: digests of the original's pages, as they were translated.
  public var original: String?
  /// What it counts for in a grade book.
  public var credit: LessonCredit

  public init(
    id: String, title: String, number: Int, minutes: Int, summary: String, language: String = "en",
    hasStudentSeeds: Bool = false, original: String? = nil, credit: LessonCredit = LessonCredit()
  ) {
    self.id = id
    self.title = title
    self.number = number
    self.minutes = minutes
    self.summary = summary
    self.language = language
    self.hasStudentSeeds = hasStudentSeeds
    self.original = original
    self.credit = credit
  }

  /// The keys a front matter may have, in the order a lesson gives them.
  static let keys =
    ["id", "title", "number", "minutes", "summary", "language", "seeds", "original"]
    + LessonCredit.keys
  /// The only value of `seeds`.
  static let studentSeeds = "student"
  static let numbers = 0...999
  static let minutesRange = 1...600
}
