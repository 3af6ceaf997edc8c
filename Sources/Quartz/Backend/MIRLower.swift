/// An instance of a function: the declaration and its type arguments.
struct Instance: Hashable, Sendable {
  let decl: DeclID
  let arguments: [TypeID]
}

/// What finds a method that the lowering itself calls, such as the `push` of a literal.
struct LibraryKey: Hashable, Sendable {
  let name: Symbol
  let type: TypeID
  let count: Int
  let hasReceiver: Bool
}

/// Where the value of a local is.
enum Storage: Sendable {
  /// In a value that never changes.
  case value(ValueID)
  /// In memory at an address: a slot, a box, or the place that a reference stands for.
  case address(ValueID)
}

/// A loop that encloses the place being lowered.
struct LoopTarget: Sendable {
  let label: Symbol
  let exit: BlockID
  let next: BlockID
  /// Where the value of a `loop` goes, and its type.
  let result: (slot: ValueID, type: TypeID)?
  /// How many scopes enclose the loop.
  let scopeDepth: Int
}

/// The function that is being lowered.
struct FunctionState: Sendable {
  var function: MIRFunction
  /// What stands for the type parameters of the declaration.
  var arguments: [TypeID]
  /// The type of the result, in terms of the source.
  var result: TypeID
  /// Where the locals are.
  var storage: [LocalID: Storage] = [:]
  /// Whether the current block has ended, so that nothing more is emitted before another begins.
  var isTerminated = false
  /// For each block whether something goes to it.
  var isReached: [Bool] = []
  var loops: [LoopTarget] = []
  /// For each scope what is to be done at its end.
  var cleanups: [[Cleanup]] = []
  /// Who owns what.
  var ownership = Ownership()
  /// The slots that tell whether a local still has the value that it owns.
  var flags: [LocalID: ValueID] = [:]
  /// The closure object, in the body of a closure.
  var environment: ValueID?
  /// The place of the caller, in a function that gets it.
  var callerLocation: ValueID?
  /// How many closures were made of the body so far.
  var closureCount = 0
  /// What is to be written back after a change of an element in place.
  var writebacks: [Writeback] = []
  /// The parts of places that are evaluated before what is assigned to them: the object of a field,
  /// or the receiver and the indices of an element.
  var prepared: [NodeID: [ValueID]] = [:]
}

/// An element that was copied to a slot to be changed, and is to be stored again.
struct Writeback: Sendable {
  let setter: CallID
  let receiver: ValueID
  let indices: [ValueID]
  let slot: ValueID
  let element: TypeID
  let node: NodeID
}

/// What a program is built for, as far as the library asks.
struct BuildKind: Sendable {
  /// Whether mistakes are looked for at the price of time: every build that is not for release.
  var isDebug = true
  /// The checker that is built in.
  var sanitizer: Sanitizer?
}

/// Translates the checked syntax into MIR: every function that can be reached from the program's
/// start, once for each set of type arguments.
struct MIRLower: Sendable {
  var checker: Checker
  var functions = Table<FunctionID, MIRFunction>(
    none: MIRFunction(name: .none, parameters: [], result: .void))
  var globals = Table<GlobalID, MIRGlobal>(none: MIRGlobal(name: .none, type: .void))
  var layouts: Layouts
  var state: FunctionState
  /// The instances that have an identity.
  var instances: [Instance: FunctionID] = [:]
  /// The instances whose bodies have yet to be lowered.
  var queue: [(id: FunctionID, instance: Instance)] = []
  /// The module variables that are used.
  var variables: [VariableID: GlobalID] = [:]
  /// The instructions that give them their first values.
  var firstStores: [VariableID: ValueID] = [:]
  /// The default values that are being lowered.
  var openDefaults: Set<NodeID> = []
  /// The functions that give the values of constants.
  var constants: [ConstantID: FunctionID] = [:]
  /// The constants that are evaluated at compile time.
  var foldable: [MIRConstant] = []
  /// The constants whose functions have yet to be lowered.
  var constantQueue: [(id: FunctionID, constant: ConstantID)] = []
  /// The words of data that stand for closures without captures, by their code.
  var thunks: [FunctionID: GlobalID] = [:]
  /// The functions that adapt named functions to closures.
  var thunkFunctions: [FunctionID: FunctionID] = [:]
  /// The methods that the lowering itself called, found before.
  var libraryMethods: [LibraryKey: Instance?] = [:]
  /// What stands for requirements of traits, found before.
  var implementations: [Instance: Instance] = [:]
  /// The functions that drop values, by type.
  var dropFunctions: [TypeID: FunctionID] = [:]
  /// Those of them that have yet to be lowered.
  var dropQueue: [(id: FunctionID, type: TypeID)] = []
  /// The externs by their C name and signature.
  var externs: [ExternKey: FunctionID] = [:]
  /// What the library may ask about the build.
  let build: BuildKind

