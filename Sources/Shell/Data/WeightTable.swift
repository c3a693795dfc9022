import Arrays
import Equations
import Formats

/// Parameters as text: a line for each number, with its parameter's name and its place.
///
///     name,row,column,value
///     W1,0,0,0.25
struct WeightTable {
  private var arrays: [String: NDArray] = [:]
  let names: [String]

  private static let columns = ["name", "row", "column", "value"]

  /// The call that reads such a file.
  static func call(_ file: String) -> FileCall {
    FileCall(
      .genfromtxt, file, arguments: [("delimiter", .text(",")), ("names", .boolean(true))],
      members: [.list(columns.map { .text($0) })])
  }

  static func text(of arrays: [(name: String, value: NDArray)]) -> String {
    var text = columns.joined(separator: ",") + "\n"
    for (name, array) in arrays {
      // Of a row of numbers each has a column; the only number of a scalar has none.
      let width = array.rank == 2 ? array.shape[1] : max(array.count, 1)
      for (index, value) in array.doubles.enumerated() {
        let row = array.rank == 2 ? "\(index / width)" : ""
        let column = array.rank == 0 ? "" : "\(index % width)"
        text += "\(name),\(row),\(column),\(NumberFormatting.shortest(value))\n"
      }
    }
    return text
  }

  /// - Parameter table: what the call gave.
  init(_ table: FileContent) {
    names = table.columns.first?.labels ?? []
    let values = table.array.doubles
    var numbers: [Int: (rows: Double, columns: Double, values: [Double])] = [:]
    for start in stride(from: 0, to: values.count - 3, by: 4) where !values[start].isNaN {
      let name = Int(saturating: values[start])
      var known = numbers[name] ?? (-1, -1, [])
      known.rows = max(known.rows, values[start + 1])
      known.columns = max(known.columns, values[start + 2])
      known.values.append(values[start + 3])
      numbers[name] = known
    }
    for (place, found) in numbers where names.indices.contains(place) {
      let (rows, columns) = (Int(saturating: found.rows) + 1, Int(saturating: found.columns) + 1)
      let shape: Shape = columns == 0 ? [] : rows == 0 ? [columns] : [rows, columns]
      // Lines that are missing or come twice make no array.
      guard rows >= 0, columns >= 0, found.values.count == max(rows, 1) * max(columns, 1) else {
        continue
      }
      arrays[names[place]] = NDArray(shape: shape, float64: found.values)
    }
  }

  subscript(name: String) -> NDArray? { arrays[name] }
}
