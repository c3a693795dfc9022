/// A table of what is known of names, as a scope.
package struct StaticScope: Scope {
  private let table: [String: StaticValue]

  package init(_ table: [String: StaticValue]) { self.table = table }

  package func value(of name: String) -> Lookup<Value> {
    table[name]?.known.map { .found($0) } ?? .unknown
  }

  package func staticValue(of name: String) -> Lookup<StaticValue> {
    table[name].map { .found($0) } ?? .unknown
  }

  package var candidateNames: [String] { table.keys.sorted() }
}
