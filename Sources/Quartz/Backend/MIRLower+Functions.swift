extension MIRLower {
  /// The identity of an instance; its body is lowered later.
  mutating func request(_ instance: Instance) -> FunctionID {
    if let known = instances[instance] { return known }
    checker.prepare(instance.decl)
    let decl = checker.declarations.functions[instance.decl]
    if decl.flags.contains(.isExtern) {
      let id = requestExtern(decl)
      instances[instance] = id
      return id
    }
    var flags: FunctionFlags = []
    if decl.attributes.contains(.inline) { flags.insert(.isInline) }
    if decl.attributes.contains(.cold) { flags.insert(.isCold) }
    let result = checker.instantiate(checker.result(of: instance.decl), instance.arguments)
    let id = functions.add(
      MIRFunction(
        name: name(of: instance), parameters: signature(of: instance), result: mirType(result),
        flags: flags))
    instances[instance] = id
    if instance.arguments.contains(where: { checker.types.weight($0) > TypeTable.largestWeight }) {
      let name = checker.text(decl.name)
      checker.report(.endlessInstances(name, at: checker.span(decl.node)))
    } else {
      queue.append((id, instance))
    }
    return id
  }

  /// Extern functions of one C name and signature are one function, whatever module declares them.
  private mutating func requestExtern(_ decl: FunctionDecl) -> FunctionID {
    let key = ExternKey(
      name: decl.name, parameters: decl.parameters.map { mirType($0.type) },
      result: mirType(decl.result))
    if let known = externs[key] { return known }
    var flags: FunctionFlags = .isExtern
    if decl.flags.contains(.isVariadic) { flags.insert(.isVariadic) }
    let id = functions.add(
      MIRFunction(
        name: key.name, parameters: key.parameters, result: key.result, flags: flags))
    externs[key] = id
    return id
  }

  /// The types of the parameters of an instance, with the hidden one for the caller's place.
  private mutating func signature(of instance: Instance) -> [TypeID] {
    let decl = checker.declarations.functions[instance.decl]
    var parameters: [TypeID] = []
    for parameter in decl.parameters {
      let type = checker.instantiate(parameter.type, instance.arguments)
      let isPlace = parameter.name == checker.known.selfValue && decl.selfMode == .mutable
      parameters.append(isPlace && !isReference(type) ? pointer(to: type) : mirType(type))
    }
    if decl.attributes.contains(.tracksCaller) { parameters.append(.int) }
    return parameters
  }

  /// Lowers the body of `instance` into the function `id`.
  mutating func lowerBody(of instance: Instance, as id: FunctionID) {
    checker.checkBody(instance.decl)
    let decl = checker.declarations.functions[instance.decl]
    let result = checker.instantiate(decl.result, instance.arguments)
    let saved = enter(functions[id], arguments: instance.arguments, result: result)
    if checker.hasOwners {
      state.ownership = checker.followBody(of: instance.decl, instance.arguments)
    }
    let values = lowerParameters(of: decl)
    if decl.clauses.isEmpty {
      state.cleanups.append([])
      for (number, node) in checker.tree.fieldList(decl.node, 3).enumerated() {
        let pattern = checker.tree.child(node)
        if checker.isBorrowed(number, of: instance.decl) {
          bindBorrowed(pattern, values[number], decl.parameters[number], decl)
        } else {
          bindPattern(pattern, values[number], concrete(decl.parameters[number].type))
        }
      }
      lowerResult(checker.tree.fieldNode(decl.node, 6))
    } else {
      lowerClauses(of: decl, values, instance.decl)
    }
    functions[id] = leave(saved)
  }

  /// Begins the function being lowered anew; gives what is to be restored after it.
  mutating func enter(_ function: MIRFunction, arguments: [TypeID], result: TypeID)
    -> FunctionState
  {
    var saved = FunctionState(function: function, arguments: arguments, result: result)
    swap(&saved, &state)
    let entry = makeBlock()
    state.isReached[0] = true
    begin(entry)
    return saved
  }

  /// Ends the function being lowered and gives it.
  mutating func leave(_ saved: consuming FunctionState) -> MIRFunction {
    var left = saved
    swap(&left, &state)
    return left.function.compacted()
  }

  /// Lowers the body of a function, whose value is its result.
  mutating func lowerResult(_ body: NodeID) {
    state.cleanups.append([])
    var value = nothing
    if state.result == .void { lowerStatement(body) } else { value = lower(body, as: state.result) }
    if !state.isTerminated { finishReturn(value, body) }
    state.cleanups.removeLast()
  }

  /// Does what was deferred and returns `value`.
  mutating func finishReturn(_ value: ValueID, _ node: NodeID) {
    runCleanups(downTo: 0)
    if state.result == .never {
      terminate(.unreachable, 0, 0, node)
    } else {
      terminate(.returnValue, state.result == .void ? 0 : value.index, 0, node)
    }
  }

  /// The first clause whose patterns fit the arguments is the one that runs.
  private mutating func lowerClauses(
    of decl: FunctionDecl, _ values: [ValueID], _ id: DeclID
  ) {
    for clause in [decl.node] + decl.clauses {
      let miss = makeBlock()
      for (number, node) in checker.tree.fieldList(clause, 3).enumerated() {
        let type = concrete(decl.parameters[number].type)
        test(checker.tree.child(node), values[number], type, orElse: miss)
      }
      state.cleanups.append([])
      for (number, node) in checker.tree.fieldList(clause, 3).enumerated()
      where !checker.isBorrowed(number, of: id) {
        ownParts(checker.tree.child(node), values[number], concrete(decl.parameters[number].type))
      }
      lowerResult(checker.tree.fieldNode(clause, 6))
      state.cleanups.removeLast()
      begin(miss)
    }
    terminate(.unreachable, 0, 0, decl.node)
  }

  /// The values of the parameters.
  private mutating func lowerParameters(of decl: FunctionDecl) -> [ValueID] {
    var values: [ValueID] = []
    for (number, type) in state.function.parameters.enumerated() {
      values.append(emit(.parameter, type, UInt32(number), 0, decl.node))
    }
    if decl.attributes.contains(.tracksCaller) { state.callerLocation = values.last }
    return values
  }

  /// Binds a parameter that stays with the caller.
  private mutating func bindBorrowed(
    _ pattern: NodeID, _ value: ValueID, _ parameter: ParamInfo, _ decl: FunctionDecl
  ) {
    guard parameter.name == checker.known.selfValue, decl.selfMode == .mutable else {
      return bindParts(pattern, value, concrete(parameter.type))
    }
    let local = LocalID(index: checker.typed.index(pattern))
    let type = concrete(parameter.type)
    // A reference is its own place: `self` cannot be replaced, only what it refers to.
    state.storage[local] = isReference(type) ? .value(value) : .address(value)
  }
}

