extension MIRLower {
  mutating func lowerCall(_ node: NodeID) -> ValueID {
    switch checker.typed.resolution(node) {
    case .call: return lowerResolvedCall(node)
    case .variant: return lowerConstructor(node)
    case .closureCall: return lowerClosureCall(node)
    default: return nothing
    }
  }

  /// The call that was noted at `node`; where it gives a reference that nobody asks for, the value
  /// which that refers to.
  mutating func lowerResolvedCall(_ node: NodeID) -> ValueID {
    let result = lowerRawCall(node)
    guard checker.typed.dereferenced[node] != nil else { return result }
    return load(type(node), result, node)
  }

  /// The call that was noted at `node`, with its result as it is.
  mutating func lowerRawCall(_ node: NodeID) -> ValueID {
    guard checker.typed.resolution(node) == .call else { return void(node) }
    let info = checker.typed.calls[CallID(index: checker.typed.index(node))]
    let target = resolve(info)
    let pending = state.writebacks.count
    guard checker.hasOwners else {
      let values = lowerArguments(info, target)
      return lowerPreparedCall(target, values, node, pending)
    }
    state.cleanups.append([])
    let values = lowerArguments(info, target)
    letGo(info, target)
    let result = lowerPreparedCall(target, values, node, pending)
    endScope()
    return result
  }

  /// Calls `target` with what was lowered for it, and writes back what was copied since `pending`.
  private mutating func lowerPreparedCall(
    _ target: Instance, _ values: [ValueID], _ node: NodeID, _ pending: Int
  ) -> ValueID {
    if state.isTerminated {
      forgetWritebacks(downTo: pending)
      return dead(mirType(type(node)), node)
    }
    let result = lowerCall(of: target, values, node)
    flushWritebacks(downTo: pending)
    return result
  }

  /// Leaves the arguments that the callee takes over to it, so that only those which it borrows are
  /// dropped after the call.
  private mutating func letGo(_ info: CallInfo, _ target: Instance) {
    let borrowed = Set(
      info.arguments.enumerated().filter { isBorrowed($0.offset, target) }.map(\.element))
    state.cleanups[state.cleanups.count - 1].removeAll {
      guard case .drop(let owned) = $0 else { return false }
      return !borrowed.contains(owned.node)
    }
  }

  /// Whether argument `number` of a call of `target` stays with the caller.
  private mutating func isBorrowed(_ number: Int, _ target: Instance) -> Bool {
    let decl = checker.declarations.functions[target.decl]
    guard number < decl.parameters.count else { return false }
    return checker.isBorrowed(number, of: target.decl)
      || checker.isReference(decl.parameters[number].type)
  }

  /// Calls `target` with values for all its parameters.
  mutating func lowerCall(of target: Instance, _ values: [ValueID], _ node: NodeID) -> ValueID {
    if let intrinsic = checker.declarations.functions[target.decl].intrinsic {
      return lowerIntrinsic(intrinsic, target.arguments, values, node)
    }
    return call(request(target), withCaller(values, target, node), node)
  }

  /// `values`, and the place of the call where `target` wants to know it.
  mutating func withCaller(_ values: [ValueID], _ target: Instance, _ node: NodeID) -> [ValueID] {
    checker.prepare(target.decl)
    guard checker.declarations.functions[target.decl].attributes.contains(.tracksCaller) else {
      return values
    }
    return values + [location(node)]
  }

  /// The place of `node` as panics show it: that of the caller in a function that gets it.
  mutating func location(_ node: NodeID) -> ValueID {
    if let caller = state.callerLocation { return caller }
    return integer(Int(checker.locationWord(node)), .int, node)
  }

  // MARK: Which function is called

  /// What a noted call means for the type arguments of the instance being lowered.
  mutating func resolve(_ info: CallInfo) -> Instance {
    let isOpen = info.typeArguments.contains { !checker.types.isConcrete($0) }
    let arguments = isOpen ? info.typeArguments.map { concrete($0) } : info.typeArguments
    return resolve(Instance(decl: info.callee, arguments: arguments))
  }

  /// The implementation of a trait's method for its `Self`; other functions stand for themselves.
  mutating func resolve(_ instance: Instance) -> Instance {
    guard case .trait = checker.declarations.functions[instance.decl].owner else {
      checker.prepare(instance.decl)
      return instance
    }
    if let known = implementations[instance] { return known }
    let found = implementation(of: instance)
    checker.prepare(found.decl)
    implementations[instance] = found
    return found
  }

