extension Checker {
  /// `-e`, `not e`, `~e`.
  mutating func checkUnary(_ node: NodeID, expecting: TypeID) -> TypeID {
    let operand = tree.child(node)
    if tree.kind(node) == .not {
      expect(operand, .bool)
      typed.resolve(node, .machine)
      return .bool
    }
    if tree.kind(node) == .negate && tree.kind(operand) == .integer {
      let wanted = expecting.isNone ? TypeID.none : resolved(expecting)
      let type = checkInteger(operand, wanted, isNegative: true)
      setType(operand, type)
      typed.resolve(node, .machine)
      return type
    }
    let type = resolved(check(operand, expecting: expecting))
    if type == .error || type == .never { return type }
    let isMachine = tree.kind(node) == .negate ? type.isNumeric : type.isInteger
    if isMachine {
      typed.resolve(node, .machine)
      return type
    }
    if tree.kind(node) == .negate,
      let candidate = methods(known.negate, on: type, argumentCount: 0).first
    {
      return finishCall(candidate, [operand], node, expecting: expecting)
    }
    report(.noOperator(symbol(of: tree.kind(node)), describe(type), at: span(node)))
    return .error
  }

  /// `a + b` and the like.
  mutating func checkBinary(_ node: NodeID, expecting: TypeID) -> TypeID {
    let kind = tree.kind(node)
    if kind == .and || kind == .or {
      expect(tree.child(node), .bool)
      expect(tree.secondChild(node), .bool)
      typed.resolve(node, .machine)
      return .bool
    }
    let wish = kind.isComparison ? TypeID.none : expecting
    let type = checkOperands(tree.child(node), tree.secondChild(node), expecting: wish)
    return checkOperator(kind, type, tree.child(node), tree.secondChild(node), node)
  }

  /// Checks the left operand, or the right one first when the left is a mere number; gives the type of
  /// the left one.
  private mutating func checkOperands(
    _ left: NodeID, _ right: NodeID, expecting: TypeID
  ) -> TypeID {
    if !isNumber(right) && isNumber(left) {
      let wish = expecting.isNone || !resolved(expecting).isNumeric ? TypeID.none : expecting
      let type = resolved(check(right, expecting: wish))
      if type.isNumeric {
        expect(left, type)
        return type
      }
      return resolved(check(left, expecting: wish))
    }
    return resolved(check(left, expecting: expecting))
  }

  /// Whether `node` is a number whose type depends on its context.
  private func isNumber(_ node: NodeID) -> Bool {
    switch tree.kind(node) {
    case .integer: true
    case .negate: isNumber(tree.child(node))
    case .add, .subtract, .multiply, .divide, .remainder:
      isNumber(tree.secondChild(node)) && isNumber(tree.child(node))
    default: false
    }
  }

  /// The type of `left op right`, where the left operand has `type` and was checked.
  mutating func checkOperator(
    _ kind: NodeKind, _ type: TypeID, _ left: NodeID, _ right: NodeID, _ node: NodeID
  ) -> TypeID {
    if type == .error || type == .never {
      if typed.type(right).isNone { check(right) }
      return type
    }
    if isUnknown(type) { return checkUnknownOperand(kind, type, left, right, node) }
    if isMachine(kind, type) {
      if typed.type(right).isNone || isNumber(right) {
        expect(right, type)
      } else {
        coerce(right, typed.type(right), to: type)
      }
      typed.resolve(node, .machine)
      return kind.isComparison ? .bool : type
    }
    return checkOverloaded(kind, type, left, right, node)
  }

  /// When nothing is known of the left operand, the right one decides.
  private mutating func checkUnknownOperand(
    _ kind: NodeKind, _ type: TypeID, _ left: NodeID, _ right: NodeID, _ node: NodeID
  ) -> TypeID {
    let other = resolved(check(right))
    if other == .error || other == .never { return .error }
    guard !isUnknown(other) else {
      reportUnknown(type, at: left)
      return .error
    }
    _ = unify(type, other)
    return checkOperator(kind, resolved(type), left, right, node)
  }

  /// Whether `kind` on `type` is a machine operation.
  func isMachine(_ kind: NodeKind, _ type: TypeID) -> Bool {
    switch kind {
    case .add, .subtract, .multiply, .divide, .remainder: type.isNumeric
    case .bitAnd, .bitOr, .bitXor: type.isInteger || type == .bool
    case .shiftLeft, .shiftRight: type.isInteger
    case .equal, .notEqual: type.isScalar || types.kind(type) == .pointer
    case .less, .lessEqual, .greater, .greaterEqual:
      type.isNumeric || types.kind(type) == .pointer
    default: false
    }
  }

  private mutating func checkOverloaded(
    _ kind: NodeKind, _ type: TypeID, _ left: NodeID, _ right: NodeID, _ node: NodeID
  ) -> TypeID {
    let name = interner.intern(kind.operatorMethod ?? "")
    guard let candidate = methods(name, on: type, argumentCount: 1).first else {
      if typed.type(right).isNone { check(right) }
      if unclearParameters.contains(type) { return .error }
      if demandBounds(ofMethod: name, .method(1), on: type, at: node) { return .error }
      report(
        .noOperator(symbol(of: kind), describe(type), at: span(node))
          .helping(operatorHelp(kind, type)))
      return .error
    }
    let result = finishCall(
      candidate, [left, right], node, expecting: .none)
    return kind == .notEqual ? .bool : result
  }

