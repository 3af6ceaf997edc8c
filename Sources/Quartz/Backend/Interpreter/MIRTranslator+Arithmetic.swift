// Arithmetic, comparisons and conversions.

extension MIRTranslator {
  /// The type of the first operand.
  private var operandType: TypeID { function.types[Int(function.a[current])] }

  /// Adds the code of an operation on numbers.
  mutating func emitArithmetic() {
    switch function.opcodes[current] {
    case .add: emitChecked(.addSI, .addS, .addNS, .addU, .addNU, .addD, .addF)
    case .subtract:
      emitChecked(
        .subtractSI, .subtractS, .subtractNS, .subtractU, .subtractNU, .subtractD, .subtractF)
    case .multiply:
      emitChecked(
        .multiplySI, .multiplyS, .multiplyNS, .multiplyU, .multiplyNU, .multiplyD, .multiplyF)
    case .divide: emitDivision(.divideSI, .divideS, .divideNS, .divideU, .divideD, .divideF)
    case .remainder:
      emitDivision(
        .remainderSI, .remainderS, .remainderNS, .remainderU, .remainderD, .remainderF)
    case .negate: emitNegate()
    case .addWrapping: emitCommutative(.addWI, .addW)
    case .subtractWrapping: emitOnWords(.subtractW)
    case .multiplyWrapping: emitOnWords(.multiplyW)
    case .bitAnd: emitCommutative(.andI, .and)
    case .bitOr: emitOnWords(.or)
    case .bitXor: emitCommutative(.xorI, .xor)
    case .not: emitNot()
    case .shiftLeft: emitShift(.shiftLeftI, .shiftLeft)
    case .shiftRight:
      let isSigned = operandType.isSignedInteger
      emitShift(
        isSigned ? .shiftRightSI : .shiftRightUI, isSigned ? .shiftRightS : .shiftRightU)
    default: break
    }
  }

  /// An operation that panics on overflow of integers; floats do not overflow.
  private mutating func emitChecked(
    _ immediateOp: InterpreterOp, _ wide: InterpreterOp, _ narrow: InterpreterOp,
    _ unsigned: InterpreterOp, _ narrowUnsigned: InterpreterOp, _ double: InterpreterOp,
    _ float: InterpreterOp
  ) {
    let type = operandType
    if type == .int, let right = immediate(Int(function.b[current])) {
      let left = first()
      return emit(immediateOp, destination(), left, right)
    }
    let (left, right) = (first(), second())
    let target = destination()
    switch type {
    case .f64: emit(double, target, left, right)
    case .f32: emit(float, target, left, right)
    case .int: emit(wide, target, left, right)
    case .u64: emit(unsigned, target, left, right)
    case _ where type.isSignedInteger: emit(narrow, target, left, right, n: 64 - type.bitWidth)
    default: emit(narrowUnsigned, target, left, right, n: type.bitWidth)
    }
  }

  private mutating func emitDivision(
    _ immediateOp: InterpreterOp, _ wide: InterpreterOp, _ narrow: InterpreterOp,
    _ unsigned: InterpreterOp, _ double: InterpreterOp, _ float: InterpreterOp
  ) {
    let type = operandType
    if type == .int, let right = immediate(Int(function.b[current])), right != 0,
      right != UInt32.max
    {
      let left = first()
      return emit(immediateOp, destination(), left, right)
    }
    let (left, right) = (first(), second())
    let target = destination()
    switch type {
    case .f64: emit(double, target, left, right)
    case .f32: emit(float, target, left, right)
    case .int: emit(wide, target, left, right)
    case _ where type.isSignedInteger: emit(narrow, target, left, right, n: 64 - type.bitWidth)
    default: emit(unsigned, target, left, right)
    }
  }

  private mutating func emitNegate() {
    let type = operandType
    let source = first()
    let target = destination()
    switch type {
    case .f64: emit(.negateD, target, source)
    case .f32: emit(.negateF, target, source)
    case .int: emit(.negateS, target, source)
    case _ where type.isSignedInteger: emit(.negateNS, target, source, n: 64 - type.bitWidth)
    default: emit(.negateU, target, source)
    }
  }

  /// An operation on whole words, cut to the type afterwards.
  private mutating func emitOnWords(_ op: InterpreterOp) {
    let (left, right) = (first(), second())
    emit(op, destination(), left, right)
    emitExtension(function.types[current])
  }

