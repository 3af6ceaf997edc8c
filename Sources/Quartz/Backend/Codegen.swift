/// The run-time checkers that a program can be built with.
public enum Sanitizer: String, CaseIterable, Sendable {
  /// AddressSanitizer: memory that is not the program's.
  case address
  /// ThreadSanitizer: races.
  case thread
}

/// What changes the text of the code generator.
struct CodegenOptions: Sendable {
  /// The checker whose attribute every function bears.
  var sanitizer: Sanitizer?
}

/// Turns a program in MIR into the text of LLVM IR, function by function.
///
/// Each function's body is dropped once its text was written, so that the program shrinks while the
/// text flows into a sink. Definitions that a function needs (types, helpers, constants) go to
/// `head`, which is written before the functions that wait in `text`.
struct Codegen: ~Copyable {
  /// The text that waits for the sink is handed over when it has this many bytes.
  static let chunkSize = 1 << 18

  /// The program; functions lose their bodies as they are written.
  var program: MIRProgram
  /// The sources, for the locations in panics.
  var sources: SourceMap
  /// The names and string constants.
  let interner: Interner
  /// What changes the text.
  let options: CodegenOptions

  /// Definitions that must stand before `text`.
  var head = TextWriter()
  /// Functions.
  var text = TextWriter(capacity: Codegen.chunkSize)
  /// The function being written.
  var function = MIRFunction(name: .none, parameters: [], result: .void)
  /// For each value of `function` the one whose text stands for it, itself unless it costs nothing.
  var aliases: [UInt32] = []
  /// For each value of `function` whether it is written as a constant where it is used.
  var constants: [Bool] = []

  /// How types are spelled.
  var spellings = TypeSpellings()
  /// The number of each string constant by symbol, 0 when it was not used.
  var stringNumbers: [UInt32] = []
  /// The number of string constants.
  var stringCount: UInt32 = 0
  /// Which checked operations have their helper.
  var helpers = [Bool](repeating: false, count: HelperKey.count)
  /// What was declared or defined by name, intrinsics and helpers of enums included.
  var declarations: Set<String> = []
  /// The C functions that were declared.
  var declaredExterns: Set<Symbol> = []
  /// The attribute groups that were used, a bit for each.
  var attributeGroups: UInt8 = 0
  /// Whether the program has packed structs, whose parts lie anywhere.
  let hasPacked: Bool
  /// Whether loads of Bool refer to their range.
  var usesBoolRange = false
  /// The type of the table of file names, once it is used.
  var fileNameType: TypeID?
  /// The line whose location was asked last.
  var line = LineCache()
  /// Whether the current function returns what its slot `%result` holds at the end.
  var returnsFromSlot = false

  /// A generator for `program`.
  init(
    program: consuming MIRProgram, sources: SourceMap, interner: Interner,
    options: CodegenOptions = CodegenOptions()
  ) {
    self.hasPacked = program.nominals.ids.contains { program.nominals[$0].isPacked }
    self.program = program
    self.sources = sources
    self.interner = interner
    self.options = options
  }

  /// Writes the whole program to `sink`.
  mutating func emit(to sink: inout some CodegenSink & ~Copyable) {
    emitHeader()
    for id in program.globals.ids { emitGlobal(id) }
    let reached = Reachability(program).isReached
    for id in program.functions.ids where reached[id.position] {
      emitFunction(id)
      if text.count >= Self.chunkSize { flush(to: &sink) }
    }
    emitFileNames()
    emitClosing()
    flush(to: &sink)
  }

  private mutating func flush(to sink: inout some CodegenSink & ~Copyable) {
    if head.count > 0 { sink.write(head.bytes) }
    if text.count > 0 { sink.write(text.bytes) }
    head.removeAll()
    text.removeAll()
  }
}

// MARK: - Functions

extension Codegen {
  private mutating func emitFunction(_ id: FunctionID) {
    guard program.functions[id].hasBody else {
      function = program.functions[id]
      if function.flags.contains(.isExtern) { emitDeclaration() }
      return
    }
    function = program.functions[id].takeBody()
    prepareValues()
    emitSignature(id)
    prepareReturn()
    // Wherever a slot stands, it is one storage for a run of the function: made in the entry block.
    for index in 1..<function.count where function.opcodes[index] == .slot { emitMemory(index) }
    for (order, block) in function.blockOrder.enumerated() {
      if order > 0 {
        text.write("b")
        text.write(decimal: block.index)
        text.write(":\n")
      }
      for index in function.instructions(of: block) { emit(index) }
    }
    if returnsFromSlot { emitReturnBlock() }
    text.write("}\n")
  }

