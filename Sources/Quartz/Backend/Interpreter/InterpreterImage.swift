#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much an evaluation may take; without limits nothing is counted.
struct InterpreterLimits: Sendable {
  /// The number of MIR instructions.
  var steps: Int?
  /// The bytes that the program allocates and has not freed.
  var memory: Int?
  /// The bytes of the stack, of which only what is used takes memory.
  var stack = 256 << 20

  /// No limit but that of the stack.
  static let none = InterpreterLimits()
}

/// A program as the interpreter runs it: code, texts, module variables, extern functions.
///
/// Each function is translated when it is first called. Addresses in it stay the same while it
/// lives, so that running code needs no reference to it.
final class InterpreterImage {
  /// The program.
  private(set) var program: MIRProgram
  let interner: Interner
  let sources: SourceMap
  /// The extern functions that the embedder provides.
  let host: [String: HostFunction]
  /// What an evaluation may take.
  let limits: InterpreterLimits
  /// The allocations of the program, when they are limited.
  let meter: AllocationMeter?

  /// For each function what calls need to know.
  let entries: UnsafeMutablePointer<FunctionEntry>
  /// The number of entries.
  let entryCount: Int
  /// For each translated function the MIR instruction of each code instruction.
  private var origins: [FunctionID: [UInt32]] = [:]
  /// How values of each type are kept, by the index of the type.
  private var storedTypes: [StoredType?]
  /// The storage of module variables.
  private var globals: [UnsafeMutableRawPointer] = []
  /// The bytes of texts that constants and file names need.
  private var texts: [Symbol: UnsafeMutableRawPointer] = [:]
  private var fileNames: [UnsafeMutableRawPointer?]
  /// Whether nothing is left that is done when first needed.
  private var isPrepared = false
  /// The host functions in use; `NativeTarget.number` counts them.
  private(set) var hostFunctions: [HostFunction] = []

  init(
    program: MIRProgram, interner: Interner, sources: SourceMap, host: [String: HostFunction],
    limits: InterpreterLimits
  ) {
    self.program = program
    self.interner = interner
    self.sources = sources
    self.limits = limits
    let meter = limits.memory.map(AllocationMeter.init)
    self.meter = meter
    let own = meter?.functions ?? InterpreterThreads.functions
    self.host = host.merging(own) { embedder, _ in embedder }
    entryCount = program.functions.count + 1
    entries = .allocate(capacity: entryCount)
    entries.initialize(repeating: FunctionEntry(), count: entryCount)
    storedTypes = [StoredType?](repeating: nil, count: program.types.count)
    fileNames = [UnsafeMutableRawPointer?](repeating: nil, count: sources.files.count)
    for id in program.globals.ids { addGlobal(program.globals[id]) }
  }

  deinit {
    for number in 0..<entryCount { entries[number].code?.deallocate() }
    entries.deallocate()
    for address in globals { address.deallocate() }
    for address in texts.values { address.deallocate() }
    for address in fileNames { address?.deallocate() }
  }

  private func addGlobal(_ global: MIRGlobal) {
    let size = max(16, Int(stored(global.type).frameSize))
    let address = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    address.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    globals.append(address)
  }
}

// MARK: - Types

extension InterpreterImage {
  /// How values of `type` are kept.
  func stored(_ type: TypeID) -> StoredType {
    if type.position < storedTypes.count, let known = storedTypes[type.position] { return known }
    let isSigned = representation(type).isSignedInteger
    let result = StoredType(program.layout(of: type), isSigned: isSigned)
    while storedTypes.count < program.types.count { storedTypes.append(nil) }
    storedTypes[type.position] = result
    return result
  }

  /// The type that `type` is represented as: newtypes are opened.
  func representation(_ type: TypeID) -> TypeID {
    var type = type
    let layouts = program.layouts
    while program.types.kind(type) == .nominal,
      program.nominals[program.types.nominal(type)].kind == .newtype
    {
      type = layouts.fieldTypes(of: type, in: &program.types)[0]
    }
    return type
  }

  /// Whether values of `type` are floats.
  func isFloat(_ type: TypeID) -> Bool { representation(type).isFloat }

  /// What a pointer or reference points at.
  func pointee(_ type: TypeID) -> TypeID { program.types.argument(type, 0) }

  /// How enum `type` is represented.
  func enumLayout(_ type: TypeID) -> EnumLayout {
    guard case .enumeration(let layout) = program.layout(of: type).shape else {
      fatalError("an operation on enums has an operand of another type")
    }
    return layout
  }

  /// The fields of the object of a struct, or of a value struct or tuple.
  func fields(ofObjectOrValue type: TypeID) -> [FieldLayout] {
    let isObject =
      program.types.kind(type) == .nominal
      && program.nominals[program.types.nominal(type)].kind == .object
    let layout = isObject ? program.object(of: type) : program.layout(of: type)
    guard case .aggregate(let fields) = layout.shape else {
      fatalError("an operation on fields has an operand of another type")
    }
    return fields
  }
}

