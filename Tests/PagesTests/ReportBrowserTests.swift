import Foundation
import Support
import Testing

@testable import Pages
@testable import Shell

/// The page of `report` in a browser.
@Suite(.serialized, .enabled(if: Browser.program != nil))
struct ReportBrowserTests {
  private let folder: TemporaryFolder
  private let address: String

  init() throws {
    folder = try TemporaryFolder()
    let page = try SessionPage(session: WebPages.trained("show nonsense")).report()
    try folder.write(page, to: "report.html")
    address = "file://" + folder.file("report.html")
  }

  private static func text(_ region: String) -> String {
    "document.querySelector('[data-region=\"\(region)\"]').textContent"
  }

  @Test func theSliderGoesThroughTheEpochs() throws {
    let page = try Browser().open(address)
    #expect(page.complaints == [])
    let status = Self.text("status")
    #expect(try page.text(status).hasPrefix("Epoch 200 done; L = "))
    #expect(
      try page.text("document.getElementById('status').getAttribute('aria-live')") == "polite")
    let place = "document.querySelector('[data-region=\"loss-mark\"] line').getAttribute('x1')"
    let (values, right) = (try page.text(Self.text("values")), try page.number(place))
    let boundary = try page.text(Self.text("boundary"))

    // By the keyboard alone: the page's first stop is the slider.
    try page.press("Tab", code: 9)
    #expect(try page.text("document.activeElement.id") == "slider")
    try page.press("Home", code: 36)
    try page.wait("\(status).startsWith('Before the first epoch')")
    #expect(try page.text("slider.getAttribute('aria-valuetext')") == "before the first epoch")
    #expect(try page.number(place) < right)
    #expect(try page.text(Self.text("values")) != values)
    let first = try page.text(Self.text("predictions"))
    #expect(try page.text(Self.text("boundary")) != boundary)

