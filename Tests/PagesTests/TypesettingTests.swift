import Lessons
import ShellSupport
import Support
import Testing

@testable import Pages
@testable import Shell

/// What is read and asked, set as a page sets it.
@Suite struct TypesettingTests {
  private static let lesson = """
    ---
    id: set
    title: Set text
    number: 1
    minutes: 5
    summary: All that a page can have.
    ---

    # Set text

    Words, *leaning* words, **strong** ones; `Z1 = W1 @ X + b1` and `a < b`.

    ## A heading & more

    1. one
    2. two
       - within

    > A quotation.

    | name | count |
    |------|------:|
    | `X`  |     3 |

    ```
    <script>hack()</script>
    ```

    ***

    ```run
    run 20
    plot loss
    ```

    Behind the commands.

    ```quiz
    id: which
    ask: Which?
    choice: this
    choice: that
    answer: this
    ```

    """

  private func session() throws -> Session {
    let lesson = try #require(
      LessonReader().read(Array(Self.lesson.utf8), path: "01-set.md").lesson)
    var session = try Session.start(lesson)
    session.lesson = LessonPlace(lesson)
    return session
  }

  private func region(_ id: String, _ session: Session) throws -> String {
    let page = SessionPage(session: session).live().page
    #expect(WebPages.faults(in: page) == [])
    let start = try #require(page.firstRange(of: "<div data-region=\"\(id)\">"))
    return String(page[start.upperBound...])
  }

  /// A page of a lesson with what makes it easy to read: not as a terminal has it.
  @Test func aLessonIsSet() throws {
    var session = try session()
    for text in [
      "<h2>Set text <span class=\"faint\">page 1 of 2</span></h2>",
      "<p>Words, <em>leaning</em> words, <strong>strong</strong> ones; <math ",
      "alttext=\"Z₁ = W₁ X + b₁\"", "<code>a &lt; b</code>.</p>",
    ] {
      #expect(try region("lesson", session).contains(text), "\(text)")
    }
    _ = session.perform("")
    let page = try region("lesson", session)
    for text in [
      "page 2 of 2</span>", "<h3>A heading &amp; more</h3>", "<ol start=\"1\">\n<li><p>one</p>",
      "<li><p>two</p>\n<ul>\n<li><p>within</p>\n</li>\n</ul>\n</li>\n</ol>",
      "<blockquote><p>A quotation.</p>", "<table aria-label=\"name, count\">",
      "<td><code>X</code></td><td class=\"number\">3</td>", "&lt;script&gt;hack()", "<hr>",
      "<strong>plot loss</strong></pre>",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("Behind the commands"))
  }

  /// What Enter does of a page is drawn, and the page goes on below it.
  @Test func aLessonsPicturesAreDrawn() throws {
    var session = try session()
    for _ in 0..<3 { _ = session.perform("") }
    let said = try region("said", session)
    #expect(said.contains("<kbd>plot loss</kbd>"))
    #expect(said.contains("<figure><svg "))
    let page = try region("lesson", session)
    #expect(!page.contains("A heading"))
    #expect(page.contains("<p>Behind the commands.</p>"))
    #expect(page.contains("<p class=\"in-2\"><kbd>a</kbd> this</p>"))
  }

  /// The answer to `why` has the equation, the names and the numbers as mathematics, in the page that
  /// follows a session and in the report.
  @Test func anExplanationIsSet() throws {
    let session = try WebPages.trained("why dW1[0, 0]", "why Z1[0, 2]")
    let said = try region("said", session)
    let report = try SessionPage(session: session).report()
    for page in [said, report] {
      #expect(page.contains("alttext=\"Z₁ = W₁ X + b₁\" displaystyle=\"true\""))
      #expect(
        page.contains("alttext=\"Z₁[0, 2] = W₁[0, 0] · X[0, 2] + W₁[0, 1] · X[1, 2] + b₁[0, 0]\""))
    }
    #expect(report.contains("alttext=\"dW₁[0, 0] = S/m\""))
    #expect(report.contains("<p class=\"in-2\">W1[0, 0] = "))
  }
}
