/// The identity of a declared function, method or trait requirement.
struct DeclID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The identity of a trait.
struct TraitID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The identity of an `impl` or `extend` block.
struct ImplID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The identity of a type alias.
struct AliasID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The identity of a constant.
struct ConstantID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The identity of a module variable.
struct VariableID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// A trait with its arguments, without the type that implements it.
struct TraitRef: Hashable, Sendable {
  let trait: TraitID
  let arguments: [TypeID]
}

/// The demand that a type implements a trait: `T: Eq`, `where Vec<T>: Show`.
struct Bound: Hashable, Sendable {
  let subject: TypeID
  let trait: TraitRef
}

/// The type parameters in scope of a declaration: names in order, and what is demanded of them.
///
/// The parameters of an impl or a trait come before those of its methods, so that a parameter's
/// place is its place in the list of type arguments of an instance.
struct Generics: Sendable {
  /// The names; a trait's own `Self` is the first of its list.
  var names: [Symbol] = []
  /// The bounds.
  var bounds: [Bound] = []
}

/// How far a lazily computed part of a declaration is.
enum Progress: UInt8, Sendable {
  case waiting, running, done
}

/// What owns a function.
enum Owner: Sendable {
  case module
  case implementation(ImplID)
  case trait(TraitID)
}

/// How a method takes its receiver.
enum SelfMode: UInt8, Sendable {
  /// Not a method.
  case none
  /// `self`: the value.
  case value
  /// `&mut self`: a place that may be changed; for reference types the same as the value.
  case mutable
}

/// A parameter of a function.
struct ParamInfo: Sendable {
  /// The name by which an argument can be given; `.none` for a pattern.
  let name: Symbol
  /// Its type.
  let type: TypeID
  /// The value when no argument is given; `.none` when one must be.
  let defaultValue: NodeID
  /// The `param` node.
  let node: NodeID
}

/// A declared function.
struct FunctionDecl: Sendable {
  let name: Symbol
  let module: ModuleID
  /// The `function` node.
  let node: NodeID
  let owner: Owner
  let flags: NodeFlags
  /// How many parameters there are, `self` included.
  let arity: Int
  /// How many of them have no default value.
  let requiredArity: Int
  /// The further clauses of a function that tells its arguments apart by patterns.
  var clauses: [NodeID] = []

  /// The types that a call gave to the parameters without one; empty but for instances of templates.
  var templateTypes: [TypeID] = []
  /// Whether a parameter has no type, so that each call makes a function of its own.
  var isTemplate = false

  /// How far the signature is.
  var signature = Progress.waiting
  var generics = Generics()
  var parameters: [ParamInfo] = []
  /// The type of the result; `.none` while it has yet to be inferred from the body.
  var result = TypeID.none
  /// The traits that a result of type `impl Trait` implements.
  var resultTraits: [TraitRef] = []
  var selfMode = SelfMode.none
  /// Which intrinsic it is, when it is one.
  var intrinsic: Intrinsic?
  /// Marks such as `@inline`.
  var attributes: FunctionAttributes = []
  /// How far the body is.
  var body = Progress.waiting

  /// Whether it can be called with `count` arguments.
  func takes(_ count: Int) -> Bool {
    requiredArity <= count && (count <= arity || flags.contains(.isVariadic))
  }
}

/// The attributes of functions that the compiler acts on.
struct FunctionAttributes: OptionSet, Sendable {
  let rawValue: UInt8
  static let inline = FunctionAttributes(rawValue: 1)
  static let cold = FunctionAttributes(rawValue: 2)
  /// Gets the place of its call as a hidden last argument.
  static let tracksCaller = FunctionAttributes(rawValue: 4)
  /// Takes `self` over, where a method otherwise borrows it.
  static let consumesSelf = FunctionAttributes(rawValue: 8)
}

/// A declared trait.
struct TraitDecl: Sendable {
  let name: Symbol
  let module: ModuleID
  let node: NodeID
  /// How far the header is.
  var header = Progress.waiting
  /// `Self`, then the trait's own parameters.
  var generics = Generics()
  /// The traits that are demanded too, in terms of `generics`.
  var supertraits: [TraitRef] = []
  /// The required and default methods by name.
  var members: [Symbol: [DeclID]] = [:]
  /// The same in the order of declaration.
  var memberList: [DeclID] = []
}

/// A declared `impl` or `extend` block.
struct ImplDecl: Sendable {
  let module: ModuleID
  let node: NodeID
  var generics = Generics()
  /// The type it is for.
  var target = TypeID.error
  /// The trait that it implements; nil when inherent.
  var trait: TraitRef?
  var isNegative = false
  var members: [Symbol: [DeclID]] = [:]
  var memberList: [DeclID] = []
}

/// A declared type alias.
struct AliasDecl: Sendable {
  let name: Symbol
  let module: ModuleID
  let node: NodeID
  var progress = Progress.waiting
  var generics = Generics()
  var type = TypeID.error
}

/// A declared constant.
struct ConstantDecl: Sendable {
  let name: Symbol
  let module: ModuleID
  let node: NodeID
  var progress = Progress.waiting
  var type = TypeID.none
}

/// A module variable.
struct VariableDecl: Sendable {
  let name: Symbol
  let module: ModuleID
  let node: NodeID
  var progress = Progress.waiting
  var type = TypeID.none
}

/// Everything that the modules of a compilation declare.
struct Declarations: Sendable {
  var nominals = NominalTable(
    none: Nominal(name: .none, module: .none, node: .none, kind: .value))
  var functions = Table<DeclID, FunctionDecl>(
    none: FunctionDecl(
      name: .none, module: .none, node: .none, owner: .module, flags: [], arity: 0,
      requiredArity: 0))
  var traits = Table<TraitID, TraitDecl>(none: TraitDecl(name: .none, module: .none, node: .none))
  var impls = Table<ImplID, ImplDecl>(none: ImplDecl(module: .none, node: .none))
  var aliases = Table<AliasID, AliasDecl>(none: AliasDecl(name: .none, module: .none, node: .none))
  var constants = Table<ConstantID, ConstantDecl>(
    none: ConstantDecl(name: .none, module: .none, node: .none))
  var variables = Table<VariableID, VariableDecl>(
    none: VariableDecl(name: .none, module: .none, node: .none))
  /// The functions that share a name in a module; an `Entity` of kind `functions` is a place here.
  var overloads: [[DeclID]] = [[]]
}
