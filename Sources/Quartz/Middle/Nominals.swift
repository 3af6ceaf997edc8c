/// What sort of type a nominal declares.
enum NominalKind: UInt8, Sendable {
  /// `struct`: a reference to an object on the heap.
  case object
  /// `@value struct`: stored inline and copied.
  case value
  /// `enum`: a tagged value.
  case enumeration
  /// `newtype`: the representation of another type.
  case newtype
}

/// A field of a struct, or of a variant's payload.
struct FieldInfo: Sendable {
  /// The field's name; `.none` in a payload without names.
  let name: Symbol
  /// Its type, in terms of the declaration's type parameters.
  let type: TypeID
  /// The `field` node.
  let node: NodeID
  /// Whether only the declaring module may use it.
  var isPrivate = false
}

/// A variant of an enum.
struct VariantInfo: Sendable {
  /// The variant's name.
  let name: Symbol
  /// Its payload.
  let fields: [FieldInfo]
  /// The `variant` node.
  let node: NodeID
}

/// A declared struct, enum or newtype.
struct Nominal: Sendable {
  /// The name it was declared with.
  let name: Symbol
  /// The module that declares it.
  let module: ModuleID
  /// The declaration.
  let node: NodeID
  /// What sort of type it is.
  let kind: NominalKind
  /// The least alignment of its values, as `@align` demands.
  var align = 1
  /// Whether its fields lie without gaps and anywhere: `@packed`.
  var isPacked = false
  /// Whether the type parameters were read.
  var isPrepared = false
  /// Whether the fields and variants were resolved.
  var isResolved = false
  /// The names of its type parameters.
  var typeParameters: [Symbol] = []
  /// The fields of a struct, the single unnamed one of a newtype.
  var fields: [FieldInfo] = [] {
    didSet { places = Self.places(of: fields.lazy.map(\.name)) }
  }
  /// The variants of an enum.
  var variants: [VariantInfo] = [] {
    didSet { places = Self.places(of: variants.lazy.map(\.name)) }
  }
  /// The places of the fields or variants by name when they are many; a few are looked through.
  private var places: [Symbol: Int] = [:]

  /// The place of the field called `name`.
  func fieldIndex(_ name: Symbol) -> Int? {
    places.isEmpty || fields.isEmpty ? fields.firstIndex { $0.name == name } : places[name]
  }

  /// The place of the variant called `name`.
  func variantIndex(_ name: Symbol) -> Int? {
    places.isEmpty || variants.isEmpty
      ? variants.firstIndex { $0.name == name } : places[name]
  }

  private static func places(of names: some Collection<Symbol>) -> [Symbol: Int] {
    guard names.count > 16 else { return [:] }
    return Dictionary(zip(names, 0...)) { first, _ in first }
  }

  /// A nominal whose fields are known, or are resolved when they are asked for.
  init(
    name: Symbol, module: ModuleID, node: NodeID, kind: NominalKind, fields: [FieldInfo] = []
  ) {
    (self.name, self.module, self.node, self.kind) = (name, module, node, kind)
    self.fields = fields
    places = Self.places(of: fields.lazy.map(\.name))
  }
}

/// Every nominal of a compilation.
typealias NominalTable = Table<NominalID, Nominal>
