import Arrays
import Equations

/// What each name of a program is in PyTorch: a tensor, or a Python number.
struct TensorNames {
  /// Names that hold a number of Python's own.
  private(set) var numbers: Set<String>
  /// Arrays that pick or choose, which must stay whole numbers and truth values.
  private(set) var selectors: Set<String> = []
  /// Tensors of whole numbers or truth values, which an epoch finds or makes.
  private(set) var kinds: [String: DType] = [:]

  init(_ program: Program) {
    let batchIndex = ProgramBuilder.batchIndexName
    numbers = Set(program.settings.map(\.name) + [Program.examplesName, batchIndex])
    for step in program.setup where step.phase == .data || step.phase == .`init` {
      guard let name = step.target, !program.parameters.contains(name) else { continue }
      if program.statics[name]?.shape?.rank == 0 { numbers.insert(name) }
    }
    for step in program.iteration {
      guard let assignment = step.statement.assignment else { continue }
      let value = assignment.computedValue
      if !value.isPythonNumber(numbers), !program.setupNames.contains(assignment.name) {
        numbers.remove(assignment.name)
      } else if value.isPythonNumber(numbers) {
        numbers.insert(assignment.name)
      }
      for expression in step.statement.expressions { collectSelectors(expression) }
    }
    numbers.subtract(program.parameters)
    findKinds(program)
  }

  private mutating func findKinds(_ program: Program) {
    for name in selectors where program.setupNames.contains(name) {
      if let kind = program.statics[name]?.dtype, kind != .float64 { kinds[name] = kind }
    }
    for step in program.iteration {
      guard let assignment = step.statement.assignment, assignment.subscripts == nil else {
        continue
      }
      let writer = PythonWriter(.torch, numbers: numbers, kinds: kinds)
      let kind = writer.kind(of: assignment.computedValue)
      kinds[assignment.name] = kind == .float64 ? nil : kind
    }
  }

  private mutating func collectSelectors(_ expression: Expression) {
    switch expression.node {
    case .index(_, let items):
      for case .position(let e) in items { selectors.formUnion(e.names) }
    case .unary(.invert, let operand): noteCondition(operand)
    case .binary(.bitwiseAnd, let a, let b), .binary(.bitwiseOr, let a, let b),
      .binary(.bitwiseXor, let a, let b):
      noteCondition(a)
      noteCondition(b)
    default: break
    }
    for child in expression.children { collectSelectors(child) }
  }

  private mutating func noteCondition(_ expression: Expression) {
    if case .name(let name) = expression.node { selectors.insert(name) }
  }
}

extension Program {
  /// Names that `data` and `init` make.
  var setupNames: Set<String> { Set(setup.compactMap(\.target)) }
}