// MARK: - The start of the program

extension MIRLower {
  /// Lowers everything that is reachable from the start of the program, and the start itself.
  mutating func lowerEntry() -> FunctionID {
    let pointerType = pointer(to: pointer(to: .u8))
    let entry = functions.add(
      MIRFunction(
        name: checker.interner.intern("main"), parameters: [.i32, pointerType], result: .i32))
    let start = request(Instance(decl: checker.items.start, arguments: []))
    let finish = request(Instance(decl: checker.items.finish, arguments: []))
    let body = mainFunction()
    requestConstants()
    drain()
    let initializers = lowerInitializers()
    checkEarlyReads(initializers, script: body)
    let node = checker.modules[checker.main].root
    let saved = enter(functions[entry], arguments: [], result: .i32)
    let count = emit(.parameter, .i32, 0, 0, node)
    let vector = emit(.parameter, pointerType, 1, 0, node)
    _ = call(start, [count, vector], node)
    for (_, initializer) in initializers { _ = call(initializer, [], node) }
    let value = call(body, [], node)
    _ = call(finish, [], node)
    var code = integer(0, .i32, node)
    if functions[body].result == .int {
      code = emit(.convertWrapping, .i32, value.index, 0, node)
    }
    if !state.isTerminated { terminate(.returnValue, code.index, 0, node) }
    functions[entry] = leave(saved)
    return entry
  }

  /// The program's `main`, or its statements at top level as a function.
  private mutating func mainFunction() -> FunctionID {
    let module = checker.modules[checker.main]
    if let entity = module.names[checker.known.main], entity.kind == .functions {
      return request(Instance(decl: checker.overloads(of: entity)[0], arguments: []))
    }
    let name = checker.interner.intern("\(module.path).main")
    let id = functions.add(MIRFunction(name: name, parameters: [], result: .void))
    let saved = enter(functions[id], arguments: [], result: .void)
    state.cleanups.append([])
    if checker.hasOwners { state.ownership = checker.followStatements(of: checker.main) }
    for statement in module.statements where !state.isTerminated { lowerTopLevel(statement) }
    if !state.isTerminated { finishReturn(nothing, module.root) }
    functions[id] = leave(saved)
    return id
  }

