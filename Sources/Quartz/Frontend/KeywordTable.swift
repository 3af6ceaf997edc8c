/// The keywords by the hash of their text, for the lexer, which has that hash at hand.
struct KeywordTable {
  /// The number of slots, a power of two some times the number of keywords.
  static let slotCount = 256

  /// Hashes and token kinds, `invalid` where a slot is free; collisions go to the next slot.
  private(set) var slots: [(hash: UInt32, kind: TokenKind)]

  /// The one table there is.
  static let shared = KeywordTable()

  /// The length of the longest keyword.
  static let longest = TokenKind.keywords.map { $0.spelling?.utf8.count ?? 0 }.max() ?? 0

  /// - Precondition: The hashes of keywords differ, so that a hash names at most one keyword.
  private init() {
    slots = Array(repeating: (0, .invalid), count: Self.slotCount)
    for kind in TokenKind.keywords {
      let hash = Interner.hash(Array((kind.spelling ?? "").utf8))
      var slot = Int(hash) & (Self.slotCount - 1)
      while slots[slot].kind != .invalid {
        precondition(slots[slot].hash != hash)
        slot = (slot + 1) & (Self.slotCount - 1)
      }
      slots[slot] = (hash, kind)
    }
  }
}
