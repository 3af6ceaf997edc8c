/// The compilation of one program: its phases in order, each a value in and a value out.
struct Compilation {
  /// What was asked for.
  let options: CompileOptions
  /// The phases as they run.
  let stages: Stages
  /// The files that were read.
  var sources = SourceMap()
  /// The names and texts.
  var interner = Interner()
  /// What there is to say about the program.
  var diagnostics = DiagnosticSink()
  /// Whether that was written.
  var hasShownDiagnostics = false

  init(_ options: CompileOptions, _ stages: Stages) {
    self.options = options
    self.stages = stages
  }

  /// Everything up to types; nil when the program has errors.
  mutating func check() throws(DriverError) -> Checker? { try check(try parse()) }

  /// Everything behind the parsing up to types; nil when the program has errors.
  private mutating func check(_ program: consuming ParsedProgram) throws(DriverError) -> Checker? {
    var parsed = Optional(program)
    var collected = Optional(stages.run("resolve") { resolve(&parsed!) })
    try verifyTree(parsed!.tree)
    // Handed on, not shared: the checker changes what it gets, and a shared table would be copied.
    var checker = stages.run("typecheck") {
      makeChecker(parsed.take()!, collected.take()!)
    }
    stages.run("typecheck") { checker.checkAll() }
    diagnostics = checker.diagnostics
    return diagnostics.hasErrors ? nil : checker
  }

  /// Looks for all mistakes that can be found without running the program: those of types, and of what
  /// is evaluated at compile time.
  mutating func checkProgram() throws(DriverError) {
    guard let checked = try check(), checked.needsLowering else { return }
    let (_, checker) = stages.run("mir") { lower(checked) }
    take(checker!)
  }

  /// Everything up to MIR; nil when the program has errors.
  mutating func lower() throws(DriverError) -> MIRProgram? { try lower(try parse()) }

  /// Everything behind the parsing up to MIR; nil when the program has errors.
  mutating func lower(_ parsed: consuming ParsedProgram) throws(DriverError) -> MIRProgram? {
    guard var checked = try check(parsed) else { return nil }
    checked.requireMain()
    diagnostics = checked.diagnostics
    guard !diagnostics.hasErrors else { return nil }
    var (program, checker) = stages.run("mir") { lower(checked) }
    take(checker!)
    stages.free("tc_free") { checker!.typed = TypedTree(count: 0) }
    stages.free("ast_free") { checker = nil }
    guard !diagnostics.hasErrors else { return nil }
    try verifyMIR(program)
    return program
  }

  /// The rest: the LLVM IR of `program` goes to `sink`.
  func generate(_ program: consuming MIRProgram, to sink: inout some CodegenSink & ~Copyable) {
    let settings = CodegenOptions(sanitizer: options.sanitizer)
    var codegen = Optional(
      Codegen(program: program, sources: sources, interner: interner, options: settings))
    stages.run("codegen") { codegen!.emit(to: &sink) }
    stages.free("mir_free") { codegen = nil }
  }
}