  /// The same, of which either operand may be an immediate.
  private mutating func emitCommutative(_ immediateOp: InterpreterOp, _ op: InterpreterOp) {
    let (a, b) = (Int(function.a[current]), Int(function.b[current]))
    if let right = immediate(b) {
      let left = operand(a)
      emit(immediateOp, destination(), left, right)
    } else if let left = immediate(a) {
      let right = operand(b)
      emit(immediateOp, destination(), right, left)
    } else {
      return emitOnWords(op)
    }
    emitExtension(function.types[current])
  }

  /// Cuts the result to `type` and extends it again.
  private mutating func emitExtension(_ type: TypeID) {
    guard type.isInteger, type.bitWidth < 64 else { return }
    let target = destination()
    if type.isSignedInteger {
      emit(.extendS, target, target, n: 64 - type.bitWidth)
    } else {
      emit(.extendU, target, target, n: type.bitWidth)
    }
  }

  private mutating func emitNot() {
    let type = operandType
    let source = first()
    if type == .bool { return emit(.xorI, destination(), source, 1) }
    emit(.xorI, destination(), source, UInt32.max)
    if !type.isSignedInteger { emitExtension(type) }
  }

  private mutating func emitShift(_ immediateOp: InterpreterOp, _ op: InterpreterOp) {
    let width = operandType.bitWidth
    let left = first()
    if let count = constantWord(Int(function.b[current])), count < width {
      emit(immediateOp, destination(), left, UInt32(count))
    } else {
      let right = second()
      emit(op, destination(), left, right, n: width)
    }
    if function.opcodes[current] == .shiftLeft { emitExtension(operandType) }
  }
}

// MARK: - Comparisons

/// How two words, or a word and an immediate, are compared.
enum WordRelation: Int, CaseIterable {
  case equal, notEqual, lessS, lessEqualS, lessU, lessEqualU
  case equalI, notEqualI, lessSI, lessEqualSI, greaterSI, greaterEqualSI

  /// The operation that gives a Bool.
  var op: InterpreterOp { Self.ops[rawValue] }

  /// The operation that jumps.
  var jumpOp: InterpreterOp { Self.jumpOps[rawValue] }

  private static let ops: [InterpreterOp] = [
    .equal, .notEqual, .lessS, .lessEqualS, .lessU, .lessEqualU, .equalI, .notEqualI, .lessSI,
    .lessEqualSI, .greaterSI, .greaterEqualSI,
  ]

  private static let jumpOps: [InterpreterOp] = [
    .jumpEqual, .jumpNotEqual, .jumpLessS, .jumpLessEqualS, .jumpLessU, .jumpLessEqualU,
    .jumpEqualI, .jumpNotEqualI, .jumpLessSI, .jumpLessEqualSI, .jumpGreaterSI,
    .jumpGreaterEqualSI,
  ]
}

/// A comparison of two words, ready to be emitted.
struct WordComparison {
  /// How they are compared.
  let relation: WordRelation
  /// The place of the first word.
  let left: UInt32
  /// The place of the second word, or the immediate.
  let right: UInt32

  /// The comparison that holds exactly when this does not.
  var negated: WordComparison {
    switch relation {
    case .equal: WordComparison(relation: .notEqual, left: left, right: right)
    case .notEqual: WordComparison(relation: .equal, left: left, right: right)
    case .lessS: WordComparison(relation: .lessEqualS, left: right, right: left)
    case .lessEqualS: WordComparison(relation: .lessS, left: right, right: left)
    case .lessU: WordComparison(relation: .lessEqualU, left: right, right: left)
    case .lessEqualU: WordComparison(relation: .lessU, left: right, right: left)
    case .equalI: WordComparison(relation: .notEqualI, left: left, right: right)
    case .notEqualI: WordComparison(relation: .equalI, left: left, right: right)
    case .lessSI: WordComparison(relation: .greaterEqualSI, left: left, right: right)
    case .lessEqualSI: WordComparison(relation: .greaterSI, left: left, right: right)
    case .greaterSI: WordComparison(relation: .lessEqualSI, left: left, right: right)
    case .greaterEqualSI: WordComparison(relation: .lessSI, left: left, right: right)
    }
  }
}

extension MIRTranslator {
  /// The comparison of words that the instruction at `index` makes.
  mutating func comparison(at index: Int) -> WordComparison {
    var (left, right) = (Int(function.a[index]), Int(function.b[index]))
    let isSigned = function.types[left].isSignedInteger
    let opcode = function.opcodes[index]
    if isSigned || opcode == .equal || opcode == .notEqual,
      let simple = immediateComparison(opcode, left, right)
    {
      return simple
    }
    if opcode == .greater || opcode == .greaterEqual { swap(&left, &right) }
    let relation: WordRelation =
      switch opcode {
      case .equal: .equal
      case .notEqual: .notEqual
      case .less, .greater: isSigned ? .lessS : .lessU
      default: isSigned ? .lessEqualS : .lessEqualU
      }
    return WordComparison(relation: relation, left: operand(left), right: operand(right))
  }

