/// Finds the members of the struct that an enum with payloads becomes.
///
/// Where only one variant has a part, or all variants have the same type in the same place, the
/// member is that type and reading it is one instruction. Where they differ, aggregates are taken
/// apart, and the scalars that share bytes become one integer as wide as the widest; scalars are
/// aligned to their sizes, so of two that overlap the wider contains the other.
struct EnumShape {
  /// The structs, for taking them apart.
  let spellings: TypeSpellings

  /// The members after the tag for the parts of all variants.
  func members(of parts: [StructMember]) -> [StructMember] {
    let sorted = Set(parts).sorted {
      ($0.offset, -$0.size, $0.code.raw) < ($1.offset, -$1.size, $1.code.raw)
    }
    var members: [StructMember] = []
    var group: [StructMember] = []
    var end = 0
    for part in sorted {
      if part.offset >= end, !group.isEmpty {
        members += merged(group)
        group = []
      }
      group.append(part)
      end = max(end, part.end)
    }
    return group.isEmpty ? members : members + merged(group)
  }

  /// The members for parts that overlap one another, directly or through others.
  private func merged(_ group: [StructMember]) -> [StructMember] {
    guard group.count > 1 else { return group }
    if group.contains(where: \.code.isStruct) {
      return members(of: group.flatMap { contents(of: $0) })
    }
    let widest = group[0]
    return [
      StructMember(code: .integer(size: widest.size), offset: widest.offset, size: widest.size)
    ]
  }

  /// The parts of a struct, each where it lies; a scalar itself.
  func contents(of part: StructMember) -> [StructMember] {
    guard part.code.isStruct else { return [part] }
    return spellings[part.code].members.filter { !$0.isPadding }.map {
      StructMember(code: $0.code, offset: part.offset + $0.offset, size: $0.size)
    }
  }

  /// `members` with fillers, so that each lies at its offset and the whole has `size` bytes.
  func padded(_ members: [StructMember], size: Int) -> [StructMember] {
    var result: [StructMember] = []
    var end = 0
    for member in members {
      let natural = roundUp(end, to: alignment(of: member.code))
      if natural < member.offset { result.append(filler(from: end, to: member.offset)) }
      result.append(member)
      end = member.end
    }
    let align = naturalAlign(of: members)
    if roundUp(end, to: align) < size { result.append(filler(from: end, to: size)) }
    return result
  }

  private func filler(from start: Int, to end: Int) -> StructMember {
    StructMember(code: .empty, offset: start, size: end - start, isPadding: true)
  }

  private func alignment(of code: TypeCode) -> Int {
    code.isStruct ? spellings[code].naturalAlign : code.size
  }

  /// The alignment that LLVM gives a struct of `members`.
  func naturalAlign(of members: [StructMember]) -> Int {
    members.map { $0.isPadding ? 1 : alignment(of: $0.code) }.max() ?? 1
  }

  private func roundUp(_ offset: Int, to align: Int) -> Int {
    (offset + align - 1) / align * align
  }
}

/// Where one scalar or struct inside a scattered part is kept.
struct ScatteredPiece {
  /// The way to it through the members of the part.
  let path: [Int]
  /// How it is spelled.
  let code: TypeCode
  /// The member of the enum that holds it.
  let member: Int
  /// How that member is spelled.
  let holder: TypeCode
  /// The number of bits that it stands above the lowest bit of the member.
  let shift: Int
}

extension EnumShape {
  /// The pieces of `part`, each within one of `members`.
  func pieces(of part: StructMember, in members: [StructMember]) -> [ScatteredPiece] {
    pieces(of: part, path: [], in: members)
  }

  private func pieces(
    of part: StructMember, path: [Int], in members: [StructMember]
  ) -> [ScatteredPiece] {
    if let place = members.firstIndex(of: part) {
      return [piece(part, path, in: place, of: members)]
    }
    if !part.code.isStruct, let place = members.firstIndex(where: { $0.contains(part) }) {
      return [piece(part, path, in: place, of: members)]
    }
    return spellings[part.code].members.enumerated().filter { !$0.element.isPadding }.flatMap {
      (number, inner) in
      pieces(
        of: StructMember(
          code: inner.code, offset: part.offset + inner.offset, size: inner.size),
        path: path + [number], in: members)
    }
  }

  private func piece(
    _ part: StructMember, _ path: [Int], in place: Int, of members: [StructMember]
  ) -> ScatteredPiece {
    let member = members[place]
    return ScatteredPiece(
      path: path, code: part.code, member: place, holder: member.code,
      shift: 8 * (part.offset - member.offset))
  }
}
