import System
import Testing

@Suite struct SHA256Tests {
  @Test func digestsAgreeWithThePublishedOnes() {
    // FIPS 180-4's examples, as NIST publishes them.
    #expect(
      SHA256.hexadecimal(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hexadecimal(Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      SHA256.hexadecimal([])
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.hexadecimal([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// RFC 4231, test cases 1, 2 and 6: a short key, a shorter one, and one longer than a block.
  @Test func codesOfWhoHasTheKey() {
    func code(_ text: String, _ key: [UInt8]) -> String {
      SHA256.authenticationCode(of: [Array(text.utf8)], key: key)
    }
    #expect(
      code("Hi There", Array(repeating: 0x0b, count: 20))
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    #expect(
      code("what do ya want for nothing?", Array("Jefe".utf8))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(
      code(
        "Test Using Larger Than Block-Size Key - Hash Key First", Array(repeating: 0xaa, count: 131)
      )
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    #expect(
      SHA256.authenticationCode(of: [Array("Hi ".utf8), Array("There".utf8)], key: [11])
        == code("Hi There", [11]))
  }
}
