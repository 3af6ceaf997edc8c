/// The identity of a MIR function (or a declared extern function) of the program.
struct FunctionID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The identity of a module variable of the program.
struct GlobalID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The identity of a value in a function: the index of the instruction that computes it.
///
/// A value is computed once; its block dominates every use. What changes lives in slots.
struct ValueID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The identity of a basic block in a function.
///
/// Block 0 is the entry, to which nothing jumps: there is no reserved handle here.
struct BlockID: Hashable, Sendable {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The operations of MIR.
///
/// The comment of each names its operands `a` and `b`; `list` is a place in the function's `extra`
/// column where a count stands, followed by that many entries. `type` is the type of the result;
/// operations without one have type Void. Types are concrete everywhere.
enum Opcode: UInt8, CaseIterable, Sendable {
  /// The filler at index 0.
  case none

  // MARK: Constants. They may stand anywhere before their uses, which they need not dominate; they
  // cost no machine code.

  /// An integer, a Bool (0, 1) or an enum without payloads' tag. a: low word, b: high word; the
  /// value is sign- or zero-extended to 64 bits after its type.
  case integer
  /// A float. a, b: low and high word of the bits of the F64; an F32 is rounded from it.
  case float
  /// A String. a: symbol of the text; `type` is the struct `String` {Ptr<U8>, Int}. Nothing may
  /// rely on what follows the bytes.
  case string
  /// The value of type Void, or the null of a pointer type: all bits zero.
  case zero
  /// The address of a function, as Ptr<Void>. a: function.
  case functionAddress
  /// The address of a module variable; `type` is Ptr<T>. a: global.
  case globalAddress

  // MARK: Parameters and memory

  /// The function's parameter. a: its number. Only in the entry block, in order, first.
  case parameter
  /// Storage on the stack for one value; `type` is Ptr<T>. It may stand in any block, but there is
  /// one storage for each run of the function: code generation makes them all at its entry. What it
  /// holds before the first store is undefined.
  case slot
  /// Reads a value. a: address.
  case load
  /// Writes a value. a: address, b: value.
  case store
  /// The address of a field. a: address of the struct object, value struct or tuple, which is Ptr,
  /// & or &mut of its type, or for a struct object the reference itself; b: list of (type, field
  /// number); the type is that of the whole (for a struct object: the struct type, meaning the
  /// object and not the reference); `type` is Ptr<field's type>.
  case fieldAddress
  /// The address of the payload field of an enum in memory. a: address of the enum; b: list of
  /// (enum type, variant, field); `type` is Ptr<stored type>.
  case payloadAddress
  /// The address `a` plus `b` elements; `type` is Ptr<T>. b: value of type Int.
  case elementAddress
  /// Copies elements; the ranges may overlap. a: destination, b: list of (source, count value). The
  /// count is not negative.
  case copyMemory
  /// Sets elements to zero bytes. a: address, b: value of type Int, the number of elements.
  case zeroMemory

  // MARK: Aggregates

  /// A value struct or a tuple. a: list of field values.
  case aggregate
  /// A part of a value struct or tuple. a: value, b: field number.
  case extract
  /// An enum value. a: variant; b: list of payload values (boxed ones as pointers).
  case makeEnum
  /// The number of the variant of an enum value, of type Int. a: value.
  case enumTag
  /// A payload field of an enum value that is known to be of a variant; `type` is the stored type.
  /// a: value; b: list of (variant, field).
  case enumPayload

  // MARK: Arithmetic. Operands and result have one type, unless said otherwise.

  /// Integer arithmetic that panics on overflow, floats that do not. a, b: values.
  case add, subtract, multiply
  /// Division towards zero and its remainder; integers panic on zero and on overflow, which is that
  /// of the least value by -1 for both. The remainder of floats is C's `fmod`.
  case divide, remainder
  /// Negation; integers panic on overflow. a: value.
  case negate
  /// Integer arithmetic modulo 2^n.
  case addWrapping, subtractWrapping, multiplyWrapping
  /// Of integers or Bools.
  case bitAnd, bitOr, bitXor
  /// All bits, or a Bool, inverted. a: value.
  case not
  /// Shifts; they panic when the count `b` is not in 0..<width. `>>` keeps the sign of signed
  /// types.
  case shiftLeft, shiftRight
  /// Comparisons of integers (after their signedness), Bools, floats (IEEE 754), pointers
  /// (unsigned); the result is a Bool.
  case equal, notEqual, less, lessEqual, greater, greaterEqual
  /// An integer, Bool or float converted to the number type `type`; panics when the value does not
  /// fit. Floats are truncated before that is asked.
  case convert
  /// The same, wrapping integers and saturating floats (NaN is 0).
  case convertWrapping
  /// The same bits as another type of the same size: F64 and U64/Int, pointers and Int, object
  /// references and Ptr. What is not one number or pointer has the bits of nothing but a newtype of
  /// it or its content. a: value.
  case bitcast

