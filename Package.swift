// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// What computes, where all tests are run: with UNDERHOOD_OPTIMIZED set it is optimised in a debug
/// build too, with the checks for overflow and exclusive access. The tests that train then take a
/// third of the time, and `swift build` three times as long.
let optimized: [SwiftSetting] =
  Context.environment["UNDERHOOD_OPTIMIZED"] == nil
  ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A module of ours: sources in `Sources/NAME`, tests in `Tests/NAMETests`.
///
/// - Parameters:
///   - oracles: modules that only its tests import, to compare with.
///   - support: what its tests share with those of other modules.
///   - texts: files beside its sources that the program has in it.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], oracles: [Target.Dependency] = [],
  support: [Target.Dependency] = [], texts: [String] = [], hasFixtures: Bool = true,
  computes: Bool = false
) -> [Target] {
  [
    .target(
      name: name, dependencies: dependencies, resources: texts.map { .embedInCode($0) },
      swiftSettings: computes ? strict + optimized : strict),
    .testTarget(
      name: "\(name)Tests",
      dependencies: [.target(name: name), "Support"] + oracles + support,
      path: "Tests/\(name)Tests",
      exclude: fixtureScripts[name] ?? [],
      resources: hasFixtures ? [.copy("Fixtures")] : [],
      swiftSettings: strict),
  ]
}

/// Scripts that make fixtures live beside them and are no part of the build.
let fixtureScripts = ["Terminal": ["Fixtures/wide.py"], "Machine": ["client.py"]]

/// What libFuzzer drives, which links only with it: `Tests/Fuzzing/run` builds it.
let fuzzer: [Target] =
  Context.environment["UNDERHOOD_FUZZING"] == nil
  ? []
  : [
    .executableTarget(
      name: "underhood-fuzz", dependencies: ["Fuzzing"], path: "Tests/Fuzzing/Driver",
      swiftSettings: strict)
  ]

/// The fuzz targets; the tests run each from its corpus.
let fuzzing: [Target] = [
  .target(
    name: "Fuzzing",
    dependencies: [
      "Shell", "Scripts", "Lessons", "LineEditor", "JSON", "Terminal", "Web", "Formats", "Machine",
    ],
    path: "Tests/Fuzzing/Targets", swiftSettings: strict),
  .testTarget(
    name: "FuzzingTests", dependencies: ["Fuzzing", "Support"], swiftSettings: strict),
]

/// Homebrew's libzmq is found so; Debian's is where the compiler looks, and its file has flags that no
/// package may have.
#if os(macOS)
  let zeroMQ: String? = "libzmq"
#else
  let zeroMQ: String? = nil
#endif

let package = Package(
  name: "underhood",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "underhood", targets: ["underhood"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .systemLibrary(
      name: "CEditline", pkgConfig: "libedit",
      providers: [.apt(["libedit-dev"]), .brew(["libedit"])]),
    .systemLibrary(
      name: "CMarkdown", pkgConfig: "libcmark",
      providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CZeroMQ", pkgConfig: zeroMQ, providers: [.apt(["libzmq3-dev"]), .brew(["zeromq"])]),
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("m")]),
    .testTarget(
      name: "CKernelsTests", dependencies: ["CKernels", "Support"],
      exclude: ["Sweep"], resources: [.copy("Fixtures")], swiftSettings: strict),
    .target(name: "Phrases", swiftSettings: strict),
    .target(
      name: "Support", dependencies: ["Arrays", "System"], path: "Tests/Support",
      swiftSettings: strict),
    .target(
      name: "ShellSupport", dependencies: ["Shell", "Support"], path: "Tests/ShellSupport",
      swiftSettings: strict),
    .executableTarget(
      name: "line-editor-demo", dependencies: ["LineEditor", "System"],
      path: "Tests/LineEditorDemo",
      swiftSettings: strict),
    .executableTarget(
      name: "underhood",
      dependencies: [
        "Shell", "Pages", "View", "Authoring", "Machine", "Manual", "Grading", "System",
        "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "underhoodTests", dependencies: ["underhood", "Support", "ShellSupport"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    // A program of its own, so that the shell starts without what a server needs. The shell starts
    // it and does not depend on it: that would link all of it into the shell.
    .executableTarget(
      name: "underhood-view",
      dependencies: ["Web", "System"],
      swiftSettings: strict),
    // Jupyter's, which talks to the shell's program as any other program does.
    .executableTarget(
      name: "underhood-kernel", dependencies: ["JSON", "System", "CZeroMQ"],
      swiftSettings: strict),
  ]
    + fuzzing + fuzzer
    + module("System", hasFixtures: false)
    + module("JSON", ["System"], hasFixtures: false)
    + module("Arrays", ["CKernels"], computes: true)
    + module(
      "Formats", ["Arrays", "JSON", "CZlib"], oracles: ["CZlib"], hasFixtures: false, computes: true
    )
    + module("Equations", ["Arrays", "Formats"], computes: true)
    + module("Networks", ["Equations"], computes: true)
    + module("Engine", ["Networks", "CKernels"], oracles: ["Training"], computes: true)
    + module("Training", ["Engine", "Phrases"], computes: true)
    + module("Scripts", ["Training"], computes: true)
    + module("LineEditor", ["System", "CEditline"])
    + module("Terminal", ["System", "Phrases"])
    + module("Web")
    + module("Charts", ["Terminal", "Web", "Arrays", "Formats"], oracles: ["CZlib"])
    + module("Lessons", ["Training", "Phrases", "System", "CMarkdown"])
    + module(
      "Shell", ["Lessons", "Scripts", "Charts", "Terminal", "LineEditor", "JSON", "System"],
      support: ["ShellSupport"], hasFixtures: false)
    + module("Pages", ["Shell", "Web"], support: ["ShellSupport"], hasFixtures: false)
    + module("View", ["Pages"], support: ["ShellSupport"], hasFixtures: false)
    + module("Authoring", ["Shell"], support: ["ShellSupport"])
    + module(
      "Machine", ["Shell", "Web"], support: ["ShellSupport"],
      texts: ["machine.md", "machine.schema.json"], hasFixtures: false)
    + module("Manual", ["Pages", "Machine"], hasFixtures: false)
    + module("Grading", ["Shell"], support: ["ShellSupport"])
)
