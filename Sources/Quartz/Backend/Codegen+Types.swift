// The spelling of types.

extension Codegen {
  /// The spelling of `type`.
  @inline(__always) mutating func code(_ type: TypeID) -> TypeCode {
    let known = spellings.code(type)
    return known == .unknown ? spell(type) : known
  }

  /// The number or Bool type that represents `type`: itself, a newtype's content, an enum's tag, and
  /// `u64` for addresses; `.none` for aggregates and no value.
  mutating func scalar(_ type: TypeID) -> TypeID {
    _ = code(type)
    return spellings.scalar(type)
  }

  @inline(never) private mutating func spell(_ type: TypeID) -> TypeCode {
    if let content = contentOfNewtype(type) {
      let code = code(content)
      spellings.set(type, code, scalar: spellings.scalar(content))
      return code
    }
    let (code, scalar) = spelling(of: type)
    spellings.set(type, code, scalar: scalar)
    return code
  }

  /// What a newtype stands for; nil for other types.
  mutating func contentOfNewtype(_ type: TypeID) -> TypeID? {
    guard program.types.kind(type) == .nominal else { return nil }
    guard program.nominals[program.types.nominal(type)].kind == .newtype else { return nil }
    return program.layouts.fieldTypes(of: type, in: &program.types)[0]
  }

  private mutating func spelling(of type: TypeID) -> (TypeCode, TypeID) {
    let layout = program.layout(of: type)
    if layout.size == 0 { return (.empty, .none) }
    switch layout.shape {
    case .empty: return (.empty, .none)
    case .integer: return (type == .bool ? .bool : .integer(size: layout.size), type)
    case .float: return (layout.size == 4 ? .float : .double, type)
    case .pointer: return (.pointer, .u64)
    case .aggregate(let fields):
      return (spellAggregate(type, layout, fields), .none)
    case .enumeration(let shape):
      switch shape.style {
      case .tagOnly: return (.integer(size: layout.size), shape.tagType)
      case .nullable: return (.pointer, .u64)
      case .tagged: return (spellEnum(type, layout, shape), .none)
      }
    }
  }

  private mutating func spellAggregate(
    _ type: TypeID, _ layout: Layout, _ fields: [FieldLayout]
  ) -> TypeCode {
    var members: [StructMember] = []
    var places: [PartPlace] = []
    for field in fields {
      let code = code(field.type)
      places.append(code == .empty ? .empty : PartPlace(member: members.count))
      if code != .empty { members.append(member(code, at: field.offset)) }
    }
    if isPacked(type) {
      return define(
        StructSpelling(
          type: type, isPacked: true, members: members, parts: [places], size: layout.size,
          align: 1, naturalAlign: 1))
    }
    let finder = EnumShape(spellings: spellings)
    let padded = finder.padded(members, size: layout.size)
    // Fillers stand only where '@align' leaves gaps that LLVM does not know of.
    if padded.count > members.count {
      places = places.map { place in
        place == .empty
          ? place : PartPlace(member: padded.firstIndex(of: members[place.member])!)
      }
    }
    return define(
      StructSpelling(
        type: type, members: padded, parts: [places], size: layout.size, align: layout.align,
        naturalAlign: finder.naturalAlign(of: members)))
  }

  /// A member of `code` at `offset`.
  func member(_ code: TypeCode, at offset: Int) -> StructMember {
    StructMember(
      code: code, offset: offset, size: code.isStruct ? spellings[code].size : code.size)
  }

  /// Adds a named struct and writes its definition.
  mutating func define(_ spelling: StructSpelling) -> TypeCode {
    let code = spellings.add(spelling)
    head.write(type: code)
    head.write(" = type ")
    head.write(spelling.opening)
    for (number, member) in spelling.members.enumerated() {
      if number > 0 { head.write(", ") }
      head.write(member: member)
    }
    head.write(spelling.closing)
    head.write(" ; ")
    head.write(string: typeName(spelling.type))
    head.write("\n")
    return code
  }
}

// MARK: - Writing

extension TextWriter {
  /// Writes the type of a value.
  mutating func write(type code: TypeCode) {
    if code.isStruct {
      write("%t")
      write(decimal: code.index + 1)
    } else {
      write(code.name)
    }
  }

  /// Writes the type that values of `code` have in memory and in aggregates.
  mutating func write(memoryType code: TypeCode) { write(type: code == .bool ? .i8 : code) }

  /// Writes the type of a member.
  mutating func write(member: StructMember) {
    guard member.isPadding else { return write(memoryType: member.code) }
    write("[")
    write(decimal: member.size)
    write(" x i8]")
  }
}

extension Codegen {
  /// Writes the type of a value.
  @inline(__always) mutating func writeType(_ code: TypeCode) { text.write(type: code) }

  /// The type of a value as a text, for what is written seldom.
  func typeText(_ code: TypeCode) -> String {
    code.isStruct ? "%t\(code.index + 1)" : "\(code.name)"
  }

  /// The name of `type` in source.
  private func typeName(_ type: TypeID) -> String {
    TypePrinter(types: program.types, nominals: program.nominals, interner: interner)
      .description(of: type)
  }
}

// MARK: - Offsets

extension Codegen {
  /// The offset of the field that the `fieldAddress` at `index` names.
  mutating func fieldOffset(_ index: Int) -> Int {
    let operands = function.list(function.b[index])
    let type = TypeID(index: operands[operands.startIndex])
    let field = Int(operands[operands.startIndex + 1])
    if let known = spellings.offset(type, field) { return known }
    spellings.setOffsets(type, fields(of: type))
    return spellings.offset(type, field)!
  }

  private mutating func fields(of type: TypeID) -> [FieldLayout] {
    if let content = contentOfNewtype(type) { return fields(of: content) }
    let layout = isObject(type) ? program.object(of: type) : program.layout(of: type)
    guard case .aggregate(let fields) = layout.shape else {
      fatalError("the field of a type without fields was addressed")
    }
    return fields
  }

  /// Whether values of `type` are references to objects.
  func isObject(_ type: TypeID) -> Bool {
    program.types.kind(type) == .nominal
      && program.nominals[program.types.nominal(type)].kind == .object
  }

  private func isPacked(_ type: TypeID) -> Bool {
    program.types.kind(type) == .nominal
      && program.nominals[program.types.nominal(type)].isPacked
  }

  /// The offset of the payload that the `payloadAddress` at `index` names.
  mutating func payloadOffset(_ index: Int) -> Int {
    let operands = Array(function.list(function.b[index]))
    let layout = program.layout(of: TypeID(index: operands[0]))
    guard case .enumeration(let shape) = layout.shape else {
      fatalError("the payload of a type that is no enum was addressed")
    }
    return shape.variants[Int(operands[1])][Int(operands[2])].offset
  }

  /// The spelling of what an address of pointer `type` points at.
  mutating func elementCode(_ type: TypeID) -> TypeCode {
    guard let element = program.types.arguments(type).first else {
      fatalError("an address has a type that is no pointer")
    }
    return code(element)
  }

  /// The size and alignment in memory of what an address of pointer `type` points at.
  mutating func elementLayout(_ type: TypeID) -> (size: Int, align: Int) {
    let code = elementCode(type)
    return code.isStruct ? (spellings[code].size, spellings[code].align) : (code.size, code.size)
  }
}
