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
      let labels = try arguments.array(0).doubles
      guard var generator = random else { throw .noRandomNumbers }
      let drawn = try arrays { () throws(ArrayError) in
        try generator.permutation(labels.count).integers
      }
      random = generator
      var counts: [Double: Int] = [:]
      for label in labels { counts[label, default: 0] += 1 }
      var seen: [Double: Int] = [:]
      let places = drawn.map { example in
        let label = labels[example]
        defer { seen[label, default: 0] += 1 }
        return (Double(seen[label] ?? 0) + 0.5) / Double(counts[label] ?? 1)
      }
      // Swift sorts without changing the order of equals, as NumPy's stable sort does.
      let order = places.indices.sorted { places[$0] < places[$1] }.map { drawn[$0] }
      return .array(NDArray(shape: [order.count], int64: order))
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
