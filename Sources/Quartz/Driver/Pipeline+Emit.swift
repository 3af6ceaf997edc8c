// What a compilation leaves: text on standard output or in a file, an object file, a program.

extension Compilation {
  /// Writes the text that `kind` names.
  mutating func print(_ kind: EmitKind) throws(DriverError) {
    switch kind {
    case .tokens: try write(tokenText())
    case .ast: try write(treeText())
    case .types: try write(typeText())
    case .mir: try write(mirText())
    default:
      // Handed on, not shared: the generator drops each function once it is written.
      var program = try lower()
      guard program != nil else { return }
      let finished = self
      try AtomicFile.write(to: options.output ?? "-") {
        finished.generate(program.take()!, to: &$0)
      }
    }
  }

  private func write(_ text: [UInt8]?) throws(DriverError) {
    guard let text else { return }
    try AtomicFile.write(to: options.output ?? "-") { sink in
      text.withUnsafeBytes { sink.write($0) }
    }
  }

  private mutating func tokenText() throws(DriverError) -> [UInt8] {
    let file = try load(options.file, stablePath: StablePath.make(options.file))
    let tokens = stages.run("lex") { lex(file) }
    return TokenPrinter.text(of: tokens, in: &sources, interner: interner)
  }

  private mutating func treeText() throws(DriverError) -> [UInt8] {
    let file = try load(options.file, stablePath: StablePath.make(options.file))
    let tokens = stages.run("lex") { lex(file) }
    var tree = SyntaxTree()
    let root = stages.run("parse") { parse(tokens, file, into: &tree) }
    try verifyTree(tree)
    return TreePrinter.text(of: root, in: tree, interner: interner, base: sources[file].base)
  }

  private mutating func typeText() throws(DriverError) -> [UInt8]? {
    guard let checker = try check() else { return nil }
    return TypedPrinter.text(of: checker)
  }

  private mutating func mirText() throws(DriverError) -> [UInt8]? {
    guard let program = try lower() else { return nil }
    return Array(MIRPrinter.text(of: program, interner: interner, sources: sources).utf8)
  }

  /// Makes an object file or a program; clang starts while the program is still being read.
  mutating func link(_ product: LinkOptions.Product, to path: String) throws(DriverError) {
    try refuseToOverwriteSource(path)
    var settings = LinkOptions(output: path)
    settings.product = product
    settings.isOptimized = options.isRelease
    settings.sanitizer = options.sanitizer
    settings.target = options.target
    var linker = try Linker.start(settings)
    do throws(DriverError) {
      var program = try lower()
      guard program != nil else { return linker.abandon() }
      showDiagnostics()
      generate(program.take()!, to: &linker)
    } catch {
      linker.abandon()
      throw error
    }
    try stages.run("link") { () throws(DriverError) in try linker.finish() }
  }

  private func refuseToOverwriteSource(_ path: String) throws(DriverError) {
    guard let source = Path.canonical(options.file), source == Path.canonical(path) else { return }
    throw .wrongOption(
      "the result would overwrite the source '\(options.file)'", help: "name another file by -o")
  }
}
