@testable import Quartz

/// Builds small MIR programs by hand, for tests of what reads MIR.
///
/// Declare nominals and functions, `define` the bodies, then take `program`.
final class MIRBuilder {
  var interner = Interner()
  var types = TypeTable()
  var nominals = NominalTable(
    none: Nominal(name: .none, module: .none, node: .none, kind: .value))
  var functions = Table<FunctionID, MIRFunction>(
    none: MIRFunction(name: .none, parameters: [], result: .void))
  var globals = Table<GlobalID, MIRGlobal>(none: MIRGlobal(name: .none, type: .void))
  var entry = FunctionID.none
  var hooks = RuntimeHooks()
  /// One file of 999 empty lines, so that line n is at position n.
  var sources = SourceMap()
  let file: FileID

  init() {
    file = sources.add(
      path: "test.qz", stablePath: "test.qz", text: [UInt8](repeating: 10, count: 999))
  }

  /// The program as declared and defined so far.
  var program: MIRProgram {
    var program = MIRProgram(types: types, nominals: nominals)
    program.functions = functions
    program.globals = globals
    program.entry = entry
    program.hooks = hooks
    return program
  }
}

// MARK: - Types

extension MIRBuilder {
  /// `Ptr<element>`.
  func pointer(_ element: TypeID) -> TypeID { types.pointer(to: element) }

  /// The tuple of `elements`.
  func tuple(_ elements: TypeID...) -> TypeID { types.tuple(elements) }

  /// `Fn(parameters): result`.
  func closure(_ parameters: [TypeID], _ result: TypeID) -> TypeID {
    types.function(parameters, result)
  }

  /// A struct or newtype named `name`.
  func structure(
    _ name: String, _ kind: NominalKind = .value, _ fields: [(String, TypeID)]
  ) -> TypeID {
    let symbol = interner.intern(name)
    let infos = fields.map { FieldInfo(name: interner.intern($0.0), type: $0.1, node: .none) }
    return types.nominal(
      nominals.add(
        Nominal(name: symbol, module: .none, node: .none, kind: kind, fields: infos)), [])
  }

  /// An enum named `name`; `variants` is given the enum's own type, so that it may hold itself.
  func enumeration(
    _ name: String, _ variants: (TypeID) -> [(String, [TypeID])]
  ) -> TypeID {
    let id = nominals.add(
      Nominal(name: interner.intern(name), module: .none, node: .none, kind: .enumeration))
    let type = types.nominal(id, [])
    nominals[id].variants = variants(type).map { name, fields in
      VariantInfo(
        name: interner.intern(name),
        fields: fields.map { FieldInfo(name: .none, type: $0, node: .none) }, node: .none)
    }
    return type
  }

  /// The struct `String` of the standard library.
  func stringType() -> TypeID {
    structure("String", .value, [("data", pointer(.u8)), ("bytes", .int)])
  }
}

// MARK: - Functions

extension MIRBuilder {
  /// A function without a body yet.
  func declare(
    _ name: String, _ parameters: [TypeID], _ result: TypeID, flags: FunctionFlags = []
  ) -> FunctionID {
    functions.add(
      MIRFunction(
        name: interner.intern(name), parameters: parameters, result: result, flags: flags))
  }

  /// An extern function.
  func extern(
    _ name: String, _ parameters: [TypeID], _ result: TypeID, flags: FunctionFlags = []
  ) -> FunctionID {
    declare(name, parameters, result, flags: flags.union(.isExtern))
  }

  /// Gives `id` its body; the entry block is begun.
  func define(_ id: FunctionID, _ build: (BodyBuilder) -> Void) {
    let body = BodyBuilder(self, functions[id])
    body.begin(body.block())
    build(body)
    functions[id] = body.function
  }

  /// A function with its body.
  @discardableResult
  func function(
    _ name: String, _ parameters: [TypeID], _ result: TypeID, flags: FunctionFlags = [],
    _ build: (BodyBuilder) -> Void
  ) -> FunctionID {
    let id = declare(name, parameters, result, flags: flags)
    define(id, build)
    return id
  }

