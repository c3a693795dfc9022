import Foundation
import Support

/// The programs that read man pages.
enum Manuals {
  static let mandoc = path("mandoc")
  static let man = path("man")

  private static func path(_ name: String) -> String? {
    ["/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
      .first(where: FileManager.default.isExecutableFile)
  }

  /// A page as it is shown, without bold and underlined.
  static func shown(_ source: String, width: Int = 80) throws -> String {
    let result = try run(
      mandoc ?? "mandoc", ["-T", "utf8", "-O", "width=\(width)"], stdin: source)
    return plain(result.stdout)
  }

  /// What mandoc complains of.
  static func warnings(_ source: String) throws -> String {
    try run(mandoc ?? "mandoc", ["-T", "lint"], stdin: source).stdout
  }

  /// Overstruck characters once.
  private static func plain(_ text: String) -> String {
    var result: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if scalar == "\u{8}" { _ = result.popLast() } else { result.append(scalar) }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: result)
    return String(view)
  }
}
