extension Model {
  /// What the prompt calls the article's network.
  public static let articleName = "xor"

  /// The XOR network of the article that Underhood starts from: two hidden nodes, parameters drawn
  /// at a scale of 0.01, a thousand random examples.
  public static let articleText = """
    settings:
      hidden = 2
      lr = 0.5
      scale = 0.01
    data:
      seed(42)
      X = randint(0, 2, size=(2, 1000))
      Y = bitwise_xor(X[0:1], X[1:])
    init:
      W1 = randn(hidden, 2) * scale
      b1 = zeros((hidden, 1))
      W2 = randn(1, hidden) * scale
      b2 = zeros((1, 1))
    forward:
      Z1 = W1 @ X + b1
      A1 = sigmoid(Z1)
      Z2 = W2 @ A1 + b2
      A2 = sigmoid(Z2)
    loss:
      L = bce(A2, Y)
    update:
      sgd(lr)

    """

  /// - Throws: nothing; the text is read as any other is.
  public static func article() throws(ModelError) -> Model {
    try Model(name: articleName, text: articleText)
  }
}
