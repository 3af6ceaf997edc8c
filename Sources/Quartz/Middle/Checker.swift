/// Gives every expression of a program a type, and every name and call a meaning.
///
/// Signatures are resolved when first needed. The bodies of the modules being compiled are checked by
/// `checkAll`; those of the standard library when the lowering reaches them.
struct Checker: Sendable {
  /// The syntax; templates add copies of their functions to it.
  var tree: SyntaxTree
  var sources: SourceMap
  var modules: Table<ModuleID, Module>
  let prelude: ModuleID
  let main: ModuleID
  let known: KnownNames
  var interner: Interner
  var declarations: Declarations
  var types = TypeTable()
  var typed: TypedTree
  var diagnostics: DiagnosticSink
  var items = LanguageItems()
  /// Inherent methods by the head of their type and their name.
  var methods: [MethodKey: [DeclID]] = [:]
  /// The requirements and default methods of traits by name.
  var traitMembers: [Symbol: [(trait: TraitID, decl: DeclID)]] = [:]
  /// The implementations of each trait by the head of their type; head 0 holds those for any type.
  var traitImpls: [TraitKey: [ImplID]] = [:]
  /// The impls that say that a type does not implement a trait.
  var negativeImpls: [TraitKey: [ImplID]] = [:]
  /// What the star imports of the prelude bring, and from which module.
  var preludeNames: [Symbol: [(module: ModuleID, entity: Entity)]] = [:]
  /// What modules with many imports get by them.
  var importTables: [ModuleID: ImportTable] = [:]
  /// The functions made of templates, by the types of their arguments.
  var templates: [TemplateKey: DeclID] = [:]
  /// The nominals whose fields have yet to be resolved.
  var pendingNominals: [NominalID] = []
  /// The arguments of `@derive` that cannot be derived, where the impls made of them have errors.
  var settledPlaces: Set<Position> = []
  /// The declarations marked with `@deprecated`, each with the text of its message.
  var deprecated: [NodeID: Symbol] = [:]
  /// The files with mistakes in their syntax: what else is wrong in them may follow from those.
  var damagedFiles: Set<FileID> = []
  /// How many templates are being made for one another.
  var templateDepth = 0
  /// What implements a trait for a type without parameters and variables.
  var knownEvidence: [Bound: Evidence] = [:]
  /// The type parameters with bounds that are wrong: what they can do is not known.
  var unclearParameters: Set<TypeID> = []
  /// Whether some type implements Drop.
  var hasDropImpls = false
  /// Which types have one owner, as far as it was asked.
  var ownedTypes: [TypeID: Bool] = [:]
  /// Which function parameters are only called, as far as it was asked.
  var confinedParameters: [DeclID: [Int: Bool]] = [:]
  /// The parameters of which that is being found out.
  var confinedQuestions: [(decl: DeclID, number: Int)] = []
  /// The functions whose flow has to be followed whether or not types have owners.
  var flowing: Set<DeclID> = []
  /// The body whose flow is followed.
  var flow = Flow()
  /// Who owns what in that body.
  var ownership = Ownership()
  /// The default values of fields that are being checked.
  var openDefaults: Set<NodeID> = []
  /// The body being checked.
  var body = Body()
  /// The variables of type inference of the body being checked.
  var inference = Inference()

  init(
    tree: SyntaxTree, sources: SourceMap, graph: ModuleGraph, collected: Collector.Result,
    interner: Interner
  ) {
    self.tree = tree
    self.sources = sources
    self.modules = collected.modules
    self.prelude = graph.prelude
    self.main = graph.main
    self.interner = interner
    self.known = KnownNames(&self.interner)
    self.declarations = collected.declarations
    self.typed = TypedTree(count: tree.count)
    self.diagnostics = collected.diagnostics
    findDamage()
    findDeprecated()
    findPreludeNames()
    findImportedNames()
    findLanguageItems()
    enterTraits()
    enterImpls()
    hasDropImpls = traitImpls.keys.contains { $0.trait == items.drop }
  }

  /// Checks every signature and body of the modules that do not belong to the standard library.
  mutating func checkAll() {
    for id in modules.ids where isOurs(id) {
      checkImports(id)
      checkItems(of: id)
    }
    for id in declarations.nominals.ids where isOurs(declarations.nominals[id].module) {
      pendingNominals.append(id)
    }
    resolvePendingNominals()
    checkNominals()
    checkTraits()
    for id in declarations.impls.ids where isOurs(declarations.impls[id].module) {
      checkConformance(id)
    }
    // The script first: its variables may be made of the names that it binds before them.
    checkStatements(of: main)
    for id in declarations.constants.ids where isOurs(declarations.constants[id].module) {
      _ = type(ofConstant: id)
    }
    for id in declarations.variables.ids where isOurs(declarations.variables[id].module) {
      _ = type(ofVariable: id)
    }
    for id in declarations.functions.ids where isOurs(declarations.functions[id].module) {
      checkBody(id)
    }
    for id in modules.ids where isOurs(id) && id != main { checkStatements(of: id) }
    checkMain()
    if !diagnostics.hasErrors { checkFlows() }
  }