// MARK: - Addresses

extension InterpreterImage {
  /// The address of a function, as the program sees it.
  func address(of id: FunctionID) -> UInt64 {
    UInt64(UInt(bitPattern: entries + id.position))
  }

  /// The function at `address`, if there is one.
  func function(at address: UInt64) -> FunctionID? {
    let base = UInt64(UInt(bitPattern: entries))
    let stride = UInt64(MemoryLayout<FunctionEntry>.stride)
    let offset = address &- base
    guard offset % stride == 0, offset / stride > 0, offset / stride < UInt64(entryCount) else {
      return nil
    }
    return FunctionID(index: UInt32(offset / stride))
  }

  /// The address of a module variable.
  func address(of id: GlobalID) -> UInt64 {
    UInt64(UInt(bitPattern: globals[id.position - 1]))
  }

  /// Where the bytes of a text are, and how many.
  func text(of symbol: Symbol) -> (address: UInt64, count: UInt64) {
    let bytes = interner.bytes(of: symbol)
    let address = texts[symbol] ?? Self.copy(of: bytes)
    texts[symbol] = address
    return (UInt64(UInt(bitPattern: address)), UInt64(bytes.count))
  }

  /// Where the name of file `number` is, and how many bytes it has; that of no file is empty.
  func fileName(_ number: UInt64) -> (address: UInt64, count: UInt64) {
    let index = number < UInt64(sources.files.count) ? Int(number) : 0
    let path = sources[FileID(index: UInt32(index))].stablePath
    let address = fileNames[index] ?? Self.copy(of: Array(path.utf8)[...])
    fileNames[index] = address
    return (UInt64(UInt(bitPattern: address)), UInt64(path.utf8.count))
  }

  /// `bytes` and a NUL, which is not counted, in memory of their own.
  private static func copy(of bytes: ArraySlice<UInt8>) -> UnsafeMutableRawPointer {
    let address = UnsafeMutableRawPointer.allocate(byteCount: bytes.count + 1, alignment: 1)
    bytes.withUnsafeBytes {
      address.copyMemory(from: $0.baseAddress ?? .init(address), byteCount: $0.count)
    }
    address.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
    return address
  }
}

// MARK: - Code

extension InterpreterImage {
  /// Translates function `id`, unless that was done.
  func prepare(_ id: FunctionID) throws(InterpreterError) {
    guard entries[id.position].code == nil else { return }
    guard program.functions[id].hasBody else {
      let name = interner.text(program.functions[id].name)
      throw InterpreterError(reason: .missingBody(name), function: id)
    }
    // The program may be about to ask for the error of the last call.
    let error = errno
    defer { errno = error }
    let result = MIRTranslator.translate(program.functions[id], image: self)
    let code = UnsafeMutablePointer<InterpreterCode>.allocate(capacity: result.code.count)
    code.initialize(from: result.code, count: result.code.count)
    origins[id] = result.origins
    entries[id.position].count = result.code.count
    entries[id.position].frameSize = result.frameSize
    entries[id.position].extent = result.extent
    entries[id.position].parameterWords = parameterWords(of: id)
    entries[id.position].code = code
  }

  /// Prepares whatever else is done when first needed, so that from now on threads only read.
  ///
  /// What cannot be prepared, because a body or a symbol is missing, fails again when it is called.
  func prepareAll() {
    guard !isPrepared else { return }
    isPrepared = true
    for id in program.functions.ids {
      let function = program.functions[id]
      for type in function.parameters + [function.result] { _ = stored(type) }
      if function.flags.contains(.isExtern) {
        if entries[id.position].native.source == .unknown { try? resolve(id) }
      } else {
        try? prepare(id)
      }
    }
    for number in sources.files.indices { _ = fileName(UInt64(number)) }
  }

  /// The number of words that function `id` is called with.
  func parameterWords(of id: FunctionID) -> Int {
    program.functions[id].parameters.reduce(0) { $0 + Int(stored($1).frameSize) / 8 }
  }

  /// The function and its MIR instruction that the code before `pc` belongs to.
  func origin(
    of pc: UnsafePointer<InterpreterCode>
  ) -> (function: FunctionID, instruction: Int)? {
    for id in program.functions.ids {
      let entry = entries[id.position]
      guard let code = entry.code, pc > UnsafePointer(code), pc <= UnsafePointer(code) + entry.count
      else { continue }
      return (id, Int(origins[id]?[pc - UnsafePointer(code) - 1] ?? 0))
    }
    return nil
  }

  /// Takes a host function into use and returns its number.
  func addHostFunction(_ function: @escaping HostFunction) -> Int {
    hostFunctions.append(function)
    return hostFunctions.count - 1
  }
}
