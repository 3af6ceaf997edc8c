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
  /// Whether the type parameters were read.
  var isPrepared = false
  /// Whether the fields and variants were resolved.
  var isResolved = false
  /// The names of its type parameters.
  var typeParameters: [Symbol] = []
  /// The fields of a struct, the single unnamed one of a newtype.
  var fields: [FieldInfo] = []
  /// The variants of an enum.
  var variants: [VariantInfo] = []

  /// The place of the field called `name`.
  func fieldIndex(_ name: Symbol) -> Int? { fields.firstIndex { $0.name == name } }

  /// The place of the variant called `name`.
  func variantIndex(_ name: Symbol) -> Int? { variants.firstIndex { $0.name == name } }
}

/// Every nominal of a compilation.
typealias NominalTable = Table<NominalID, Nominal>
