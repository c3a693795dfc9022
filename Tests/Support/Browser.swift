import Foundation
import System

/// Chromium without a window, driven over its DevTools protocol: JSON texts with a zero byte behind
/// each, to descriptor 3 and from descriptor 4.
///
///     let browser = try Browser()
///     let page = try browser.open("file:///tmp/report.html", width: 360)
///     #expect(try page.text("document.title") == "xor")
public final class Browser {
  /// The program; `nil` where there is none, and what needs it is skipped.
  public static let program: String? = {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["UNDERHOOD_BROWSER"], !named.isEmpty { return named }
    let folders = (environment["PATH"] ?? "/usr/bin").split(separator: ":")
    for name in ["chromium", "chromium-browser", "google-chrome"] {
      for folder in folders {
        let path = "\(folder)/\(name)"
        if FileManager.default.isExecutableFile(atPath: path) { return path }
      }
    }
    return nil
  }()

  private let process: pid_t
  private let writing: Int32
  private let reading: Int32
  private var received = Data()
  private var lastIdentifier = 0
  private let profile: TemporaryFolder
  /// What the pages' consoles and scripts complained of, by session.
  fileprivate var complaints: [String: [String]] = [:]

  public init() throws {
    guard let program = Self.program else { throw RunFailure(description: "no browser") }
    ignoreBrokenPipes()
    profile = try TemporaryFolder()
    spawnLock.lock()
    defer { spawnLock.unlock() }
    let (childReading, writing) = try Self.pipe()
    let (reading, childWriting) = try Self.pipe()
    defer {
      close(childReading)
      close(childWriting)
    }
    var environment = ["PATH": "/usr/bin:/bin", "HOME": profile.path, "LANG": "C.UTF-8"]
    environment["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    process = try spawn(
      program,
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--remote-debugging-pipe", "--user-data-dir=\(profile.path)/profile", "about:blank",
      ],
      environment: environment,
      files: [
        .open("/dev/null", O_RDONLY, as: 0), .open("/dev/null", O_WRONLY, as: 1),
        .open("/dev/null", O_WRONLY, as: 2), .duplicate(childReading, as: 3),
        .duplicate(childWriting, as: 4),
      ], newSession: true)
    (self.reading, self.writing) = (reading, writing)
  }

  deinit {
    // Its processes are a session of their own.
    kill(-process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    close(reading)
    close(writing)
  }

  /// Both ends out of the way of the descriptors that the browser is given.
  private static func pipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    guard systemPipe(&ends) == 0 else { throw RunFailure(description: "no pipe") }
    let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
    for end in ends { close(end) }
    return (moved[0], moved[1])
  }

  // MARK: - The protocol

  fileprivate func call(
    _ method: String, _ parameters: [String: Any] = [:], session: String? = nil
  ) throws -> [String: Any] {
    lastIdentifier += 1
    var message: [String: Any] = ["id": lastIdentifier, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    try send(JSONSerialization.data(withJSONObject: message) + [0])
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      let answer = try next(until: deadline, method)
      if answer["id"] as? Int == lastIdentifier {
        if let error = answer["error"] { throw RunFailure(description: "\(method): \(error)") }
        return answer["result"] as? [String: Any] ?? [:]
      }
      note(answer)
    }
  }

  private func note(_ event: [String: Any]) {
    guard let session = event["sessionId"] as? String,
      let parameters = event["params"] as? [String: Any]
    else { return }
    switch event["method"] as? String {
    case "Log.entryAdded":
      let entry = parameters["entry"] as? [String: Any]
      complaints[session, default: []].append(entry?["text"] as? String ?? "?")
    case "Runtime.exceptionThrown":
      complaints[session, default: []].append("\(parameters)")
    default: break
    }
  }

  private func send(_ data: Data) throws {
    var rest = data[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw RunFailure(description: "the browser has gone")
      }
    }
  }

  private func next(
    until deadline: ContinuousClock.Instant, _ method: String
  ) throws -> [String: Any] {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = received[..<end]
        received = Data(received[(end + 1)...])
        let object = try JSONSerialization.jsonObject(with: Data(message))
        return object as? [String: Any] ?? [:]
      }
      var waiting = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
      guard deadline > .now else { throw RunFailure(description: "no answer to \(method)") }
      guard poll(&waiting, 1, 1000) > 0 else { continue }
      let count = read(reading, &chunk, chunk.count)
      if count > 0 { received += chunk[..<count] }
      if count == 0 { throw RunFailure(description: "the browser has ended") }
    }
  }

  // MARK: - Pages

  /// Opens an address in a page of its own and waits until it is loaded.
  public func open(
    _ address: String, width: Int = 1280, height: Int = 900, isDark: Bool = false,
    runsScripts: Bool = true
  ) throws -> BrowserPage {
    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"]
    let attached = try call("Target.attachToTarget", ["targetId": target ?? "", "flatten": true])
    guard let session = attached["sessionId"] as? String, let target = target as? String else {
      throw RunFailure(description: "no page")
    }
    let page = BrowserPage(browser: self, session: session, target: target)
    for domain in ["Page", "Runtime", "Log"] { try page.call("\(domain).enable") }
    try page.call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600])
    try page.call("Emulation.setScriptExecutionDisabled", ["value": !runsScripts])
    try page.emulate(isDark: isDark)
    try page.go(to: address)
    return page
  }
}