  /// Whether `module` does not belong to the standard library.
  func isOurs(_ module: ModuleID) -> Bool { !modules[module].isStandard }
}

/// What finds an inherent method.
struct MethodKey: Hashable, Sendable {
  let head: UInt32
  let name: Symbol
}

/// What finds the implementations of a trait.
struct TraitKey: Hashable, Sendable {
  let trait: TraitID
  let head: UInt32
}

extension Checker {
  /// The stretch of the token that names `node`.
  func span(_ node: NodeID) -> Span { tree.span(node, in: sources) }

  /// The text of `symbol`.
  func text(_ symbol: Symbol) -> String { interner.text(symbol) }

  /// Whether names are still compared with all that are known: not after hundreds of errors, where
  /// nobody reads that much advice and comparing takes long.
  var isSuggesting: Bool { diagnostics.count < 200 }

  /// How `type` is shown to people, with what inference knows about it.
  mutating func describe(_ type: TypeID) -> String {
    let known = zonk(type)
    let printer = TypePrinter(
      types: types, nominals: declarations.nominals, interner: interner)
    return printer.description(of: known)
  }

  /// Takes note of `diagnostic`, unless all that is to be said about its place was said.
  mutating func report(_ diagnostic: Diagnostic) {
    if settledPlaces.contains(diagnostic.span.start) { return }
    if !damagedFiles.isEmpty, damagedFiles.contains(file(of: diagnostic.span)) { return }
    diagnostics.report(diagnostic)
  }

  /// Takes note of the files with mistakes in their syntax, and of the modules that may miss names
  /// because they import from those.
  private mutating func findDamage() {
    for diagnostic in diagnostics.all where diagnostic.kind.isSyntax {
      damagedFiles.insert(file(of: diagnostic.span))
    }
    guard !damagedFiles.isEmpty else { return }
    for id in modules.ids where modules[id].imports.contains(where: { isDamaged($0.module) }) {
      modules[id].lacksUnknownNames = true
    }
  }

  /// Whether the syntax of `module` has mistakes, so that it may lack what it seems to declare.
  func isDamaged(_ module: ModuleID) -> Bool { damagedFiles.contains(modules[module].file) }

  private func file(of span: Span) -> FileID { sources.file(at: span.start) }

  /// What identifies the outermost shape of `type` in the tables of methods; 0 for parameters.
  func head(of type: TypeID) -> UInt32 {
    switch types.kind(type) {
    case .nominal: return 64 + types.nominal(type).index
    case .parameter, .variable, .opaque, .error, .absent: return 0
    case .tuple: return UInt32(TypeKind.tuple.rawValue) + 32
    default: return UInt32(types.kind(type).rawValue)
    }
  }
}

// MARK: - Language items

extension Checker {
  private mutating func findLanguageItems() {
    for id in modules.ids where modules[id].isInLibrary {
      switch modules[id].path {
      case "std/string": items.string = nominal("String", in: id)
      case "std/symbol": items.symbol = nominal("Symbol", in: id)
      case "std/option": items.option = nominal("Option", in: id)
      case "std/result": items.result = nominal("Result", in: id)
      case "std/range": items.range = nominal("Range", in: id)
      case "std/vec": items.vec = nominal("Vec", in: id)
      case "std/map": items.map = nominal("Map", in: id)
      case "std/string_builder": items.stringBuilder = nominal("StringBuilder", in: id)
      case "std/memory": items.allocate = function("allocate", in: id)
      case "std/runtime":
        items.start = function("runtime_start", in: id)
        items.finish = function("runtime_finish", in: id)
      case "std/panic": findPanics(in: id)
      case "std/traits":
        items.drop = trait("Drop", in: id)
        items.heapObject = trait("HeapObject", in: id)
      default: break
      }
    }
    if !items.string.isNone { items.stringType = types.nominal(items.string, []) }
    if !items.symbol.isNone { items.symbolType = types.nominal(items.symbol, []) }
    if !items.range.isNone { items.rangeType = types.nominal(items.range, []) }
    pendingNominals += [items.string, items.symbol, items.range].filter { !$0.isNone }
  }

  private mutating func findPanics(in id: ModuleID) {
    items.panicOverflow = function("panic_overflow", in: id)
    items.panicDivision = function("panic_division", in: id)
    items.panicShift = function("panic_shift", in: id)
    items.panicConversion = function("panic_conversion", in: id)
    items.panicFloatConversion = function("panic_float_conversion", in: id)
    items.panicUnset = function("panic_unset", in: id)
  }

  private mutating func nominal(_ name: String, in module: ModuleID) -> NominalID {
    guard let entity = modules[module].names[interner.intern(name)], entity.kind == .nominal else {
      return .none
    }
    return NominalID(index: entity.index)
  }

  private mutating func trait(_ name: String, in module: ModuleID) -> TraitID {
    guard let entity = modules[module].names[interner.intern(name)], entity.kind == .trait else {
      return .none
    }
    return TraitID(index: entity.index)
  }

  private mutating func function(_ name: String, in module: ModuleID) -> DeclID {
    guard let entity = modules[module].names[interner.intern(name)], entity.kind == .functions
    else { return .none }
    return declarations.overloads[Int(entity.index)][0]
  }
}
