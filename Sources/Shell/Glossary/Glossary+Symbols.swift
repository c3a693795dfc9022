extension Glossary {
  static let symbols = Part(
    "Signs",
    [
      Word(
        "@", also: ["matmul", "matrix product", "dot product"], lesson: "data-and-shapes",
        example: "W1 @ X",
        """
        The matrix product: each row of the left one times each column of the right one, \
        element by element and added up. The left one needs as many columns as the right one \
        has rows.
        """),
      Word(
        "*", also: [], lesson: "data-and-shapes", example: "A1 * A1",
        "Times, element by element; @ is the matrix product."),
      Word(
        "**", also: ["power"], lesson: "loss", example: "2 ** 3",
        "To the power of: 2 ** 3 is 2 * 2 * 2."),
      Word(
        "/", also: ["division"], lesson: "backward", example: "7 / 2",
        "Divided by; // leaves the remainder out, and % is the remainder."),
      Word(
        "//", also: [], lesson: "data-and-shapes", example: "7 // 2",
        "Divided by, the remainder left out."),
      Word(
        "%", also: ["remainder", "modulo"], lesson: "data-and-shapes", example: "7 % 2",
        "The remainder of a division."),
      Word(
        "=", also: [], lesson: "first-forward-pass", example: "x = 3",
        "Gives a name a value. == asks whether two are equal."),
      Word(
        "==", also: [], lesson: "first-forward-pass", example: "X[0] == X[1]",
        "Asks whether two are equal, element by element: True or False."),
      Word(
        "-=", also: ["+=", "*="], lesson: "gradient-descent", example: "W1 -= lr * dW1",
        "w -= x is w = w - x, and so with + and *."),
      Word(
        "&", also: ["~"], lesson: "data-and-shapes", example: "(X[0] > 0) & (X[1] > 0)",
        """
        & is and, the bar is or, ~ is not, for True and False element by element. \
        Comparisons beside them need brackets.
        """),
      Word(
        "d", also: ["dW1", "dZ1", "dA1", "dw", "db"], lesson: "backward", example: "list backward",
        """
        d before a name is the derivative of the loss by it: dW1 belongs to W1. Between \
        inputs and loss, where each example has its column, it is m times that.
        """),
      Word(
        "np", also: ["numpy", "NumPy", "np."], lesson: "data-and-shapes", example: "np.sum(X)",
        """
        NumPy, Python's library for arrays. Here np. may be written or left out.
        """),
    ])
}
