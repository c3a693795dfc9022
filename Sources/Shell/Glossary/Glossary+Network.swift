extension Glossary {
  static let network = Part(
    "Network",
    [
      Word(
        "neuron", also: ["neurons"], lesson: "one-neuron", example: "show W1",
        """
        A neuron multiplies each of its inputs by a weight, adds its bias, and bends the sum \
        with its activation. In matrices each row of W1 is one neuron; unit is another word \
        for it.
        """),
      Word(
        "unit", also: ["units"], lesson: "one-neuron", example: "show W1",
        "Another word for neuron."),
      Word(
        "layer", also: ["layers"], lesson: "hidden-layer-by-hand", example: "list forward",
        """
        Neurons side by side that read the same inputs: one matrix product computes them \
        all.
        """),
      Word(
        "hidden layer", also: ["hidden"], lesson: "hidden-layer-by-hand", example: "show A1",
        """
        The neurons between the inputs and the output. Nobody says what they should answer; \
        training finds it. Where the model has a setting hidden, it is how many they are.
        """),
      Word(
        "weight", also: ["weights"], lesson: "one-neuron", example: "show W1",
        """
        What a neuron multiplies an input by. A large weight makes that input count much, a \
        negative one makes it count against.
        """),
      Word(
        "bias", also: ["biases"], lesson: "one-neuron", example: "show b1",
        """
        What a neuron adds to its weighted inputs, whatever they are: how readily it says \
        yes.
        """),
      Word(
        "parameter", also: ["parameters"], lesson: "first-forward-pass", example: "show params",
        "A number that training changes: the weights and the biases."),
      Word(
        "activation", also: ["activations", "activation function", "bend", "squashing"],
        lesson: "one-neuron", example: "A1 = tanh(Z1)",
        """
        The function that a neuron's sum goes through: sigmoid, tanh or relu. Without it \
        layers upon layers would still be one line.
        """),
      Word(
        "input", also: ["inputs"], lesson: "first-forward-pass", example: "show X",
        """
        What the network is asked: the rows of X, one column for each example.
        """),
      Word(
        "prediction", also: ["predictions", "output", "outputs", "guess"],
        lesson: "first-forward-pass", example: "predict 1 0",
        """
        What the network says to an example: here A2, between 0 and 1, and above 0.5 means \
        yes.
        """),
      Word(
        "network", also: ["networks", "neural network"], lesson: "first-forward-pass",
        example: "list",
        """
        Equations that make predictions out of inputs, with parameters that training \
        changes. A model is its text.
        """),
      Word(
        "equation", also: ["equations"], lesson: "first-forward-pass", example: "list",
        """
        A line of the model: a name and how its value is computed. step computes the \
        equations of a phase, stepi one.
        """),
      Word(
        "setting", also: ["settings"], lesson: "learning-rate", example: "set lr = 1",
        """
        A number that you choose before training and that training never changes: lr, \
        hidden, scale.
        """),
      Word(
        "XOR", also: ["exclusive or", "xor"], lesson: "one-line-is-not-enough", example: "show Y",
        """
        Exclusive or: 1 if exactly one of two bits is 1. The smallest question that one \
        neuron cannot learn.
        """),
      Word(
        "gate", also: ["gates", "AND", "OR", "NAND", "logic"], lesson: "hidden-layer-by-hand",
        example: "bitwise_and(X[0], X[1])",
        """
        AND is 1 if both bits are, OR if one of them is at least, NAND where AND is 0. One \
        neuron can do each.
        """),
      Word(
        "bit", also: ["bits"], lesson: "data-and-shapes", example: "X[:, 0]",
        "A number that is 0 or 1. Each example of XOR has two."),
      Word(
        "article", also: ["the article"], lesson: "first-forward-pass", example: "list",
        """
        The text that this network is from: it trains XOR with NumPy, with 1000 examples and \
        two hidden neurons. list shows its equations.
        """),
    ])
}