  private mutating func emitSignature(_ id: FunctionID) {
    text.write("define ")
    if id != program.entry { text.write("internal ") }
    writeType(code(function.result))
    text.write(" ")
    writeFunctionName(id)
    text.write("(")
    var isFirst = true
    for (number, type) in function.parameters.enumerated() {
      let code = code(type)
      guard code != .empty else { continue }
      if !isFirst { text.write(", ") }
      isFirst = false
      writeType(code)
      text.write(" %p")
      text.write(decimal: number)
    }
    text.write(") ")
    writeAttributes(flags: function.flags, result: function.result)
    text.write(" {\n")
  }

  /// Writes the instruction at `index`; constants and aliases have no text of their own.
  private mutating func emit(_ index: Int) {
    switch function.opcodes[index] {
    case .none, .integer, .float, .string, .zero, .functionAddress, .globalAddress, .parameter,
      .slot:
      break
    case .load, .store, .fieldAddress, .payloadAddress, .elementAddress, .copyMemory,
      .zeroMemory:
      emitMemory(index)
    case .aggregate: emitAggregate(index)
    case .extract: emitExtract(index)
    case .makeEnum: emitMakeEnum(index)
    case .enumTag: emitEnumTag(index)
    case .enumPayload: emitEnumPayload(index)
    case .add, .subtract, .multiply, .divide, .remainder, .negate, .addWrapping,
      .subtractWrapping, .multiplyWrapping, .bitAnd, .bitOr, .bitXor, .not, .shiftLeft, .shiftRight:
      emitArithmetic(index)
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: emitComparison(index)
    case .convert, .convertWrapping: emitConversion(index)
    case .bitcast: emitBitcast(index)
    case .call: emitCall(index)
    case .callClosure: emitCallClosure(index)
    case .fileName: emitFileName(index)
    case .threadWord: emitThreadWord(index)
    case .jump, .branch, .switchInt, .returnValue, .unreachable: emitTerminator(index)
    }
  }
}

// MARK: - Terminators

extension Codegen {
  private mutating func emitTerminator(_ index: Int) {
    switch function.opcodes[index] {
    case .jump:
      text.write("  br ")
      writeLabel(function.a[index])
    case .branch: emitBranch(index)
    case .switchInt: emitSwitch(index)
    case .returnValue: emitReturn(index)
    default: text.write("  unreachable")
    }
    text.write("\n")
  }

  private mutating func emitBranch(_ index: Int) {
    let targets = function.list(function.b[index])
    text.write("  br i1 ")
    writeOperand(function.a[index])
    text.write(", ")
    writeLabel(targets[targets.startIndex])
    text.write(", ")
    writeLabel(targets[targets.startIndex + 1])
  }

  private mutating func emitSwitch(_ index: Int) {
    let entries = function.list(function.b[index])
    let code = valueCode(function.a[index])
    text.write("  switch ")
    writeTyped(function.a[index])
    text.write(", ")
    writeLabel(entries[entries.startIndex])
    text.write(" [")
    for place in stride(from: entries.startIndex + 1, to: entries.endIndex, by: 3) {
      let word = UInt64(entries[place]) | UInt64(entries[place + 1]) << 32
      text.write("\n    ")
      writeType(code)
      text.write(" ")
      writeInteger(word, code)
      text.write(", ")
      writeLabel(entries[place + 2])
    }
    text.write(" ]")
  }

  private mutating func emitReturn(_ index: Int) {
    let code = code(function.result)
    guard code != .empty else {
      text.write("  ret void")
      return
    }
    text.write(returnsFromSlot ? "  store " : "  ret ")
    writeTyped(function.a[index])
    if returnsFromSlot { text.write(", ptr %result\n  br label %return") }
  }

  /// Makes a slot for the result when a struct is returned in several places.
  ///
  /// LLVM splits the slot into its members. Were there several returns, inlining would merge whole
  /// structs, which it never takes apart: the tag of an Option would be tested after it was known.
  private mutating func prepareReturn() {
    let code = code(function.result)
    let returns = function.opcodes.count { $0 == .returnValue }
    returnsFromSlot = code.isStruct && returns > 1
    guard returnsFromSlot else { return }
    text.write("  %result = alloca ")
    writeType(code)
    text.write("\n")
  }

  private mutating func emitReturnBlock() {
    let code = code(function.result)
    text.write("return:\n  %result.value = load ")
    writeType(code)
    text.write(", ptr %result\n  ret ")
    writeType(code)
    text.write(" %result.value\n")
  }

  private mutating func writeLabel(_ block: UInt32) {
    text.write("label %b")
    text.write(decimal: block)
  }
}
