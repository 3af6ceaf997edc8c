/// The 32-bit identity of an element of a table; each kind of element has its own handle type.
///
/// Index 0 is reserved in every table: it is the handle `.none`, which stands for absence where an
/// `Optional` would double the size of a column.
protocol Handle: Hashable, Sendable {
  /// The element's place in its table.
  var index: UInt32 { get }
  /// The handle of the element at `index`.
  init(index: UInt32)
}

extension Handle {
  /// The handle that names no element.
  static var none: Self { Self(index: 0) }

  /// Whether this handle names no element.
  var isNone: Bool { index == 0 }

  /// The handle's place in an array.
  var position: Int { Int(index) }

  /// The hash for dictionaries and sets of handles.
  ///
  /// Tables of names are asked several times for each name in a program, and the hash of the standard
  /// library, which withstands chosen keys, cost more than the rest of the lookup. Indices need no such
  /// care.
  public func _rawHashValue(seed: Int) -> Int {
    let mixed = (UInt64(index) &+ UInt64(truncatingIfNeeded: seed)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed ^ (mixed >> 32))
  }
}

/// A table of elements that are added once, never removed, and addressed by their handle.
struct Table<ID: Handle, Element> {
  /// The elements, with a filler at the reserved index 0.
  private(set) var elements: [Element]

  /// A table that holds nothing but the element that `.none` reads.
  init(none: Element) {
    elements = [none]
  }

  /// Adds `element` and returns its handle.
  mutating func add(_ element: Element) -> ID {
    defer { elements.append(element) }
    return ID(index: UInt32(elements.count))
  }

  /// The element that `id` names.
  subscript(id: ID) -> Element {
    _read { yield elements[id.position] }
    _modify { yield &elements[id.position] }
  }

  /// The number of elements, without the reserved one.
  var count: Int { elements.count - 1 }

  /// The handles of all elements, in the order they were added.
  var ids: some Sequence<ID> {
    (1..<max(1, elements.count)).lazy.map { ID(index: UInt32($0)) }
  }
}

extension Table: Sendable where Element: Sendable {}
