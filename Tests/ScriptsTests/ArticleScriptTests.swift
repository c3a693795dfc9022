import Networks
import Support
import Testing
import Training

@testable import Scripts

/// The article's script has data, parameters and a forward pass: what is missing is added and said.
@Suite struct ArticleScriptTests {
  static let text = """
    import numpy as np
    import matplotlib.pyplot as plt
    import random

    X = np.random.randint(0, 2, size=(2, 1000))
    y = np.bitwise_xor(X[0:1], X[1:]).reshape(1,-1)
    features = X.shape[0]

    def make_model(features, n_hidden_nodes, output_dim):
        # parameters, four hidden nodes
        W1 = np.random.randn(n_hidden_nodes, features) * 0.01
        b1 = np.zeros(shape=(n_hidden_nodes, 1))
        W2 = np.random.randn(output_dim, n_hidden_nodes) * 0.01
        b2 = np.zeros(shape = (output_dim, 1))

        return {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}

    hidden_nodes = 2
    output_dim = 1
    model_parameters = make_model(features, hidden_nodes, output_dim)

    def sigmoid(x):
        return 1/(1 + np.exp(-x))

    def forward(x, model_parameters):
        W1, b1, W2, b2 = model_parameters['W1'], model_parameters['b1'], \
    model_parameters['W2'], model_parameters['b2']

        Z1 = np.dot(W1, x) + b1
        A1 = sigmoid(Z1)
        # A1 = np.tanh(Z1)
        Z2 = np.dot(W2, A1) + b2
        A2 = sigmoid(Z2)

        cache = {'Z1': Z1, 'A1': A1, 'Z2': Z2, 'A2': A2}
        return A2, cache
    """

  /// As it is, with its indentation lost, and as the page has it, with a blank line between all lines.
  static let renditions: [String] = {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let flat = lines.map { $0.drop { $0 == " " } }
    return [text, flat.joined(separator: "\n"), flat.joined(separator: "\n\n")]
  }()

  @Test(arguments: renditions) func itBecomesDataInitAndForward(text: String) throws {
    let script = try Script(text, name: "article")
    let program = script.program
    #expect(program.parameters == ["W1", "b1", "W2", "b2"])
    #expect(program.steps(in: .forward).compactMap(\.target) == ["Z1", "A1", "Z2", "A2"])
    #expect(program.steps(in: .data).compactMap(\.target) == ["X", "y", "features"])
    #expect(program.steps(in: .loss).map(\.text) == ["L = bce(A2, y)"])
    #expect(script.notes.contains(.indentationLost) == (text != Self.text))
    #expect(script.notes.contains { if case .trainingAdded = $0 { true } else { false } })
    // Each equation knows its line.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for step in program.setup + program.steps(in: .forward) {
      let line = try #require(step.line)
      #expect(lines[line - 1].contains(try #require(step.target)))
    }
    var run = Run(program)
    try run.runEpochs(3)
  }
}
