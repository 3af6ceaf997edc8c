// What each value needs: see `MIRTranslator.Kind`.
//
// The passes go over the instructions in the order in which they stand, so that in a block a higher
// index means later.

extension MIRTranslator {
  /// Decides how each value is kept and where it is used last.
  mutating func analyse() {
    stored = function.types.map { $0.isNone ? image.stored(.void) : image.stored($0) }
    for block in function.blockOrder {
      for index in function.instructions(of: block) { blocks[index] = block.index }
    }
    findRegisters()
    for index in 1..<function.count { classify(index) }
    findFusedComparisons()
    for index in 1..<function.count { markNeeded(index) }
    markLastUses()
    for block in function.blockOrder { findAliases(function.instructions(of: block)) }
    for block in function.blockOrder { foldStores(function.instructions(of: block)) }
  }

  /// A slot is a register when it holds a word and only loads and stores use its address.
  private mutating func findRegisters() {
    for index in 1..<function.count where function.opcodes[index] == .slot {
      let isWord = image.stored(image.pointee(function.types[index])).storage == .word
      homes[index].kind = isWord ? .register : .slot
    }
    for index in 1..<function.count {
      let opcode = function.opcodes[index]
      function.forEachOperand(of: index) { operand in
        homes[operand.position].uses += 1
        guard homes[operand.position].kind == .register else { return }
        let isAddress =
          opcode == .load || (opcode == .store && function.b[index] != operand.index)
        if !isAddress { homes[operand.position].kind = .slot }
      }
    }
  }

  // MARK: Classifying

  private mutating func classify(_ index: Int) {
    let opcode = function.opcodes[index]
    if opcode == .slot { return }
    if opcode.isConstant {
      homes[index].kind = stored[index].storage == .empty ? .empty : .constant
      return
    }
    if stored[index].storage == .empty && opcode.hasResult {
      homes[index].kind = .empty
      return
    }
    classifyLazily(index, opcode)
  }

  /// Values that others can be made of without computing them.
  private mutating func classifyLazily(_ index: Int, _ opcode: Opcode) {
    let operand = Int(function.a[index])
    // A block may stand before one that dominates it; what is not classified yet has no root.
    let isKnown = operand < index
    switch opcode {
    case .fieldAddress where isKnown, .payloadAddress where isKnown:
      setAddress(index, of: operand, plus: addressOffset(index))
    case .elementAddress: classifyElement(index, operand, isKnown)
    case .bitcast where isKnown: classifyBitcast(index, operand)
    case .convert where isKnown, .convertWrapping where isKnown:
      if keepsWord(index, operand) { setPart(index, of: operand, at: 0) }
    case .extract where isKnown, .enumPayload where isKnown, .enumTag where isKnown:
      guard let offset = partOffset(index, operand) else { return }
      setPart(index, of: operand, at: offset)
    case .makeEnum: classifyMakeEnum(index)
    default: break
    }
  }

  private mutating func setAddress(_ index: Int, of base: Int, plus offset: Int) {
    let home = homes[base]
    homes[index].kind = .address
    homes[index].root = home.kind == .address ? home.root : UInt32(base)
    homes[index].offset = Int32(offset) &+ (home.kind == .address ? home.offset : 0)
  }

  private mutating func setPart(_ index: Int, of whole: Int, at offset: Int) {
    let home = homes[whole]
    homes[index].kind = .part
    homes[index].root = home.kind == .part ? home.root : UInt32(whole)
    homes[index].offset = Int32(offset) + (home.kind == .part ? home.offset : 0)
  }

  func addressOffset(_ index: Int) -> Int {
    let list = Array(function.list(function.b[index]))
    let whole = TypeID(index: list[0])
    guard function.opcodes[index] == .fieldAddress else {
      return image.enumLayout(whole).variants[Int(list[1])][Int(list[2])].offset
    }
    return image.fields(ofObjectOrValue: whole)[Int(list[1])].offset
  }

