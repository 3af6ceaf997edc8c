extension MIRLower {
  /// A closure: an object whose first word is the code and whose other fields are what it captures.
  mutating func lowerClosure(_ node: NodeID) -> ValueID {
    let captures = checker.typed.captures[node] ?? []
    let storages = captures.map { state.storage[$0] }
    let parts = zip(captures, storages).map { capturedType($0, $1) }
    let pointerType = pointer(to: .void)
    let environment = checker.types.tuple([pointerType] + parts)
    let function = lowerClosureBody(node, captures, environment)
    let code = emit(.functionAddress, pointerType, function.index, 0, node)
    if captures.isEmpty { return staticClosure(function, code, type(node), node) }
    let object = allocate(layout(of: environment).size, as: pointer(to: environment), node)
    store(code, to: fieldAddress(object, environment, 0, pointerType, node), node)
    for (number, storage) in storages.enumerated() {
      let value: ValueID
      switch storage {
      case .value(let held): value = held
      case .address(let address):
        value = isShared(captures[number]) ? address : load(parts[number], address, node)
      case nil: value = dead(parts[number], node)
      }
      let field = fieldAddress(object, environment, number + 1, parts[number], node)
      store(value, to: field, node)
    }
    for local in state.ownership.captures[node] ?? [] { giveAway(local, node) }
    return emit(.bitcast, type(node), object.index, 0, node)
  }

  /// Whether a closure and the body around it share the place of `local`.
  private func isShared(_ local: LocalID) -> Bool {
    let info = checker.typed.locals[local]
    return info.isMutable || info.isReference
  }

  private mutating func capturedType(_ local: LocalID, _ storage: Storage?) -> TypeID {
    let type = concrete(checker.typed.locals[local].type)
    if case .address? = storage, isShared(local) { return pointer(to: type) }
    return type
  }

  /// A closure that captures nothing needs no memory of its own: one word in the program's data.
  private mutating func staticClosure(
    _ function: FunctionID, _ code: ValueID, _ type: TypeID, _ node: NodeID
  ) -> ValueID {
    let pointerType = pointer(to: .void)
    if thunks[function] == nil {
      let text = "closure " + checker.text(functions[function].name)
      thunks[function] = globals.add(
        MIRGlobal(name: checker.interner.intern(text), type: pointerType))
    }
    let global = thunks[function]!
    let address = emit(.globalAddress, pointer(to: pointerType), global.index, 0, node)
    store(code, to: address, node)
    return emit(.bitcast, type, address.index, 0, node)
  }

  private mutating func lowerClosureBody(
    _ node: NodeID, _ captures: [LocalID], _ environment: TypeID
  ) -> FunctionID {
    let functionType = type(node)
    let parameters = checker.types.parameters(functionType).map { $0 }
    let result = checker.types.result(functionType)
    state.closureCount += 1
    let name = checker.text(state.function.name) + ".closure\(state.closureCount)"
    let pointerType = pointer(to: .void)
    let id = functions.add(
      MIRFunction(
        name: checker.interner.intern(name),
        parameters: [pointerType] + parameters.map { mirType($0) },
        result: mirType(result)))
    let outer = state.storage
    let ownership = state.ownership
    let saved = enter(functions[id], arguments: state.arguments, result: result)
    state.ownership = ownership
    state.cleanups.append([])
    bindClosureParameters(node)
    bindCaptures(captures, outer, environment, node)
    lowerResult(checker.tree.fieldNode(node, 1))
    functions[id] = leave(saved)
    return id
  }

  private mutating func bindClosureParameters(_ node: NodeID) {
    var values: [ValueID] = []
    for (number, type) in state.function.parameters.enumerated() {
      values.append(emit(.parameter, type, UInt32(number), 0, node))
    }
    state.environment = values[0]
    let patterns = checker.tree.list(node).map { checker.tree.child($0) }
    if checker.typed.resolution(node) == .spread {
      let whole = state.function.parameters[1]
      for (number, pattern) in patterns.enumerated() {
        let part = checker.types.argument(whole, number)
        let value = emit(.extract, part, values[1].index, UInt32(number), node)
        bindPattern(pattern, value, part)
      }
      return
    }
    let own = type(node)
    let types = Array(checker.types.parameters(own))
    for (number, pattern) in patterns.enumerated() {
      bindPattern(pattern, values[number + 1], types[number])
    }
  }

  private mutating func bindCaptures(
    _ captures: [LocalID], _ outer: [LocalID: Storage], _ environment: TypeID, _ node: NodeID
  ) {
    guard !captures.isEmpty, let word = state.environment else { return }
    let object = emit(.bitcast, pointer(to: environment), word.index, 0, node)
    for (number, local) in captures.enumerated() {
      let part = checker.types.argument(environment, number + 1)
      let value = load(part, fieldAddress(object, environment, number + 1, part, node), node)
      if case .address? = outer[local], isShared(local) {
        state.storage[local] = .address(value)
      } else {
        state.storage[local] = .value(value)
      }
    }
  }

  /// A named function as a value: a closure that passes its arguments on.
  mutating func lowerFunctionValue(_ node: NodeID) -> ValueID {
    let info = checker.typed.calls[CallID(index: checker.typed.index(node))]
    let target = resolve(info)
    let functionType = type(node)
    let parameters = checker.types.parameters(functionType).map { mirType($0) }
    let result = mirType(checker.types.result(functionType))
    let called = request(target)
    let name = checker.interner.intern(checker.text(functions[called].name) + ".value")
    let pointerType = pointer(to: .void)
    if thunkFunctions[called] == nil {
      let id = functions.add(
        MIRFunction(name: name, parameters: [pointerType] + parameters, result: result))
      thunkFunctions[called] = id
      let saved = enter(functions[id], arguments: [], result: result)
      let values = state.function.parameters.enumerated().map {
        emit(.parameter, $1, UInt32($0), 0, node)
      }
      let value = lowerCall(of: target, Array(values.dropFirst()), node)
      if !state.isTerminated { finishReturn(value, node) }
      functions[id] = leave(saved)
    }
    let function = thunkFunctions[called]!
    let code = emit(.functionAddress, pointerType, function.index, 0, node)
    return staticClosure(function, code, functionType, node)
  }
}
