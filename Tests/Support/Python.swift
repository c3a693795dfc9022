import Foundation

/// The Python that tests may compare with: `UNDERHOOD_PYTHON`, else `python3` in the path.
public struct Python: Sendable {
  public let path: String

  /// The first Python that has a library; `nil` where there is none, and what needs it is skipped.
  public static func having(_ library: String) -> Python? {
    let environment = ProcessInfo.processInfo.environment
    var candidates: [String] = []
    if let named = environment["UNDERHOOD_PYTHON"], !named.isEmpty { candidates.append(named) }
    for folder in (environment["PATH"] ?? "/usr/bin").split(separator: ":") {
      candidates.append("\(folder)/python3")
    }
    for path in candidates where FileManager.default.isExecutableFile(atPath: path) {
      let python = Python(path: path)
      if (try? python.run("import \(library)"))?.status == 0 { return python }
    }
    return nil
  }

  public static let withNumPy = having("numpy")
  public static let withPyTorch = having("torch, numpy")

  /// Runs a program text with arguments.
  public func run(_ program: String, _ arguments: [String] = []) throws -> RunResult {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try Support.run(
      self.path, ["-c", program] + arguments, environment: ["PATH": path], timeout: 600)
  }

  /// Runs scripts, each as if by itself, in one process; what each printed, in order.
  public func run(scripts: [String], epochs: Int) throws -> [String] {
    let folder = try TemporaryFolder()
    for (index, script) in scripts.enumerated() {
      try folder.write(script, to: "\(index).py")
    }
    let driver = """
      import sys, runpy, traceback
      folder, count, epochs = sys.argv[1], int(sys.argv[2]), sys.argv[3]
      for index in range(count):
          print("=== script", flush=True)
          sys.argv = ["script", epochs]
          try:
              runpy.run_path(f"{folder}/{index}.py", run_name="__main__")
          except Exception:
              traceback.print_exc(file=sys.stdout)
      """
    let result = try run(driver, [folder.path, "\(scripts.count)", "\(epochs)"])
    guard result.status == 0 else { throw RunFailure(description: result.stderr) }
    return result.stdout.components(separatedBy: "=== script\n").dropFirst().map { $0 }
  }
}
