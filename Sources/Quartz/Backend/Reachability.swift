/// Finds the functions that the process can get to.
///
/// The lowering makes the hooks of all checks and what they call, such as the printing of floats; a
/// small program's code would mostly consist of them.
struct Reachability {
  private let program: MIRProgram
  /// By function, whether it is reached.
  private(set) var isReached: [Bool]
  private var work: [FunctionID] = []

  /// Marks what can be reached in `program`; without an entry that is everything.
  init(_ program: MIRProgram) {
    self.program = program
    isReached = [Bool](repeating: program.entry.isNone, count: program.functions.count + 1)
    reach(program.entry)
    while let id = work.popLast() { scan(program.functions[id]) }
  }

  private mutating func reach(_ id: FunctionID) {
    guard !id.isNone, !isReached[id.position] else { return }
    isReached[id.position] = true
    work.append(id)
  }

  private mutating func scan(_ function: MIRFunction) {
    for index in 1..<max(1, function.count) {
      switch function.opcodes[index] {
      case .call, .functionAddress: reach(FunctionID(index: function.a[index]))
      case .add, .subtract, .multiply, .negate:
        if !function.types[index].isFloat { reach(program.hooks.overflow) }
      case .divide, .remainder:
        guard !function.types[index].isFloat else { continue }
        reach(program.hooks.overflow)
        reach(program.hooks.division)
      case .shiftLeft, .shiftRight: reach(program.hooks.shift)
      case .convert:
        let operand = function.types[Int(function.a[index])]
        reach(operand.isFloat ? program.hooks.floatConversion : program.hooks.conversion)
        if operand == .u64 { reach(program.hooks.overflow) }
      default: break
      }
    }
  }
}
