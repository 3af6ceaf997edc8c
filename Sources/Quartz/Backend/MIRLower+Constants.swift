extension MIRLower {
  /// The function that gives the value of a constant.
  ///
  /// A value without references is computed at compile time, and the function becomes that value. One
  /// with references (a Vec, a closure) is made when it is first asked for, and kept.
  mutating func constantFunction(_ id: ConstantID) -> FunctionID {
    if let known = constants[id] { return known }
    let type = checker.type(ofConstant: id)
    let decl = checker.declarations.constants[id]
    let path = checker.modules[decl.module].path + "." + checker.text(decl.name)
    let isKept = holdsReference(type)
    let function = functions.add(
      MIRFunction(
        name: checker.interner.intern("const " + path), parameters: [], result: type,
        flags: isKept ? [] : .isInline))
    constants[id] = function
    constantQueue.append((function, id))
    foldable.append(
      MIRConstant(
        function: function, position: checker.tree.position(decl.node), isKept: isKept))
    return function
  }

  /// Asks for the constants and assertions of the modules that do not belong to the standard library:
  /// they are evaluated whether or not something uses them.
  mutating func requestConstants() {
    for id in checker.declarations.constants.ids {
      let isOurs = checker.isOurs(checker.declarations.constants[id].module)
      guard isOurs, !holdsReference(checker.type(ofConstant: id)) else { continue }
      _ = constantFunction(id)
    }
    for id in checker.modules.ids where checker.isOurs(id) {
      for node in checker.modules[id].statements where checker.tree.kind(node) == .staticAssert {
        lowerAssertion(node)
      }
    }
  }

  /// Lowers the condition of a `static_assert` to a function that is evaluated at compile time.
  private mutating func lowerAssertion(_ node: NodeID) {
    let name = checker.interner.intern("static_assert \(foldable.count)")
    let id = functions.add(
      MIRFunction(name: name, parameters: [], result: .bool, flags: .isInline))
    let saved = enter(functions[id], arguments: [], result: .bool)
    lowerResult(checker.tree.child(node))
    functions[id] = leave(saved)
    let message = checker.tree.fieldNode(node, 2)
    let isText = checker.tree.kind(message) == .string
    foldable.append(
      MIRConstant(
        function: id, position: checker.tree.position(checker.tree.child(node)),
        demand: isText ? checker.text(checker.tree.symbol(message)) : ""))
  }

  /// Whether a value of `type` holds an address, which means nothing outside of the run that made it.
  private mutating func holdsReference(_ type: TypeID) -> Bool {
    if type == checker.items.stringType { return false }
    switch layout(of: type).shape {
    case .pointer: return true
    case .aggregate(let fields): return fields.contains { holdsReference($0.type) }
    case .enumeration(let layout):
      return layout.variants.contains { $0.contains { holdsReference($0.type) } }
    case .empty, .integer, .float: return false
    }
  }

  /// Lowers the value of a constant.
  mutating func lowerConstant(_ constant: ConstantID, as id: FunctionID) {
    let value = checker.tree.fieldNode(checker.declarations.constants[constant].node, 3)
    let type = functions[id].result
    let saved = enter(functions[id], arguments: [], result: type)
    if holdsReference(type) {
      lowerKept(value, type, name: functions[id].name)
    } else {
      lowerResult(value)
    }
    functions[id] = leave(saved)
  }

  /// Computes `value` on the first call, and gives what was computed on every other.
  private mutating func lowerKept(_ value: NodeID, _ type: TypeID, name: Symbol) {
    let keptName = checker.interner.intern(checker.text(name) + " value")
    let kept = globals.add(MIRGlobal(name: keptName, type: type))
    let flagName = checker.interner.intern(checker.text(name) + " known")
    let flag = globals.add(MIRGlobal(name: flagName, type: .bool))
    let flagAddress = emit(.globalAddress, pointer(to: .bool), flag.index, 0, value)
    let address = emit(.globalAddress, pointer(to: type), kept.index, 0, value)
    let make = makeBlock()
    let give = makeBlock()
    branch(load(.bool, flagAddress, value), give, make, value)
    begin(make)
    // What is kept outlives any arena that happens to be in use.
    let allocator = threadWord(value)
    let arena = pointer(to: .u8)
    let previous = load(arena, allocator, value)
    store(emit(.zero, arena, 0, 0, value), to: allocator, value)
    store(lower(value, as: type), to: address, value)
    store(previous, to: allocator, value)
    store(integer(1, .bool, value), to: flagAddress, value)
    jump(give, value)
    begin(give)
    let result = load(type, address, value)
    terminate(.returnValue, result.index, 0, value)
  }
}
