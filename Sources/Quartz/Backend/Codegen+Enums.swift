// Enums: their spelling, making them, reading their tags and payloads.

extension Codegen {
  /// Spells an enum with payloads as a struct of the tag and what the variants share.
  mutating func spellEnum(_ type: TypeID, _ layout: Layout, _ shape: EnumLayout) -> TypeCode {
    let parts = shape.variants.map { fields in
      fields.map { member(code($0.type), at: $0.offset) }
    }
    let finder = EnumShape(spellings: spellings)
    let tag = StructMember(
      code: .integer(size: shape.tagType.bitWidth / 8), offset: 0, size: shape.tagType.bitWidth / 8)
    let payload = finder.members(of: parts.joined().filter { $0.code != .empty })
    let members = finder.padded([tag] + payload, size: layout.size)
    let places = parts.map { $0.map { place(of: $0, in: members) } }
    return define(
      StructSpelling(
        type: type, isEnum: true, members: members, parts: places, size: layout.size,
        align: layout.align, naturalAlign: finder.naturalAlign(of: members)))
  }

  private func place(of part: StructMember, in members: [StructMember]) -> PartPlace {
    if part.code == .empty { return .empty }
    return members.firstIndex(of: part).map { PartPlace(member: $0) } ?? .scattered
  }
}

// MARK: - Instructions

extension Codegen {
  /// Writes the making of an enum that is not constant.
  mutating func emitMakeEnum(_ index: Int) {
    guard !constants[index], aliases[index] == index else { return }
    let code = code(function.types[index])
    let variant = Int(function.a[index])
    let payload = function.list(function.b[index])
    guard spellings[code].parts[variant].contains(.scattered) else {
      return emitInsertions(index, code, variant: variant, payload)
    }
    let helper = makingHelper(code, variant)
    define(index)
    text.write("call ")
    writeType(code)
    text.write(" ")
    text.write(string: helper)
    writeArguments(payload)
    text.write("\n")
  }

  /// Writes an enum whose payload is constant.
  mutating func writeConstantEnum(_ index: Int) {
    let code = code(function.types[index])
    if code.isStruct {
      let payload = function.list(function.b[index])
      writeConstantBase(code, variant: Int(function.a[index]), payload)
    } else {
      writeInteger(code == .pointer ? 0 : UInt64(function.a[index]), code)
    }
  }

  /// Writes the tag of an enum as an Int.
  mutating func emitEnumTag(_ index: Int) {
    let value = function.a[index]
    let code = valueCode(value)
    if code == .pointer { return emitNullableTag(index) }
    guard code.isStruct else { return emitWidening(index, value) }
    let tag = spellings[code].members[0].code
    text.write("  %v")
    text.write(decimal: index)
    text.write(tag == .i64 ? " = extractvalue " : ".t = extractvalue ")
    writeTyped(value)
    text.write(", 0\n")
    guard tag != .i64 else { return }
    define(index)
    text.write("zext ")
    writeType(tag)
    text.write(" %v")
    text.write(decimal: index)
    text.write(".t to i64\n")
  }

  /// Writes the tag of an enum that is an address or null.
  private mutating func emitNullableTag(_ index: Int) {
    let type = function.types[Int(function.a[index])]
    let layout = program.layout(of: type)
    guard case .enumeration(let shape) = layout.shape else { fatalError("the tag of no enum") }
    text.write("  %v")
    text.write(decimal: index)
    text.write(shape.presentVariant == 1 ? ".t = icmp ne " : ".t = icmp eq ")
    writeTyped(function.a[index])
    text.write(", null\n")
    define(index)
    text.write("zext i1 %v")
    text.write(decimal: index)
    text.write(".t to i64\n")
  }

  private mutating func emitWidening(_ index: Int, _ value: UInt32) {
    define(index)
    text.write("zext ")
    writeTyped(value)
    text.write(" to i64\n")
  }

  /// Writes a part of an enum's payload.
  mutating func emitEnumPayload(_ index: Int) {
    let result = code(function.types[index])
    guard aliases[index] == index, result != .empty else { return }
    let operands = function.list(function.b[index])
    let variant = Int(operands[operands.startIndex])
    let field = Int(operands[operands.startIndex + 1])
    let code = valueCode(function.a[index])
    let place = spellings[code].parts[variant][field]
    guard place == .scattered else {
      return emitMember(index, of: function.a[index], place.member)
    }
    let helper = readingHelper(code, variant, field)
    define(index)
    text.write("call ")
    writeType(result)
    text.write(" ")
    text.write(string: helper)
    text.write("(")
    writeTyped(function.a[index])
    text.write(")\n")
  }
}

// MARK: - Helpers for scattered payloads

extension Codegen {
  /// The name of the function that makes a variant, which is defined when it is new.
  private mutating func makingHelper(_ code: TypeCode, _ variant: Int) -> String {
    let name = "@make$t\(code.index + 1)$\(variant)"
    if declarations.insert(name).inserted { defineMaking(code, variant, name: name) }
    return name
  }

  /// The name of the function that reads a payload, which is defined when it is new.
  private mutating func readingHelper(_ code: TypeCode, _ variant: Int, _ field: Int) -> String {
    let name = "@payload$t\(code.index + 1)$\(variant)$\(field)"
    if declarations.insert(name).inserted { defineReading(code, variant, field, name: name) }
    return name
  }

  /// The payload parts of a variant, at their offsets.
  private mutating func payloadParts(_ code: TypeCode, _ variant: Int) -> [StructMember] {
    let layout = program.layout(of: spellings[code].type)
    guard case .enumeration(let shape) = layout.shape else { return [] }
    return shape.variants[variant].map { member(self.code($0.type), at: $0.offset) }
  }

  private mutating func defineMaking(_ code: TypeCode, _ variant: Int, name: String) {
    let parts = payloadParts(code, variant)
    let stored = parts.enumerated().filter { $0.element.code != .empty }
    let parameters = stored.map { "\(typeText($0.element.code)) %p\($0.offset)" }
    let members = spellings[code].members
    let shape = EnumShape(spellings: spellings)
    var builder = ScatterBuilder(structType: typeText(code), members: members, tag: variant)
    for (number, part) in stored {
      for piece in shape.pieces(of: part, in: members) {
        builder.put(piece, from: "%p\(number)", type: typeText(part.code), typeText(piece.code))
      }
    }
    finishHelper(
      "\(typeText(code)) \(name)(\(parameters.joined(separator: ", ")))", builder.finish())
  }

  private mutating func defineReading(
    _ code: TypeCode, _ variant: Int, _ field: Int, name: String
  ) {
    let part = payloadParts(code, variant)[field]
    let members = spellings[code].members
    var builder = GatherBuilder(enumType: typeText(code), partType: typeText(part.code))
    for piece in EnumShape(spellings: spellings).pieces(of: part, in: members) {
      builder.take(piece, typeText(piece.code), typeText(piece.holder))
    }
    finishHelper("\(typeText(part.code)) \(name)(\(typeText(code)) %e)", builder.finish())
  }

  private mutating func finishHelper(_ signature: String, _ lines: [String]) {
    attributeGroups |= 1 << AttributeGroup.isInline.rawValue
    head.write(string: "define internal \(signature) #1 {\n")
    for line in lines { head.write(string: "  \(line)\n") }
    head.write("}\n")
  }
}
