/// Turns the MIR of one function into the code that the interpreter runs.
///
/// A value usually has a place in the frame that an instruction writes. But many values need none:
/// constants become immediates, fields of a value are parts of its bytes, addresses are folded into
/// the loads and stores that use them, a comparison into the branch that follows. And a slot of one
/// word that is only loaded and stored is a place in the frame itself, which operations read and
/// write directly. `MIRTranslator+Analysis.swift` decides this for each value; the other extensions
/// emit code. Frames are small because a place is used again after the last use of its value,
/// unless the value is used in several blocks.
struct MIRTranslator {
  /// What the analysis found out about a value.
  enum Kind: UInt8 {
    /// It has a place of its own, written where it is computed.
    case plain
    /// It has no bits.
    case empty
    /// It is the same on every run; made at each block that needs it in the frame.
    case constant
    /// The bytes at `offset` in the value `root`.
    case part
    /// The address in value `root` (maybe a slot) plus `offset`.
    case address
    /// The address of an element, with a place only when something but its loads and stores needs it.
    case element
    /// The address of storage in the frame, at `place`.
    case slot
    /// Storage in the frame that only loads and stores know of: its `place` holds the value.
    case register
    /// A load from the register `root`, which does not change before the last use.
    case alias
    /// A comparison that the branch after it makes.
    case fused
  }

  /// What is known about a value.
  struct Home {
    /// How it is kept.
    var kind = Kind.plain
    /// Whether it is used in other blocks than its own.
    var isShared = false
    /// Whether an address or element must be computed into a place.
    var isNeeded = false
    /// Whether `place` is one that is free again after the last use.
    var isTemporary = false
    /// See `Kind`; for a plain value the register that it is computed into, if any.
    var root: UInt32 = 0
    /// See `Kind`.
    var offset: Int32 = 0
    /// Where in the frame it is.
    var place: UInt32 = 0
    /// The last instruction of its block that uses it.
    var lastUse: UInt32 = 0
    /// The number of instructions and operands that use it directly.
    var uses: UInt32 = 0
  }

  /// A word in the code that holds a relative jump, filled in when the block's place is known.
  struct Fixup {
    /// The index of the instruction that has the field.
    let index: Int
    /// The index from which the jump counts.
    let base: Int
    /// Which of the four words of the instruction.
    let word: Int
    /// Where it goes.
    let block: UInt32
  }

  /// The program's types, texts and variables.
  let image: InterpreterImage
  /// The function.
  let function: MIRFunction
  /// What is known about each value.
  var homes: [Home]
  /// How each value is kept.
  var stored: [StoredType] = []
  /// The block of each instruction.
  var blocks: [UInt32]

  /// The code so far.
  var code: [InterpreterCode] = []
  /// The MIR instruction that each code instruction belongs to.
  var origins: [UInt32] = []
  /// The MIR instruction that is being translated.
  var current = 0
  /// Where the code of each block begins.
  var blockPlaces: [Int]
  /// Jumps to fill in.
  var fixups: [Fixup] = []
  /// Calls, which hold the size of the frame.
  var calls: [Int] = []

  /// The bytes of the frame so far.
  var frameSize = UInt32(FrameLayout.parameters)
  /// The largest area of arguments that a call writes after the frame.
  var outgoing: UInt32 = 0
  /// Places that are free, by size in words.
  var freePlaces: [UInt32: [UInt32]] = [:]
  /// Where in this block words that are the same on every run are.
  var constantPlaces: [UInt64: UInt32] = [:]
  /// Where in this block the addresses of places in the frame are.
  var addressPlaces: [UInt32: UInt32] = [:]
  /// Places to give back at the end of the block.
  var borrowed: [(place: UInt32, size: UInt32)] = []
  /// The block that stands after the one being translated.
  var nextBlock: UInt32?

  /// The code of a function.
  struct Result {
    /// The code.
    let code: [InterpreterCode]
    /// The MIR instruction that each code instruction belongs to.
    let origins: [UInt32]
    /// The bytes of the frame.
    let frameSize: Int
    /// The bytes of the frame and of the arguments that its calls pass.
    let extent: Int
  }

  init(_ function: MIRFunction, image: InterpreterImage) {
    self.image = image
    self.function = function
    homes = [Home](repeating: Home(), count: function.count)
    blocks = [UInt32](repeating: 0, count: function.count)
    blockPlaces = [Int](repeating: 0, count: function.blockStarts.count)
  }

  /// The code of `function`.
  static func translate(_ function: MIRFunction, image: InterpreterImage) -> Result {
    var translator = MIRTranslator(function, image: image)
    translator.analyse()
    translator.placeValues()
    translator.emitBlocks()
    translator.fillIn()
    let extent = Int(translator.frameSize) + FrameLayout.parameters + Int(translator.outgoing)
    return Result(
      code: translator.code, origins: translator.origins,
      frameSize: Int(translator.frameSize), extent: extent)
  }
}