    try page.press("ArrowRight", code: 39)
    try page.wait("\(status).startsWith('Epoch 2 done')")
    #expect(try page.text(Self.text("predictions")) != first)
    #expect(
      try page.text("document.querySelector('[data-region=net] title').textContent")
        .hasPrefix("weights at 2.update"))
    try page.press("End", code: 35)
    try page.wait("\(status).startsWith('Epoch 200 done')")
    #expect(try page.text(Self.text("values")) == values)

    // Play begins again at the end, and stops there.
    try page.press("Tab", code: 9)
    try page.press("Enter", code: 13)
    _ = try page.evaluate("document.getElementById('play').click()")
    try page.wait("!\(status).startsWith('Epoch 200 done')")
    try page.wait("\(status).startsWith('Epoch 200 done') && play.textContent === 'Play'")
    #expect(page.complaints == [])
  }

  /// One browser, since starting one takes its time.
  @Test func itIsReadEverywhere() throws {
    let browser = try Browser()
    try showsItsLastStateWithoutScripts(browser)
    for width in [360, 1280] { try fits(width, browser) }
    try isLightDarkAndOnPaper(browser)
    try givesEverythingAName(browser)
  }

  private func showsItsLastStateWithoutScripts(_ browser: Browser) throws {
    let page = try browser.open(address, runsScripts: false)
    #expect(try page.text(Self.text("status")).hasPrefix("Epoch 200 done"))
    #expect(
      try page.text("getComputedStyle(document.getElementById('controls')).display") == "none")
    #expect(try page.number("document.querySelectorAll('svg[role=img]').length") >= 6)
    #expect(try page.text(Self.text("values")).contains("W1 (3, 2)"))
  }

  private func fits(_ width: Int, _ browser: Browser) throws {
    let page = try browser.open(address, width: width, height: 740)
    #expect(try page.number("document.documentElement.scrollWidth") <= Double(width))
    // Letters that can be read, in the smallest picture.
    #expect(
      try page.number("document.querySelector('.uh-chart text').getBoundingClientRect().height") > 9
    )
  }

  private func isLightDarkAndOnPaper(_ browser: Browser) throws {
    let page = try browser.open(address, isDark: true)
    let ground = "getComputedStyle(document.body).backgroundColor"
    let chart = "getComputedStyle(document.querySelector('.uh-chart .f-ground')).fill"
    #expect(try page.text(ground) == "rgb(21, 24, 28)" && page.text(chart) == "rgb(21, 24, 28)")
    try page.emulate(isDark: true, isPaper: true)
    #expect(try page.text(ground) == "rgb(255, 255, 255)")
    #expect(try page.text(chart) == "rgb(255, 255, 255)")
    #expect(
      try page.text("getComputedStyle(document.getElementById('controls')).display") == "none")
    try page.emulate()
    #expect(try page.text(ground) == "rgb(255, 255, 255)")
    #expect(try page.printed().prefix(5) == Data("%PDF-".utf8))
  }

  /// Every picture says what it shows; every stop of the keyboard has a name.
  private func givesEverythingAName(_ browser: Browser) throws {
    let page = try browser.open(address)
    let nameless = """
      [...document.querySelectorAll('svg[role=img]')].filter((svg) => {
        const ids = svg.getAttribute('aria-labelledby').split(' ');
        return ids.some((id) => !svg.querySelector('#' + id)?.textContent.trim());
      }).length
      """
    #expect(try page.number(nameless) == 0)
    let twice = """
      [...document.querySelectorAll('[id]')].filter((e) =>
        document.querySelectorAll('[id="' + e.id + '"]').length > 1).length
      """
    #expect(try page.number(twice) == 0)
    #expect(try page.text("document.querySelector('label').htmlFor") == "slider")
    #expect(try page.text("document.documentElement.lang") == "en")
    #expect(try page.number("document.querySelectorAll('math[alttext]').length") > 10)
  }

  /// A moment whose arithmetic is not kept leads to the nearest whose is.
  @Test func whatIsNotKeptLeadsOn() throws {
    let session = try WebPages.trained()
    let folder = try TemporaryFolder()
    try folder.write(
      try SessionPage(session: session).report(mostPackedBytes: 60_000), to: "report.html")
    let page = try Browser().open("file://" + folder.file("report.html"))
    _ = try page.evaluate("document.underhood.load().then(() => { window.isLoaded = true; })")
    try page.wait("window.isLoaded === true")
    let kept = try page.evaluate(
      "document.underhood.moments().flatMap((names, place) => (names.size > 0 ? [place] : []))")
    let places = try #require(kept as? [Int])
    #expect(places.last == 80 && places.count < 81)
    let away = try #require((0..<80).first { !places.contains($0) })
    _ = try page.evaluate(
      """
      document.getElementById('slider').value = '\(away)';
      document.getElementById('slider').dispatchEvent(new Event('input'));
      document.querySelector('pre [data-door="W1"]').click();
      """)
    try page.wait("document.querySelector('#door-body button') !== null")
    _ = try page.evaluate("document.querySelector('#door-body button').click()")
    try page.wait("document.querySelector('#door-title .value') !== null")
    let shown = try page.number("Number(document.getElementById('slider').value)")
    #expect(places.contains(Int(shown)))
    #expect(page.complaints == [])
  }

  @Test func whatIsTypedDoesNotAct() throws {
    let attack = "</script></pre><script>document.hacked = 1</script><svg onload=hack()>"
    let session = try WebPages.trained("show \(attack)", "\(attack)", "step")
    try folder.write(try SessionPage(session: session).report(), to: "attack.html")
    let page = try Browser().open("file://" + folder.file("attack.html"))
    #expect(try page.text("document.hacked") == "undefined")
    #expect(try page.text("document.querySelector('#session').textContent").contains(attack))
    // A script that got in all the same would not be run.
    _ = try page.evaluate(
      "(() => { const s = document.createElement('script'); s.textContent = 'document.hacked = 1';"
        + " document.body.append(s); })()")
    #expect(try page.text("document.hacked") == "undefined")
  }
}

/// In CI the README's command has installed a browser: nothing is skipped there.
@Suite struct BrowserTests {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["CI"] == "true"))
  func oneIsInstalledWhereNothingMayBeSkipped() { #expect(Browser.program != nil) }
}
