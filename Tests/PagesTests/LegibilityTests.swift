import Foundation
import ShellSupport
import Support
import Testing

@testable import Pages
@testable import Shell

/// Whether pages can be read and heard: the contrast of every text, by WCAG 2.2, light and dark, and
/// a name for everything that can be reached.
@Suite(.serialized, .enabled(if: Browser.program != nil))
struct LegibilityTests {
  enum Kind: String, CaseIterable { case report, view }

  /// A page that shows all it has: regression and classes, batches and gradients, several runs, a
  /// picture asked for, a change, what is wrong.
  private static func document(_ kind: Kind) throws -> String {
    var session = try WebPages.trained()
    for command in [
      "fork fast", "set lr = 50", "run 20", "switch main", "plot W1", "step 3", "show nothing",
    ] {
      _ = session.perform(command)
    }
    let page = SessionPage(session: session)
    return kind == .report ? try page.report() : page.live(address: "http://127.0.0.1:1/").page
  }

  /// Texts that stand out too little from what is behind them.
  private static let pale = """
    (() => {
      const color = (text) => {
        const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
        return [r, g, b, a];
      };
      const over = ([r, g, b, a], below) => [r, g, b].map((c, i) => c * a + below[i] * (1 - a));
      const groundOf = (element) => {
        const layers = [];
        for (let each = element; each; each = each.parentElement) {
          layers.push(color(getComputedStyle(each).backgroundColor));
        }
        return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
      };
      const light = (rgb) => rgb.map((value) => value / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0) + 0.05;
      const faults = [];
      for (const element of document.body.querySelectorAll("*")) {
        const text = [...element.childNodes].filter((node) => node.nodeType === 3)
          .map((node) => node.data).join("").trim();
        if (!text || !element.checkVisibility() || element.closest("script, style, [disabled]")
          || element.matches("title, desc, [class*=f-on-]")) continue;
        const looks = getComputedStyle(element);
        const chart = element.closest(".uh-chart");
        const ground = chart
          ? color(getComputedStyle(chart.querySelector(".f-ground")).fill).slice(0, 3)
          : groundOf(element);
        const ink = over(color(chart ? looks.fill : looks.color), ground);
        const [high, low] = [light(ink), light(ground)].sort((a, b) => b - a);
        const size = parseFloat(looks.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && Number(looks.fontWeight) >= 700);
        if (high / low < (isLarge ? 3 : 4.5)) {
          faults.push(`${element.tagName} ${text.slice(0, 30)}: ${(high / low).toFixed(2)}`);
        }
      }
      return faults;
    })()
    """

  @Test(arguments: Kind.allCases) func everyTextStandsOut(kind: Kind) throws {
    let folder = try TemporaryFolder()
    try folder.write(try Self.document(kind), to: "page.html")
    let browser = try Browser()
    for isDark in [false, true] {
      let page = try browser.open("file://" + folder.file("page.html"), isDark: isDark)
      if kind == .report {
        try page.click("document.querySelector('[data-door=W1]')")
        try page.wait("document.querySelector('#door-title .value') !== null")
      }
      let faults = try page.evaluate(Self.pale) as? [String]
      #expect(faults == [], "dark: \(isDark)")
      try page.close()
    }
  }

  /// What is a stop of the keyboard, a picture or a part of the page says what it is.
  @Test(arguments: Kind.allCases) func everythingHasAName(kind: Kind) throws {
    let folder = try TemporaryFolder()
    try folder.write(try Self.document(kind), to: "page.html")
    let page = try Browser().open("file://" + folder.file("page.html"))
    if kind == .report { try page.click("document.querySelector('[data-door=W1]')") }
    // What is closed or comes later has to have its name all the same.
    _ = try page.evaluate(
      """
      for (const each of document.querySelectorAll('details')) each.open = true;
      for (const each of document.querySelectorAll('.controls')) each.hidden = false;
      """)
    if kind == .view {
      // A camera needs the whole of it.
      let code = "document.querySelector('svg.code').getBoundingClientRect()"
      #expect(try page.number("\(code).height / innerHeight") < 1)
    }
    let named: Set<String> = [
      "button", "slider", "link", "image", "img", "region", "group", "dialog", "navigation",
      "table", "checkbox", "combobox", "spinbutton", "textbox", "meter", "RootWebArea",
    ]
    let nodes = try page.accessibleNames()
    for role in ["button", "slider", "image", "region"] {
      #expect(nodes.contains { $0.role == role }, "\(role)")
    }
    let nameless = nodes.filter {
      named.contains($0.role) && $0.name.allSatisfy(\.isWhitespace)
    }
    #expect(nameless.map(\.role) == [])
  }
}
