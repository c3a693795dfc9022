import Arrays

extension Function {
  /// A random order of examples over which each class is spread evenly: any stretch of it has the
  /// classes in about their proportions, so that both sides of a cut have.
  ///
  /// One permutation is drawn; then example k of the n of its class, in that order, goes to place
  /// (k + ½) / n.
  static let stratified = Function(
    "stratified", [.required("labels")], isRandom: true,
    summary: "a random order of the examples with these labels, each class spread evenly over it",
    infer: { arguments throws(FunctionFault) in
      let (_, shape) = try arguments.type(0)
      return .array(.int64, shape.map { Shape([$0.count]) })
    },
    evaluate: { arguments, random throws(FunctionFault) in
      let given = try arguments.array(0)
      guard var generator = random else { throw .noRandomNumbers }
      let result = try arrays { () throws(ArrayError) in
        let labels = try given.asDoubles()
        let drawn = try generator.permutation(labels.count)
        let order = drawn.integers
        var counts: [Double: Int] = [:]
        try Interruption.stretches(labels.count) {
          for label in labels[$0] { counts[label, default: 0] += 1 }
        }
        var seen: [Double: Int] = [:]
        try MemoryAccount.reserve(labels.count)
        var places: [Double] = []
        places.reserveCapacity(labels.count)
        try Interruption.stretches(order.count) {
          for example in order[$0] {
            let label = labels[example]
            let before = seen[label] ?? 0
            places.append((Double(before) + 0.5) / Double(counts[label] ?? 1))
            seen[label] = before + 1
          }
        }
        // Equals stay in order, as with NumPy's stable sort.
        let sorted = try NDArray(shape: [places.count], float64: places).rowOrders()
        return try drawn.subscripted([.integers(sorted)])
      }
      random = generator
      return .array(result)
    }
  )
  .written(
    numpy: .helper(
      """
      def stratified(labels):
          order = np.random.permutation(len(labels))
          place = np.empty(len(labels))
          for label in np.unique(labels):
              own = labels[order] == label
              place[own] = (np.arange(own.sum()) + 0.5) / own.sum()
          return order[np.argsort(place, kind="stable")]
      """))
}
