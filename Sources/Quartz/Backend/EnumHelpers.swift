// The bodies of the helpers that make and read payloads which share members with other variants.

/// Writes the lines that put the pieces of payload values into the members of an enum.
struct ScatterBuilder {
  private let structType: String
  private let members: [StructMember]
  private var lines: [String] = []
  private var count = 0
  /// The value that each member has so far.
  private var contents: [String?]

  /// A builder for a variant with number `tag`.
  init(structType: String, members: [StructMember], tag: Int) {
    self.structType = structType
    self.members = members
    contents = [String?](repeating: nil, count: members.count)
    contents[0] = String(tag)
  }

  /// Puts the piece of the value `source` of `type` into its member.
  mutating func put(_ piece: ScatteredPiece, from source: String, type: String, _ name: String) {
    var value = source
    if !piece.path.isEmpty {
      let stored = piece.code == .bool ? "i8" : name
      value = add("extractvalue \(type) \(source), \(Self.list(piece.path))")
      // The unused payload of an enum inside is poison, which must not spread over the whole word.
      if piece.code != piece.holder { value = add("freeze \(stored) \(value)") }
      value = word(of: value, spelled: stored, piece)
    } else {
      value = word(of: value, spelled: name, piece)
    }
    merge(value, piece)
  }

  /// The value as one of the member's type: the same, or an integer with the bits in place.
  private mutating func word(
    of value: String, spelled type: String, _ piece: ScatteredPiece
  ) -> String {
    if piece.code == piece.holder { return piece.code == .bool ? byte(value, type) : value }
    let bits = 8 * piece.code.size
    var word = value
    switch piece.code {
    case .pointer: word = add("ptrtoint ptr \(word) to i64")
    case .float, .double: word = add("bitcast \(type) \(word) to i\(bits)")
    case .bool: word = byte(word, type)
    default: break
    }
    let width = 8 * piece.holder.size
    if bits < width { word = add("zext i\(bits) \(word) to i\(width)") }
    return piece.shift == 0 ? word : add("shl i\(width) \(word), \(piece.shift)")
  }

  private mutating func byte(_ value: String, _ type: String) -> String {
    type == "i1" ? add("zext i1 \(value) to i8") : value
  }

  private mutating func merge(_ value: String, _ piece: ScatteredPiece) {
    guard let before = contents[piece.member] else {
      contents[piece.member] = value
      return
    }
    contents[piece.member] = add("or i\(8 * piece.holder.size) \(before), \(value)")
  }

  /// The lines, with those that put the members together and return the enum.
  mutating func finish() -> [String] {
    var whole = "poison"
    for (number, content) in contents.enumerated() {
      guard let content else { continue }
      let code = members[number].code
      let type = code.isStruct ? "%t\(code.index + 1)" : code == .bool ? "i8" : "\(code.name)"
      whole = add("insertvalue \(structType) \(whole), \(type) \(content), \(number)")
    }
    return lines + ["ret \(structType) \(whole)"]
  }

  private mutating func add(_ line: String) -> String {
    count += 1
    lines.append("%x\(count) = \(line)")
    return "%x\(count)"
  }

  private static func list(_ path: [Int]) -> String {
    path.map { String($0) }.joined(separator: ", ")
  }
}

/// Writes the lines that put a payload value together from the members of an enum.
struct GatherBuilder {
  private let enumType: String
  private let partType: String
  private var lines: [String] = []
  private var count = 0
  private var whole = "poison"

  /// A builder for a part that is spelled `partType`.
  init(enumType: String, partType: String) {
    self.enumType = enumType
    self.partType = partType
  }

  /// Takes a piece, spelled `type`, out of its member, spelled `holder`.
  mutating func take(_ piece: ScatteredPiece, _ type: String, _ holder: String) {
    let isInside = !piece.path.isEmpty
    var value = add("extractvalue \(enumType) %e, \(piece.member)")
    if piece.code != piece.holder { value = narrowed(value, piece) }
    if piece.code == .bool && !isInside { value = add("trunc i8 \(value) to i1") }
    guard isInside else {
      whole = value
      return
    }
    let stored = piece.code == .bool ? "i8" : type
    let path = piece.path.map { String($0) }.joined(separator: ", ")
    whole = add("insertvalue \(partType) \(whole), \(stored) \(value), \(path)")
  }

  /// The bits of the piece out of the integer that holds it; a Bool as a byte.
  private mutating func narrowed(_ value: String, _ piece: ScatteredPiece) -> String {
    let width = 8 * piece.holder.size
    let bits = 8 * piece.code.size
    var word = value
    if piece.shift > 0 { word = add("lshr i\(width) \(word), \(piece.shift)") }
    if bits < width { word = add("trunc i\(width) \(word) to i\(bits)") }
    switch piece.code {
    case .pointer: return add("inttoptr i64 \(word) to ptr")
    case .float: return add("bitcast i32 \(word) to float")
    case .double: return add("bitcast i64 \(word) to double")
    default: return word
    }
  }

  /// The lines, with the one that returns the value.
  func finish() -> [String] { lines + ["ret \(partType) \(whole)"] }

  private mutating func add(_ line: String) -> String {
    count += 1
    lines.append("%x\(count) = \(line)")
    return "%x\(count)"
  }
}