  /// A module variable.
  func global(_ name: String, _ type: TypeID) -> GlobalID {
    globals.add(MIRGlobal(name: interner.intern(name), type: type))
  }
}

/// Adds the instructions of one function.
final class BodyBuilder {
  let program: MIRBuilder
  var function: MIRFunction
  /// The line that the next instructions come from.
  var line: UInt32 = 1

  init(_ program: MIRBuilder, _ function: MIRFunction) {
    self.program = program
    self.function = function
  }

  /// Adds any instruction.
  @discardableResult
  func add(_ opcode: Opcode, _ type: TypeID, _ a: UInt32 = 0, _ b: UInt32 = 0) -> ValueID {
    let base = program.sources[program.file].base
    return function.add(opcode, type, a, b, at: Position(offset: base + line - 1))
  }

  /// The type of `value`.
  func type(_ value: ValueID) -> TypeID { function.types[value.position] }

  /// A list in `extra`.
  func list(_ entries: [UInt32]) -> UInt32 { function.addList(entries) }

  /// A list of values.
  func list(_ values: [ValueID]) -> UInt32 { function.addList(values.map(\.index)) }
}

// MARK: - Blocks and terminators

extension BodyBuilder {
  /// A block to begin later.
  func block() -> BlockID { function.makeBlock() }

  /// Continues in `block`.
  func begin(_ block: BlockID) { function.begin(block) }

  /// Goes to `block`.
  func jump(_ block: BlockID) { add(.jump, .void, block.index) }

  /// Goes to one of two blocks.
  func branch(_ condition: ValueID, _ yes: BlockID, _ no: BlockID) {
    add(.branch, .void, condition.index, list([yes.index, no.index]))
  }

  /// Goes to the block of the case that `value` equals, or to `other`.
  func switchInt(_ value: ValueID, _ cases: [(Int, BlockID)], else other: BlockID) {
    let entries = cases.flatMap { [Self.low($0.0), Self.high($0.0), $0.1.index] }
    add(.switchInt, .void, value.index, list([other.index] + entries))
  }

  /// Ends the function.
  func returnValue(_ value: ValueID = .none) { add(.returnValue, .void, value.index) }

  /// Ends what cannot be reached.
  func unreachable() { add(.unreachable, .void) }

  /// The low word of `number`.
  static func low(_ number: Int) -> UInt32 { UInt32(truncatingIfNeeded: number) }

  /// The high word of `number`.
  static func high(_ number: Int) -> UInt32 { UInt32(truncatingIfNeeded: number >> 32) }
}

// MARK: - Constants and memory

extension BodyBuilder {
  /// An integer.
  @discardableResult
  func integer(_ number: Int, _ type: TypeID = .int) -> ValueID {
    add(.integer, type, Self.low(number), Self.high(number))
  }

  /// A float.
  @discardableResult
  func float(_ number: Double, _ type: TypeID = .f64) -> ValueID {
    let bits = Int(bitPattern: UInt(number.bitPattern))
    return add(.float, type, Self.low(bits), Self.high(bits))
  }

  /// A String of struct `type`.
  @discardableResult
  func string(_ text: String, _ type: TypeID) -> ValueID {
    add(.string, type, program.interner.intern(text).index)
  }

  /// All bits zero.
  @discardableResult
  func zero(_ type: TypeID) -> ValueID { add(.zero, type) }

  /// The address of a function.
  @discardableResult
  func functionAddress(_ id: FunctionID) -> ValueID {
    add(.functionAddress, program.pointer(.void), id.index)
  }

  /// The address of a module variable.
  @discardableResult
  func globalAddress(_ id: GlobalID) -> ValueID {
    add(.globalAddress, program.pointer(program.globals[id].type), id.index)
  }

  /// The parameter with `number`.
  @discardableResult
  func parameter(_ number: Int) -> ValueID {
    add(.parameter, function.parameters[number], UInt32(number))
  }

  /// Storage for a value of `type`.
  @discardableResult
  func slot(_ type: TypeID) -> ValueID { add(.slot, program.pointer(type)) }