  /// Whether the main module is a script.
  private var isScript: Bool {
    checker.modules[checker.main].names[checker.known.main] == nil
  }

  private mutating func lowerTopLevel(_ statement: NodeID) {
    switch checker.tree.kind(statement) {
    case .staticAssert: break
    case .varDecl where checker.tree.kind(checker.tree.child(statement)) == .patternName:
      guard
        let entity = checker.modules[checker.main].names[
          checker.tree.symbol(checker.tree.child(statement))],
        entity.kind == .variable
      else { return lowerStatement(statement) }
      initialize(VariableID(index: entity.index))
    default: lowerStatement(statement)
    }
  }

  /// Gives a module variable its first value.
  private mutating func initialize(_ id: VariableID) {
    let type = checker.type(ofVariable: id)
    let value = checker.tree.fieldNode(checker.declarations.variables[id].node, 3)
    let address = variableAddress(id, value)
    let first = lower(value, as: type)
    if !state.isTerminated {
      firstStores[id] = emit(.store, .void, address.index, first.index, value)
    }
  }

  /// The address of a module variable.
  mutating func variableAddress(_ id: VariableID, _ node: NodeID) -> ValueID {
    let type = checker.type(ofVariable: id)
    let global = global(id, type)
    return emit(.globalAddress, pointer(to: type), global.index, 0, node)
  }

  private mutating func global(_ id: VariableID, _ type: TypeID) -> GlobalID {
    if let known = variables[id] { return known }
    let decl = checker.declarations.variables[id]
    let name = checker.modules[decl.module].path + "." + checker.text(decl.name)
    let variable = checker.isOurs(decl.module) ? decl.name : .none
    let global = globals.add(
      MIRGlobal(name: checker.interner.intern(name), type: type, variable: variable))
    variables[id] = global
    return global
  }

  /// Functions that set the module variables that are used: those of a module behind those of the
  /// modules that it imports.
  ///
  /// Setting one may use others, so it goes on until no more turn up.
  private mutating func lowerInitializers() -> [(variable: VariableID, function: FunctionID)] {
    var made: [VariableID: FunctionID] = [:]
    while let id = checker.declarations.variables.ids.first(where: {
      variables[$0] != nil && made[$0] == nil && !isSetByScript($0) && !beginsAsZero($0)
    }) {
      let decl = checker.declarations.variables[id]
      let text = "init " + checker.modules[decl.module].path + "." + checker.text(decl.name)
      let name = checker.interner.intern(text)
      let function = functions.add(MIRFunction(name: name, parameters: [], result: .void))
      made[id] = function
      let saved = enter(functions[function], arguments: [], result: .void)
      initialize(id)
      if !state.isTerminated { terminate(.returnValue, 0, 0, decl.node) }
      functions[function] = leave(saved)
      drain()
    }
    let ranks = checker.moduleRanks()
    let ids = checker.declarations.variables.ids.filter { made[$0] != nil }
    let ordered = ids.sorted { a, b in
      let (left, right) = (checker.declarations.variables[a], checker.declarations.variables[b])
      let (x, y) = (ranks[Int(left.module.index)], ranks[Int(right.module.index)])
      return x == y ? a.index < b.index : x < y
    }
    return ordered.map { ($0, made[$0]!) }
  }

  /// Whether the first value is a literal that module variables hold anyway before the program starts.
  private func beginsAsZero(_ id: VariableID) -> Bool {
    let value = checker.tree.fieldNode(checker.declarations.variables[id].node, 3)
    let type = checker.declarations.variables[id].type
    switch checker.tree.kind(value) {
    case .integer: return type.isScalar && checker.integerValue(value) == 0
    case .bool: return type.isScalar && checker.tree.a[value.position] == 0
    case .nilLiteral: return checker.types.kind(type) == .pointer
    default: return false
    }
  }

  /// Whether a statement of the script gives the variable its first value.
  func isSetByScript(_ id: VariableID) -> Bool {
    isScript && checker.declarations.variables[id].module == checker.main
  }
}