  private func operatorHelp(_ kind: NodeKind, _ type: TypeID) -> String? {
    guard types.kind(type) == .nominal, let method = kind.operatorMethod else { return nil }
    let nominal = declarations.nominals[types.nominal(type)]
    if modules[nominal.module].isStandard { return nil }
    let name = text(nominal.name)
    switch method {
    case "op_eq": return "write '@derive(Eq)' before '\(name)'"
    case "op_lt", "op_le", "op_gt", "op_ge": return "write '@derive(Ord)' before '\(name)'"
    default: return "define '\(method)' on '\(name)'"
    }
  }

  /// `a ?? b`.
  mutating func checkCoalesce(_ node: NodeID, expecting: TypeID) -> TypeID {
    let type = resolved(check(tree.child(node)))
    guard types.kind(type) == .nominal,
      types.nominal(type) == items.option || types.nominal(type) == items.result
    else {
      if type != .error { report(.notOptional(describe(type), at: span(tree.child(node)))) }
      check(tree.secondChild(node))
      return .error
    }
    let content = types.argument(type, 0)
    coerce(tree.secondChild(node), check(tree.secondChild(node), expecting: content), to: content)
    return content
  }

  /// `x!`: `x.unwrap()`.
  mutating func checkUnwrap(_ node: NodeID, expecting: TypeID) -> TypeID {
    let operand = tree.child(node)
    let type = resolved(check(operand))
    if type == .error { return .error }
    guard let candidate = methods(known.unwrap, on: type, argumentCount: 0).first else {
      report(.notOptional(describe(type), at: span(operand)))
      return .error
    }
    return finishCall(candidate, [operand], node, expecting: expecting)
  }

  /// `x?`: what is inside, or an early return.
  mutating func checkPropagate(_ node: NodeID) -> TypeID {
    let type = check(tree.child(node))
    return propagated(resolved(type), node)
  }

  /// What `node` takes out of a value of `type`, which it propagates.
  mutating func propagated(_ type: TypeID, _ node: NodeID) -> TypeID {
    if type == .error { return .error }
    guard types.kind(type) == .nominal,
      types.nominal(type) == items.option || types.nominal(type) == items.result
    else {
      report(.notOptional(describe(type), at: span(tree.child(node))))
      return .error
    }
    requireNoDefer(node, "?")
    let wanted = body.closures.last?.result ?? body.result
    var arguments = Array(types.arguments(type))
    arguments[0] = freshVariable()
    let returned = types.nominal(types.nominal(type), arguments)
    if !tryUnify(wanted, returned) {
      report(.cannotPropagate(describe(type), describe(wanted), at: span(node)))
    }
    return types.argument(type, 0)
  }
}

// MARK: - Casts

extension Checker {
  /// `e as T`, `e as% T`; which conversions exist is checked when the types are known.
  mutating func checkCastExpression(_ node: NodeID) -> TypeID {
    let target = resolveType(tree.secondChild(node), in: body.scope)
    let operand = tree.child(node)
    // A number that is converted at once may be one that only U64 has.
    let isLarge = tree.kind(operand) == .integer && integerValue(operand) > UInt64(Int64.max)
    check(operand, expecting: isLarge ? .u64 : .none)
    body.casts.append(node)
    return target
  }

  /// Reports a conversion that does not exist.
  mutating func checkCast(_ node: NodeID) {
    let from = typed.type(tree.child(node))
    let to = typed.type(node)
    if from == .error || to == .error || from == .never || from == to { return }
    if from.isNumeric && to.isNumeric { return }
    if from == .bool && to.isInteger { return }
    if isFieldless(from) && to.isInteger { return }
    if isNewtype(from, of: to) || isNewtype(to, of: from) { return }
    report(.cannotConvert(describe(from), describe(to), at: span(node)))
  }

  private mutating func isFieldless(_ type: TypeID) -> Bool {
    guard types.kind(type) == .nominal,
      declarations.nominals[types.nominal(type)].kind == .enumeration
    else { return false }
    return variants(of: types.nominal(type)).allSatisfy { $0.fields.isEmpty }
  }

  private mutating func isNewtype(_ type: TypeID, of content: TypeID) -> Bool {
    guard types.kind(type) == .nominal,
      declarations.nominals[types.nominal(type)].kind == .newtype
    else { return false }
    let field = fields(of: types.nominal(type))[0].type
    return types.substitute(field, Array(types.arguments(type))) == content
  }
}

extension NodeKind {
  /// Whether this compares its operands.
  var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: true
    default: false
    }
  }

  /// The method that this operator calls on types that are not numbers.
  var operatorMethod: String? {
    switch self {
    case .add: "op_add"
    case .subtract: "op_sub"
    case .multiply: "op_mul"
    case .divide: "op_div"
    case .remainder: "op_mod"
    case .bitAnd: "op_and"
    case .bitOr: "op_or"
    case .bitXor: "op_xor"
    case .shiftLeft: "op_shl"
    case .shiftRight: "op_shr"
    case .equal, .notEqual: "op_eq"
    case .less: "op_lt"
    case .lessEqual: "op_le"
    case .greater: "op_gt"
    case .greaterEqual: "op_ge"
    default: nil
    }
  }
}

extension Checker {
  /// How an operator is spelled.
  func symbol(of kind: NodeKind) -> String {
    switch kind {
    case .add: "+"
    case .subtract, .negate: "-"
    case .multiply: "*"
    case .divide: "/"
    case .remainder: "%"
    case .bitAnd: "&"
    case .bitOr: "|"
    case .bitXor: "^"
    case .shiftLeft: "<<"
    case .shiftRight: ">>"
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessEqual: "<="
    case .greater: ">"
    case .greaterEqual: ">="
    case .complement: "~"
    case .not: "not"
    default: "operator"
    }
  }
}