// MARK: - Places

extension MIRTranslator {
  /// Gives a place for good to parameters, slots and values that several blocks use.
  private mutating func placeValues() {
    placeParameters()
    for index in 1..<function.count {
      switch homes[index].kind {
      case .register: homes[index].place = grow(8)
      case .slot:
        let content = image.pointee(function.types[index])
        homes[index].place = grow(max(8, image.stored(content).frameSize))
      case .plain where homes[index].isShared && function.opcodes[index] != .parameter:
        homes[index].place = grow(stored[index].frameSize)
      case .address where homes[index].isNeeded && homes[index].isShared,
        .element where homes[index].isNeeded && homes[index].isShared:
        homes[index].place = grow(8)
      default: break
      }
    }
  }

  private mutating func placeParameters() {
    var places: [UInt32] = []
    for type in function.parameters { places.append(grow(image.stored(type).frameSize)) }
    for index in 1..<function.count where function.opcodes[index] == .parameter {
      homes[index].place = places[Int(function.a[index])]
      homes[index].isShared = true
    }
  }

  private mutating func grow(_ size: UInt32) -> UInt32 {
    defer { frameSize += size }
    return frameSize
  }

  /// A place of `size` bytes that is free.
  private mutating func take(_ size: UInt32) -> UInt32 {
    freePlaces[size]?.popLast() ?? grow(size)
  }

  /// A place of `size` bytes until the end of the block.
  mutating func borrow(_ size: UInt32 = 8) -> UInt32 {
    let place = take(size)
    borrowed.append((place, size))
    return place
  }

  /// Where the result of the current instruction goes.
  mutating func destination() -> UInt32 {
    let home = homes[current]
    if home.kind == .plain && home.root != 0 { return homes[Int(home.root)].place }
    guard home.place == 0 else { return home.place }
    homes[current].place = take(stored[current].frameSize)
    homes[current].isTemporary = true
    return homes[current].place
  }

  /// Gives back what is not used after the current instruction.
  mutating func release() {
    releaseValue(current)
    var ended: [Int] = []
    forEachLeaf(of: current) { ended.append($0) }
    for value in ended { releaseValue(value) }
  }

  private mutating func releaseValue(_ value: Int) {
    guard homes[value].isTemporary, Int(homes[value].lastUse) <= current else { return }
    homes[value].isTemporary = false
    freePlaces[stored[value].frameSize, default: []].append(homes[value].place)
  }

  /// Forgets what was borrowed and made for the block.
  mutating func endBlock() {
    for (place, size) in borrowed { freePlaces[size, default: []].append(place) }
    borrowed.removeAll(keepingCapacity: true)
    constantPlaces.removeAll(keepingCapacity: true)
    addressPlaces.removeAll(keepingCapacity: true)
  }
}

// MARK: - Emitting

extension MIRTranslator {
  /// Adds an instruction.
  mutating func emit(
    _ op: InterpreterOp, _ a: UInt32 = 0, _ b: UInt32 = 0, _ c: UInt32 = 0, n: Int = 0
  ) {
    code.append(InterpreterCode(op: op, n: UInt16(n), a: a, b: b, c: c))
    origins.append(UInt32(current))
  }

  /// Adds words that the instruction before them reads, four at a time.
  mutating func emitWords(_ words: [UInt32]) {
    for start in stride(from: 0, to: words.count, by: 4) {
      let four = (0..<4).map { start + $0 < words.count ? words[start + $0] : 0 }
      code.append(InterpreterCode(words: (four[0], four[1], four[2], four[3])))
      origins.append(UInt32(current))
    }
  }

  /// Has the jump in word `word` of the instruction at `index` go to `block`.
  mutating func fix(_ index: Int, word: Int = 3, from base: Int? = nil, to block: UInt32) {
    fixups.append(Fixup(index: index, base: base ?? index + 1, word: word, block: block))
  }

  private mutating func emitBlocks() {
    for (place, block) in function.blockOrder.enumerated() {
      nextBlock =
        place + 1 < function.blockOrder.count ? function.blockOrder[place + 1].index : nil
      blockPlaces[Int(block.index)] = code.count
      let range = function.instructions(of: block)
      current = range.lowerBound
      if image.limits.steps != nil { emit(.step, UInt32(range.count)) }
      for index in range {
        current = index
        emitInstruction()
        release()
      }
      endBlock()
    }
  }

  /// Writes the distances of jumps and the size of the frame, now that they are known.
  private mutating func fillIn() {
    code.withUnsafeMutableBytes { bytes in
      for fixup in fixups {
        let distance = Int32(blockPlaces[Int(fixup.block)] - fixup.base)
        bytes.storeBytes(
          of: distance, toByteOffset: fixup.index * 16 + fixup.word * 4, as: Int32.self)
      }
    }
    for index in calls { code[index].c = frameSize }
  }
}
