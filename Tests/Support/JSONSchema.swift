import Foundation

/// Holds JSON to a schema: as much of JSON Schema (draft 2020-12) as ours use. A word that is not
/// known here is a fault too, so that none is passed over.
public struct JSONSchema {
  private let root: [String: Any]

  public init(_ text: String) throws {
    root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
  }

  /// What is wrong with a text by one of the definitions; nothing if it holds.
  public func faults(of text: String, as definition: String) -> [String] {
    guard
      let value = try? JSONSerialization.jsonObject(
        with: Data(text.utf8), options: .fragmentsAllowed)
    else { return ["not JSON: \(text)"] }
    return faults(value, ["$ref": "#/$defs/\(definition)"], "$")
  }

  private func faults(_ value: Any, _ schema: Any, _ place: String) -> [String] {
    if let isFree = schema as? Bool { return isFree ? [] : ["\(place): nothing may be here"] }
    guard let schema = schema as? [String: Any] else { return ["\(place): no schema"] }
    return schema.flatMap { word, rule in faults(value, word, rule, in: schema, place) }
  }

  private func faults(
    _ value: Any, _ word: String, _ rule: Any, in schema: [String: Any], _ place: String
  ) -> [String] {
    let object = value as? [String: Any]
    switch word {
    case "title": return []
    case "$ref":
      let name = (rule as? String ?? "").replacingOccurrences(of: "#/$defs/", with: "")
      guard let definition = (root["$defs"] as? [String: Any])?[name] else {
        return ["\(place): no definition \(rule)"]
      }
      return faults(value, definition, place)
    case "type": return Self.isKind(value, rule) ? [] : ["\(place): not \(rule)"]
    case "const": return Self.equal(value, rule) ? [] : ["\(place): not \(rule)"]
    case "enum":
      let isIn = (rule as? [Any] ?? []).contains { Self.equal(value, $0) }
      return isIn ? [] : ["\(place): none of \(rule)"]
    case "anyOf", "oneOf":
      let each = (rule as? [Any] ?? []).map { faults(value, $0, place) }
      let count = each.count(where: \.isEmpty)
      if count == 1 || (count > 1 && word == "anyOf") { return [] }
      return ["\(place): \(count) of \(word)"] + each.joined()
    case "required":
      guard let object else { return [] }
      return (rule as? [String] ?? []).filter { object[$0] == nil }.map { "\(place): no \($0)" }
    case "properties":
      let rules = rule as? [String: Any] ?? [:]
      return (object ?? [:]).flatMap { name, value in
        rules[name].map { faults(value, $0, "\(place).\(name)") } ?? []
      }
    case "additionalProperties":
      let known = schema["properties"] as? [String: Any] ?? [:]
      return (object ?? [:]).filter { known[$0.key] == nil }
        .flatMap { faults($0.value, rule, "\(place).\($0.key)") }
    case "items":
      return (value as? [Any] ?? []).enumerated()
        .flatMap { faults($0.element, rule, "\(place)[\($0.offset)]") }
    case "minimum", "maximum":
      guard let number = value as? Double, let bound = rule as? Double else { return [] }
      return (word == "minimum" ? number >= bound : number <= bound) ? [] : ["\(place): \(word)"]
    case "maxLength":
      guard let text = value as? String, let bound = rule as? Int else { return [] }
      return text.unicodeScalars.count <= bound ? [] : ["\(place): too long"]
    default: return ["\(place): the word \(word)"]
    }
  }

  private static func isKind(_ value: Any, _ kind: Any) -> Bool {
    switch kind as? String {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "null": value is NSNull
    case "boolean": isTruth(value)
    case "number": value is NSNumber && !isTruth(value)
    case "integer":
      !isTruth(value)
        && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue }
          ?? false
    default: false
    }
  }

  /// A number may be read as a truth too; what is one says so of its type.
  private static func isTruth(_ value: Any) -> Bool {
    (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false
  }

  private static func equal(_ a: Any, _ b: Any) -> Bool {
    if isTruth(a) != isTruth(b) { return false }
    return (a as? NSObject)?.isEqual(b as? NSObject) ?? false
  }
}
