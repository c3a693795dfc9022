import JSON
import System

/// Where a frontend wants to meet the kernel, and the key that both sign with: the file that Jupyter
/// writes before it starts a kernel.
struct ConnectionFile {
  var transport: String
  var ip: String
  var shell: Int
  var control: Int
  var iopub: Int
  var stdin: Int
  var heartbeat: Int
  /// Empty where nothing is signed.
  var key: [UInt8]

  struct Fault: Error {
    var message: String
  }

  /// - Throws: `Fault` of a file that cannot be read, or says something that is not known here.
  init(path: String) throws(Fault) {
    let bytes: [UInt8]
    do throws(File.Failure) {
      bytes = try File.read(path, limit: 1 << 20)
    } catch {
      throw Fault(message: "\(path) cannot be read")
    }
    guard let json = JSONReader.value(String(decoding: bytes, as: UTF8.self)) else {
      throw Fault(message: "\(path) is not JSON")
    }
    func text(_ name: String) throws(Fault) -> String {
      guard let text = json[name]?.string else { throw Fault(message: "\(path) has no \(name)") }
      return text
    }
    func port(_ name: String) throws(Fault) -> Int {
      guard let port = json[name]?.integer, 0...65_535 ~= port else {
        throw Fault(message: "\(path) has no \(name)")
      }
      return port
    }
    transport = try text("transport")
    ip = try text("ip")
    guard ["tcp", "ipc"].contains(transport) else {
      throw Fault(message: "\(path): the transport is tcp or ipc, not \(transport)")
    }
    (shell, control) = (try port("shell_port"), try port("control_port"))
    (iopub, stdin) = (try port("iopub_port"), try port("stdin_port"))
    heartbeat = try port("hb_port")
    key = Array(try text("key").utf8)
    let scheme = json["signature_scheme"]?.string ?? "hmac-sha256"
    guard key.isEmpty || scheme == "hmac-sha256" else {
      throw Fault(message: "\(path): signatures are hmac-sha256, not \(scheme)")
    }
  }

  /// The address of a port, as ZeroMQ writes it.
  func address(_ port: Int) -> String {
    transport == "ipc" ? "ipc://\(ip)-\(port)" : "tcp://\(ip):\(port)"
  }
}
