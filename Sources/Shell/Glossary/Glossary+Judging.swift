extension Glossary {
  static let judging = Part(
    "Judging",
    [
      Word(
        "accuracy", also: ["accuracies"], lesson: "loss", example: "accuracy",
        """
        The share of the examples that are answered right: 0.75 is three of four.
        """),
      Word(
        "cross-entropy", also: ["binary cross-entropy", "bce", "surprise"], lesson: "loss",
        example: "help bce",
        """
        The loss for yes and no: -log of what the network gave to the right answer, the mean \
        over all examples. It is log(2) = 0.693 for a shrug.
        """),
      Word(
        "mean squared error", also: ["mse", "squared error"], lesson: "loss", example: "help mse",
        """
        The loss for numbers: the square of how far off the network is, the mean over all \
        examples.
        """),
      Word(
        "threshold", also: ["thresholds"], lesson: "one-neuron", example: "A2 > 0.5",
        """
        The border between yes and no: here 0.5 for a prediction, or 0 for the sum behind \
        it.
        """),
      Word(
        "boundary", also: ["decision boundary", "border"], lesson: "one-neuron",
        example: "plot boundary",
        """
        The line on which the network is undecided, between the inputs it answers yes and \
        those it answers no.
        """),
      Word(
        "class", also: ["classes", "classification"], lesson: "one-neuron", example: "predict 1 0",
        "One of the answers there are to choose from; for XOR 0 and 1."),
      Word(
        "regression", also: [], lesson: "a-curve", example: "help mse",
        """
        Predicting a number, not a class: the loss then is mse, and accuracy means nothing.
        """),
      Word(
        "baseline", also: ["baselines"], lesson: "digits-honestly", example: "mean(Y)",
        """
        What one gets with next to nothing: always the same answer, the nearest mean, a straight \
        line. A network has to beat it.
        """),
      Word(
        "leak", also: ["leaks", "leakage"], lesson: "digits-honestly", example: "help holdout",
        """
        When training knows something of the examples that are to be new: copies of them, or numbers \
        that were computed with them. What is measured then is too good.
        """),
      Word(
        "one-hot", also: [], lesson: "three-answers", example: "onehot(array([0, 2, 1]), 3)",
        """
        Targets with a row for each class, 1 in the row of the right one and 0 in the others.
        """),
      Word(
        "score", also: ["scores", "logit", "logits"], lesson: "three-answers", example: "show Z2",
        """
        What the last layer adds up to, before a sigmoid or a softmax makes shares of it: any \
        number at all.
        """),
      Word(
        "absolute error", also: ["mae", "mean absolute error"], lesson: "a-curve",
        example: "help mae",
        """
        The loss for numbers that does not square: how far off the network is, the mean over all \
        examples.
        """),
      Word(
        "residual", also: ["residuals"], lesson: "a-curve", example: "Y - A2",
        """
        What a prediction misses: the right answer less the prediction. A pattern in the residuals \
        is still to be learned.
        """),
      Word(
        "variance", also: ["variances"], lesson: "a-curve", example: "np.var(X)",
        """
        How far numbers spread: the mean square of their distances from the mean. Its root is the \
        standard deviation.
        """),
      Word(
        "validation", also: ["validation set", "validation loss", "holdout"],
        lesson: "validation-and-honesty", example: "set holdout = 0.2",
        """
        Examples kept back from training, to see how the network does on what it has never \
        seen.
        """),
      Word(
        "test set", also: ["test sets"], lesson: "validation-and-honesty", example: "help holdout",
        """
        Examples that are looked at once, at the very end: nothing was chosen by them, so \
        that they tell the truth.
        """),
      Word(
        "confusion matrix", also: ["confusion table", "confusion"],
        lesson: "three-answers", example: "confusion",
        """
        How often each class was answered for each: a row for what is right, a column for the \
        answer. What is right stands on the diagonal.
        """),
      Word(
        "precision", also: [], lesson: "three-answers", example: "confusion",
        """
        Of the examples that were taken for a class, the share that is of it.
        """),
      Word(
        "recall", also: [], lesson: "three-answers", example: "confusion",
        """
        Of the examples that are of a class, the share that was found.
        """),
      Word(
        "stratified", also: ["stratify", "stratification"], lesson: "validation-and-honesty",
        example: "help data",
        """
        Split so that each part has every class in the same proportion.
        """),
      Word(
        "standardise", also: ["standardize", "standardised", "standardising", "normalise"],
        lesson: "numbers-of-unlike-size", example: "help data",
        """
        To take away the mean and divide by the spread, so that all inputs are about as large. Both \
        are computed of the training examples alone: the others are to be new.
        """),
      Word(
        "overfitting", also: ["overfit"], lesson: "validation-and-honesty", example: "plot loss",
        """
        Learning the examples by heart, noise and all: the loss falls on them and rises on \
        those kept back.
        """),
      Word(
        "noise", also: [], lesson: "validation-and-honesty", example: "show Y",
        """
        Chance in the data: answers that are wrong or off, which nothing can be learned \
        from.
        """),
      Word(
        "early stopping", also: ["stop early"], lesson: "validation-and-honesty",
        example: "plot loss",
        """
        Ending training where the loss on the examples kept back begins to rise.
        """),
      Word(
        "regularisation", also: ["regularization", "L2", "penalty"],
        lesson: "validation-and-honesty", example: "list loss",
        """
        A price on large weights, added to the loss, so that the network stays smooth.
        """),
      Word(
        "hyper-parameter", also: ["hyper-parameters", "hyperparameter", "hyperparameters"],
        lesson: "hyper-parameters", example: "help sweep",
        """
        A number that you choose before training: learning rate, hidden neurons, scale.
        """),
      Word(
        "grid search", also: ["grid"], lesson: "hyper-parameters", example: "help sweep",
        "Trying every combination of a few values each."),
      Word(
        "random search", also: [], lesson: "hyper-parameters", example: "help sweep",
        """
        Trying combinations drawn by chance: for the same work it sees more values of each.
        """),
      Word(
        "trial", also: ["trials"], lesson: "hyper-parameters", example: "open best",
        "One training of a sweep, with its own settings and seed."),
      Word(
        "run", also: ["fork"], lesson: "learning-rate", example: "runs",
        """
        A training with all its moments. fork makes another one that goes its own way from \
        here, switch changes between them.
        """),
      Word(
        "scale", also: ["scales"], lesson: "plateau", example: "set scale = 1",
        """
        What the random starting weights are multiplied by: how large they are.
        """),
      Word(
        "shrug", also: [], lesson: "loss", example: "log(2)",
        """
        A prediction of one half: neither yes nor no. Its cross-entropy is 0.693.
        """),
    ])
}
