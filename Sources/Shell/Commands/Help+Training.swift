import Networks
import Training

/// Topics about training that are settings or numbers, not commands.
extension HelpReport {
  /// The settings that mean something to the program, by their names.
  static var settings: [(names: [String], report: HelpReport)] {
    [
      ([ProgramBuilder.batchSetting, ProgramBuilder.shuffleSetting], batch),
      ([ProgramBuilder.holdoutSetting, ProgramBuilder.testSetting], holdout),
      ([ProgramBuilder.examplesSetting], examples),
    ]
  }

  static var batch: HelpReport {
    HelpReport(
      topic: "batch",
      paragraphs: [
        """
        With this setting an epoch goes through the examples in batches of so many, in a new \
        order each time, and updates the parameters after each. list forward shows the \
        equations that pick them. set batch = 32 changes it, and begins again. With shuffle = 0 \
        the examples keep their order: batch = 1 and shuffle = 0 is learning online.
        """
      ], code: "settings:\n  batch = 32")
  }

  static var holdout: HelpReport {
    HelpReport(
      topic: "holdout",
      paragraphs: [
        """
        With this setting a share of the examples, drawn at random, is kept back and never \
        trained on: where the targets are classes, of each class its share. With shuffle = 0 it is \
        the last ones. loss_val and accuracy_val say how well the network does on them, run \
        prints them, and plot loss draws loss_val beside the loss.
        """,
        """
        holdout_test = 0.2 keeps others back as X_test and Y_test, which nothing looks at but the \
        command test, once, at the very end.
        """,
      ], code: "settings:\n  holdout = 0.2")
  }

  static var examples: HelpReport {
    HelpReport(
      topic: "examples",
      paragraphs: [
        """
        Examples are columns, as in W1 @ X, or rows, as in X @ W1: which, the equations say, for \
        one more example has to fit parameters of the same shapes. Where both would fit, this \
        setting says it.
        """
      ], code: "settings:\n  examples = rows")
  }

  static var metrics: HelpReport {
    var report = HelpReport(topic: "metrics")
    report.paragraphs = [
      "Numbers beside the loss, computed when they are asked for, at the parameters that are there."
    ]
    report.sections = [
      (
        "",
        [
          Entry(
            term: Metric.accuracy.rawValue,
            text: """
              the share of the training examples that are predicted right: with the right class \
              largest, or on the right side of the middle of targets of two values
              """),
          Entry(
            term: Metric.validationLoss.rawValue,
            text: "the loss of the examples that holdout keeps back"),
          Entry(term: Metric.validationAccuracy.rawValue, text: "the accuracy on them"),
          Entry(
            term: Metric.absoluteError.rawValue,
            text: "where the targets are no classes: how far predictions are off on the average"),
          Entry(
            term: Metric.determination.rawValue,
            text: "the share of the targets' variance that the predictions account for"),
        ]
      )
    ]
    return report
  }
}
