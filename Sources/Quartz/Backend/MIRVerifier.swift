/// Checks that a program keeps the rules that `MIR.swift` states.
///
/// Runs in debug builds and under `--verify`. What it finds is a mistake of the compiler, never of
/// the user, and is described as `function NAME, %12: …`.
final class MIRVerifier {
  /// The program; a copy, because layouts are found on demand.
  var program: MIRProgram
  let interner: Interner
  let typePrinter: TypePrinter
  /// What was found so far.
  private(set) var problems: [String] = []

  /// The function that is checked.
  var function: MIRFunction
  /// The block of each of its instructions.
  private var blocks: [BlockID] = []
  /// The end of each of its blocks, by number.
  private var blockEnds: [Int] = []

  private init(program: MIRProgram, interner: Interner) {
    self.program = program
    self.interner = interner
    typePrinter = TypePrinter(
      types: program.types, nominals: program.nominals, interner: interner)
    function = program.functions[.none]
  }

  /// Everything that is wrong in `program`.
  static func problems(in program: MIRProgram, interner: Interner) -> [String] {
    let verifier = MIRVerifier(program: program, interner: interner)
    verifier.checkProgram()
    for id in program.functions.ids { verifier.check(program.functions[id]) }
    return verifier.problems
  }

  /// Everything that is wrong in the function `id` of `program`.
  static func problems(
    in id: FunctionID, of program: MIRProgram, interner: Interner
  ) -> [String] {
    let verifier = MIRVerifier(program: program, interner: interner)
    verifier.check(program.functions[id])
    return verifier.problems
  }

  /// Notes a problem of the program.
  func reportProgram(_ problem: String) { problems.append(problem) }

  /// Notes a problem of the function, or of its instruction at `index`.
  func report(_ problem: String, at index: Int? = nil) {
    let place = index.map { ", %\($0)" } ?? ""
    problems.append("function \(interner.text(function.name))\(place): \(problem)")
  }

  /// The text of `type`.
  func name(_ type: TypeID) -> String { "'\(typePrinter.description(of: type))'" }
}

// MARK: - Functions

extension MIRVerifier {
  private func check(_ function: MIRFunction) {
    self.function = function
    guard checkSignature() else { return }
    guard function.hasBody, checkBlocks(), checkLists() else { return }
    guard checkTargets(), checkOperands() else { return }
    checkDominance()
    guard checkTypesAreConcrete() else { return }
    for index in 1..<function.count { checkInstruction(index) }
  }

  /// Whether the types of the signature are concrete, so that the body can be looked at.
  private func checkSignature() -> Bool {
    for type in function.parameters + [function.result] where !isConcrete(type) {
      report("the signature has a type that is not concrete")
      return false
    }
    if function.flags.contains(.isExtern) {
      checkExtern()
      return !function.hasBody
    }
    if function.flags.contains(.isVariadic) { report("is variadic but not extern") }
    if !function.hasBody { report("has no body") }
    return true
  }

  private func checkExtern() {
    if function.hasBody { report("is extern but has a body") }
    for (number, type) in function.parameters.enumerated() where !isScalar(type) {
      report("parameter \(number) of an extern function is of type \(name(type))")
    }
    let result = function.result
    if result != .void && result != .never && !isScalar(result) {
      report("the result of an extern function is of type \(name(result))")
    }
  }

  private func checkTypesAreConcrete() -> Bool {
    var areConcrete = true
    for index in 1..<function.count where !isConcrete(function.types[index]) {
      report("its type is not concrete", at: index)
      areConcrete = false
    }
    return areConcrete
  }

  /// Whether `type` exists and contains no parameter, variable or error.
  private func isConcrete(_ type: TypeID) -> Bool {
    type.position < program.types.count && program.types.kind(type) != .absent
      && program.types.isConcrete(type)
  }

  /// Whether values of `type` are one word.
  func isScalar(_ type: TypeID) -> Bool {
    switch program.layout(of: type).shape {
    case .integer, .float, .pointer: return true
    case .enumeration(let layout): return layout.style != .tagged
    case .empty, .aggregate: return false
    }
  }
}

// MARK: - Blocks

