/// The names of the locals in scope, innermost last.
///
/// A short list is searched from its end. Once it is long, an index says where each name stands last,
/// so that functions of thousands of locals are not searched through for every name in them.
struct LocalNames: Sendable {
  /// A name, and the entry that it hides.
  private struct Entry {
    let name: Symbol
    let local: LocalID
    /// The place of the entry of the same name before it, from 1; 0 where there is none or no index.
    var hidden: UInt32 = 0
  }

  /// The length from which on there is an index.
  private static let indexedCount = 24

  private var entries: [Entry] = []
  /// The place of the innermost entry of each name, from 1; empty for short lists.
  private var index: [Symbol: UInt32] = [:]
  private var isIndexed = false

  /// The number of names.
  var count: Int { entries.count }

  /// The local that `name` means.
  func find(_ name: Symbol) -> LocalID? {
    guard isIndexed else { return entries.last { $0.name == name }?.local }
    guard let place = index[name], place > 0 else { return nil }
    return entries[Int(place) - 1].local
  }

  /// Adds the name of a local, which hides the same name further out.
  mutating func append(_ name: Symbol, _ local: LocalID) {
    entries.append(Entry(name: name, local: local))
    if isIndexed { enter(entries.count - 1) }
    if !isIndexed && entries.count > Self.indexedCount { makeIndex() }
  }

  /// Forgets all names but the first `count`.
  mutating func removeLast(to count: Int) {
    if isIndexed {
      for entry in entries[count...].reversed() { index[entry.name] = entry.hidden }
    }
    entries.removeLast(entries.count - count)
  }

  /// The names from `start` on with their locals.
  func suffix(from start: Int) -> [(name: Symbol, local: LocalID)] {
    entries[start...].map { ($0.name, $0.local) }
  }

  private mutating func makeIndex() {
    isIndexed = true
    for place in entries.indices { enter(place) }
  }

  private mutating func enter(_ place: Int) {
    entries[place].hidden = index[entries[place].name] ?? 0
    index[entries[place].name] = UInt32(place + 1)
  }
}
