extension Glossary {
  static let learning = Part(
    "Learning",
    [
      Word(
        "gradient", also: ["gradients", "grad", "grads"], lesson: "gradient-descent",
        example: "show grads",
        """
        The slopes of the loss, one for each parameter: dW1 says how much L rises for each \
        bit that W1 rises. Training goes the other way.
        """),
      Word(
        "slope", also: ["slopes", "derivative", "derivatives"], lesson: "gradient-descent",
        example: "show dW1",
        """
        How fast one number rises when another one does: 3 means three times as fast, a \
        negative one that it falls.
        """),
      Word(
        "pull", also: ["share of a gradient"], lesson: "gradient-descent",
        example: "pulls W1[0, 0]",
        """
        What one example adds to a gradient: below 0 it wants the parameter larger, above 0 \
        smaller. The gradient is what remains of all of them.
        """),
      Word(
        "gradient descent", also: ["descent"], lesson: "gradient-descent", example: "list update",
        """
        Changing each parameter a little against its slope, again and again: w = w - lr * \
        dw.
        """),
      Word(
        "stochastic gradient descent", also: ["stochastic", "SGD"], lesson: "a-handful-at-a-time",
        example: "help sgd",
        """
        Gradient descent by a part of the examples at a time; sgd here, with all of them \
        unless batch says otherwise.
        """),
      Word(
        "learning rate", also: ["lr", "rate", "step size"], lesson: "learning-rate",
        example: "set lr = 1",
        """
        How far an update steps: it multiplies the gradient. Too small takes for ever, too \
        large jumps over the valley.
        """),
      Word(
        "chain rule", also: ["chain"], lesson: "backward", example: "list backward",
        """
        Slopes behind one another multiply: if z rises 2 for each w and L 3 for each z, L \
        rises 6 for each w.
        """),
      Word(
        "optimizer", also: ["optimizers", "optimiser"], lesson: "fixes-and-their-price",
        example: "help optimizers",
        """
        The rule by which gradients change parameters: sgd, momentum, rmsprop or adam.
        """),
      Word(
        "velocity", also: [], lesson: "fixes-and-their-price", example: "help momentum",
        """
        What momentum keeps of the earlier gradients, so that a step goes on as a ball rolls \
        on.
        """),
      Word(
        "batch", also: ["batches", "mini-batch", "minibatch"], lesson: "a-handful-at-a-time",
        example: "set batch = 32",
        """
        A part of the examples, after which the parameters are updated already.
        """),
      Word(
        "train", also: ["training", "learn", "learning"], lesson: "gradient-descent",
        example: "run 100",
        "Repeating epochs, so that the loss becomes smaller."),
      Word(
        "plateau", also: ["plateaus", "flat"], lesson: "plateau", example: "plot loss",
        """
        A stretch of training on which the loss hardly falls, though it is not at the end: \
        the gradients are tiny there.
        """),
      Word(
        "saddle", also: ["saddle point"], lesson: "plateau", example: "show grads",
        """
        A place where every slope is 0 and that is no valley: it goes down in some \
        directions and up in others.
        """),
      Word(
        "minimum", also: ["minima", "local minimum", "valley"], lesson: "gradient-descent",
        example: "show L",
        """
        A place from which the loss rises in every direction. Where another one lies deeper \
        it is called local.
        """),
      Word(
        "trap", also: ["traps"], lesson: "fixes-and-their-price", example: "diagnose",
        """
        A minimum at which some examples are answered wrong for good; another seed often \
        leads around it.
        """),
      Word(
        "symmetry", also: ["symmetric", "twins", "twin"], lesson: "symmetry", example: "diagnose",
        """
        Neurons that start alike get the same gradients and stay alike for ever. Random \
        weights break the symmetry.
        """),
      Word(
        "saturation", also: ["saturated"], lesson: "learning-rate", example: "stats A1",
        """
        A sigmoid far out is nearly 0 or 1 and so flat that hardly any gradient comes \
        through.
        """),
      Word(
        "vanishing gradient", also: ["vanishing gradients", "vanishing"],
        lesson: "deeper", example: "stats dW1",
        """
        A gradient that has been multiplied by small slopes until next to nothing is left.
        """),
      Word(
        "Xavier", also: ["Glorot", "He"], lesson: "deeper",
        example: "set W1 = randn(hidden, 2) * sqrt(1 / 2)",
        """
        A size for the first weights of a layer with n inputs, so that signals keep theirs: variance \
        1 / n (after Xavier Glorot), or 2 / n behind a ReLU (after Kaiming He).
        """),
      Word(
        "dead", also: ["dead unit", "dead neuron"], lesson: "fixes-and-their-price",
        example: "diagnose",
        """
        A relu neuron is dead if its sum is below 0 for every example: it answers 0, and no \
        gradient reaches it.
        """),
      Word(
        "divergence", also: ["diverge", "diverges", "diverging"], lesson: "learning-rate",
        example: "plot loss",
        """
        Steps that become larger and larger, until the loss is huge or nan. A smaller \
        learning rate helps.
        """),
      Word(
        "convergence", also: ["converge", "converges"], lesson: "gradient-descent",
        example: "plot loss",
        "Coming nearer and nearer to an end, where the loss falls no more."),
      Word(
        "nan", also: ["NaN"], lesson: "learning-rate", example: "diagnose",
        """
        Not a number: what 0 / 0 or inf - inf comes to. One of them makes everything nan \
        that is computed from it.
        """),
      Word(
        "inf", also: ["infinity", "infinite"], lesson: "learning-rate", example: "exp(1000)",
        "Infinity: a number too large for float64, or 1 / 0."),
      Word(
        "blame", also: [], lesson: "backward", example: "dZ2",
        """
        How much a value has to do with the loss: the gradient of the loss by it, dZ1 for \
        Z1.
        """),
      Word(
        "gradient checking",
        also: [
          "gradient check", "check gradients", "central difference", "central differences",
          "numerical gradient", "eps",
        ], lesson: "gradient-checking", example: "check gradients",
        """
        Measuring a slope to see whether the computed one is right: the loss a little to \
        both sides, eps away, and the difference divided by 2 * eps.
        """),
      Word(
        "tolerance", also: ["tolerances", "rtol", "atol"], lesson: "gradient-checking",
        example: "allclose(1, 1.000001)",
        """
        How far two numbers may be apart and still count as equal, since computed ones are \
        rarely equal in all digits.
        """),
    ])
}
