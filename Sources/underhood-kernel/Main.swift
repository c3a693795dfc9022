import System

/// A kernel for Jupyter, which starts it with the name of a connection file. The session itself is
/// `underhood machine`, which lies beside this program.
@main
struct Main {
  static func main() {
    guard CommandLine.arguments.count == 2, let file = CommandLine.arguments.last else {
      fail("Jupyter starts this program, with a connection file. underhood kernel --install", 64)
    }
    // Ctrl-C in the terminal of the frontend is none of ours: an interrupt comes as a message.
    for number in [SIGINT, SIGPIPE] { signal(number, SIG_IGN) }
    do {
      guard let own = Machine.executablePath else { fail("the program does not know its place") }
      let program = Path.parent(of: own) + "/underhood"
      guard File.isExecutable(program) else { fail("the program underhood is not beside this one") }
      try Kernel(try ConnectionFile(path: file), program: program).run()
    } catch let fault as ConnectionFile.Fault {
      fail(fault.message)
    } catch let fault as SocketFault {
      fail(fault.message)
    } catch {
      fail("\(error)")
    }
  }

  private static func fail(_ message: String, _ status: Int32 = 1) -> Never {
    Output(descriptor: STDERR_FILENO).write("underhood-kernel: \(message)\n")
    exit(status)
  }
}
