import Fuzzing
import System

// Runs one of the fuzz targets under libFuzzer, which is linked in: underhood-fuzz TARGET OPTIONS...
// `Tests/Fuzzing/run` builds it, with sanitizers, and runs each.

/// libFuzzer's own loop, for a program that has a `main` of its own.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

let name = CommandLine.arguments.dropFirst().first ?? ""
guard let chosen = FuzzTarget.all.first(where: { $0.name == name }) else {
  Output(descriptor: 2).write(
    "underhood-fuzz TARGET: one of \(FuzzTarget.all.map(\.name).joined(separator: " "))\n")
  exit(64)
}
let body = chosen.body

let words: [UnsafeMutablePointer<CChar>?] =
  (["underhood-fuzz"] + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
let storage = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: words.count)
storage.initialize(from: words, count: words.count)
var arguments = storage
var count = CInt(words.count - 1)
exit(
  runFuzzer(&count, &arguments) { start, count in
    body(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
  })
