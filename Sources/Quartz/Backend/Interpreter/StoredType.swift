/// How the interpreter keeps a value of a type in a frame.
struct StoredType {
  /// The ways to keep a value.
  enum Storage: UInt8 {
    /// Not at all: it has no bits.
    case empty
    /// As a word: numbers, addresses, and enums that are a tag or a reference alone.
    case word
    /// As the bytes that it has in memory.
    case bytes
  }

  /// How it is kept.
  let storage: Storage
  /// Whether a word narrower than 64 bits is sign-extended.
  let isSigned: Bool
  /// The bytes in memory.
  let size: Int

  /// The bytes in a frame: whole words.
  var frameSize: UInt32 { UInt32((size + 7) / 8 * 8) }

  /// How values of `type`, stored as `layout` says, are kept.
  init(_ layout: Layout, isSigned: Bool) {
    size = layout.size
    switch layout.shape {
    case .empty: storage = .empty
    case .integer, .float, .pointer: storage = .word
    case .aggregate: storage = layout.size == 0 ? .empty : .bytes
    case .enumeration(let enumeration): storage = enumeration.style == .tagged ? .bytes : .word
    }
    self.isSigned = isSigned && storage == .word
  }

  /// The operation that reads a word of this type from memory.
  var loadOp: InterpreterOp {
    switch (size, isSigned) {
    case (1, false): .load8U
    case (1, true): .load8S
    case (2, false): .load16U
    case (2, true): .load16S
    case (4, false): .load32U
    case (4, true): .load32S
    default: .load64
    }
  }

  /// The operation that reads a word of this type from a numbered element.
  var loadAtOp: InterpreterOp {
    switch (size, isSigned) {
    case (1, false): .loadAt8U
    case (1, true): .loadAt8S
    case (2, false): .loadAt16U
    case (2, true): .loadAt16S
    case (4, false): .loadAt32U
    case (4, true): .loadAt32S
    default: .loadAt64
    }
  }

  /// The operation that writes a word of this type to memory.
  var storeOp: InterpreterOp {
    switch size {
    case 1: .store8
    case 2: .store16
    case 4: .store32
    default: .store64
    }
  }

  /// The operation that writes a word of this type to a numbered element.
  var storeAtOp: InterpreterOp {
    switch size {
    case 1: .storeAt8
    case 2: .storeAt16
    case 4: .storeAt32
    default: .storeAt64
    }
  }
}
