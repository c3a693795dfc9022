import Charts
import Terminal
import Training

extension Plot {
  /// What each unit of a layer gives over the plane of the inputs.
  static let units = Plot(
    "units", usage: "[A1]",
    summary: "what each hidden unit gives over the plane of two inputs, side by side"
  ) { session, argument in
    let run = session.run
    let layers = run.program.layers
    let name = argument.isEmpty ? layers.dropLast().last?.output : argument.text.trimmed
    guard let (input, values) = run.inputs else { throw try Views.withoutInputs(run) }
    guard let layer = layers.first(where: { $0.output == name }) else {
      throw try Views.reporting { () throws(ViewFault) -> ShellError in throw .noHiddenLayer }
    }
    let rows = (run.inputs(of: .training) ?? values).rows
    guard rows.count == 2 else {
      throw try Views.reporting { () throws(ViewFault) -> ShellError in
        throw .notTwoInputs(input, rows: rows.count)
      }
    }
    let fields = try fields(
      PlaneField.range(of: rows[0], margin: 0.3), PlaneField.range(of: rows[1], margin: 0.3),
      cells: 32
    ) { places throws(ViewFault) in try run.values(of: layer.output, over: places) }
    return FieldGrid(
      title: "the units of \(layer.output) at \(run.position)",
      xName: Views.unit(0, of: input, run), yName: Views.unit(1, of: input, run),
      fields: fields.enumerated().map { (Views.unit($0, of: layer.output, run), $1) },
      bounds: run.program.bounds(of: layer))
  }
}
