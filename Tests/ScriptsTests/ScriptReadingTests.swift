import Networks
import Support
import Testing
import Training

@testable import Scripts

@Suite struct ScriptReadingTests {
  @Test func aFlatScriptBecomesAModel() throws {
    let text = """
      import numpy as np
      np.random.seed(1)
      X = np.array([[0, 1, 2, 3]])
      Y = 2 * X + 1
      w = np.zeros((1, 1))
      b = np.zeros((1, 1))
      lr = 0.1
      for epoch in range(100):
          A = w @ X + b
          loss = np.mean((A - Y) ** 2)
          dA = 2 * (A - Y) / 4
          w = w - lr * (dA @ X.T)
          b -= lr * np.sum(dA, axis=1, keepdims=True)
          print(epoch, loss)
      """
    let script = try Script(text, name: "line")
    #expect(
      script.program.model.text == """
        settings:
          lr = 0.1
        data:
          seed(1)
          X = array([[0, 1, 2, 3]])
          Y = 2 * X + 1
        init:
          w = zeros((1, 1))
          b = zeros((1, 1))
        forward:
          A = w @ X + b
        loss:
          loss = mean((A - Y)**2)
        backward:
          dA = 2 * (A - Y) / 4
        update:
          w = w - lr * (dA @ X.T)
          b -= lr * sum(dA, axis=1, keepdims=True)

        """)
  }
}
