/// The names that the current function has bound so far, which tell `x?` of a value from the name
/// of a function such as `empty?`.
struct BoundNames {
  /// For each symbol the number of the function that bound it last.
  private var functions: [UInt32] = []
  /// The number of the current function; 0 is the script around all functions.
  private var current: UInt32 = 0
  /// The number of functions so far.
  private var count: UInt32 = 0
  /// The names that the script itself has bound.
  private var scriptNames: Set<Symbol> = []

  /// Goes into a function, where nothing is bound yet.
  mutating func enterFunction() {
    count += 1
    current = count
  }

  /// Goes back to the script around the functions.
  mutating func leaveFunction() { current = 0 }

  /// Binds `name`.
  mutating func bind(_ name: Symbol) {
    guard current != 0 else {
      scriptNames.insert(name)
      return
    }
    if name.position >= functions.count {
      let missing = max(64, name.position * 2) - functions.count
      functions.append(contentsOf: repeatElement(0, count: missing))
    }
    functions[name.position] = current
  }

  /// Whether `name` is bound.
  func contains(_ name: Symbol) -> Bool {
    if current == 0 { return scriptNames.contains(name) }
    return name.position < functions.count && functions[name.position] == current
  }
}
