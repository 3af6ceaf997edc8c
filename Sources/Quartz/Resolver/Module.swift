/// The identity of a module: one source file.
struct ModuleID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// What a name stands for in a module.
struct Entity: Hashable, Sendable {
  /// The sorts of thing that have names.
  enum Kind: UInt8, Sendable {
    case module, nominal, trait, alias, constant, variable, functions
  }

  /// The sort of thing.
  let kind: Kind
  /// Its index in the table of its sort.
  let index: UInt32
}

/// One name that an import takes out of another module.
struct ImportedName: Sendable {
  /// The name in the other module.
  let name: Symbol
  /// The name here.
  let alias: Symbol
  /// The `importName` node.
  let node: NodeID
}

/// An import, once its module was found.
struct Import: Sendable {
  /// The imported module.
  let module: ModuleID
  /// The `importDecl` node.
  let node: NodeID
  /// The name by which the module is qualified; `.none` for `*` and `{ … }` imports.
  let qualifier: Symbol
  /// Whether all public names come in.
  let isStar: Bool
  /// The names taken out of it.
  let names: [ImportedName]
}

/// A source file as a unit of names.
struct Module: Sendable {
  /// The file.
  let file: FileID
  /// The name that begins the names of its functions in object files; unique in the program.
  let path: String
  /// Whether it belongs to the standard library.
  let isStandard: Bool
  /// Whether its file does, though it may be the main file of a check.
  var isInLibrary = false
  /// Its `file` node, once parsed.
  var root: NodeID = .none
  /// Its imports.
  var imports: [Import] = []
  /// The names that imports of modules that were not found would have given a meaning.
  var lacking: [Symbol] = []
  /// Whether all public names of a module that was not found were to come in.
  var lacksUnknownNames = false
  /// The names that it declares itself.
  var names: [Symbol: Entity] = [:]
  /// Statements at top level, in order: a script, when there are any.
  var statements: [NodeID] = []
}

extension Module {
  /// Whether `name` may come from a module that was not found, which was reported already.
  func mayLack(_ name: Symbol) -> Bool { lacksUnknownNames || lacking.contains(name) }
}