  private mutating func classifyElement(_ index: Int, _ operand: Int, _ isKnown: Bool) {
    homes[index].kind = .element
    let size = image.stored(image.pointee(function.types[index])).size
    guard isKnown, let count = constantWord(Int(function.b[index])) else { return }
    let (offset, overflow) = Int64(bitPattern: count).multipliedReportingOverflow(by: Int64(size))
    let base = homes[operand].kind == .address ? Int64(homes[operand].offset) : 0
    guard !overflow, offset.magnitude < 1 << 30, (offset + base).magnitude < 1 << 30 else { return }
    setAddress(index, of: operand, plus: Int(offset))
  }

  private mutating func classifyBitcast(_ index: Int, _ operand: Int) {
    switch homes[operand].kind {
    case .address, .slot: setAddress(index, of: operand, plus: 0)
    default:
      let isSame =
        stored[index].storage != .word || stored[index].size == 8
        || stored[index].isSigned == stored[operand].isSigned
      if isSame { setPart(index, of: operand, at: 0) }
    }
  }

  /// Whether a conversion between integers changes no word.
  private func keepsWord(_ index: Int, _ operand: Int) -> Bool {
    let (source, target) = (function.types[operand], function.types[index])
    guard source.isInteger || source == .bool, target.isInteger else { return source == target }
    if function.opcodes[index] == .convertWrapping && target.bitWidth == 64 { return true }
    if source == .bool { return true }
    if source.isSignedInteger == target.isSignedInteger {
      return source.bitWidth <= target.bitWidth
    }
    return target.isSignedInteger && source.bitWidth < target.bitWidth
  }

  /// Where the result stands in the bytes of the operand, when it can be used from there.
  private func partOffset(_ index: Int, _ operand: Int) -> Int? {
    // A constant's bytes are only in the frame when they are words.
    let isWhole = stored[operand].storage == .word
    let offset: Int
    switch function.opcodes[index] {
    case .extract:
      offset = image.fields(ofObjectOrValue: function.types[operand])[Int(function.b[index])].offset
    case .enumPayload:
      let list = Array(function.list(function.b[index]))
      let layout = image.enumLayout(function.types[operand])
      offset = layout.variants[Int(list[0])][Int(list[1])].offset
    default:
      let layout = image.enumLayout(function.types[operand])
      if layout.style == .nullable { return nil }
      let isWord = layout.style == .tagOnly || layout.tagType.bitWidth == 64
      return isWord ? 0 : nil
    }
    if isWhole { return 0 }
    return stored[index].storage == .bytes || stored[index].size == 8 ? offset : nil
  }

  private mutating func classifyMakeEnum(_ index: Int) {
    guard stored[index].storage == .word else { return }
    let payload = function.list(function.b[index])
    guard let value = payload.first else {
      homes[index].kind = .constant
      return
    }
    if Int(value) < index && homes[Int(value)].kind != .slot && homes[Int(value)].kind != .address {
      setPart(index, of: Int(value), at: 0)
    }
  }

  /// A comparison of words is made by the branch that is its only use.
  private mutating func findFusedComparisons() {
    for index in 1..<function.count where function.opcodes[index] == .branch {
      let condition = Int(function.a[index])
      switch function.opcodes[condition] {
      case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
        let isWord = !function.types[Int(function.a[condition])].isFloat
        if isWord && homes[condition].uses == 1 && blocks[condition] == blocks[index] {
          homes[condition].kind = .fused
        }
      default: break
      }
    }
  }
}

// MARK: - Uses

extension MIRTranslator {
  /// Whether the instruction at `index` reads or writes through `address` itself.
  private func accesses(_ index: Int, through address: Int) -> Bool {
    guard Int(function.a[index]) == address else { return false }
    switch function.opcodes[index] {
    case .load: return true
    case .store: return Int(function.b[index]) != address
    default: return false
    }
  }

  /// Whether `value`, an element, is only an operand of the load or store at `index`.
  func isFusedElement(_ value: Int, at index: Int) -> Bool {
    guard homes[value].kind == .element, accesses(index, through: value) else { return false }
    let content = image.stored(image.pointee(function.types[value]))
    return content.storage == .word
  }

