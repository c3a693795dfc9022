/// A lesson with an exercise of every kind.
package enum LessonOfKinds {
  /// A lesson with an exercise of each kind, and a session that has it open.
  package static let text = """
    ---
    id: kinds
    title: Kinds
    number: 1
    minutes: 5
    summary: Every kind.
    ---

    # Commands

    ```exercise
    id: command
    ask: Draw the data.
    command: step
    hint: It is a small step.
    hint: The first of six phases.
    wrong: run 1 -> That is a whole epoch.
    explain: So it begins.
    ```

    After the command.

    ## States

    ```exercise
    id: state
    ask: Make `lr` one.
    check: lr == 1
    answer: set lr = 1
    wrong: set lr = 10 -> Ten times too much.
    ```

    ## Values

    ```run
    step
    ```

    ```exercise
    id: value
    ask: What is the top right weight?
    value: W1[0, 1]
    wrong: W1[0, 0] -> That is the left one.
    ```

    ```exercise
    id: shape
    ask: And the shape of X?
    shape: X
    ```

    ```quiz
    id: choice
    ask: Which?
    choice: this
    choice: that
    answer: that
    ```

    ## Predictions

    ```exercise
    id: predict
    ask: What will A2 be?
    predict: A2[0, 0]
    ```

    ```run
    step 2
    ```

    ## Equations

    ```exercise
    id: equation
    ask: Write dW2.
    equation: dW2 = dZ2 @ A1.T / m
    ```

    ```exercise
    id: bug
    ask: Which is wrong?
    bug: dW1
    choice: dZ2 = A2 - Y
    choice: dW1 = dZ1 @ X / m
    ```

    ## The end

    Done.

    """
}
