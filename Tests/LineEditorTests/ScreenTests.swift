import Support
import Testing

/// The emulated screen itself, against what ECMA-48 says.
@Suite struct ScreenTests {
  static func shown(_ text: String, columns: Int = 10, rows: Int = 4) -> Screen {
    var screen = Screen(columns: columns, rows: rows)
    screen.write(text)
    return screen
  }

  @Test(arguments: [
    ("abc\r\ndef", "abc\ndef"), ("abc\rX", "Xbc"), ("abc\u{8}\u{8}X", "aXc"), ("a\tb", "a       b"),
    ("0123456789ab", "0123456789\nab"), ("0123456789\r\nab", "0123456789\nab"),
    ("0123456789\rX", "X123456789"), ("1\n2\r\n3\r\n4\r\n5", " 2\n3\n4\n5"),
    ("abc\u{1B}[2D\u{1B}[K", "a"), ("abc\u{1B}[1;2HX", "aXc"), ("ab\r\ncd\u{1B}[A\u{1B}[JX", "abX"),
    ("abcd\u{1B}[3D\u{1B}[2P", "ad"), ("abcd\u{1B}[3D\u{1B}[2@", "a  bcd"),
    ("\u{1B}[1;31mred\u{1B}[0m", "red"),
    ("\u{1B}]0;title\u{7}x", "x"), ("中文", "中文"), ("123456789中", "123456789\n中"),
    ("e\u{301}x", "e\u{301}x"),
    ("ab\u{1B}[2Jc", "  c"), ("abc\u{1B}[5Gd", "abc d"),
  ])
  func writes(text: String, screen: String) {
    let result = Self.shown(text)
    #expect(result.text == screen)
    #expect(result.unknown == [])
  }

  @Test func whatScrollsOffIsKept() {
    #expect(Self.shown("1\r\n2\r\n3\r\n4\r\n5\r\n6").scrolledOff == ["1", "2"])
  }
}
