/// A name or text that was interned; equal texts have equal symbols.
struct Symbol: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The set of all texts of a compilation, each stored once as bytes and named by a `Symbol`.
///
/// Open addressing over a power-of-two table of symbols; the hash of a text is FNV-1a over its
/// bytes (http://www.isthe.com/chongo/tech/comp/fnv/), so the order of symbols depends on nothing
/// but the order of interning.
struct Interner: Sendable {
  /// The bytes of all texts, one after the other.
  private var bytes: [UInt8] = []
  /// `starts[s]` is where the text of symbol `s` begins; its end is where the next one begins.
  private var starts: [UInt32] = [0, 0]
  /// The hash of each symbol's text, kept so that growing does not read the bytes again.
  private var hashes: [UInt32] = [0]
  /// The hash table: symbol indices, 0 where a slot is free.
  private var slots: [UInt32]

  /// An interner that holds no text.
  init() {
    slots = [UInt32](repeating: 0, count: 1 << 10)
  }

  /// The symbol of `text`, which is added when it is new.
  mutating func intern(_ text: some Collection<UInt8>) -> Symbol {
    let hit = text.withContiguousStorageIfAvailable { internBytes($0) }
    if let hit { return hit }
    return Array(text).withUnsafeBufferPointer { internBytes($0) }
  }

  /// The symbol of `text`, which is added when it is new.
  mutating func intern(_ text: String) -> Symbol {
    var copy = text
    return copy.withUTF8 { internBytes($0) }
  }

  /// The symbol of the bytes in `text`.
  mutating func internBytes(_ text: UnsafeBufferPointer<UInt8>) -> Symbol {
    intern(text, hash: Self.hash(text))
  }

  /// The symbol of the bytes in `text`, whose hash the caller worked out while it read them.
  mutating func intern(_ text: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Symbol {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let candidate = Symbol(index: slots[slot])
      if hashes[candidate.position] == hash && equals(candidate, text) { return candidate }
      slot = (slot + 1) & (slots.count - 1)
    }
    return insert(text, hash: hash, slot: slot)
  }

  /// The bytes of `symbol`'s text.
  func bytes(of symbol: Symbol) -> ArraySlice<UInt8> {
    bytes[Int(starts[symbol.position])..<Int(starts[symbol.position + 1])]
  }

  /// The text of `symbol`.
  func text(_ symbol: Symbol) -> String {
    String(decoding: bytes(of: symbol), as: UTF8.self)
  }

  /// Whether the text of `symbol` ends in `?`.
  func endsInQuestionMark(_ symbol: Symbol) -> Bool {
    let end = Int(starts[symbol.position + 1])
    return end > Int(starts[symbol.position]) && bytes[end - 1] == UInt8(ascii: "?")
  }

  /// The number of distinct texts.
  var count: Int { hashes.count - 1 }

  /// The bytes that the interner's tables hold.
  var byteSize: Int {
    bytes.capacity + 4 * (starts.capacity + hashes.capacity + slots.capacity)
  }

  /// The hash of `text`.
  static func hash(_ text: some Sequence<UInt8>) -> UInt32 {
    text.reduce(emptyHash) { extend($0, by: $1) }
  }

  /// The hash of the empty text.
  static var emptyHash: UInt32 { 2_166_136_261 }

  /// The hash of the text that has `hash`, with `byte` behind it.
  @inline(__always) static func extend(_ hash: UInt32, by byte: UInt8) -> UInt32 {
    (hash ^ UInt32(byte)) &* 16_777_619
  }

  private func equals(_ symbol: Symbol, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = Int(starts[symbol.position])
    guard Int(starts[symbol.position + 1]) - start == text.count else { return false }
    for offset in 0..<text.count where bytes[start + offset] != text[offset] { return false }
    return true
  }

  private mutating func insert(
    _ text: UnsafeBufferPointer<UInt8>, hash: UInt32, slot: Int
  ) -> Symbol {
    let symbol = Symbol(index: UInt32(hashes.count))
    bytes.append(contentsOf: text)
    starts.append(UInt32(bytes.count))
    hashes.append(hash)
    slots[slot] = symbol.index
    if hashes.count * 2 > slots.count { grow() }
    return symbol
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for index in 1..<hashes.count {
      var slot = Int(hashes[index]) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index)
    }
  }
}
