/// A part of a type that is stored at an offset: a field, a tuple element, a piece of payload.
struct FieldLayout: Sendable {
  /// The type that is stored; a boxed payload is stored as `Ptr<T>`.
  let type: TypeID
  /// The bytes between the start of the whole and this part.
  let offset: Int
}

/// How an enum is represented.
struct EnumLayout: Sendable {
  /// The three representations of an enum.
  enum Style: Sendable {
    /// No variant has a payload: the tag alone.
    case tagOnly
    /// One variant holds a reference, the other nothing: the reference, or null.
    case nullable
    /// A tag, then room for the largest payload.
    case tagged
  }

  /// Which of the representations it is.
  let style: Style
  /// The unsigned integer type of the tag (`u8` … `u64`); for `.nullable` that of no storage.
  let tagType: TypeID
  /// Where the payload area begins.
  let payloadOffset: Int
  /// The alignment of the payload area, at least 1; its size is a multiple of it.
  let payloadAlign: Int
  /// The bytes of the payload area.
  let payloadSize: Int
  /// The payload of each variant; offsets count from the start of the enum.
  let variants: [[FieldLayout]]

  /// For `.nullable`: the variant that holds the reference.
  var presentVariant: Int { variants.firstIndex { !$0.isEmpty } ?? 0 }
}

/// How values of a type are stored.
struct Layout: Sendable {
  /// What a value is made of.
  enum Shape: Sendable {
    /// Nothing: `Void`, `!`, empty tuples and structs of such.
    case empty
    /// An integer or a Bool, after the type.
    case integer
    /// `F32` or `F64`.
    case float
    /// An address: `Ptr`, `&T`, a struct object, a closure.
    case pointer
    /// A `@value struct` or a tuple, stored as its parts.
    case aggregate([FieldLayout])
    /// An enum.
    case enumeration(EnumLayout)
  }

  /// The bytes of a value, a multiple of `align`.
  let size: Int
  /// The alignment in bytes.
  let align: Int
  /// What a value is made of.
  let shape: Shape
  /// Whether some of its parts lie in a packed struct, and therefore anywhere.
  var isLoose = false
}

/// The layouts of all concrete types that the back end meets, found on demand and kept.
///
/// The rules are those of the platform's C compiler for structs: each field at the next multiple of
/// its alignment. Pointers and `Int` have 8 bytes.
struct Layouts: Sendable {
  /// The declarations, whose fields are resolved before a layout is asked for.
  var nominals: NominalTable
  private var known: [TypeID: Layout] = [:]
  private var objects: [TypeID: Layout] = [:]

  init(nominals: NominalTable) {
    self.nominals = nominals
  }

  /// How values of the concrete `type` are stored.
  mutating func layout(of type: TypeID, in types: inout TypeTable) -> Layout {
    if let layout = known[type] { return layout }
    let layout = computeLayout(of: type, in: &types)
    known[type] = layout
    return layout
  }

  /// How the object behind a reference of struct `type` is stored: always an aggregate.
  mutating func object(of type: TypeID, in types: inout TypeTable) -> Layout {
    if let layout = objects[type] { return layout }
    let layout = structure(type, in: &types)
    objects[type] = layout
    return layout
  }

  /// The types of the fields of a struct type, of the elements of a tuple, of a newtype's content.
  func fieldTypes(of type: TypeID, in types: inout TypeTable) -> [TypeID] {
    guard types.kind(type) == .nominal else { return Array(types.arguments(type)) }
    let arguments = Array(types.arguments(type))
    return nominals[types.nominal(type)].fields.map { types.substitute($0.type, arguments) }
  }

  /// The declared types of a variant's payload, before boxing.
  func payloadTypes(of type: TypeID, variant: Int, in types: inout TypeTable) -> [TypeID] {
    let arguments = Array(types.arguments(type))
    let fields = nominals[types.nominal(type)].variants[variant].fields
    return fields.map { types.substitute($0.type, arguments) }
  }

  /// Whether a payload of type `part` is stored behind a pointer in enum `type`, because it would
  /// contain that enum again.
  func isBoxed(_ part: TypeID, in type: TypeID, _ types: inout TypeTable) -> Bool {
    var visited: Set<TypeID> = []
    return contains(part, types.nominal(type), &types, &visited)
  }

