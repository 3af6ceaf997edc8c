// Calls and terminators.

extension MIRTranslator {
  /// Adds the code of a call.
  mutating func emitCall() {
    let isClosure = function.opcodes[current] == .callClosure
    if !isClosure && passesVariadicFloats() {
      return emit(.unsupportedCall, function.a[current])
    }
    let callee = isClosure ? first() : function.a[current]
    let words = argumentWords(function.list(function.b[current]).map { Int($0) })
    outgoing = max(outgoing, UInt32(words.count + 1) * 8)
    let result = homes[current].kind == .empty ? 0 : destination()
    calls.append(code.count)
    emit(callOp(isClosure), callee, result, 0, n: words.count)
    emitWords(words)
  }

  private func callOp(_ isClosure: Bool) -> InterpreterOp {
    if isClosure { return .callClosure }
    let callee = image.program.functions[FunctionID(index: function.a[current])]
    return callee.flags.contains(.isExtern) ? .callExtern : .call
  }

  /// Whether the call passes floats where the signature has `...`, for which C has other rules.
  private func passesVariadicFloats() -> Bool {
    let callee = image.program.functions[FunctionID(index: function.a[current])]
    let variadic = function.list(function.b[current]).dropFirst(callee.parameters.count)
    return variadic.contains { image.isFloat(function.types[Int($0)]) }
  }

  /// The places of the words that `values` are passed as.
  private mutating func argumentWords(_ values: [Int]) -> [UInt32] {
    var words: [UInt32] = []
    for value in values where stored[value].storage != .empty {
      let place = operand(value)
      for offset in stride(from: 0, to: stored[value].frameSize, by: 8) {
        words.append(place + offset)
      }
    }
    return words
  }

  /// Adds the code of the end of a block.
  mutating func emitTerminator() {
    let a = function.a[current]
    switch function.opcodes[current] {
    case .jump: emitJump(to: a)
    case .branch: emitBranch()
    case .switchInt: emitSwitch()
    case .returnValue: emitReturn(Int(a))
    default: emit(.unreachable)
    }
  }

  /// Goes to `block`, by falling into it when it is the next.
  private mutating func emitJump(to block: UInt32) {
    guard block != nextBlock else { return }
    fix(code.count, to: block)
    emit(.jump)
  }

  private mutating func emitBranch() {
    let list = Array(function.list(function.b[current]))
    let (yes, no) = (list[0], list[1])
    guard homes[Int(function.a[current])].kind == .fused else {
      return emitBranch(on: first(), yes, no)
    }
    var comparison = comparison(at: Int(function.a[current]))
    let goesOn = yes == nextBlock
    if goesOn { comparison = comparison.negated }
    fix(code.count, to: goesOn ? no : yes)
    emit(comparison.relation.jumpOp, comparison.left, comparison.right)
    emitJump(to: goesOn ? yes : no)
  }

  private mutating func emitBranch(on condition: UInt32, _ yes: UInt32, _ no: UInt32) {
    let goesOn = yes == nextBlock
    fix(code.count, to: goesOn ? no : yes)
    emit(goesOn ? .jumpUnless : .jumpIf, condition)
    emitJump(to: goesOn ? yes : no)
  }

  private mutating func emitReturn(_ value: Int) {
    guard value != 0, stored[value].storage != .empty else { return emit(.returnNothing) }
    let place = operand(value)
    if stored[value].storage == .word { return emit(.returnWord, place) }
    emit(.returnBytes, place, 0, UInt32(stored[value].size))
  }
}

// MARK: - Switches

extension MIRTranslator {
  private mutating func emitSwitch() {
    let list = Array(function.list(function.b[current]))
    let cases = stride(from: 1, to: list.count, by: 3).map { start in
      let word = UInt64(list[start + 1]) << 32 | UInt64(list[start])
      return (value: Int64(bitPattern: word), block: list[start + 2])
    }.sorted { $0.value < $1.value }
    let place = first()
    if cases.count <= 2 && cases.allSatisfy({ Int32(exactly: $0.value) != nil }) {
      return emitChain(place, cases, list[0])
    }
    // Cases that are missing in a table cost four bytes each; a search costs time.
    let (span, overflow) = cases[cases.count - 1].value.subtractingReportingOverflow(cases[0].value)
    if !overflow && span < cases.count * 4 + 16 {
      emitTable(place, cases, Int(span) + 1, list[0])
    } else {
      emitSearch(place, cases, list[0])
    }
  }

  private mutating func emitChain(
    _ place: UInt32, _ cases: [(value: Int64, block: UInt32)], _ otherwise: UInt32
  ) {
    for (value, block) in cases {
      fix(code.count, to: block)
      emit(.jumpEqualI, place, UInt32(bitPattern: Int32(value)))
    }
    emitJump(to: otherwise)
  }

  private mutating func emitTable(
    _ place: UInt32, _ cases: [(value: Int64, block: UInt32)], _ count: Int, _ otherwise: UInt32
  ) {
    var targets = [UInt32](repeating: otherwise, count: count)
    for (value, block) in cases { targets[Int(value - cases[0].value)] = block }
    emitSwitch(.jumpTable, place, words(of: [cases[0].value]), targets, otherwise)
  }

  private mutating func emitSearch(
    _ place: UInt32, _ cases: [(value: Int64, block: UInt32)], _ otherwise: UInt32
  ) {
    let values = words(of: cases.map(\.value))
    emitSwitch(.jumpSearch, place, values, cases.map(\.block), otherwise)
  }

  private func words(of values: [Int64]) -> [UInt32] {
    values.flatMap { [UInt32(truncatingIfNeeded: $0), UInt32(truncatingIfNeeded: $0 >> 32)] }
  }

  /// An instruction, then the words of its values, then a distance for each target.
  private mutating func emitSwitch(
    _ op: InterpreterOp, _ place: UInt32, _ values: [UInt32], _ targets: [UInt32],
    _ otherwise: UInt32
  ) {
    let base = code.count + 1
    fix(code.count, to: otherwise)
    emit(op, place, UInt32(targets.count))
    emitWords(values)
    for (number, block) in targets.enumerated() {
      fix(code.count + number / 4, word: number % 4, from: base, to: block)
    }
    emitWords([UInt32](repeating: 0, count: targets.count))
  }
}
