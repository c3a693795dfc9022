extension Glossary {
  static let phases = Part(
    "Training",
    [
      Word(
        "phase", also: ["phases"], lesson: "first-forward-pass", example: "list",
        """
        data and init come once; then every epoch goes through forward, loss, backward and \
        update. step does one of them.
        """),
      Word(
        "forward", also: ["forward pass", "forward phase"], lesson: "forward-and-cache",
        example: "list forward",
        "The phase that computes predictions out of inputs, layer by layer."),
      Word(
        "loss", also: ["losses", "cost", "error"], lesson: "loss", example: "show L",
        """
        How bad the predictions are, as one number: the mean over all examples, 0 if all are \
        right and sure. Training makes it smaller.
        """),
      Word(
        "backward", also: ["backward pass", "backward phase", "backpropagation", "backprop"],
        lesson: "backward", example: "list backward",
        """
        The phase that computes the gradients, from the loss back to the first layer.
        """),
      Word(
        "update", also: ["updates"], lesson: "gradient-descent", example: "list update",
        """
        The phase that changes the parameters, each a little against its gradient.
        """),
      Word(
        "epoch", also: ["epochs"], lesson: "first-forward-pass", example: "run 100",
        """
        Once through all examples: forward, loss, backward, update. Epochs are counted from \
        1.
        """),
      Word(
        "cache", also: ["cached"], lesson: "forward-and-cache", example: "show cache",
        """
        What the forward phase leaves behind, Z1, A1, Z2 and A2, for the backward phase, \
        which finds there what it needs.
        """),
      Word(
        "init", also: ["initialisation", "initialization", "starting weights"], lesson: "symmetry",
        example: "list init",
        """
        The phase that gives the parameters their first values: small random weights, and \
        biases that may be zeros.
        """),
      Word(
        "data", also: ["dataset", "data set"], lesson: "data-and-shapes", example: "show data",
        """
        The phase that makes the examples: X, what is asked, and Y, the right answers. set \
        data puts your own there.
        """),
      Word(
        "seed", also: ["seeds"], lesson: "first-forward-pass", example: "set seed = 7",
        """
        The number that all random draws follow from: the same seed gives the same numbers, \
        another one gives others.
        """),
      Word(
        "outdated", also: ["from epoch"], lesson: "gradient-descent", example: "show L",
        """
        Computed from values that have changed since: after an update L is the loss of the \
        parameters before it. step computes it anew.
        """),
      Word(
        "moment", also: ["moments", "position"], lesson: "first-forward-pass", example: "where",
        """
        A place in training: 12.backward is right after the backward phase of epoch 12. goto \
        goes there, rewind goes back.
        """),
      Word(
        "iteration", also: ["iterations"], lesson: "gradient-descent", example: "step 4",
        """
        forward, loss, backward and update once: a whole epoch, or with batches a part of \
        one.
        """),
    ])
}