  /// Whether a value of `type` holds one of `nominal` inline.
  private func contains(
    _ type: TypeID, _ nominal: NominalID, _ types: inout TypeTable, _ visited: inout Set<TypeID>
  ) -> Bool {
    guard visited.insert(type).inserted else { return false }
    switch types.kind(type) {
    case .tuple:
      return Array(types.arguments(type)).contains { contains($0, nominal, &types, &visited) }
    case .nominal:
      if types.nominal(type) == nominal { return true }
      return inlineParts(of: type, &types).contains { contains($0, nominal, &types, &visited) }
    default: return false
    }
  }

  private func inlineParts(of type: TypeID, _ types: inout TypeTable) -> [TypeID] {
    let declaration = nominals[types.nominal(type)]
    switch declaration.kind {
    case .object: return []
    case .value, .newtype: return fieldTypes(of: type, in: &types)
    case .enumeration:
      return declaration.variants.indices.flatMap {
        payloadTypes(of: type, variant: $0, in: &types)
      }
    }
  }
}

// MARK: - Computing

extension Layouts {
  private static let pointer = Layout(size: 8, align: 8, shape: .pointer)

  private mutating func computeLayout(of type: TypeID, in types: inout TypeTable) -> Layout {
    switch types.kind(type) {
    case .void, .never, .error, .absent: return Layout(size: 0, align: 1, shape: .empty)
    case .bool: return Layout(size: 1, align: 1, shape: .integer)
    case .i8, .i16, .i32, .int, .u8, .u16, .u32, .u64:
      return Layout(size: type.bitWidth / 8, align: type.bitWidth / 8, shape: .integer)
    case .f32: return Layout(size: 4, align: 4, shape: .float)
    case .f64: return Layout(size: 8, align: 8, shape: .float)
    case .pointer, .reference, .referenceMut, .function: return Self.pointer
    case .tuple: return aggregate(fieldTypes(of: type, in: &types), in: &types)
    case .nominal: return nominalLayout(of: type, in: &types)
    case .parameter, .variable, .opaque:
      fatalError("the layout of a type that is not concrete was asked")
    }
  }

  private mutating func nominalLayout(of type: TypeID, in types: inout TypeTable) -> Layout {
    switch nominals[types.nominal(type)].kind {
    case .object: return Self.pointer
    case .value: return structure(type, in: &types)
    case .newtype: return layout(of: fieldTypes(of: type, in: &types)[0], in: &types)
    case .enumeration: return enumeration(type, in: &types)
    }
  }

  /// Parts that lie one after the other.
  private struct PlacedParts {
    /// The parts with their offsets.
    var fields: [FieldLayout] = []
    /// The offset after the last of them.
    var end: Int
    /// The largest alignment of a part, at least 1.
    var align = 1
    /// Whether a part, or something in one, lies in a packed struct.
    var isLoose: Bool
  }

  /// Lays `parts` out one after the other from `start`, without gaps when they are packed.
  private mutating func place(
    _ parts: [TypeID], from start: Int, isPacked: Bool = false, in types: inout TypeTable
  ) -> PlacedParts {
    var placed = PlacedParts(end: start, isLoose: isPacked)
    for part in parts {
      let layout = layout(of: part, in: &types)
      let align = isPacked ? 1 : layout.align
      let offset = Self.round(placed.end, to: align)
      placed.fields.append(FieldLayout(type: part, offset: offset))
      placed.end = offset + layout.size
      placed.align = max(placed.align, align)
      placed.isLoose = placed.isLoose || layout.isLoose
    }
    return placed
  }

  /// How the fields of the struct `type` are stored, in a value or in an object.
  private mutating func structure(_ type: TypeID, in types: inout TypeTable) -> Layout {
    let parts = fieldTypes(of: type, in: &types)
    guard types.kind(type) == .nominal else { return aggregate(parts, in: &types) }
    let nominal = nominals[types.nominal(type)]
    return aggregate(parts, align: nominal.align, isPacked: nominal.isPacked, in: &types)
  }

