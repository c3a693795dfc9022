import Arrays
import Charts
import Equations
import Networks
import Training

/// What the units of a network with two inputs give over the plane of these.
struct NetworkFields {
  let plane: NetworkDiagram.Plane
  private let x: ClosedRange<Double>
  private let y: ClosedRange<Double>

  /// Along each side, in layers of few units and of more, whose nodes are smaller.
  private static let cells = (few: 24, many: 16)

  /// - Parameter example: whose values stand at the nodes.
  /// - Returns: `nil` where the inputs are not two.
  init?(_ run: Run, _ example: Int?) {
    guard let (name, values) = run.inputs else { return nil }
    let rows = (run.inputs(of: .training) ?? values).rows
    guard rows.count == 2 else { return nil }
    (x, y) = PlaneField.squared(
      PlaneField.range(of: rows[0], margin: 0.3), PlaneField.range(of: rows[1], margin: 0.3))
    let now = values.rows
    let spot = example.flatMap { place in
      now[0].indices.contains(place) ? Scene.Point(now[0][place], now[1][place]) : nil
    }
    plane = NetworkDiagram.Plane(
      xName: Views.unit(0, of: name, run), yName: Views.unit(1, of: name, run), example: spot)
  }

  /// Gives the nodes of a layer their fields; leaves them as they are where forward does not compute
  /// the layer of other examples.
  func add(to nodes: inout NetworkDiagram.Layer, _ layer: NetworkLayer, _ run: Run) throws {
    try Interruption.check()
    let fields = try? Plot.fields(
      x, y, cells: nodes.nodes.count <= 4 ? Self.cells.few : Self.cells.many
    ) { places throws(ViewFault) in
      try run.values(of: layer.output, over: places)
    }
    guard let fields, fields.count == nodes.nodes.count else { return }
    for (index, field) in fields.enumerated() { nodes.nodes[index].field = field }
    nodes.bounds = run.program.bounds(of: layer)
  }
}

extension Program {
  /// Between which values the units of a layer stay, as the function says that is applied last.
  func bounds(of layer: NetworkLayer) -> ClosedRange<Double>? {
    let step = steps(in: .forward).last { $0.target == layer.output }
    return step?.statement.assignment?.value.appliedFunction?.function.bounds
  }
}
