import Arrays
import Equations
import Support
import Testing

@testable import Networks

/// Gradients of the library's losses where prediction and target have different shapes.
@Suite struct BroadcastLossTests {
  private struct Case {
    let loss: String
    let shapes: [String]
    let values: [[Double]]
    let value: Double
    let gradients: [[Double]]

    init(_ line: String) {
      let fields = line.split(separator: ";").map { String($0.drop { $0 == " " }) }
      func numbers(_ text: String) -> [Double] {
        text.split(separator: " ").compactMap { Double($0) }
      }
      loss = fields[0]
      shapes = [fields[1], fields[2]]
      values = [numbers(fields[3]), numbers(fields[4])]
      value = numbers(fields[5])[0]
      gradients = [numbers(fields[6]), numbers(fields[7])]
    }

    func array(_ index: Int) -> String {
      if shapes[index] == "()" { return "\(values[index][0])" }
      return "array(\(values[index])).reshape(\(shapes[index]))"
    }

    /// Both operands are parameters, so that both gradients are derived.
    var model: String {
      """
      init:
        P = \(array(0))
        Q = \(array(1))
      forward:
        A = P * 1
      loss:
        L = \(loss)(A, Q)
      update:
        P = P - dP
        Q = Q - dQ
      """
    }
  }

  /// PyTorch's gradients, for every pair of shapes that broadcasts (losses.txt).
  @Test func gradientsArePyTorchs() throws {
    let lines = try Fixture.lines("losses", in: .module)
    #expect(lines.count > 400)
    for line in lines {
      let example = Case(line)
      let probe = try CentralDifferences(example.model)
      let loss = try #require(probe.array("L").item)
      #expect((loss - example.value).magnitude < 1e-12 * max(1, example.value.magnitude), "\(line)")
      for (name, expected) in zip(["dP", "dQ"], example.gradients) {
        let found = try probe.array(name).doubles
        #expect(found.count == expected.count, "\(name) of \(line)")
        let size = expected.reduce(1e-300) { max($0, $1.magnitude) }
        for (a, b) in zip(found, expected) {
          #expect((a - b).magnitude <= 1e-12 * size, "\(name) of \(line): \(found)")
        }
      }
    }
  }

  /// A network whose prediction has the shape that `forward` gives it, of `count` examples.
  private static func network(
    _ count: Int, _ parameter: String, _ prediction: String, _ target: String, _ loss: String
  ) -> String {
    """
    data:
      m0 = \(count)
      X = sin(arange(2 * m0) + 1).reshape((2, m0))
      Y = \(target)
    init:
      w = \(parameter)
      c = ones((1,)) * 0.1
    forward:
      A = sigmoid(\(prediction) + c)
    loss:
      L = \(loss)
    update:
      w = w - dw
      c = c - dc
    """
  }

  /// Columns, rows and rows without a second dimension, for a few examples and for one, with each
  /// shape of target that broadcasts: held against central differences.
  @Test(arguments: ["mse", "mae", "bce", "cross_entropy"])
  func predictionsOfAnyLayout(loss: String) throws {
    let predictions = [
      ("array([[0.5, -0.3]])", "w @ X"), ("array([0.5, -0.3])", "w @ X"),
      ("array([[0.5, -0.3], [0.2, 0.9], [-0.4, 0.1]])", "w @ X"),
      ("array([[0.5], [-0.3]])", "X.T @ w"), ("array([[0.5, 0.2, 1], [-0.3, 0.4, 0]])", "X.T @ w"),
      ("array([0.5, -0.3])", "sum(w @ X)"),
    ]
    let shapes = [
      "()", "(1,)", "(m0,)", "(1, 1)", "(1, m0)", "(m0, 1)", "(3, 1)", "(1, 3)", "(3,)", "(3, m0)",
      "(m0, 3)", "(m0, m0)",
    ]
    var checked = 0
    for count in [1, 2, 3, 4] {
      for (parameter, prediction) in predictions {
        for shape in shapes {
          let size = shape == "()" ? "" : ".reshape(\(shape))"
          let elements = shape.replacing("m0", with: "\(count)").split { !$0.isNumber }
          let number = elements.compactMap { Int($0) }.reduce(1, *)
          let target =
            shape == "()" ? "0.37" : "(cos(arange(\(number)) * 3) * 0.4 + 0.5)\(size)"
          for call in ["\(loss)(A, Y)", "\(loss)(Y, A)", "2 * \(loss)(A, Y) + 1"] {
            let text = Self.network(count, parameter, prediction, target, call)
            // What NumPy refuses is refused here too, whatever its gradients.
            let written = text.replacing("update:", with: "backward:\n  dw = w\n  dc = c\nupdate:")
            guard (try? Program(try Model(name: "written", text: written))) != nil else { continue }
            let probe = try CentralDifferences(text)
            checked += 1
            let worst = try probe.worstDifference()
            #expect(
              worst.difference < 1e-6,
              "\(worst.name): \(call), m = \(count), \(prediction), Y \(shape), \(probe.backward)")
          }
        }
      }
    }
    #expect(checked > 400)
  }
}