  private mutating func markNeeded(_ index: Int) {
    let kind = homes[index].kind
    if kind == .address || kind == .part {
      let root = Int(homes[index].root)
      if homes[root].kind == .element { homes[root].isNeeded = true }
    }
    function.forEachOperand(of: index) { operand in
      let value = operand.position
      switch homes[value].kind {
      case .address: if !accesses(index, through: value) { homes[value].isNeeded = true }
      case .element: if !isFusedElement(value, at: index) { homes[value].isNeeded = true }
      default: break
      }
    }
  }

  /// Calls `visit` with each value whose place the code of the instruction at `index` reads.
  func forEachLeaf(of index: Int, _ visit: (Int) -> Void) {
    switch homes[index].kind {
    case .constant, .part, .slot, .register, .alias, .fused: return
    case .address:
      if homes[index].isNeeded { visitLeaf(Int(homes[index].root), visit) }
      return
    case .element: if !homes[index].isNeeded { return }
    case .empty, .plain: break
    }
    function.forEachOperand(of: index) { operand in
      let value = operand.position
      if homes[value].kind == .fused || isFusedElement(value, at: index) {
        visitLeaf(Int(function.a[value]), visit)
        visitLeaf(Int(function.b[value]), visit)
      } else if homes[value].kind == .address && accesses(index, through: value) {
        visitLeaf(Int(homes[value].root), visit)
      } else {
        visitLeaf(value, visit)
      }
    }
  }

  private func visitLeaf(_ value: Int, _ visit: (Int) -> Void) {
    switch homes[value].kind {
    case .empty, .constant, .slot, .register, .fused: break
    case .part: visitLeaf(Int(homes[value].root), visit)
    case .plain, .alias, .address, .element: visit(value)
    }
  }

  private mutating func markLastUses() {
    for index in 1..<function.count {
      var leaves: [Int] = []
      forEachLeaf(of: index) { leaves.append($0) }
      for leaf in leaves {
        if blocks[leaf] == blocks[index] && leaf < index {
          homes[leaf].lastUse = max(homes[leaf].lastUse, UInt32(index))
        } else {
          homes[leaf].isShared = true
        }
      }
    }
  }

  // MARK: Registers

  /// A load from a register needs no place when the register keeps its value until the last use.
  private mutating func findAliases(_ range: Range<Int>) {
    var nextStores: [UInt32: Int] = [:]
    for index in range.reversed() {
      guard let address = register(accessedAt: index) else { continue }
      if function.opcodes[index] == .store {
        nextStores[address] = index
      } else if !homes[index].isShared, homes[index].kind == .plain,
        Int(homes[index].lastUse) <= nextStores[address] ?? .max
      {
        homes[index].kind = .alias
        homes[index].root = address
      }
    }
  }

  /// A value that is only stored to a register is computed into it, unless the register is read
  /// between.
  private mutating func foldStores(_ range: Range<Int>) {
    var lastReads: [UInt32: Int] = [:]
    var lastStores: [UInt32: Int] = [:]
    for index in range {
      guard let address = register(accessedAt: index) else { continue }
      if function.opcodes[index] == .load {
        let last = homes[index].kind == .alias ? Int(homes[index].lastUse) : index
        lastReads[address] = max(lastReads[address] ?? 0, last)
      } else {
        let value = Int(function.b[index])
        let isFree = lastReads[address] ?? 0 <= value && lastStores[address] ?? 0 < value
        if isFree && canCompute(value, into: range, at: index) { homes[value].root = address }
        lastStores[address] = index
      }
    }
  }

  /// The register that the load or store at `index` is of.
  func register(accessedAt index: Int) -> UInt32? {
    let opcode = function.opcodes[index]
    guard opcode == .load || opcode == .store else { return nil }
    let address = function.a[index]
    return homes[Int(address)].kind == .register ? address : nil
  }

  /// Whether `value` is computed in the block by one instruction, for the store at `index` alone.
  private func canCompute(_ value: Int, into range: Range<Int>, at index: Int) -> Bool {
    let home = homes[value]
    return home.kind == .plain && home.uses == 1 && !home.isShared
      && Int(home.lastUse) == index && range.contains(value)
      && stored[value].storage == .word && function.opcodes[value] != .parameter
      && function.opcodes[value] != .makeEnum
  }
}