/// One page of a browser.
public struct BrowserPage {
  fileprivate let browser: Browser
  fileprivate let session: String
  fileprivate let target: String

  @discardableResult
  fileprivate func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any]
  {
    try browser.call(method, parameters, session: session)
  }

  /// What its console and scripts complained of.
  public var complaints: [String] { browser.complaints[session] ?? [] }

  public func go(to address: String) throws {
    _ = try evaluate("window.isOld = true")
    try call("Page.navigate", ["url": address])
    try wait("window.isOld === undefined && document.readyState === 'complete'")
  }

  public func close() throws { _ = try browser.call("Target.closeTarget", ["targetId": target]) }

  /// The value of a JavaScript expression.
  public func evaluate(_ expression: String) throws -> Any? {
    let answer = try call("Runtime.evaluate", ["expression": expression, "returnByValue": true])
    if let fault = answer["exceptionDetails"] {
      throw RunFailure(description: "\(expression): \(fault)")
    }
    return (answer["result"] as? [String: Any])?["value"]
  }

  public func text(_ expression: String) throws -> String {
    try evaluate("String(\(expression))") as? String ?? ""
  }

  public func number(_ expression: String) throws -> Double {
    (try evaluate("Number(\(expression))") as? NSNumber)?.doubleValue ?? .nan
  }

  /// Waits until an expression is true.
  public func wait(_ expression: String) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      // Between two pages there is nothing to ask.
      if let found = try? evaluate(expression), found as? Bool == true { return }
      guard deadline > .now else { throw RunFailure(description: "never: \(expression)") }
      usleep(10_000)
    }
  }

  /// Presses and releases a key that writes nothing, such as `ArrowLeft`.
  public func press(_ key: String, code: Int) throws {
    for kind in ["rawKeyDown", "keyUp"] {
      try call(
        "Input.dispatchKeyEvent",
        ["type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code])
    }
  }

  /// The middle of an element, scrolled into view.
  private func middle(of element: String) throws -> (x: Double, y: Double) {
    _ = try evaluate("(\(element)).scrollIntoView({ block: 'center', behavior: 'instant' })")
    let box = "(\(element)).getBoundingClientRect()"
    return (
      try number("\(box).x + \(box).width / 2"), try number("\(box).y + \(box).height / 2")
    )
  }

  /// Clicks upon the middle of an element with a mouse.
  public func click(_ element: String) throws {
    let (x, y) = try middle(of: element)
    for kind in ["mousePressed", "mouseReleased"] {
      try call(
        "Input.dispatchMouseEvent",
        ["type": kind, "x": x, "y": y, "button": "left", "clickCount": 1])
    }
  }

  /// Touches the middle of an element with a finger.
  public func tap(_ element: String) throws {
    try call("Emulation.setTouchEmulationEnabled", ["enabled": true])
    let (x, y) = try middle(of: element)
    try call(
      "Input.dispatchTouchEvent", ["type": "touchStart", "touchPoints": [["x": x, "y": y]]])
    try call("Input.dispatchTouchEvent", ["type": "touchEnd", "touchPoints": [] as [Any]])
  }

  /// What a screen reader finds: the role and the name of everything that is not left out.
  public func accessibleNames() throws -> [(role: String, name: String)] {
    try call("Accessibility.enable")
    let nodes = try call("Accessibility.getFullAXTree")["nodes"] as? [[String: Any]] ?? []
    func text(_ node: [String: Any], _ key: String) -> String {
      (node[key] as? [String: Any])?["value"] as? String ?? ""
    }
    return nodes.filter { $0["ignored"] as? Bool != true }
      .map { (text($0, "role"), text($0, "name")) }
  }

  /// The page as it is seen, as a PNG file.
  public func picture() throws -> Data {
    let answer = try call("Page.captureScreenshot", ["format": "png"])
    return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
  }

  /// Light or dark, on a screen or on paper.
  public func emulate(isDark: Bool = false, isPaper: Bool = false) throws {
    try call(
      "Emulation.setEmulatedMedia",
      [
        "media": isPaper ? "print" : "",
        "features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]],
      ])
  }

  /// The page on paper, as a PDF file.
  public func printed() throws -> Data {
    let answer = try call("Page.printToPDF", ["printBackground": true])
    return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
  }
}

private func systemPipe(_ ends: inout [Int32]) -> Int32 { pipe(&ends) }
