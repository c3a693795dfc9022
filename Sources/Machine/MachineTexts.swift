/// Texts about the machine's interface, which the program has with it.
package enum MachineTexts {
  /// What requests and messages look like: a JSON Schema (draft 2020-12).
  package static var schema: String {
    String(decoding: PackageResources.machine_schema_json, as: UTF8.self)
  }

  /// The page about it, in Markdown.
  package static var page: [UInt8] { PackageResources.machine_md }
}
