/// The arguments of a call: which is for which parameter, whether they fit, and what the call demands.
extension Checker {
  /// Checks the arguments of a call of `candidate`, a receiver first if it has one, and takes note of
  /// the call at `node`; gives the result type.
  mutating func finishCall(
    _ candidate: Candidate, _ arguments: [NodeID], _ node: NodeID, expecting: TypeID
  ) -> TypeID {
    prepare(candidate.decl)
    if declarations.functions[candidate.decl].isTemplate {
      return finishTemplateCall(candidate, arguments, node, expecting: expecting)
    }
    let decl = declarations.functions[candidate.decl]
    let ordered = order(arguments, for: decl, node)
    let declared = decl.result
    let wantsReference = !expecting.isNone && isReference(resolved(expecting))
    let tellsResult = !declared.isNone && declared != .never
    if tellsResult && !expecting.isNone && resolved(expecting) != .void {
      let own = types.substitute(declared, candidate.typeArguments)
      let isReferred = isReference(own) && !wantsReference
      _ = tryUnify(isReferred ? types.argument(own, 0) : own, expecting)
    }
    checkOrdered(ordered, decl, candidate)
    checkVariadic(arguments, decl)
    solveBounds(of: candidate)
    solveTrait(of: candidate)
    addObligations(of: candidate, at: node)
    let stored =
      decl.flags.contains(.isVariadic)
      ? ordered + arguments.dropFirst(ordered.count) : ordered
    addCall(
      node,
      CallInfo(callee: candidate.decl, typeArguments: candidate.typeArguments, arguments: stored))
    let result = resolved(types.substitute(result(of: candidate.decl), candidate.typeArguments))
    return wantsReference ? result : referredType(result, node)
  }

  /// The argument of each parameter; `.none` where the default value is taken.
  mutating func order(
    _ arguments: [NodeID], for decl: FunctionDecl, _ node: NodeID
  ) -> [NodeID] {
    var ordered = [NodeID](repeating: .none, count: decl.parameters.count)
    var next = 0
    for argument in arguments {
      if tree.kind(argument) == .namedArg {
        place(argument, in: &ordered, decl)
      } else {
        // A parameter that was named before is not taken again by an argument without a name.
        while next < ordered.count, !ordered[next].isNone { next += 1 }
        guard next < ordered.count else { continue }
        ordered[next] = argument
        next += 1
      }
    }
    // A trailing closure is the last argument, whatever defaults stand before it.
    if let last = arguments.last, tree.kind(last) == .closure, next < ordered.count, next > 0,
      ordered[next - 1] == last, !decl.parameters[next - 1].defaultValue.isNone,
      ordered[ordered.count - 1].isNone
    {
      ordered[next - 1] = .none
      ordered[ordered.count - 1] = last
    }
    let isWrong = arguments.contains { argument in
      tree.kind(argument) == .namedArg
        && !decl.parameters.contains { $0.name == tree.symbol(argument) }
    }
    for (number, argument) in ordered.enumerated()
    where !isWrong && argument.isNone && decl.parameters[number].defaultValue.isNone {
      report(.missingArgument(text(decl.parameters[number].name), at: span(node)))
    }
    return ordered
  }

  private mutating func place(
    _ argument: NodeID, in ordered: inout [NodeID], _ decl: FunctionDecl
  ) {
    let name = tree.symbol(argument)
    guard let index = decl.parameters.firstIndex(where: { $0.name == name }) else {
      report(unknownArgument(argument, decl.parameters.map(\.name), of: decl.name, decl.node))
      check(tree.secondChild(argument))
      return
    }
    if !ordered[index].isNone {
      report(.repeatedArgument(text(name), at: span(argument)))
    }
    ordered[index] = tree.secondChild(argument)
  }

  /// Checks arguments against their parameters: first those that say what the type parameters are,
  /// then numbers and closures, which take their types from the others.
  private mutating func checkOrdered(
    _ ordered: [NodeID], _ decl: FunctionDecl, _ candidate: Candidate
  ) {
    for isLate in [false, true] {
      if isLate { solveBounds(of: candidate) }
      for (argument, parameter) in zip(ordered, decl.parameters)
      where !argument.isNone && takesTypeFromContext(argument) == isLate {
        checkArgument(argument, types.substitute(parameter.type, candidate.typeArguments))
      }
    }
  }

  private func takesTypeFromContext(_ node: NodeID) -> Bool {
    switch tree.kind(node) {
    case .closure, .integer: true
    case .negate: tree.kind(tree.child(node)) == .integer
    default: false
    }
  }

  /// Checks one argument, unless it was checked as a receiver or operand already.
  mutating func checkArgument(_ node: NodeID, _ type: TypeID) {
    let wanted = resolved(type)
    if types.kind(wanted) == .reference || types.kind(wanted) == .referenceMut {
      return checkReferenceArgument(node, wanted)
    }
    if typed.type(node).isNone { check(node, expecting: wanted) }
    coerce(node, typed.type(node), to: wanted)
  }

  private mutating func checkReferenceArgument(_ node: NodeID, _ wanted: TypeID) {
    if typed.type(node).isNone { check(node, expecting: wanted) }
    let type = resolved(typed.type(node))
    if types.kind(type) == types.kind(wanted) || type == .error {
      coerce(node, type, to: wanted)
    } else if types.kind(wanted) == .reference {
      let inner = types.kind(type) == .referenceMut ? types.argument(type, 0) : type
      coerce(node, inner, to: types.argument(wanted, 0))
    } else {
      coerce(node, type, to: wanted)
    }
  }

  private mutating func checkVariadic(_ arguments: [NodeID], _ decl: FunctionDecl) {
    guard decl.flags.contains(.isVariadic) else { return }
    for argument in arguments.dropFirst(decl.parameters.count) where typed.type(argument).isNone {
      let type = resolved(check(argument))
      let isPassed = type.isScalar || [.pointer, .error, .never].contains(types.kind(type))
      if !isPassed && !isUnknown(type) {
        report(.notForC(describe(type), at: span(argument)))
      }
    }
  }

  /// Lets the bounds of a call say what type parameters are: `I: Iterator<T>` gives T once I is known.
  private mutating func solveBounds(of candidate: Candidate) {
    for bound in declarations.functions[candidate.decl].generics.bounds
    where !bound.trait.arguments.isEmpty {
      let subject = resolved(types.substitute(bound.subject, candidate.typeArguments))
      guard !isUnknown(subject) else { continue }
      _ = evidence(subject, substitute(bound.trait, candidate.typeArguments))
    }
  }

  /// Lets the impl that a call of a trait's method means say what the arguments of the trait are.
  private mutating func solveTrait(of candidate: Candidate) {
    guard case .trait(let trait) = declarations.functions[candidate.decl].owner,
      let receiver = candidate.typeArguments.first
    else { return }
    let count = declarations.traits[trait].generics.names.count
    let arguments = Array(candidate.typeArguments[1..<count])
    guard arguments.contains(where: { isUnknown($0) }), !isUnknown(receiver) else { return }
    _ = evidence(receiver, TraitRef(trait: trait, arguments: arguments))
  }

  /// Takes note of the bounds that a call demands.
  mutating func addObligations(of candidate: Candidate, at node: NodeID) {
    for bound in declarations.functions[candidate.decl].generics.bounds {
      let type = types.substitute(bound.subject, candidate.typeArguments)
      let trait = substitute(bound.trait, candidate.typeArguments)
      body.obligations.append(Obligation(type: type, trait: trait, node: node))
    }
  }
}
