extension Glossary {
  static let data = Part(
    "Arrays",
    [
      Word(
        "example", also: ["examples"], lesson: "data-and-shapes", example: "X[:, 0]",
        """
        One question with its right answer: here a column of X and the one of Y below it.
        """),
      Word(
        "m", also: ["number of examples"], lesson: "backward", example: "m",
        """
        How many examples there are. Sums over all examples are divided by m, so that they \
        are means.
        """),
      Word(
        "target", also: ["targets", "label", "labels", "right answer"], lesson: "data-and-shapes",
        example: "show Y",
        "What the network ought to say to an example: Y."),
      Word(
        "feature", also: ["features"], lesson: "data-and-shapes", example: "X.shape[0]",
        "One of the numbers that an example is made of: a row of X."),
      Word(
        "array", also: ["arrays"], lesson: "data-and-shapes", example: "array([[0, 1], [1, 0]])",
        "Numbers in a row, or in rows and columns, under one name."),
      Word(
        "matrix", also: ["matrices"], lesson: "data-and-shapes", example: "show W1",
        """
        Numbers in rows and columns. W1[0, 1] is the one in row 0 and column 1: counting \
        begins at 0.
        """),
      Word(
        "vector", also: ["vectors"], lesson: "data-and-shapes", example: "X[:, 0]",
        "Numbers in one row, with a single index."),
      Word(
        "scalar", also: ["scalars"], lesson: "data-and-shapes", example: "show L",
        "A single number."),
      Word(
        "shape", also: ["shapes", "dimension", "dimensions"], lesson: "data-and-shapes",
        example: "shape W1",
        "How many rows and columns: (2, 1000) is two rows of a thousand."),
      Word(
        "row", also: ["rows"], lesson: "data-and-shapes", example: "X[0, :5]",
        """
        What stands side by side in a matrix: the first index counts the rows, from 0.
        """),
      Word(
        "column", also: ["columns"], lesson: "data-and-shapes", example: "X[:, 0]",
        """
        What stands one below the other in a matrix: the second index counts the columns, \
        from 0.
        """),
      Word(
        "axis", also: ["axes"], lesson: "data-and-shapes", example: "np.sum(X, axis=1)",
        """
        A direction of a matrix: axis=0 goes down the rows, axis=1 along the columns. A sum \
        with axis=1 leaves one number for each row.
        """),
      Word(
        "keepdims", also: [], lesson: "data-and-shapes",
        example: "np.sum(X, axis=1, keepdims=True)",
        """
        Keeps the shape's number of places in a sum or a mean: (2, 1000) becomes (2, 1) \
        instead of (2,).
        """),
      Word(
        "index", also: ["indices", "element", "elements", "bracket", "brackets", "[]"],
        lesson: "data-and-shapes", example: "W1[0, 1]",
        """
        The number of an element, in square brackets, counted from 0; -1 is the last one.
        """),
      Word(
        "slice", also: ["slices", "slicing", ":"], lesson: "data-and-shapes", example: "X[:, 0:4]",
        "A part of an array: 0:4 is 0, 1, 2 and 3, and : alone is all of them."),
      Word(
        "mask", also: ["masks"], lesson: "data-and-shapes", example: "A2[A2 > 0.5]",
        """
        An array of True and False in square brackets, which picks the elements where it is \
        True.
        """),
      Word(
        "broadcasting", also: ["broadcast", "stretched", "stretch"], lesson: "data-and-shapes",
        example: "W1 @ X + b1",
        """
        A column or a row that is added to a whole matrix is used for each of its columns or \
        rows: (2, 1) fits (2, 1000).
        """),
      Word(
        "transpose", also: ["transposed", ".T", "T"], lesson: "data-and-shapes", example: "W2.T",
        "W.T is W with rows and columns exchanged: (1, 2) becomes (2, 1)."),
      Word(
        "elementwise", also: ["element by element"], lesson: "data-and-shapes", example: "A1 * A1",
        "Each element with the one at its place, as + and * and sigmoid do it."),
      Word(
        "mean", also: ["means", "average", "averages"], lesson: "loss",
        example: "np.mean(X, axis=1)",
        "The sum divided by how many there are."),
      Word(
        "median", also: ["medians"], lesson: "hyper-parameters", example: "np.median(X, axis=1)",
        "The one in the middle, when all stand in order: half are below it."),
      Word(
        "dtype", also: ["float64", "int64", "bool", "float", "type"], lesson: "data-and-shapes",
        example: "stats X",
        """
        The kind of an array's numbers: float64 has about 16 digits, int64 whole numbers, \
        bool True and False.
        """),
      Word(
        "e-notation", also: ["scientific notation", "exponent", "e-05"],
        lesson: "first-forward-pass", example: "1.5e-05",
        """
        1.5e-05 is 1.5 with the point moved 5 places to the left: 0.000015. e+03 moves it 3 \
        to the right.
        """),
      Word(
        "logarithm", also: ["logarithms", "log", "ln"], lesson: "loss", example: "log(0.5)",
        """
        log(x) is the power to which e = 2.718... has to be raised to give x: 0 for 1, \
        -0.693 for one half, and far below 0 near 0.
        """),
      Word(
        "logarithmic axis", also: ["log scale", "logarithmic"], lesson: "plateau",
        example: "plot loss log",
        """
        An axis on which each equal stretch multiplies: 0.01, 0.1, 1, 10 stand equally far \
        apart.
        """),
      Word(
        "random", also: ["randomness", "random numbers"], lesson: "first-forward-pass",
        example: "randn(2, 2)",
        """
        Numbers drawn by chance; the seed decides which, so that they can be drawn again.
        """),
    ])
}