  /// What stands at `address`.
  @discardableResult
  func load(_ address: ValueID) -> ValueID {
    add(.load, program.types.argument(type(address), 0), address.index)
  }

  /// Writes `value` to `address`.
  func store(_ address: ValueID, _ value: ValueID) {
    add(.store, .void, address.index, value.index)
  }

  /// The address of field `number`, of `field` type, in a `whole` at `address`.
  @discardableResult
  func fieldAddress(
    _ address: ValueID, _ whole: TypeID, _ number: Int, _ field: TypeID
  ) -> ValueID {
    let entries = list([whole.index, UInt32(number)])
    return add(.fieldAddress, program.pointer(field), address.index, entries)
  }

  /// The address of payload field `field`, stored as `stored`, of an enum at `address`.
  @discardableResult
  func payloadAddress(
    _ address: ValueID, _ whole: TypeID, _ variant: Int, _ field: Int, _ stored: TypeID
  ) -> ValueID {
    let entries = list([whole.index, UInt32(variant), UInt32(field)])
    return add(.payloadAddress, program.pointer(stored), address.index, entries)
  }

  /// `address` plus `count` elements.
  @discardableResult
  func elementAddress(_ address: ValueID, _ count: ValueID) -> ValueID {
    add(.elementAddress, type(address), address.index, count.index)
  }

  /// Copies `count` elements.
  func copyMemory(_ destination: ValueID, _ source: ValueID, _ count: ValueID) {
    add(.copyMemory, .void, destination.index, list([source, count]))
  }

  /// Clears `count` elements.
  func zeroMemory(_ address: ValueID, _ count: ValueID) {
    add(.zeroMemory, .void, address.index, count.index)
  }
}

// MARK: - Values and calls

extension BodyBuilder {
  /// An operation on two values of the type of the first.
  @discardableResult
  func binary(_ opcode: Opcode, _ left: ValueID, _ right: ValueID) -> ValueID {
    add(opcode, type(left), left.index, right.index)
  }

  /// A comparison.
  @discardableResult
  func compare(_ opcode: Opcode, _ left: ValueID, _ right: ValueID) -> ValueID {
    add(opcode, .bool, left.index, right.index)
  }

  /// An operation on one value, giving its type or `result`.
  @discardableResult
  func unary(_ opcode: Opcode, _ value: ValueID, _ result: TypeID? = nil) -> ValueID {
    add(opcode, result ?? type(value), value.index)
  }

  /// A value struct or tuple.
  @discardableResult
  func aggregate(_ type: TypeID, _ values: [ValueID]) -> ValueID {
    add(.aggregate, type, list(values))
  }

  /// Part `number`, of type `part`, of an aggregate.
  @discardableResult
  func extract(_ value: ValueID, _ number: Int, _ part: TypeID) -> ValueID {
    add(.extract, part, value.index, UInt32(number))
  }

  /// An enum value.
  @discardableResult
  func makeEnum(_ type: TypeID, _ variant: Int, _ payload: [ValueID] = []) -> ValueID {
    add(.makeEnum, type, UInt32(variant), list(payload))
  }

  /// The variant of an enum value.
  @discardableResult
  func enumTag(_ value: ValueID) -> ValueID { add(.enumTag, .int, value.index) }

  /// A payload field, stored as `stored`, of an enum value.
  @discardableResult
  func enumPayload(
    _ value: ValueID, _ variant: Int, _ field: Int, _ stored: TypeID
  ) -> ValueID {
    add(.enumPayload, stored, value.index, list([UInt32(variant), UInt32(field)]))
  }

  /// Calls a function.
  @discardableResult
  func call(_ id: FunctionID, _ arguments: [ValueID] = []) -> ValueID {
    add(.call, program.functions[id].result, id.index, list(arguments))
  }

  /// Calls a closure.
  @discardableResult
  func callClosure(_ closure: ValueID, _ arguments: [ValueID] = []) -> ValueID {
    add(
      .callClosure, program.types.result(type(closure)), closure.index, list(arguments))
  }
}