  // MARK: Calls

  /// Calls a function. a: function, b: list of argument values.
  case call
  /// Calls a closure: the word at its address is the code, which gets the closure as an extra first
  /// argument. a: value; b: list of argument values.
  case callClosure
  /// The text of a source file's name, of type String. a: value of type Int, the number of the
  /// file; that of no file is empty.
  case fileName
  /// The address of the word that each thread has for itself, null when the thread starts; `type`
  /// is a pointer to a pointer.
  case threadWord

  // MARK: Terminators: the last instruction of each block, and nowhere else.

  /// Goes to a block. a: block.
  case jump
  /// Goes to one of two blocks. a: a Bool value; b: list of (block if true, block if false).
  case branch
  /// Goes to a block after an Int value. a: value; b: list of (default block, then for each case
  /// low word, high word, block).
  case switchInt
  /// Ends the function. a: the result; of type Void it is `.none`.
  case returnValue
  /// Cannot be reached.
  case unreachable

  /// Whether this ends a block.
  var isTerminator: Bool { rawValue >= Opcode.jump.rawValue }

  /// Whether this is a constant.
  var isConstant: Bool { rawValue <= Opcode.globalAddress.rawValue && self != .none }
}

/// Marks on a MIR function.
struct FunctionFlags: OptionSet, Sendable {
  let rawValue: UInt8
  /// `@inline`: always inlined.
  static let isInline = FunctionFlags(rawValue: 1)
  /// Seldom called, such as a panic: kept out of line.
  static let isCold = FunctionFlags(rawValue: 2)
  /// An `extern "C"` function: a name and a signature of scalars and pointers, no body.
  static let isExtern = FunctionFlags(rawValue: 4)
  /// An extern function whose parameters end in `...`.
  static let isVariadic = FunctionFlags(rawValue: 8)
}

/// A function of the program: its signature and, once it was lowered, its body as columns.
struct MIRFunction: Sendable {
  /// The name in the object file, unique in the program; for an extern function the C name.
  var name: Symbol
  /// The types of the parameters.
  var parameters: [TypeID]
  /// The type of the result; `never` when it does not return.
  var result: TypeID
  /// Marks.
  var flags: FunctionFlags = []

  /// What each instruction does, from index 1.
  private(set) var opcodes: [Opcode] = [.none]
  /// The type of each instruction's result.
  private(set) var types: [TypeID] = [.void]
  /// First operands.
  private(set) var a: [UInt32] = [0]
  /// Second operands.
  private(set) var b: [UInt32] = [0]
  /// Where each instruction comes from.
  private(set) var positions: [UInt32] = [0]
  /// Lists.
  private(set) var extra: [UInt32] = [0]
  /// For each block the index of its first instruction; 0 while it was not begun.
  private(set) var blockStarts: [UInt32] = []
  /// The blocks in the order in which they stand.
  private(set) var blockOrder: [BlockID] = []

  init(name: Symbol, parameters: [TypeID], result: TypeID, flags: FunctionFlags = []) {
    self.name = name
    self.parameters = parameters
    self.result = result
    self.flags = flags
  }

  /// The function with columns that have no room to grow.
  consuming func compacted() -> MIRFunction {
    opcodes = opcodes.withUnsafeBufferPointer { Array($0) }
    types = types.withUnsafeBufferPointer { Array($0) }
    a = a.withUnsafeBufferPointer { Array($0) }
    b = b.withUnsafeBufferPointer { Array($0) }
    positions = positions.withUnsafeBufferPointer { Array($0) }
    extra = extra.withUnsafeBufferPointer { Array($0) }
    blockStarts = blockStarts.withUnsafeBufferPointer { Array($0) }
    blockOrder = blockOrder.withUnsafeBufferPointer { Array($0) }
    return self
  }

  /// Whether the body was lowered.
  var hasBody: Bool { !blockOrder.isEmpty }

  /// The number of instructions, the filler included.
  var count: Int { opcodes.count }

  /// The bytes that the columns hold.
  var byteSize: Int {
    opcodes.capacity + blockOrder.capacity * 4
      + 4 * (types.capacity + a.capacity + b.capacity + positions.capacity + extra.capacity)
  }

  /// The indices of the instructions of `block`.
  func instructions(of block: BlockID) -> Range<Int> {
    let start = Int(blockStarts[Int(block.index)])
    var end = start
    while !opcodes[end].isTerminator { end += 1 }
    return start..<end + 1
  }

  /// The entries of the list at `start`.
  func list(_ start: UInt32) -> ArraySlice<UInt32> {
    let first = Int(start) + 1
    return extra[first..<first + Int(extra[first - 1])]
  }

  /// Makes a block that is begun later.
  mutating func makeBlock() -> BlockID {
    defer { blockStarts.append(0) }
    return BlockID(index: UInt32(blockStarts.count))
  }