  private mutating func implementation(of instance: Instance) -> Instance {
    let decl = checker.declarations.functions[instance.decl]
    guard case .trait(let trait) = decl.owner, let selfType = instance.arguments.first else {
      return instance
    }
    let count = checker.declarations.traits[trait].generics.names.count
    let traitArguments = Array(instance.arguments[1..<count])
    let own = Array(instance.arguments[count...])
    checker.body = Body()
    checker.inference = Inference()
    let reference = TraitRef(trait: trait, arguments: traitArguments)
    guard case .implementation(let impl, let found)? = checker.evidence(selfType, reference) else {
      return instance
    }
    let members = checker.declarations.impls[impl].members[decl.name] ?? []
    if let member = members.first(where: { checker.declarations.functions[$0].arity == decl.arity })
    {
      return Instance(decl: member, arguments: found + own)
    }
    if let method = inherentMember(instance.decl, selfType) { return method }
    return instance
  }

  /// The inherent method that stands for a requirement where the impl is empty and has no default.
  private mutating func inherentMember(_ requirement: DeclID, _ type: TypeID) -> Instance? {
    let decl = checker.declarations.functions[requirement]
    guard checker.tree.fieldNode(decl.node, 6).isNone else { return nil }
    return method(decl.name, on: type, decl.arity - 1)
  }

  // MARK: Arguments

  /// The values of the arguments in the order of the parameters, evaluated in the order of the source.
  private mutating func lowerArguments(_ info: CallInfo, _ target: Instance) -> [ValueID] {
    checker.prepare(target.decl)
    let parameters = checker.declarations.functions[target.decl].parameters
    var values = [ValueID](repeating: .none, count: info.arguments.count)
    for index in Self.order(of: info.arguments) {
      let node = info.arguments[index]
      if index >= parameters.count {
        values[index] = lower(node)
      } else if node.isNone {
        checker.checkBody(info.callee)
        let decl = checker.declarations.functions[info.callee]
        values[index] = lowerDefault(decl, index, target, values)
      } else {
        values[index] = lowerArgument(node, parameters[index], target)
        holdArgument(values[index], node, index, target)
      }
    }
    return values
  }

  /// Holds an argument until the call: one that is taken over, or one that was made for it.
  private mutating func holdArgument(
    _ value: ValueID, _ node: NodeID, _ index: Int, _ target: Instance
  ) {
    guard checker.hasOwners, !state.isTerminated, isOwned(type(node)) else { return }
    if isBorrowed(index, target) && !isTemporary(node) { return }
    let isAddress = checker.types.kind(state.function.types[value.position]) == .pointer
    addCleanup(
      .drop(
        OwnedValue(
          storage: isAddress ? .address(value) : .value(value), type: type(node), flag: nil,
          node: node)))
  }

  /// The places of `arguments` in the order of the source, those left out last.
  private static func order(of arguments: [NodeID]) -> [Int] {
    let places = Array(arguments.indices)
    let isOrdered = places.dropFirst().allSatisfy {
      arguments[$0 - 1].index < arguments[$0].index && !arguments[$0 - 1].isNone
    }
    if isOrdered { return places }
    return places.sorted {
      let first = arguments[$0].index
      let second = arguments[$1].index
      return first != second && !(first == 0) && (second == 0 || first < second)
    }
  }

  private mutating func lowerArgument(
    _ node: NodeID, _ parameter: ParamInfo, _ target: Instance
  ) -> ValueID {
    let type = checker.instantiate(parameter.type, target.arguments)
    let isReceiver =
      parameter.name == checker.known.selfValue
      && checker.declarations.functions[target.decl].selfMode == .mutable
    if isReceiver && !isReference(type) { return lowerPlace(node) }
    switch checker.types.kind(type) {
    case .reference, .referenceMut: return lowerReference(node, type)
    default: return lower(node, as: type)
    }
  }

  /// The address that a parameter of type `&T` or `&mut T` gets.
  private mutating func lowerReference(_ node: NodeID, _ type: TypeID) -> ValueID {
    checker.isReference(checker.typed.type(node)) ? lower(node) : lowerPlace(node)
  }

  /// The default value of a parameter, in terms of the callee's type arguments and of the `values`
  /// of earlier parameters.
  private mutating func lowerDefault(
    _ decl: FunctionDecl, _ index: Int, _ target: Instance, _ values: [ValueID]
  ) -> ValueID {
    let parameter = decl.parameters[index]
    let value = parameter.defaultValue
    let uses = checker.typed.earlierUses[value] ?? []
    let outer = uses.map { state.storage[$0.local] }
    for use in uses {
      let earlier = decl.parameters[use.parameter]
      let type = checker.instantiate(earlier.type, target.arguments)
      if isOwned(type) {
        let name = "'\(checker.text(earlier.name))'"
        checker.report(.movesPart(name, checker.describe(type), at: checker.span(value)))
      }
      let isSelf = earlier.name == checker.known.selfValue
      let isPlace =
        checker.typed.locals[use.local].isReference && !(isSelf && isReference(type))
      let given = values[use.parameter]
      state.storage[use.local] = isPlace ? .address(given) : .value(given)
    }
    let result = lowerDefault(value, parameter.name, parameter.type, target.arguments)
    for (use, storage) in zip(uses, outer) { state.storage[use.local] = storage }
    return result
  }

