// What each phase of the pipeline is given and what it leaves.

/// Every file of a program as syntax.
struct ParsedProgram {
  /// The modules and their imports.
  var graph: ModuleGraph
  /// The syntax of all files.
  var tree: SyntaxTree
}

extension Compilation {
  /// Reads and parses the main file and what it imports, the standard library included.
  mutating func parse() throws(DriverError) -> ParsedProgram {
    var parsed = ParsedProgram(graph: try makeGraph(), tree: SyntaxTree())
    parsed.graph.start(path: options.file, stablePath: StablePath.make(shownPath(options.file)))
    try parseFiles(of: &parsed)
    stages.note("resolve_pass1", "\(parsed.graph.modules.count) modules")
    stages.note("resolve_pass2")
    return parsed
  }

  /// Reads and parses the prelude and what it imports, for programs that `parse(_:path:after:)` adds.
  mutating func parseLibrary() throws(DriverError) -> ParsedProgram {
    var parsed = ParsedProgram(graph: try makeGraph(), tree: SyntaxTree())
    parsed.graph.startPrelude()
    try parseFiles(of: &parsed)
    return parsed
  }

  /// `library` with the main file `text`, as if it stood at `path`, and with what it imports.
  mutating func parse(
    _ text: [UInt8], path: String, after library: ParsedProgram
  ) throws(DriverError) -> ParsedProgram {
    var parsed = library
    parsed.graph.startMain(path: path, stablePath: StablePath.make(path))
    if let request = parsed.graph.next() {
      let file = sources.add(path: path, stablePath: request.stablePath, text: text)
      parse(file, of: request, into: &parsed)
    }
    try parseFiles(of: &parsed)
    return parsed
  }

  private func makeGraph() throws(DriverError) -> ModuleGraph {
    let library = try StandardLibrary.find(option: options.standardLibrary)
    return ModuleGraph(
      search: ModuleSearch(
        includePaths: options.includePaths, conditions: conditions, standardPath: library.path,
        canonical: { FileKind.of($0) == .regular ? Path.canonical($0) : nil }))
  }

  /// Reads and parses every file that is asked for.
  private mutating func parseFiles(of parsed: inout ParsedProgram) throws(DriverError) {
    while let request = parsed.graph.next() {
      let isStandard = parsed.graph.modules[request.module].isStandard
      let file = try load(
        request.path, stablePath: request.stablePath,
        shown: isStandard ? request.stablePath : nil)
      parse(file, of: request, into: &parsed)
    }
  }

  /// Parses `file`, which is that of `request`, and asks for what it imports.
  private mutating func parse(
    _ file: FileID, of request: ModuleGraph.Request, into parsed: inout ParsedProgram
  ) {
    let tokens = stages.run("lex") { lex(file) }
    let root = stages.run("parse") { parse(tokens, file, into: &parsed.tree) }
    parsed.graph.scan(
      request, file: file, root: root, in: parsed.tree, &interner, &diagnostics, sources)
  }

  /// What `@cfg` is judged by.
  private var conditions: Conditions { Conditions(features: Set(options.features)) }

  /// Adds the file at `path` to the sources.
  ///
  /// People see `shown`, which for the standard library does not depend on where it lies.
  mutating func load(
    _ path: String, stablePath: String, shown: String? = nil
  ) throws(DriverError) -> FileID {
    let bytes = try FileLoader.load(path)
    return sources.add(path: shown ?? shownPath(path), stablePath: stablePath, text: consume bytes)
  }

  /// How a path is shown to people.
  private func shownPath(_ path: String) -> String { path == "-" ? "<stdin>" : path }

  /// The tokens of `file`.
  mutating func lex(_ file: FileID) -> TokenList {
    Lexer.tokens(of: file, in: sources, interner: &interner, diagnostics: &diagnostics)
  }

  /// The `file` node of `tokens`.
  mutating func parse(
    _ tokens: TokenList, _ file: FileID, into tree: inout SyntaxTree
  ) -> NodeID {
    Parser.parse(
      tokens, file: file, sources: sources, into: &tree, interner: &interner,
      diagnostics: &diagnostics)
  }

  /// The names that the modules declare, those of derived impls included.
  mutating func resolve(_ parsed: inout ParsedProgram) -> Collector.Result {
    let derived = Deriver.expand(&parsed.tree, &interner, conditions)
    return Collector.collect(
      parsed.graph.modules, derived: derived, conditions: conditions, tree: parsed.tree,
      sources: sources, interner: interner, diagnostics: diagnostics)
  }

  /// The checker, before it has looked into any body.
  mutating func makeChecker(
    _ parsed: consuming ParsedProgram, _ collected: consuming Collector.Result
  ) -> Checker {
    Checker(
      tree: parsed.tree, sources: sources, graph: parsed.graph, collected: collected,
      interner: interner)
  }

  /// The program in MIR, and the checker, which has checked what the program uses of the library.
  func lower(_ checker: consuming Checker) -> (program: MIRProgram, checker: Checker?) {
    var (program, checker) = MIRLower.lower(
      checker, for: BuildKind(isDebug: !options.isRelease, sanitizer: options.sanitizer))
    guard !checker.diagnostics.hasErrors else { return (program, checker) }
    program = ConstantFolder.fold(
      program, &checker.interner, checker.sources, &checker.diagnostics)
    return (program, checker)
  }

  /// Takes over what the phases after the lowering need, and counts the tables that are dropped.
  mutating func take(_ checker: Checker) {
    interner = checker.interner
    diagnostics = checker.diagnostics
    stages.table("interner", interner.byteSize)
    stages.table("tree", checker.tree.byteSize)
    stages.table("types", checker.types.byteSize)
    stages.table("typed", checker.typed.byteSize)
  }

  /// Checks the shape of `tree`, that of derived impls included, where `--verify` asks for it.
  func verifyTree(_ tree: SyntaxTree) throws(DriverError) {
    try verify("parse") { TreeVerifier.problems(in: tree, interner: interner) }
  }

  /// Checks the rules of MIR where `--verify` asks for it.
  func verifyMIR(_ program: MIRProgram) throws(DriverError) {
    try verify("mir") { MIRVerifier.problems(in: program, interner: interner) }
  }

  /// What breaks the rules of an intermediate form is a mistake of the compiler, made in `phase`.
  private func verify(_ phase: String, _ check: () -> [String]) throws(DriverError) {
    guard options.verifies else { return }
    let problems = stages.run("verify", check)
    guard problems.isEmpty else {
      throw .internalError(in: phase, problems.joined(separator: "\n"))
    }
  }
}
