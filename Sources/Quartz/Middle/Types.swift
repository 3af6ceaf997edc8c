/// The identity of a type.
///
/// Types are hash-consed: equal types have equal identities.
struct TypeID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The identity of a declared struct, enum or newtype.
struct NominalID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The kinds of type.
///
/// The first ones have no parts and fixed identities (`TypeID.int` …).
enum TypeKind: UInt8, CaseIterable, Sendable {
  /// No type: the filler at index 0.
  case absent
  /// The type of what is wrong and was reported; it agrees with every type.
  case error
  /// `!`, the type of what does not return.
  case never
  /// `Void`, the type of no value.
  case void
  case bool, i8, i16, i32, int, u8, u16, u32, u64, f32, f64
  /// `Ptr<T>`: a raw address, possibly null. Argument 0 is `T`.
  case pointer
  /// `&T`. Argument 0 is `T`.
  case reference
  /// `&mut T`. Argument 0 is `T`.
  case referenceMut
  /// `(A, B)`. The arguments are the elements.
  case tuple
  /// `Fn(A, B): R`. The arguments are the parameters, then the result.
  case function
  /// A struct, enum or newtype; the payload is its `NominalID`, the arguments its type arguments.
  case nominal
  /// A type parameter; the payload is its place among the parameters in scope, and the only
  /// "argument" is the symbol of its name.
  case parameter
  /// An inference variable of the body being checked; the payload is its number.
  case variable
  /// What a trait's method without body gives when its result is `impl Trait`; the payload is the
  /// `DeclID` of the method, the arguments are those of its generics, `Self` first.
  case opaque
}

extension TypeID {
  static let error = TypeID(index: 1)
  static let never = TypeID(index: 2)
  static let void = TypeID(index: 3)
  static let bool = TypeID(index: 4)
  static let i8 = TypeID(index: 5)
  static let i16 = TypeID(index: 6)
  static let i32 = TypeID(index: 7)
  static let int = TypeID(index: 8)
  static let u8 = TypeID(index: 9)
  static let u16 = TypeID(index: 10)
  static let u32 = TypeID(index: 11)
  static let u64 = TypeID(index: 12)
  static let f32 = TypeID(index: 13)
  static let f64 = TypeID(index: 14)

  /// Whether this is one of the integer types.
  var isInteger: Bool { index >= 5 && index <= 12 }
  /// Whether this is a signed integer type.
  var isSignedInteger: Bool { index >= 5 && index <= 8 }
  /// Whether this is `F32` or `F64`.
  var isFloat: Bool { index == 13 || index == 14 }
  /// Whether this is an integer or a float type.
  var isNumeric: Bool { index >= 5 && index <= 14 }
  /// Whether `==`, `<` and the like are machine instructions on this type.
  var isScalar: Bool { index >= 4 && index <= 14 }

  /// The number of bits of an integer type.
  var bitWidth: Int {
    switch self {
    case .i8, .u8: 8
    case .i16, .u16: 16
    case .i32, .u32: 32
    default: 64
    }
  }
}

/// What a type contains that is not yet concrete.
struct TypeTraits: OptionSet {
  let rawValue: UInt8
  /// A type parameter.
  static let hasParameter = TypeTraits(rawValue: 1)
  /// An inference variable.
  static let hasVariable = TypeTraits(rawValue: 2)
  /// The error type.
  static let hasError = TypeTraits(rawValue: 4)
  /// The opaque result of a trait's method.
  static let hasOpaque = TypeTraits(rawValue: 8)
}

/// Every type of a compilation, each stored once as columns: kind, payload, arguments.
struct TypeTable: Sendable {
  private var kinds: [TypeKind] = []
  private var payloads: [UInt32] = []
  /// Where the arguments of a type stand in `arguments`, and how many they are.
  private var argumentStarts: [UInt32] = []
  private var argumentCounts: [UInt32] = []
  /// The number of types that each is written with, itself included; no larger than fits.
  private var weights: [UInt16] = []
  private var traitsColumn: [UInt8] = []
  private var arguments: [TypeID] = []
  private var slots: [UInt32]
  /// The names of the methods whose results are opaque types.
  private var opaqueNames: [DeclID: Symbol] = [:]