extension MIRVerifier {
  /// Whether each block is begun once and ends in its only terminator.
  private func checkBlocks() -> Bool {
    let found = problems.count
    guard Set(function.blockOrder).count == function.blockOrder.count else {
      report("a block is begun twice")
      return false
    }
    if function.blockOrder[0].index != 0 { report("does not begin with block b0") }
    blocks = [BlockID](repeating: BlockID(index: 0), count: function.count)
    blockEnds = [Int](repeating: 0, count: function.blockStarts.count)
    let starts = function.blockOrder.map { Int(function.blockStarts[Int($0.index)]) }
    for (place, block) in function.blockOrder.enumerated() {
      let end = place + 1 < starts.count ? starts[place + 1] : function.count
      blockEnds[Int(block.index)] = end
      checkBlock(block, starts[place], end)
    }
    return problems.count == found
  }

  private func checkBlock(_ block: BlockID, _ start: Int, _ end: Int) {
    guard start < end else { return report("block b\(block.index) is empty") }
    for index in start..<end {
      blocks[index] = block
      let opcode = function.opcodes[index]
      if opcode == .none { report("is no operation", at: index) }
      if opcode.isTerminator && index != end - 1 {
        report("'\(opcode.mnemonic)' stands before the end of block b\(block.index)", at: index)
      }
    }
    if !function.opcodes[end - 1].isTerminator {
      report("block b\(block.index) does not end in a terminator", at: end - 1)
    }
    checkPlaces(block, start..<end)
  }

  /// Parameters come first in the entry.
  private func checkPlaces(_ block: BlockID, _ range: Range<Int>) {
    for index in range {
      switch function.opcodes[index] {
      case .parameter:
        if block.index != 0 || Int(function.a[index]) != index - range.lowerBound {
          report("parameter \(function.a[index]) is not in its place", at: index)
        }
      default: break
      }
    }
  }

  /// Whether every list is inside of `extra` and of a length that its operation can have.
  private func checkLists() -> Bool {
    let found = problems.count
    for index in 1..<function.count {
      let opcode = function.opcodes[index]
      guard let isValid = Self.lengthRule(of: opcode) else { continue }
      let start = Int(opcode == .aggregate ? function.a[index] : function.b[index])
      guard start > 0, start < function.extra.count,
        start + Int(function.extra[start]) < function.extra.count
      else {
        report("its list is not in the function", at: index)
        continue
      }
      if !isValid(Int(function.extra[start])) { report("its list has a wrong length", at: index) }
    }
    return problems.count == found
  }

  /// Which lengths the list of an operation may have; nil when it has no list.
  private static func lengthRule(of opcode: Opcode) -> ((Int) -> Bool)? {
    switch opcode {
    case .fieldAddress, .copyMemory, .enumPayload, .branch: { $0 == 2 }
    case .payloadAddress: { $0 == 3 }
    case .switchInt: { $0 % 3 == 1 }
    case .aggregate, .makeEnum, .call, .callClosure: { _ in true }
    default: nil
    }
  }

  /// Whether terminators go to blocks that exist, and never to the entry.
  private func checkTargets() -> Bool {
    let found = problems.count
    for index in 1..<function.count where function.opcodes[index].isTerminator {
      var targets: [BlockID] = []
      function.forEachTarget(of: index) { targets.append($0) }
      for target in targets {
        if target.index == 0 {
          report("goes to the entry block", at: index)
        } else if Int(target.index) >= blockEnds.count || blockEnds[Int(target.index)] == 0 {
          report("goes to block b\(target.index), which was not begun", at: index)
        }
      }
    }
    return problems.count == found
  }
}

// MARK: - Operands

extension MIRVerifier {
  /// Whether all operands are values of the function.
  private func checkOperands() -> Bool {
    let found = problems.count
    for index in 1..<function.count {
      var operands: [ValueID] = []
      function.forEachOperand(of: index) { operands.append($0) }
      for operand in operands {
        if operand.isNone || operand.position >= function.count {
          report("operand %\(operand.index) does not exist", at: index)
        } else if !function.opcodes[operand.position].hasResult {
          report("operand %\(operand.index) has no result", at: index)
        }
      }
    }
    return problems.count == found
  }

  /// Values are computed before they are used, on every path.
  private func checkDominance() {
    let tree = DominatorTree(of: function)
    for index in 1..<function.count where tree.isReachable(blocks[index]) {
      var operands: [ValueID] = []
      function.forEachOperand(of: index) { operands.append($0) }
      for operand in operands where !isAvailable(operand.position, at: index, tree) {
        report("operand %\(operand.index) is not computed on every path to here", at: index)
      }
    }
  }

  private func isAvailable(_ operand: Int, at index: Int, _ tree: DominatorTree) -> Bool {
    if function.opcodes[operand].isConstant && operand < index { return true }
    if blocks[operand] == blocks[index] { return operand < index }
    return tree.dominates(blocks[operand], blocks[index])
  }
}