  /// The program that starts at the main module of `checker`.
  static func lower(
    _ checker: consuming Checker, for build: BuildKind = BuildKind()
  ) -> (program: MIRProgram, checker: Checker) {
    var lowering = MIRLower(checker, build)
    var program = lowering.makeProgram()
    program.functions = lowering.functions
    program.globals = lowering.globals
    program.constants = lowering.foldable
    return (program, lowering.checker)
  }

  private init(_ checker: consuming Checker, _ build: BuildKind) {
    self.build = build
    self.layouts = Layouts(
      nominals: NominalTable(none: Nominal(name: .none, module: .none, node: .none, kind: .value)))
    self.checker = checker
    self.state = FunctionState(
      function: MIRFunction(name: .none, parameters: [], result: .void), arguments: [],
      result: .void)
  }

  private mutating func makeProgram() -> MIRProgram {
    let hooks = makeHooks()
    let entry = lowerEntry()
    var program = MIRProgram(types: checker.types, nominals: checker.declarations.nominals)
    program.entry = entry
    program.hooks = hooks
    return program
  }

  private mutating func makeHooks() -> RuntimeHooks {
    RuntimeHooks(
      overflow: request(checker.items.panicOverflow),
      division: request(checker.items.panicDivision),
      shift: request(checker.items.panicShift),
      conversion: request(checker.items.panicConversion),
      floatConversion: request(checker.items.panicFloatConversion))
  }

  /// The function `decl` of the library; `.none` when there is none.
  mutating func request(_ decl: DeclID) -> FunctionID {
    decl.isNone ? .none : request(Instance(decl: decl, arguments: []))
  }

  /// Lowers bodies until none is left to lower.
  mutating func drain() {
    var next = 0
    while next < queue.count || !constantQueue.isEmpty || !dropQueue.isEmpty {
      if let (id, type) = dropQueue.popLast() {
        lowerDrop(type, as: id)
        continue
      }
      if let (id, constant) = constantQueue.popLast() {
        lowerConstant(constant, as: id)
        continue
      }
      let (id, instance) = queue[next]
      next += 1
      lowerBody(of: instance, as: id)
    }
    queue.removeAll()
  }
}

// MARK: - Types

extension MIRLower {
  /// The concrete type of `node` in the instance being lowered, as MIR has it.
  mutating func type(_ node: NodeID) -> TypeID {
    mirType(checker.instantiate(checker.typed.type(node), state.arguments))
  }

  /// `type` with the type parameters of the instance being lowered replaced.
  mutating func concrete(_ type: TypeID) -> TypeID {
    checker.instantiate(type, state.arguments)
  }

  /// The type of a parameter or value as MIR has it: references are addresses.
  mutating func mirType(_ type: TypeID) -> TypeID {
    switch checker.types.kind(type) {
    case .reference, .referenceMut: checker.types.pointer(to: checker.types.argument(type, 0))
    default: type
    }
  }

  /// The type `Ptr<T>`.
  mutating func pointer(to type: TypeID) -> TypeID { checker.types.pointer(to: type) }

  /// How values of `type` are stored.
  mutating func layout(of type: TypeID) -> Layout {
    checker.resolvePendingNominals()
    return withNominals { $0.layout(of: type, in: &$1) }
  }

  /// How the object behind a reference of `type` is stored.
  mutating func object(of type: TypeID) -> Layout {
    checker.resolvePendingNominals()
    return withNominals { $0.object(of: type, in: &$1) }
  }

  /// Whether a payload of type `part` is stored behind a pointer in enum `type`.
  mutating func isBoxed(_ part: TypeID, in type: TypeID) -> Bool {
    checker.resolvePendingNominals()
    return withNominals { $0.isBoxed(part, in: type, &$1) }
  }

  /// Whether values of `type` are references to what all copies share.
  mutating func isReference(_ type: TypeID) -> Bool { checker.isReferenceType(type) }
}

// MARK: - Emitting

extension MIRLower {
  /// Adds an instruction that comes from `node`, unless nothing can reach it.
  @discardableResult
  mutating func emit(
    _ opcode: Opcode, _ type: TypeID, _ a: UInt32 = 0, _ b: UInt32 = 0, _ node: NodeID
  ) -> ValueID {
    if state.isTerminated { return .none }
    return state.function.add(opcode, type, a, b, at: checker.tree.position(node))
  }

  /// Adds an instruction whose second operand is a list.
  @discardableResult
  mutating func emit(
    _ opcode: Opcode, _ type: TypeID, _ a: UInt32, list: [UInt32], _ node: NodeID
  ) -> ValueID {
    let start = state.function.addList(list)
    return emit(opcode, type, a, start, node)
  }