  /// A table of the types that have no parts.
  init() {
    slots = [UInt32](repeating: 0, count: 1 << 10)
    for kind in TypeKind.allCases where kind.rawValue <= TypeKind.f64.rawValue {
      append(kind, payload: 0, arguments: [])
    }
  }

  /// The number of types, the reserved one included.
  var count: Int { kinds.count }

  /// The bytes that the columns hold.
  var byteSize: Int {
    kinds.capacity + traitsColumn.capacity + 4 * argumentCounts.capacity + 2 * weights.capacity
      + 4 * (payloads.capacity + argumentStarts.capacity + arguments.capacity + slots.capacity)
  }

  /// What `type` is.
  func kind(_ type: TypeID) -> TypeKind { kinds[type.position] }

  /// The payload of `type`; see `TypeKind` for what it is.
  func payload(_ type: TypeID) -> UInt32 { payloads[type.position] }

  /// The arguments of `type`; see `TypeKind` for what they are.
  func arguments(_ type: TypeID) -> ArraySlice<TypeID> {
    let start = Int(argumentStarts[type.position])
    return arguments[start..<start + Int(argumentCounts[type.position])]
  }

  /// The number of arguments of `type`.
  func argumentCount(_ type: TypeID) -> Int { Int(argumentCounts[type.position]) }

  /// The most types that the type of a variable or a type argument is written with.
  ///
  /// A type that doubles in each line, or in each call of a function by itself, would go on forever.
  static let largestWeight = 4000

  /// How many types `type` is written with, itself included; 65535 stands for more, too.
  func weight(_ type: TypeID) -> Int { Int(weights[type.position]) }

  /// Argument `number` of `type`.
  func argument(_ type: TypeID, _ number: Int) -> TypeID {
    arguments[Int(argumentStarts[type.position]) + number]
  }

  /// The declaration of a nominal `type`.
  func nominal(_ type: TypeID) -> NominalID { NominalID(index: payloads[type.position]) }

  /// The parameters of a function `type`.
  func parameters(_ type: TypeID) -> ArraySlice<TypeID> { arguments(type).dropLast() }

  /// The result of a function `type`.
  func result(_ type: TypeID) -> TypeID { arguments(type).last! }

  /// The place of a type parameter among the parameters in scope.
  func parameterIndex(_ type: TypeID) -> Int { Int(payloads[type.position]) }

  /// The name of a type parameter.
  func parameterName(_ type: TypeID) -> Symbol {
    Symbol(index: UInt32(arguments[Int(argumentStarts[type.position])].index))
  }

  /// The method whose result an opaque type is.
  func opaqueMethod(_ type: TypeID) -> DeclID { DeclID(index: payloads[type.position]) }

  /// The name of the method whose result an opaque type is.
  func opaqueName(_ type: TypeID) -> Symbol { opaqueNames[opaqueMethod(type)] ?? .none }

  /// The number of an inference variable.
  func variableNumber(_ type: TypeID) -> Int { Int(payloads[type.position]) }

  /// What `type` contains that is not yet concrete.
  func traits(_ type: TypeID) -> TypeTraits { TypeTraits(rawValue: traitsColumn[type.position]) }

  /// Whether `type` contains no parameter, variable or error.
  func isConcrete(_ type: TypeID) -> Bool { traitsColumn[type.position] == 0 }
}

// MARK: - Making types

extension TypeTable {
  /// The type `Ptr<T>`.
  mutating func pointer(to element: TypeID) -> TypeID {
    demand(.pointer, 0, CollectionOfOne(element))
  }

  /// The type `&T` or `&mut T`, after `kind`.
  mutating func reference(_ kind: TypeKind, to element: TypeID) -> TypeID {
    demand(kind, 0, CollectionOfOne(element))
  }

  /// The type of a tuple; that of no elements is `Void`.
  mutating func tuple(_ elements: [TypeID]) -> TypeID {
    elements.isEmpty ? .void : demand(.tuple, 0, elements)
  }

  /// The type `Fn(parameters): result`.
  mutating func function(_ parameters: [TypeID], _ result: TypeID) -> TypeID {
    demand(.function, 0, parameters + [result])
  }

  /// The nominal type `id` with `arguments`.
  mutating func nominal(_ id: NominalID, _ arguments: [TypeID]) -> TypeID {
    demand(.nominal, id.index, arguments)
  }

