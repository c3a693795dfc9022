import Equations
import Terminal

extension HelpReport {
  /// The words that read files, and where files are.
  static var files: HelpReport {
    HelpReport(
      topic: "files",
      paragraphs: [
        """
        Data and init read files, and so does what is typed: set W1 = np.load("w.npz")["W1"]. A file \
        is named from the model's own folder, and lies there or below; a lesson's lie in lessons/data. \
        Its numbers are as large in memory as 8 bytes each, and --memory sets the limit.
        """,
        """
        In a column of text every text becomes a whole number, in alphabetical order, from 0. A table \
        has a row for each example; .T makes them columns.
        """,
      ],
      sections: [
        (
          "Words",
          [
            Entry(
              term: "load(\"x.npy\")", text: "NumPy's file of an array"),
            Entry(
              term: "load(\"w.npz\")[\"W1\"]",
              text: """
                one of several arrays, of NumPy's or of a safetensors file; in a model also \
                d = load(\"w.npz\"), then d[\"W1\"]
                """),
            Entry(
              term: "loadtxt(\"x.csv\", delimiter=\",\")",
              text: """
                text in which every cell is a number; skiprows=1, usecols=(0, 2), max_rows=100, \
                comments, unpack, ndmin, dtype=int
                """),
            Entry(
              term: "genfromtxt(\"x.csv\", delimiter=\",\", names=True)",
              text: """
                text with names above the columns, with texts in cells, and with cells that hold no \
                number, which are nan; skip_header, skip_footer, missing_values, filling_values, \
                usecols=("a", "b"), decimal="," of numbers such as 1,5
                """),
            Entry(
              term: "genfromtxt(...)[\"species\"]",
              text: "the column of that name; [[\"a\", \"b\"]] several"),
            Entry(
              term: "dataset(\"iris\")[\"X\"]",
              text: """
                a table that comes with the course: iris, digits, houses or waves; [\"X\"] is all but \
                its last column, [\"y\"] the last one
                """),
            Entry(
              term: "load_idx(\"images-idx3-ubyte\")",
              text: "the format of the MNIST digits, a row for each image"),
          ]
        )
      ])
  }
}