  /// Ends the current block.
  mutating func terminate(_ opcode: Opcode, _ a: UInt32 = 0, _ b: UInt32 = 0, _ node: NodeID) {
    emit(opcode, .void, a, b, node)
    state.isTerminated = true
  }

  /// A block that is begun later.
  mutating func makeBlock() -> BlockID {
    state.isReached.append(false)
    return state.function.makeBlock()
  }

  /// Makes `block` the one that instructions are added to; when nothing goes to it, what follows is
  /// left out.
  mutating func begin(_ block: BlockID) {
    state.isTerminated = !state.isReached[Int(block.index)]
    if !state.isTerminated { state.function.begin(block) }
  }

  /// Goes to `block`, unless the current block has ended.
  mutating func jump(_ block: BlockID, _ node: NodeID) {
    if state.isTerminated { return }
    state.isReached[Int(block.index)] = true
    terminate(.jump, block.index, 0, node)
  }

  /// Goes to one of two blocks, unless the current block has ended.
  mutating func branch(_ condition: ValueID, _ yes: BlockID, _ no: BlockID, _ node: NodeID) {
    if state.isTerminated { return }
    state.isReached[Int(yes.index)] = true
    state.isReached[Int(no.index)] = true
    let list = state.function.addList([yes.index, no.index])
    terminate(.branch, condition.index, list, node)
  }

  /// The integer `value` of `type`.
  mutating func integer(_ value: Int, _ type: TypeID, _ node: NodeID) -> ValueID {
    let bits = UInt64(bitPattern: Int64(value))
    return emit(
      .integer, type, UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32), node
    )
  }

  /// The value of type Void, where one is needed as an operand.
  mutating func void(_ node: NodeID) -> ValueID { emit(.zero, .void, 0, 0, node) }

  /// What stands for the value of a node that has none.
  var nothing: ValueID { .none }

  /// Some value of `type` where none can be: behind what does not return.
  mutating func dead(_ type: TypeID, _ node: NodeID) -> ValueID {
    if type == .void || type == .never { return void(node) }
    let address = emit(.zero, pointer(to: type), 0, 0, node)
    return emit(.load, type, address.index, 0, node)
  }

  /// Storage on the stack for a value of `type`.
  mutating func slot(_ type: TypeID, _ node: NodeID) -> ValueID {
    emit(.slot, pointer(to: type), 0, 0, node)
  }

  /// Reads the value of `type` at `address`.
  mutating func load(_ type: TypeID, _ address: ValueID, _ node: NodeID) -> ValueID {
    type == .void ? void(node) : emit(.load, type, address.index, 0, node)
  }

  /// Writes `value` at `address`.
  mutating func store(_ value: ValueID, to address: ValueID, _ node: NodeID) {
    emit(.store, .void, address.index, value.index, node)
  }

  /// A slot that holds `value`.
  mutating func spill(_ value: ValueID, _ type: TypeID, _ node: NodeID) -> ValueID {
    let address = slot(type, node)
    store(value, to: address, node)
    return address
  }

  /// The address of field `index` of the struct, tuple or object of `type` at `base`.
  mutating func fieldAddress(
    _ base: ValueID, _ type: TypeID, _ index: Int, _ fieldType: TypeID, _ node: NodeID
  ) -> ValueID {
    emit(
      .fieldAddress, pointer(to: fieldType), base.index, list: [type.index, UInt32(index)], node)
  }

  /// The types of the fields of a struct type or of the elements of a tuple.
  mutating func fieldTypes(_ type: TypeID) -> [TypeID] {
    checker.resolvePendingNominals()
    if checker.types.kind(type) == .nominal {
      checker.resolveFields(of: checker.types.nominal(type))
    }
    return withNominals { $0.fieldTypes(of: type, in: &$1) }
  }

  /// Lends the checker's declarations to the layouts: were they shared, the next nominal to be
  /// resolved would copy them all.
  private mutating func withNominals<Result>(
    _ body: (inout Layouts, inout TypeTable) -> Result
  ) -> Result {
    swap(&layouts.nominals, &checker.declarations.nominals)
    defer { swap(&layouts.nominals, &checker.declarations.nominals) }
    return body(&layouts, &checker.types)
  }

  /// Calls `function` with `arguments`.
  mutating func call(
    _ function: FunctionID, _ arguments: [ValueID], _ node: NodeID
  ) -> ValueID {
    let result = functions[function].result
    let value = emit(.call, result, function.index, list: arguments.map(\.index), node)
    if result == .never { terminate(.unreachable, 0, 0, node) }
    return value
  }
}

/// What tells declarations of C functions apart.
///
/// Two modules may declare one function with different types, such as `Int` and `CSize`. Each calls it
/// with its own.
struct ExternKey: Hashable, Sendable {
  let name: Symbol
  let parameters: [TypeID]
  let result: TypeID
}
