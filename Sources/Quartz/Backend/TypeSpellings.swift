/// How a type is spelled in LLVM IR: one of the scalars, or the number of a named struct.
struct TypeCode: Hashable, Sendable {
  let raw: UInt32
  /// Not yet known.
  static let unknown = TypeCode(raw: 0)
  /// No value at all.
  static let empty = TypeCode(raw: 1)
  /// An `i1` as a value, a byte in memory and in aggregates.
  ///
  /// LLVM's `i1` has the size of a byte in memory too, but it reads badly: a loop over stored `i1`s
  /// is not vectorised.
  static let bool = TypeCode(raw: 2)
  static let i8 = TypeCode(raw: 3)
  static let i16 = TypeCode(raw: 4)
  static let i32 = TypeCode(raw: 5)
  static let i64 = TypeCode(raw: 6)
  static let float = TypeCode(raw: 7)
  static let double = TypeCode(raw: 8)
  static let pointer = TypeCode(raw: 9)

  private static let firstStruct: UInt32 = 16

  /// The struct in place `index` of the table.
  static func structure(_ index: Int) -> TypeCode { TypeCode(raw: firstStruct + UInt32(index)) }

  /// Whether it is a named struct.
  var isStruct: Bool { raw >= Self.firstStruct }
  /// The place of a named struct in the table.
  var index: Int { Int(raw - Self.firstStruct) }

  /// The integer of `size` bytes.
  static func integer(size: Int) -> TypeCode {
    switch size {
    case 1: .i8
    case 2: .i16
    case 4: .i32
    default: .i64
    }
  }

  /// The bytes of a scalar, in memory.
  var size: Int {
    switch self {
    case .bool, .i8: 1
    case .i16: 2
    case .i32, .float: 4
    case .empty, .unknown: 0
    default: 8
    }
  }

  /// The name of a scalar as a value.
  var name: StaticString {
    switch self {
    case .empty: "void"
    case .bool: "i1"
    case .i8: "i8"
    case .i16: "i16"
    case .i32: "i32"
    case .i64: "i64"
    case .float: "float"
    case .double: "double"
    default: "ptr"
    }
  }
}

/// A member of a named struct, or bytes that only fill.
struct StructMember: Hashable, Sendable {
  /// How it is spelled; of no meaning when it fills.
  let code: TypeCode
  /// The bytes from the start of the struct.
  let offset: Int
  /// Its size in bytes.
  let size: Int
  /// Whether it only fills.
  var isPadding = false

  /// The offset after it.
  var end: Int { offset + size }

  /// Whether the bytes of `other` are among its own.
  func contains(_ other: StructMember) -> Bool {
    !isPadding && offset <= other.offset && other.end <= end
  }
}

/// Where a field or a part of payload is found among the members of a struct.
struct PartPlace: Hashable, Sendable {
  /// The number of the member.
  let member: Int
  /// A part of no size, which has no member.
  static let empty = PartPlace(member: -1)
  /// A part that shares members with those of other variants; helpers read and write it.
  static let scattered = PartPlace(member: -2)
}

/// A named struct: an aggregate, or an enum with payload, whose member 0 is the tag.
struct StructSpelling: Sendable {
  /// The type it was made for.
  let type: TypeID
  /// Whether that is an enum.
  var isEnum = false
  /// Whether LLVM is to lay the members out without gaps.
  var isPacked = false
  /// Its members in order.
  let members: [StructMember]
  /// For each variant (an aggregate has one) the places of its parts.
  let parts: [[PartPlace]]
  /// The size in bytes.
  let size: Int
  /// The alignment in bytes.
  let align: Int
  /// The alignment that the members alone give it in LLVM's eyes.
  let naturalAlign: Int

  /// The bracket before its members.
  var opening: StaticString { isPacked ? "<{ " : "{ " }
  /// The bracket behind its members.
  var closing: StaticString { isPacked ? " }>" : " }" }
}

/// How the types that were met are spelled, found once for each.
struct TypeSpellings: Sendable {
  /// By type.
  private var codes: [TypeCode] = []
  /// By type: the number or Bool type it is represented by, `u64` for addresses, else `.none`.
  private var scalars: [TypeID] = []
  /// The named structs.
  private(set) var structs: [StructSpelling] = []
  /// By type: where the offsets of its fields begin in `offsets`, 0 while they are not known.
  private var offsetStarts: [UInt32] = []
  private var offsets: [UInt32] = [0]

  /// The spelling of `type`, or `.unknown`.
  @inline(__always) func code(_ type: TypeID) -> TypeCode {
    type.position < codes.count ? codes[type.position] : .unknown
  }

  /// The scalar that represents a `type` whose code is known.
  func scalar(_ type: TypeID) -> TypeID { scalars[type.position] }

  /// The struct of a code.
  subscript(code: TypeCode) -> StructSpelling { structs[code.index] }

  /// Takes note of the spelling of `type`.
  mutating func set(_ type: TypeID, _ code: TypeCode, scalar: TypeID) {
    let missing = type.position + 1 - codes.count
    if missing > 0 {
      codes.append(contentsOf: repeatElement(.unknown, count: missing))
      scalars.append(contentsOf: repeatElement(.none, count: missing))
    }
    codes[type.position] = code
    scalars[type.position] = scalar
  }

  /// Adds a named struct.
  mutating func add(_ spelling: StructSpelling) -> TypeCode {
    structs.append(spelling)
    return .structure(structs.count - 1)
  }

  /// The offset of a field, or nil while those of `type` are not known.
  func offset(_ type: TypeID, _ field: Int) -> Int? {
    guard type.position < offsetStarts.count else { return nil }
    let start = Int(offsetStarts[type.position])
    return start == 0 ? nil : Int(offsets[start + field])
  }

  /// Takes note of the offsets of the fields of `type`.
  mutating func setOffsets(_ type: TypeID, _ fields: [FieldLayout]) {
    let missing = type.position + 1 - offsetStarts.count
    if missing > 0 { offsetStarts.append(contentsOf: repeatElement(0, count: missing)) }
    offsetStarts[type.position] = UInt32(offsets.count)
    offsets.append(contentsOf: fields.map { UInt32($0.offset) })
  }
}