  /// The comparison when one side is an immediate.
  private mutating func immediateComparison(
    _ opcode: Opcode, _ left: Int, _ right: Int
  ) -> WordComparison? {
    if let word = immediate(right) {
      let relation: WordRelation =
        switch opcode {
        case .equal: .equalI
        case .notEqual: .notEqualI
        case .less: .lessSI
        case .lessEqual: .lessEqualSI
        case .greater: .greaterSI
        default: .greaterEqualSI
        }
      return WordComparison(relation: relation, left: operand(left), right: word)
    }
    guard let word = immediate(left) else { return nil }
    let relation: WordRelation =
      switch opcode {
      case .equal: .equalI
      case .notEqual: .notEqualI
      case .less: .greaterSI
      case .lessEqual: .greaterEqualSI
      case .greater: .lessSI
      default: .lessEqualSI
      }
    return WordComparison(relation: relation, left: operand(right), right: word)
  }

  /// Adds the code of a comparison whose result is needed as a Bool.
  mutating func emitComparison() {
    let type = operandType
    guard type.isFloat else {
      let comparison = comparison(at: current)
      return emit(comparison.relation.op, destination(), comparison.left, comparison.right)
    }
    var (left, right) = (first(), second())
    let opcode = function.opcodes[current]
    if opcode == .greater || opcode == .greaterEqual { swap(&left, &right) }
    let isDouble = type == .f64
    let op: InterpreterOp =
      switch opcode {
      case .equal: isDouble ? .equalD : .equalF
      case .notEqual: isDouble ? .notEqualD : .notEqualF
      case .less, .greater: isDouble ? .lessD : .lessF
      default: isDouble ? .lessEqualD : .lessEqualF
      }
    emit(op, destination(), left, right)
  }
}

// MARK: - Conversions

extension MIRTranslator {
  /// Adds the code of a conversion that panics when the value does not fit.
  mutating func emitConvert() {
    let (source, target) = (operandType, function.types[current])
    if source.isFloat || target.isFloat { return emitFloatConversion(.doubleToInteger) }
    let place = first()
    if target.isSignedInteger && source.isSignedInteger {
      return emit(.fitS, destination(), place, n: 64 - target.bitWidth)
    }
    // Out of range is every word with a bit above those that both types use for values.
    let isMixed = target.isSignedInteger || target.bitWidth == 64
    emit(.fitU, destination(), place, n: target.bitWidth - (isMixed ? 1 : 0))
  }

  /// Adds the code of a conversion that wraps or saturates.
  mutating func emitConvertWrapping() {
    let (source, target) = (operandType, function.types[current])
    if source.isFloat || target.isFloat { return emitFloatConversion(.doubleToIntegerSaturating) }
    let place = first()
    if target.isSignedInteger {
      emit(.extendS, destination(), place, n: 64 - target.bitWidth)
    } else {
      emit(.extendU, destination(), place, n: target.bitWidth)
    }
  }

  private mutating func emitFloatConversion(_ toInteger: InterpreterOp) {
    let (source, target) = (operandType, function.types[current])
    let place = first()
    switch (source, target) {
    case (.f32, .f64): emit(.floatToD, destination(), place)
    case (.f64, .f32): emit(.doubleToF, destination(), place)
    case (.f32, _):
      // An F64 holds every F32, so that both are converted by the same code.
      let wide = borrow()
      emit(.floatToD, wide, place)
      emit(toInteger, destination(), wide, n: Int(target.index))
    case (.f64, _): emit(toInteger, destination(), place, n: Int(target.index))
    case (_, .f64): emit(source == .u64 ? .unsignedToD : .signedToD, destination(), place)
    default: emit(source == .u64 ? .unsignedToF : .signedToF, destination(), place)
    }
  }

  /// A bit cast that is not the same word, or of a value in a block that stands later.
  mutating func emitBitcast() {
    let place = first()
    let type = stored[current]
    guard type.storage == .word, type.size < 8 else {
      return emitCopy(to: destination(), from: place, size: type.size)
    }
    if type.isSigned {
      emit(.extendS, destination(), place, n: 64 - type.size * 8)
    } else {
      emit(.extendU, destination(), place, n: type.size * 8)
    }
  }
}