  private mutating func aggregate(
    _ parts: [TypeID], align least: Int = 1, isPacked: Bool = false, in types: inout TypeTable
  ) -> Layout {
    let placed = place(parts, from: 0, isPacked: isPacked, in: &types)
    let align = max(placed.align, least)
    return Layout(
      size: Self.round(placed.end, to: align), align: align, shape: .aggregate(placed.fields),
      isLoose: placed.isLoose)
  }

  private mutating func enumeration(_ type: TypeID, in types: inout TypeTable) -> Layout {
    let count = nominals[types.nominal(type)].variants.count
    let payloads = (0..<count).map { storedPayload(of: type, variant: $0, in: &types) }
    if payloads.allSatisfy(\.isEmpty) { return tagOnly(count) }
    if isNullable(payloads, in: &types) {
      let fields = payloads.map { $0.map { FieldLayout(type: $0, offset: 0) } }
      let layout = EnumLayout(
        style: .nullable, tagType: .u8, payloadOffset: 0, payloadAlign: 8, payloadSize: 8,
        variants: fields)
      return Layout(size: 8, align: 8, shape: .enumeration(layout))
    }
    return tagged(payloads, in: &types)
  }

  private mutating func storedPayload(
    of type: TypeID, variant: Int, in types: inout TypeTable
  ) -> [TypeID] {
    payloadTypes(of: type, variant: variant, in: &types).map { part in
      isBoxed(part, in: type, &types) ? types.pointer(to: part) : part
    }
  }

  private func tagOnly(_ count: Int) -> Layout {
    let tag = Self.tagType(for: count)
    let size = tag.bitWidth / 8
    let layout = EnumLayout(
      style: .tagOnly, tagType: tag, payloadOffset: size, payloadAlign: 1, payloadSize: 0,
      variants: [[FieldLayout]](repeating: [], count: count))
    return Layout(size: size, align: size, shape: .enumeration(layout))
  }

  /// Whether two variants can share one word: one empty, the other a reference that is never null.
  private mutating func isNullable(_ payloads: [[TypeID]], in types: inout TypeTable) -> Bool {
    guard payloads.count == 2, payloads.map(\.count).sorted() == [0, 1] else { return false }
    let part = payloads[0].first ?? payloads[1][0]
    switch types.kind(part) {
    case .function, .reference, .referenceMut: return true
    case .nominal: return nominals[types.nominal(part)].kind == .object
    default: return false
    }
  }

  private mutating func tagged(_ payloads: [[TypeID]], in types: inout TypeTable) -> Layout {
    let align = payloads.map { place($0, from: 0, in: &types).align }.max() ?? 1
    let tagSize = max(align, Self.tagType(for: payloads.count).bitWidth / 8)
    let tag: TypeID = tagSize == 8 ? .u64 : tagSize == 4 ? .u32 : tagSize == 2 ? .u16 : .u8
    let start = tagSize
    let placed = placedPayloads(payloads, from: start, in: &types)
    let size = Self.round((placed.map(\.end).max() ?? start) - start, to: align)
    let layout = EnumLayout(
      style: .tagged, tagType: tag, payloadOffset: start, payloadAlign: align, payloadSize: size,
      variants: placed.map(\.fields))
    return Layout(
      size: Self.round(start + size, to: tagSize), align: tagSize, shape: .enumeration(layout),
      isLoose: placed.contains(where: \.isLoose))
  }

  /// Lays the payloads of an enum out over one another.
  ///
  /// Where a packed struct is among them they follow one another instead: numbers would overlap in
  /// part, and no type of LLVM is made of those.
  private mutating func placedPayloads(
    _ payloads: [[TypeID]], from start: Int, in types: inout TypeTable
  ) -> [PlacedParts] {
    let placed = payloads.map { place($0, from: start, in: &types) }
    guard placed.contains(where: \.isLoose) else { return placed }
    var end = start
    return payloads.map { payload in
      let next = place(payload, from: end, in: &types)
      end = next.end
      return next
    }
  }

  /// The narrowest type that tells `count` variants apart.
  private static func tagType(for count: Int) -> TypeID {
    count <= 1 << 8 ? .u8 : count <= 1 << 16 ? .u16 : .u32
  }

  private static func round(_ offset: Int, to align: Int) -> Int {
    (offset + align - 1) / align * align
  }
}
