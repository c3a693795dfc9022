import Foundation
import ShellSupport

/// JSON read without going through decimal numbers of fewer digits, as `JSONSerialization` may.
enum ExactJSON {
  static func object(_ text: String) throws -> [String: Any] {
    let value = try JSONDecoder().decode(Item.self, from: Data(text.utf8)).value
    guard let object = value as? [String: Any] else { throw NotAnObject(text: text) }
    return object
  }

  private struct Item: Decodable {
    var value: Any

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        value = NSNull()
      } else if let object = try? container.decode([String: Item].self) {
        value = object.mapValues(\.value)
      } else if let array = try? container.decode([Item].self) {
        value = array.map(\.value)
      } else if let text = try? container.decode(String.self) {
        value = text
      } else if let flag = try? container.decode(Bool.self) {
        value = flag
      } else if let whole = try? container.decode(Int.self) {
        value = whole
      } else {
        value = try container.decode(Double.self)
      }
    }
  }
}
