import Foundation
import ShellSupport
import Support
import Testing

@testable import Machine

/// A session that another program talks to, through real pipes. Every message is held to the schema.
@Suite struct MachineTests {
  private static func faults(of text: String, as definition: String) throws -> [String] {
    try JSONSchema(MachineTexts.schema).faults(of: text, as: definition)
  }

  /// What the program answers to a whole input, with the ids and types of the messages.
  private func answers(_ stdin: String, _ arguments: [String] = []) throws -> [[String: Any]] {
    let result = try run(
      builtProduct("underhood"), ["machine"] + arguments, stdin: stdin,
      environment: ["UNDERHOOD_LESSONS": Transcript.lessonFolder])
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stderr == "")
    return try result.stdout.split(separator: "\n").map { try held(String($0)) }
  }

  /// A message, which is as the schema says.
  private func held(_ line: String) throws -> [String: Any] {
    let faults = try Self.faults(of: line, as: "message")
    #expect(faults == [], "\(line)")
    return try parseObject(line)
  }

  private func request(_ members: String) throws -> String {
    let faults = try Self.faults(of: members, as: "request")
    #expect(faults == [], "\(members)")
    return members + "\n"
  }

  private func error(_ message: [String: Any]) -> [String: Any] {
    message["error"] as? [String: Any] ?? [:]
  }

  // MARK: Requests

  @Test func everyRequestIsAnswered() throws {
    let requests = [
      #"{"id":1,"type":"hello"}"#,
      #"{"id":"two","type":"execute","code":"step 2; show W1\nrun 10\nplot loss","#
        + #""forms":["text","svg","html"],"width":60}"#,
      #"{"id":3,"type":"execute","code":"why Z1[0, 0]","forms":["html"]}"#,
      #"{"id":4,"type":"complete","code":"step\nshow W","cursor":11}"#,
      #"{"id":5,"type":"inspect","code":"Z = sigmoid(","width":50}"#,
      #"{"id":6,"type":"is-complete","code":"array([1,"}"#,
      #"{"id":7,"type":"picture","plot":"loss","width":300,"height":200}"#,
      #"{"id":8,"type":"interrupt"}"#,
    ]
    let messages = try answers(requests.map(request).joined())
    let replies = messages.filter { $0["type"] as? String == "reply" }
    // The interrupt, which is read while others are answered, need not come last; but each replies.
    #expect(Set(replies.compactMap { $0["to"] as? String }) == Set(MachineRequest.names))
    #expect(replies.count == requests.count)
  }

  @Test func aBlockIsPerformedLineByLine() throws {
    let messages = try answers(
      request(
        #"{"id":1,"type":"execute","code":"step 2; show W1\n\nrun 10\nplot loss","#
          + #""forms":["text","svg","html"]}"#)
        + request(#"{"id":2,"type":"execute","code":"why Z1[0, 0]","forms":["html"]}"#))
    #expect(
      messages.map { $0["type"] as? String } == [
        "outcome", "outcome", "outcome", "outcome", "reply", "outcome", "reply",
      ])
    #expect(messages.prefix(4).map { $0["line"] as? Int } == [1, 1, 3, 4])
    let outcome = try #require(messages[1]["outcome"] as? [String: Any])
    #expect(outcome["command"] as? String == "show W1")
    #expect((messages[1]["text"] as? String)?.hasPrefix("[[") == true)
    #expect((messages[1]["pictures"] as? [String]) == [])
    #expect((messages[3]["pictures"] as? [String])?.first?.hasPrefix("<svg") == true)
    #expect(messages[4]["commands"] as? Int == 4)
    #expect(messages[4]["position"] as? String == "10.update")
    let html = try #require(messages[5]["html"] as? String)
    #expect(html.contains("<math alttext=\"Z₁ = W₁ X + b₁\">") && html.contains("<pre>"))
  }

  @Test func modelsAndScriptsAreWhole() throws {
    let model =
      "data:\\n  X = array([[0, 1, 2]])\\n  Y = 2 * X\\ninit:\\n  w = zeros((1, 1))\\n"
      + "forward:\\n  A = w @ X\\nloss:\\n  L = mse(A, Y)\\nupdate:\\n  sgd(0.1)\\n"
    let script = "import numpy as np\\ndef f(x):\\n    return x * 2\\nprint(f(3))"
    let messages = try answers(
      #"{"id":1,"type":"execute","code":"\#(model)"}"# + "\n"
        + #"{"id":2,"type":"execute","code":"run 100; show w"}"# + "\n"
        + #"{"id":3,"type":"execute","code":"\#(script)"}"# + "\n")
    #expect(messages[1]["ok"] as? Bool == true)
    let outcome = try #require(messages[3]["outcome"] as? [String: Any])
    let result = try #require(outcome["result"] as? [String: Any])
    let values = try #require(result["values"] as? [[Double]])
    #expect(abs(values[0][0] - 2) < 1e-6)
    // A script that trains nothing is refused as one, with its line.
    let refusal = try #require(messages.last)
    #expect(error(refusal)["place"] as? String == "pasted.py:4" || error(refusal)["code"] != nil)
  }

  @Test func errorsHaveColumnAndHint() throws {
    let messages = try answers(request(#"{"id":1,"type":"execute","code":"show dW1; step"}"#))
    #expect(messages.count == 2)
    let fault = error(messages[1])
    #expect(fault["code"] as? String == "not-computed")
    #expect(fault["column"] as? Int == 6)
    #expect(fault["hint"] as? String == "step")
    #expect(messages[1]["commands"] as? Int == 1)
  }

  @Test func completionCountsCharacters() throws {
    let line = "show W"
    let code = "x = 2 # ü𝒵\\n" + line
    let before = "x = 2 # ü𝒵\n".unicodeScalars.count
    let messages = try answers(
      request(#"{"id":1,"type":"execute","code":"step 2"}"#)
        + request(
          #"{"id":2,"type":"complete","code":"\#(code)","cursor":\#(before + line.count)}"#))
    let reply = try #require(messages.last)
    #expect(reply["start"] as? Int == before + 5)
    #expect(reply["end"] as? Int == before + 6)
    let texts = (reply["candidates"] as? [[String: Any]])?.compactMap { $0["text"] as? String }
    #expect(texts == ["W1", "W2"])
  }

  @Test(arguments: [
    ("step", true), ("array([1,", false), ("x = 1 + \\\\", false), ("", true),
    ("def f(x):\\n    return x", false), ("def f(x):\\n    return x\\n", true),
    ("data:\\n  X = 1", false), ("settings:", false),
  ])
  func completenessIsJudged(code: String, isComplete: Bool) throws {
    let messages = try answers(request(#"{"id":1,"type":"is-complete","code":"\#(code)"}"#))
    #expect(messages[0]["complete"] as? Bool == isComplete)
  }

  @Test func lessonsTurnTheirPages() throws {
    let messages = try answers(
      request(#"{"id":1,"type":"execute","code":"","forms":["text"]}"#), ["--lesson", "1"])
    #expect(messages.first?["type"] as? String == "outcome")
  }

  @Test func picturesThatCannotBeDrawnSayWhy() throws {
    let messages = try answers(request(#"{"id":1,"type":"picture","plot":"loss"}"#))
    #expect(error(messages[0])["hint"] as? String == "run 100")
  }

  @Test func quitEnds() throws {
    let messages = try answers(
      request(#"{"id":1,"type":"execute","code":"quit"}"#) + request(#"{"id":2,"type":"hello"}"#))
    #expect(messages.last?["finished"] as? Bool == true)
    #expect(messages.last?["id"] as? Int == 1)
  }

  // MARK: What is no request

  @Test(arguments: [
    ("step", "not-json"), ("[1]", "not-an-object"), ("{}", "missing-member"),
    (#"{"id":1}"#, "missing-member"), (#"{"id":1.5,"type":"hello"}"#, "bad-member"),
    (#"{"id":null,"type":"hello"}"#, "bad-member"), (#"{"id":1,"type":"jump"}"#, "unknown-request"),
    (#"{"id":1,"type":"execute"}"#, "missing-member"),
    (#"{"id":1,"type":"execute","code":1}"#, "bad-member"),
    (#"{"id":1,"type":"execute","code":"","forms":["png"]}"#, "bad-member"),
    (#"{"id":1,"type":"execute","code":"","width":1}"#, "bad-member"),
    (#"{"id":1,"type":"complete","code":"s","cursor":9}"#, "bad-member"),
    (#"{"id":1,"type":"hello","code":"s"}"#, "unknown-member"),
    (#"{"id":1,"type":"hello"} x"#, "not-json"), ("{\"id\":1,\"type\":\"h\u{FFFD}\"", "not-json"),
  ])
  func wrongRequestsAreAnswered(line: String, code: String) throws {
    let messages = try answers(line + "\r\n\n" + request(#"{"id":9,"type":"hello"}"#))
    #expect(messages.count == 2)
    #expect(messages[0]["ok"] as? Bool == false)
    #expect(error(messages[0])["code"] as? String == code)
    #expect(messages[1]["id"] as? Int == 9)
  }

  @Test func aLineThatIsTooLongIsPassedOver() throws {
    let long = String(repeating: "x", count: MachineRequest.longestLine + 100_000)
    let messages = try answers(
      #"{"id":1,"type":"execute","code":""# + long + "\"}\n"
        + request(#"{"id":2,"type":"hello"}"#) + long)
    #expect(messages.map { error($0)["code"] as? String } == ["too-long", nil, "too-long"])
    #expect(messages[1]["id"] as? Int == 2)
  }

  @Test func theInputMayEndAnywhere() throws {
    #expect(try answers("").isEmpty)
    #expect(try answers(#"{"id":1,"type":"hello"}"#).count == 1)
    let torn = try answers(#"{"id":1,"type":"execute","co"#)
    #expect(error(torn[0])["code"] as? String == "not-json")
    // What was asked before is done.
    #expect(
      try answers(#"{"id":1,"type":"execute","code":"run 2000"}"#).last?["ok"] as? Bool == true)
  }

  // MARK: While a command runs

  private func conversation() throws -> Conversation {
    try Conversation(builtProduct("underhood"), ["machine"])
  }

  /// The messages up to the first of a type.
  private func messages(
    _ conversation: Conversation, upTo type: String, about id: Int
  ) throws -> [[String: Any]] {
    var found: [[String: Any]] = []
    while let line = try conversation.line() {
      found.append(try held(line))
      if found.last?["type"] as? String == type, found.last?["id"] as? Int == id { return found }
    }
    Issue.record("no \(type): \(found)")
    return found
  }

  @Test func anInterruptStopsWhatWasAskedBefore() throws {
    let conversation = try conversation()
    conversation.write(
      try request(#"{"id":1,"type":"execute","code":"run 2000000000; show lr"}"#)
        + request(#"{"id":2,"type":"execute","code":"show lr"}"#))
    let progress = try messages(conversation, upTo: "progress", about: 1)
    #expect(progress.last?["total"] as? Int == 2_000_000_000)
    conversation.write(
      try request(#"{"id":3,"type":"interrupt"}"#)
        + request(#"{"id":4,"type":"execute","code":"where"}"#))
    let replies = try messages(conversation, upTo: "reply", about: 4)
      .filter { $0["type"] as? String != "progress" }
    #expect(replies[0]["to"] as? String == "interrupt")
    #expect(replies[0]["stops"] as? [Int] == [1, 2])
    // The run answers with what it has done; nothing behind it is performed.
    #expect(replies[1]["type"] as? String == "outcome")
    #expect(error(replies[2])["code"] as? String == "interrupted")
    #expect(replies[2]["commands"] as? Int == 1)
    #expect(replies[3]["id"] as? Int == 2)
    #expect(error(replies[3])["code"] as? String == "interrupted")
    #expect(replies.last?["ok"] as? Bool == true)
    #expect(try conversation.end().status == 0)
  }

  @Test func aSignalStopsWhatRuns() throws {
    let conversation = try conversation()
    for id in [1, 2] {
      conversation.write(
        try request(#"{"id":\#(id),"type":"execute","code":"run 2000000000"}"#))
      _ = try messages(conversation, upTo: "progress", about: id)
      conversation.interrupt()
      let reply = try messages(conversation, upTo: "reply", about: id).last
      #expect(error(reply ?? [:])["code"] as? String == "interrupted")
    }
    conversation.interrupt()
    conversation.write(try request(#"{"id":3,"type":"execute","code":"run 1"}"#))
    #expect(try messages(conversation, upTo: "reply", about: 3).last?["ok"] as? Bool == true)
    #expect(try conversation.end().status == 0)
  }

  /// Asked in one breath, neither is lost.
  @Test func anInterruptRightBehindIsHeard() throws {
    let messages = try answers(
      request(#"{"id":1,"type":"execute","code":"run 2000000000"}"#)
        + request(#"{"id":2,"type":"interrupt"}"#))
    let reply = messages.first { $0["id"] as? Int == 1 && $0["type"] as? String == "reply" }
    #expect(error(reply ?? [:])["code"] as? String == "interrupted")
  }

  @Test func morePeopleThanMayWaitAreTold() throws {
    let conversation = try conversation()
    conversation.write(try request(#"{"id":1,"type":"execute","code":"run 2000000000"}"#))
    _ = try messages(conversation, upTo: "progress", about: 1)
    for id in 2...(MachineInput.mostWaiting + 2) {
      conversation.write(try request(#"{"id":\#(id),"type":"hello"}"#))
    }
    let last = MachineInput.mostWaiting + 2
    let busy = try messages(conversation, upTo: "reply", about: last).last
    #expect(error(busy ?? [:])["code"] as? String == "busy")
    conversation.write(try request(#"{"id":"stop","type":"interrupt"}"#))
    #expect(try conversation.end().status == 0)
  }

  // MARK: Python

  static let python = Python.having("json, subprocess")

  /// The client in Packaging does all that its script asks of it.
  @Test(.enabled(if: python != nil)) func theClientWorks() throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("client.py")
    let result = try run(
      try #require(Self.python).path, [script.path],
      environment: [
        "UNDERHOOD": builtProduct("underhood"), "UNDERHOOD_LESSONS": Transcript.lessonFolder,
      ])
    #expect(result.status == 0, "\(result.stdout)\(result.stderr)")
    #expect(result.stdout == "the client works\n")
  }
}