  /// Makes `block` the one that instructions are added to.
  mutating func begin(_ block: BlockID) {
    blockStarts[Int(block.index)] = UInt32(opcodes.count)
    blockOrder.append(block)
  }

  /// Adds an instruction and returns its value.
  @discardableResult
  mutating func add(
    _ opcode: Opcode, _ type: TypeID, _ a: UInt32 = 0, _ b: UInt32 = 0, at position: Position
  ) -> ValueID {
    let id = ValueID(index: UInt32(opcodes.count))
    opcodes.append(opcode)
    types.append(type)
    self.a.append(a)
    self.b.append(b)
    positions.append(position.offset)
    return id
  }

  /// Puts another operation with the operands `a` and `list` in the place of the one at `index`;
  /// its value has the same type.
  mutating func replace(_ index: Int, by opcode: Opcode, _ a: UInt32, list: [UInt32]) {
    opcodes[index] = opcode
    self.a[index] = a
    b[index] = addList(list)
  }

  /// Adds a list and returns its place.
  mutating func addList(_ entries: [UInt32]) -> UInt32 {
    let start = UInt32(extra.count)
    extra.append(UInt32(entries.count))
    extra.append(contentsOf: entries)
    return start
  }

  /// Leaves the signature here and gives the whole function, whose memory is then the caller's.
  mutating func takeBody() -> MIRFunction {
    var whole = MIRFunction(name: name, parameters: parameters, result: result, flags: flags)
    (whole.opcodes, whole.types, whole.a, whole.b) = ([], [], [], [])
    (whole.positions, whole.extra) = ([], [])
    swap(&whole, &self)
    return whole
  }
}

/// A module variable of the program.
struct MIRGlobal: Sendable {
  /// The name in the object file.
  let name: Symbol
  /// The type of its value; the storage begins as zero bytes.
  let type: TypeID
  /// The name of the variable of the program that it is; `.none` of the library's and the compiler's.
  var variable = Symbol.none
}

/// A constant whose value is known only by running the function that computes it.
struct MIRConstant: Sendable {
  /// A function without parameters; its body becomes the value.
  let function: FunctionID
  /// Where the constant is declared.
  let position: Position
  /// What it means when the value is false, of an assertion.
  var demand: String?
  /// Whether it is computed when the program first asks for it, as its value holds references.
  var isKept = false
}

/// The functions that the back end calls by itself.
struct RuntimeHooks: Sendable {
  /// `panic_overflow(operation: Int, left: Int, right: Int, location: Int): !`, where the operation
  /// is the raw value of the opcode that overflowed, and operands are extended to 64 bits; the
  /// right one of a negation is 0.
  var overflow: FunctionID = .none
  /// `panic_division(left: Int, location: Int): !`: division by zero.
  var division: FunctionID = .none
  /// `panic_shift(count: Int, width: Int, location: Int): !`.
  var shift: FunctionID = .none
  /// `panic_conversion(value: Int, location: Int): !`: an integer that does not fit.
  var conversion: FunctionID = .none
  /// `panic_float_conversion(value: F64, location: Int): !`: NaN or out of range; an F32 is
  /// extended.
  var floatConversion: FunctionID = .none
}

/// A whole program in MIR: every function that is reachable, once per set of type arguments.
///
/// Made by the lowering, read by the verifier, the interpreter and the code generator. A location
/// in a panic is an Int: the number of the file shifted left by 32, plus the line.
struct MIRProgram: Sendable {
  /// The functions and extern functions, in the order in which they were first called.
  var functions = Table<FunctionID, MIRFunction>(
    none: MIRFunction(name: .none, parameters: [], result: .void))
  /// The module variables.
  var globals = Table<GlobalID, MIRGlobal>(none: MIRGlobal(name: .none, type: .void))
  /// The function that the process starts, with signature (argc: I32, argv: Ptr<Ptr<U8>>): I32.
  ///
  /// It sets the module variables, runs the program's main and returns the exit code.
  var entry: FunctionID = .none
  /// The constants to be evaluated at compile time.
  var constants: [MIRConstant] = []
  /// What the back end calls.
  var hooks = RuntimeHooks()
  /// The types of the program.
  var types: TypeTable
  /// The declared structs and enums.
  var nominals: NominalTable
  /// How types are stored.
  var layouts: Layouts

  init(types: TypeTable, nominals: NominalTable) {
    self.types = types
    self.nominals = nominals
    self.layouts = Layouts(nominals: nominals)
  }

  /// How values of `type` are stored.
  mutating func layout(of type: TypeID) -> Layout { layouts.layout(of: type, in: &types) }

  /// How the object of struct `type` is stored.
  mutating func object(of type: TypeID) -> Layout { layouts.object(of: type, in: &types) }
}

extension SourceMap {
  /// The word that stands for a position in panics: file number and line.
  mutating func locationWord(_ position: Position) -> UInt64 {
    let place = place(of: position)
    return UInt64(place.file.index) << 32 | UInt64(place.line)
  }
}
