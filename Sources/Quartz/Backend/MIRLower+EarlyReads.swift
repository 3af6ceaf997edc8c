extension MIRLower {
  /// Reports the variables of the program that are read before they have a value, and guards those
  /// where that cannot be known: `initializers` run in this order, `script` behind them.
  mutating func checkEarlyReads(
    _ initializers: [(variable: VariableID, function: FunctionID)], script: FunctionID
  ) {
    var unset = Set(initializers.compactMap { trackedGlobal($0.variable) })
    let ofScript = checker.declarations.variables.ids.filter(isSetByScript)
    unset.formUnion(ofScript.compactMap(trackedGlobal))
    if unset.isEmpty { return }
    var early = EarlyReads(functions, unset: unset)
    for (variable, function) in initializers {
      early.follow(function, firstStores: firstStores([variable]))
    }
    if !ofScript.isEmpty { early.follow(script, firstStores: firstStores(ofScript)) }
    for found in early.certain { report(found) }
    if early.certain.isEmpty { guardReads(early.possible, initializers, script) }
  }

  /// The storage of a variable of the program, when something uses it.
  private func trackedGlobal(_ id: VariableID) -> GlobalID? {
    guard checker.isOurs(checker.declarations.variables[id].module), let global = variables[id],
      globals[global].type != .void
    else { return nil }
    return global
  }

  private func firstStores(_ ids: [VariableID]) -> [Int: GlobalID] {
    var stores: [Int: GlobalID] = [:]
    for id in ids {
      if let store = firstStores[id], let global = variables[id] { stores[store.position] = global }
    }
    return stores
  }

  private mutating func report(_ found: EarlyReads.Certain) {
    let name = checker.text(globals[found.global].variable)
    guard let id = variables.first(where: { $0.value == found.global })?.key else { return }
    let node = checker.tree.child(checker.declarations.variables[id].node)
    var diagnostic = Diagnostic.earlyRead(name, at: checker.span(node))
    let leftOut = max(0, found.steps.count - 2 * Self.shownSteps)
    for (number, step) in found.steps.enumerated() {
      if number >= Self.shownSteps && number < Self.shownSteps + leftOut { continue }
      let span = Lexer.span(ofTokenAt: step.position, in: checker.sources)
      var note = step.callee.isNone ? "'\(name)' is read here" : callNote(step.callee)
      if leftOut > 0 && number == Self.shownSteps + leftOut { note += ", \(leftOut) calls later" }
      diagnostic = diagnostic.noting(note, at: span)
    }
    checker.report(diagnostic)
  }

  /// How many steps are shown of the beginning and of the end of a way to a read.
  private static let shownSteps = 8

  private func callNote(_ callee: FunctionID) -> String {
    guard let instance = instances.first(where: { $0.value == callee })?.key else {
      return "which happens in here"
    }
    return "'\(checker.text(checker.declarations.functions[instance.decl].name))' is called here"
  }
}

// MARK: - Guards

extension MIRLower {
  /// Puts a check in front of each read of `possible`, and takes note of when the variables get
  /// their values.
  private mutating func guardReads(
    _ possible: [EarlyReads.Possible],
    _ initializers: [(variable: VariableID, function: FunctionID)], _ script: FunctionID
  ) {
    if possible.isEmpty { return }
    let panic = request(checker.items.panicUnset)
    drain()
    var flags: [GlobalID: GlobalID] = [:]
    for read in possible {
      if flags[read.global] == nil { flags[read.global] = addFlag(for: read.global) }
      let position = Position(offset: functions[read.function].positions[read.index])
      let guardian = makeReader(of: read.global, flags[read.global]!, panic, position)
      functions[read.function].replace(read.index, by: .call, guardian.index, list: [])
    }
    for (variable, function) in initializers { noteFirstValue(of: variable, in: function, flags) }
    for id in checker.declarations.variables.ids where isSetByScript(id) {
      noteFirstValue(of: id, in: script, flags)
    }
  }

  /// A variable of the compiler that tells whether `global` has its value.
  private mutating func addFlag(for global: GlobalID) -> GlobalID {
    let name = checker.text(globals[global].name) + " is set"
    return globals.add(MIRGlobal(name: checker.interner.intern(name), type: .bool))
  }

  /// Replaces the store of the first value by a call that also sets the flag.
  private mutating func noteFirstValue(
    of variable: VariableID, in function: FunctionID, _ flags: [GlobalID: GlobalID]
  ) {
    guard let global = variables[variable], let flag = flags[global],
      let store = firstStores[variable]
    else { return }
    let value = functions[function].b[store.position]
    let setter = makeSetter(of: global, flag, checker.declarations.variables[variable].node)
    functions[function].replace(store.position, by: .call, setter.index, list: [value])
  }

  /// The function that gives the address of `global`, or panics while it has no value; the read
  /// stands at `position`.
  private mutating func makeReader(
    of global: GlobalID, _ flag: GlobalID, _ panic: FunctionID, _ position: Position
  ) -> FunctionID {
    let type = pointer(to: globals[global].type)
    let name = "read \(functions.count) \(checker.text(globals[global].name))"
    let id = functions.add(
      MIRFunction(
        name: checker.interner.intern(name), parameters: [], result: type, flags: .isInline))
    let node = checker.modules[checker.main].root
    let saved = enter(functions[id], arguments: [], result: type)
    let (give, fail) = (makeBlock(), makeBlock())
    let flagAddress = emit(.globalAddress, pointer(to: .bool), flag.index, 0, node)
    branch(load(.bool, flagAddress, node), give, fail, node)
    begin(fail)
    let symbol = globals[global].variable
    let text = emit(.string, checker.items.stringType, symbol.index, 0, node)
    let word = integer(Int(checker.sources.locationWord(position)), .int, node)
    _ = call(panic, [text, word], node)
    begin(give)
    let address = emit(.globalAddress, type, global.index, 0, node)
    terminate(.returnValue, address.index, 0, node)
    functions[id] = leave(saved)
    return id
  }

  /// The function that gives `global` its first value.
  private mutating func makeSetter(
    of global: GlobalID, _ flag: GlobalID, _ node: NodeID
  ) -> FunctionID {
    let type = globals[global].type
    let name = "set " + checker.text(globals[global].name)
    let id = functions.add(
      MIRFunction(
        name: checker.interner.intern(name), parameters: [type], result: .void, flags: .isInline))
    let saved = enter(functions[id], arguments: [], result: .void)
    let value = emit(.parameter, type, 0, 0, node)
    store(value, to: emit(.globalAddress, pointer(to: type), global.index, 0, node), node)
    let flagAddress = emit(.globalAddress, pointer(to: .bool), flag.index, 0, node)
    store(integer(1, .bool, node), to: flagAddress, node)
    terminate(.returnValue, 0, 0, node)
    functions[id] = leave(saved)
    return id
  }
}

extension Diagnostic {
  /// A module variable that calls lead to before it has a value.
  static func earlyRead(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.earlyRead, "'\(name)' is read before it has a value", at: span)
  }
}