  private mutating func lowerConstructor(_ node: NodeID) -> ValueID {
    let type = type(node)
    let variant = Int(checker.typed.index(node))
    let fields = checker.variants(of: checker.types.nominal(type))[variant].fields
    let parts = payloadTypes(type, variant)
    let nodes = checker.payloadArguments(node, fields)
    let values = inFlight { lowering in
      var values = [ValueID](repeating: .none, count: nodes.count)
      for index in Self.order(of: nodes) {
        values[index] = lowering.lowerHeld(nodes[index], as: parts[index])
      }
      return values
    }
    return makeVariant(type, variant, values, node)
  }

  private mutating func lowerClosureCall(_ node: NodeID) -> ValueID {
    let callee = checker.tree.child(node)
    let functionType = type(callee)
    let pending = state.writebacks.count
    let closure = lower(callee)
    let parameters = Array(checker.types.parameters(functionType))
    let arguments = inFlight { lowering in
      zip(lowering.checker.tree.secondList(node), parameters).map { argument, type in
        lowering.checker.isReference(type)
          ? lowering.lowerReference(argument, type) : lowering.lowerHeld(argument, as: type)
      }
    }
    let result = mirType(checker.types.result(functionType))
    let value = emit(
      .callClosure, result, closure.index, list: arguments.map(\.index), node)
    flushWritebacks(downTo: pending)
    if result == .never { terminate(.unreachable, 0, 0, node) }
    return value
  }
}

// MARK: - Intrinsics

extension MIRLower {
  private mutating func lowerIntrinsic(
    _ intrinsic: Intrinsic, _ arguments: [TypeID], _ values: [ValueID], _ node: NodeID
  ) -> ValueID {
    switch intrinsic {
    case .sizeOf: return integer(layout(of: arguments[0]).size, .int, node)
    case .alignOf: return integer(layout(of: arguments[0]).align, .int, node)
    case .typeName: return text(checker.interner.intern(checker.describe(arguments[0])), node)
    case .pointerLoad: return load(arguments[0], values[0], node)
    case .pointerStore:
      store(values[1], to: values[0], node)
      return nothing
    case .placeReplace:
      let old = load(arguments[0], values[0], node)
      store(values[1], to: values[0], node)
      return old
    case .pointerOffset:
      return emit(
        .elementAddress, pointer(to: arguments[0]), values[0].index, values[1].index, node)
    case .pointerCast: return emit(.bitcast, pointer(to: arguments[1]), values[0].index, 0, node)
    case .pointerToInt: return emit(.bitcast, .int, values[0].index, 0, node)
    case .pointerFromInt: return emit(.bitcast, pointer(to: arguments[0]), values[0].index, 0, node)
    case .pointerCopy:
      return emit(
        .copyMemory, .void, values[0].index, list: [values[1].index, values[2].index], node)
    case .pointerZero: return emit(.zeroMemory, .void, values[0].index, values[1].index, node)
    case .objectToPointer: return emit(.bitcast, pointer(to: .u8), values[0].index, 0, node)
    case .objectFromPointer: return emit(.bitcast, arguments[0], values[0].index, 0, node)
    case .wrappingAdd: return wrapping(.addWrapping, arguments[0], values, node)
    case .wrappingSubtract: return wrapping(.subtractWrapping, arguments[0], values, node)
    case .wrappingMultiply: return wrapping(.multiplyWrapping, arguments[0], values, node)
    case .bitsOfF64: return emit(.bitcast, .u64, values[0].index, 0, node)
    case .f64FromBits: return emit(.bitcast, .f64, values[0].index, 0, node)
    case .bitsOfF32: return emit(.bitcast, .u32, values[0].index, 0, node)
    case .f32FromBits: return emit(.bitcast, .f32, values[0].index, 0, node)
    case .unreachable:
      terminate(.unreachable, 0, 0, node)
      return nothing
    case .fileName: return emit(.fileName, checker.items.stringType, values[0].index, 0, node)
    case .callerLocation: return location(node)
    case .threadWord: return threadWord(node)
    case .objectSize: return integer(object(of: arguments[0]).size, .int, node)
    case .isDebugBuild: return integer(build.isDebug ? 1 : 0, .bool, node)
    case .hasAddressSanitizer: return integer(build.sanitizer == .address ? 1 : 0, .bool, node)
    }
  }

  /// The place of the word that each thread has for itself: the allocator that is in use.
  mutating func threadWord(_ node: NodeID) -> ValueID {
    emit(.threadWord, pointer(to: pointer(to: .u8)), 0, 0, node)
  }

  private mutating func wrapping(
    _ opcode: Opcode, _ type: TypeID, _ values: [ValueID], _ node: NodeID
  ) -> ValueID {
    emit(opcode, type, values[0].index, values[1].index, node)
  }
}

extension Checker {
  /// The word that stands for the place of `node` in panics.
  mutating func locationWord(_ node: NodeID) -> UInt64 {
    sources.locationWord(tree.position(node))
  }
}
