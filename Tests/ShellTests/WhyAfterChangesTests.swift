import ShellSupport
import Testing
import Training

@testable import Shell

/// `why` about numbers that lie behind a change by hand, or far in the past.
@Suite struct WhyAfterChangesTests {
  func text(_ commands: String...) throws -> String {
    var session = try Shells.article()
    var last = ""
    for command in commands {
      let outcome = session.perform(command)
      #expect(outcome.isSuccess, "\(command): \(outcome)")
      last = Shells.text(outcome)
    }
    return last
  }

  @Test func anUpdateStartsFromTheNumberThatWasSet() throws {
    let text = try text("run 3", "set W1[0, 0] = 0.5", "epoch", "why W1[0, 0]")
    #expect(text.contains("= 0.5 - 0.5 * "), "\(text)")
    #expect(text.contains("W1[0, 0] = 0.5   a parameter: set by hand"), "\(text)")
    #expect(text.contains("the updates and changes by hand of epochs 1 to 3"), "\(text)")
  }

  @Test func aFirstNumberThatWasSetSaysSo() throws {
    let text = try text("step 2", "set W1[0, 0] = 0.25", "run 3", "why W1[0, 0]")
    #expect(text.contains("the first value, set by hand"), "\(text)")
    #expect(text.contains("the updates of epochs 1 to 2"), "\(text)")
  }

  @Test func onlyTheStretchWithTheChangeNamesIt() throws {
    let set = ["run 14", "set W1[0, 0] = 0.25", "run 3"]
    let text = try text(set[0], set[1], set[2], "why W1[0, 0]")
    #expect(text.contains("the updates of epochs 1 to 10"), "\(text)")
    #expect(text.contains("the updates and changes by hand of epochs 11 to 16"), "\(text)")
    let beside = try self.text(set[0], set[1], set[2], "why W1[0, 1]")
    #expect(!beside.contains("by hand"), "\(beside)")
  }

  @Test func aDrawOfAnEpochNamesTheModelsSeed() throws {
    let text = try text("set batch = 100", "run 2", "step", "why order[3]")
    #expect(text.contains("draw 4 of permutation, of the numbers that seed(42) began"), "\(text)")
    let own = try self.text("set seed = 7", "set batch = 100", "run 1", "step", "why order[3]")
    #expect(own.contains("seed(7) began"), "\(own)")
  }

  @Test func aConstantIsItself() throws {
    for name in ["pi", "np.pi", "nan", "inf"] {
      #expect(try text("run 1", "why \(name)").contains("="), "\(name)")
    }
  }

  @Test func batchesBeforeTheLastOneAreNamed() throws {
    let text = try text("set batch = 300", "run 2", "goto 3:3.update", "why W1[0, 0]")
    #expect(text.contains("the updates of epochs 1 to 2"), "\(text)")
    #expect(text.contains("the earlier batches of epoch 3"), "\(text)")
    #expect(text.contains("the update of epoch 3, batch 3, worked out above"), "\(text)")
  }

  /// Each number that no equation makes says what it is.
  @Test func whatIsCountedOrMeasuredSaysWhatItIs() throws {
    let training = ["set holdout = 0.25", "set batch = 100", "run 2", "step"]
    func why(_ name: String) throws -> String {
      try text(training[0], training[1], training[2], training[3], "why \(name)")
    }
    #expect(try why("epoch").contains("the epoch that is being worked on"))
    #expect(try why("batch_index").contains("the number of the batch"))
    #expect(try why("accuracy").contains("the share of the training examples"))
    #expect(try why("accuracy").contains("mean((A2 > 0.5) == (Y > 0.5))"))
    #expect(try why("accuracy_val").contains("the share of the examples kept back"))
    #expect(try why("loss_val").contains("the loss of the examples that holdout keeps back"))
    #expect(try text("run 1", "why m").contains("the number of examples"))
  }

  @Test func theElementsBesideItAreWhatTheUpdateMadeThem() throws {
    let text = try text("run 3", "set W1[0, 0] = 0.5", "why W1[0, 1]")
    #expect(text.contains("W1[0, 1] - lr * dW1[0, 1]"), "\(text)")
    #expect(try self.text("run 3", "set W1[0, 0] = 0.5", "why W1[0, 0]").contains("by hand"))
  }

  @Test func aValueFromBeforeTheChangeIsExplainedByWhatWasThereThen() throws {
    let before = try text("goto 3.forward", "why Z1[0, 1]")
    let after = try text("goto 3.forward", "set W1[0, 0] = 0.5", "why Z1[0, 1]")
    #expect(before == after, "\(after)")
  }

  @Test func aSettingIsWhatItWasThen() throws {
    let text = try text("run 3", "set lr = 2", "why W1[0, 0]")
    #expect(text.contains("- 0.5 * "), "\(text)")
    #expect(text.contains("lr = 0.5"), "\(text)")
  }

  @Test func anEquationIsWhatItWasThen() throws {
    let text = try text("run 3", "set A1 = tanh(Z1)", "why A1[0, 1]")
    #expect(text.contains("sigmoid"), "\(text)")
  }

  @Test func theChainRuleIsOfTheEquationsThatMadeTheNumber() throws {
    for change in ["set A1 = tanh(Z1)", "set A1 = relu(Z1)", "set Z2 = W2 @ A1"] {
      let before = try text("run 3", "why dZ1[0, 1]")
      #expect(before.contains("through A1 = sigmoid(Z1)"), "\(before)")
      #expect(try text("run 3", change, "why dZ1[0, 1]") == before)
    }
    let dZ2 = try text("run 3", "why dZ2[0, 1]")
    #expect(try text("run 3", "set L = mse(A2, Y)", "why dZ2[0, 1]") == dZ2)
    let anew = try text("run 3", "set A1 = tanh(Z1)", "run 1", "why dZ1[0, 1]")
    #expect(anew.contains("through A1 = tanh(Z1)"), "\(anew)")
  }

  @Test func theFarPastIsReached() throws {
    let text = try text(
      "set X = randint(0, 2, size=(2, 4))", "run 13000", "why W1[0, 0]")
    #expect(text.contains("W1[0, 0] - lr * dW1[0, 0]"), "\(text)")
    #expect(text.contains("the updates of epochs 1001 to 10000"), "\(text)")
  }

  @Test func aNumberThatIsNoneIsFoundWhereItCameIn() throws {
    let text = try text("run 3", "set W1[0, 0] = nan", "epoch", "diagnose")
    #expect(text.contains("W1[0, 0] was set to nan by hand"), "\(text)")
    #expect(text.contains("goto 3.update"), "\(text)")
  }
}