  /// The type parameter in place `index` of its scope.
  mutating func parameter(_ index: Int, name: Symbol) -> TypeID {
    demand(.parameter, UInt32(index), CollectionOfOne(TypeID(index: name.index)))
  }

  /// The inference variable with `number`.
  mutating func variable(_ number: Int) -> TypeID {
    demand(.variable, UInt32(number), EmptyCollection())
  }

  /// The opaque result of the trait's method `id`, called `name`, with `arguments` for its type
  /// parameters.
  mutating func opaque(_ id: DeclID, name: Symbol, _ arguments: [TypeID]) -> TypeID {
    opaqueNames[id] = name
    return demand(.opaque, id.index, arguments)
  }

  /// The type of `kind` with the given parts, which is added when it is new.
  mutating func demand(
    _ kind: TypeKind, _ payload: UInt32, _ parts: some Collection<TypeID>
  ) -> TypeID {
    var slot = Int(truncatingIfNeeded: Self.hash(kind, payload, parts)) & (slots.count - 1)
    while slots[slot] != 0 {
      let candidate = TypeID(index: slots[slot])
      if equals(candidate, kind, payload, parts) { return candidate }
      slot = (slot + 1) & (slots.count - 1)
    }
    let id = append(kind, payload: payload, arguments: parts)
    slots[slot] = id.index
    if kinds.count * 2 > slots.count { grow() }
    return id
  }

  /// `type` with each part mapped by `transform`; the same type when nothing changes.
  mutating func map(_ type: TypeID, _ transform: (inout TypeTable, TypeID) -> TypeID) -> TypeID {
    let kind = kind(type)
    guard kind != .parameter else { return type }
    let old = Array(arguments(type))
    let new = old.map { transform(&self, $0) }
    return new == old ? type : demand(kind, payloads[type.position], new)
  }

  /// `type` with each type parameter replaced by the argument in its place.
  mutating func substitute(_ type: TypeID, _ arguments: [TypeID]) -> TypeID {
    guard traits(type).contains(.hasParameter), !arguments.isEmpty else { return type }
    if kind(type) == .parameter {
      let index = parameterIndex(type)
      return index < arguments.count ? arguments[index] : type
    }
    return map(type) { $0.substitute($1, arguments) }
  }

  @discardableResult
  private mutating func append(
    _ kind: TypeKind, payload: UInt32, arguments parts: some Collection<TypeID>
  ) -> TypeID {
    let id = TypeID(index: UInt32(kinds.count))
    var traits = TypeTraits()
    switch kind {
    case .parameter: traits = .hasParameter
    case .variable: traits = .hasVariable
    case .error: traits = .hasError
    default:
      if kind == .opaque { traits = .hasOpaque }
      for part in parts { traits.formUnion(self.traits(part)) }
    }
    kinds.append(kind)
    payloads.append(payload)
    argumentStarts.append(UInt32(arguments.count))
    argumentCounts.append(UInt32(parts.count))
    let inner = kind == .parameter ? 0 : parts.reduce(0) { $0 + weight($1) }
    weights.append(UInt16(min(inner + 1, Int(UInt16.max))))
    traitsColumn.append(traits.rawValue)
    arguments.append(contentsOf: parts)
    return id
  }

  private static func hash(
    _ kind: TypeKind, _ payload: UInt32, _ parts: some Collection<TypeID>
  ) -> UInt64 {
    var hash = UInt64(kind.rawValue) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(payload)
    for part in parts { hash = (hash ^ UInt64(part.index)) &* 0x9E37_79B9_7F4A_7C15 }
    // Mixed once more: types without parts, whose payloads count up, would fill slots in a row, and
    // every other type that falls among them would be looked for through the whole row.
    hash = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
    return hash ^ (hash >> 32)
  }

  private func equals(
    _ id: TypeID, _ kind: TypeKind, _ payload: UInt32, _ parts: some Collection<TypeID>
  ) -> Bool {
    guard kinds[id.position] == kind, payloads[id.position] == payload,
      Int(argumentCounts[id.position]) == parts.count
    else { return false }
    var place = Int(argumentStarts[id.position])
    for part in parts {
      if arguments[place] != part { return false }
      place += 1
    }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for index in Int(TypeKind.f64.rawValue) + 1..<kinds.count {
      let id = TypeID(index: UInt32(index))
      let hash = Self.hash(kinds[index], payloads[index], arguments(id))
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = id.index
    }
  }
}
