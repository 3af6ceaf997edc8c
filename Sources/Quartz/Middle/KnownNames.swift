/// The names that the language itself gives a meaning, interned once for quick comparison.
struct KnownNames: Sendable {
  let selfValue: Symbol
  let selfType: Symbol
  let main: Symbol
  let new: Symbol
  let withCapacity: Symbol
  let push: Symbol
  let iter: Symbol
  let next: Symbol
  let unwrap: Symbol
  let append: Symbol
  let finish: Symbol
  let show: Symbol
  let index: Symbol
  let indexSet: Symbol
  let equal: Symbol
  let negate: Symbol
  let underscore: Symbol
  let some: Symbol
  let none: Symbol
  let ok: Symbol
  let err: Symbol
  let pointer: Symbol
  let cPointer: Symbol
  let cString: Symbol
  /// The operators whose operands stay with the caller.
  let borrowingOperators: Set<Symbol>
  /// The types that need no declaration.
  let builtinTypes: [Symbol: TypeID]
  /// Those of them that have methods.
  let simpleTypes: [Symbol: TypeID]

  init(_ interner: inout Interner) {
    selfValue = interner.intern("self")
    selfType = interner.intern("Self")
    main = interner.intern("main")
    new = interner.intern("new")
    withCapacity = interner.intern("with_capacity")
    push = interner.intern("push")
    iter = interner.intern("iter")
    next = interner.intern("next")
    unwrap = interner.intern("unwrap")
    append = interner.intern("append")
    finish = interner.intern("finish")
    show = interner.intern("show")
    index = interner.intern("op_index")
    indexSet = interner.intern("op_index_set")
    equal = interner.intern("op_eq")
    negate = interner.intern("op_neg")
    underscore = interner.intern("_")
    some = interner.intern("Some")
    none = interner.intern("None")
    ok = interner.intern("Ok")
    err = interner.intern("Err")
    pointer = interner.intern("Ptr")
    cPointer = interner.intern("CPtr")
    cString = interner.intern("CString")
    let operators = NodeKind.allCases.compactMap(\.operatorMethod) + ["op_ne", "compare"]
    borrowingOperators = Set(operators.map { interner.intern($0) })
    builtinTypes = Self.intern(Checker.builtinTypes, &interner)
    simpleTypes = Self.intern(Checker.simpleTypes, &interner)
  }
}

extension KnownNames {
  private static func intern(
    _ types: KeyValuePairs<String, TypeID>, _ interner: inout Interner
  ) -> [Symbol: TypeID] {
    var interned: [Symbol: TypeID] = [:]
    for (name, type) in types { interned[interner.intern(name)] = type }
    return interned
  }
}

/// The types and functions of the standard library that the language itself is built on.
struct LanguageItems: Sendable {
  var string = NominalID.none
  var symbol = NominalID.none
  var option = NominalID.none
  var result = NominalID.none
  var range = NominalID.none
  var vec = NominalID.none
  var map = NominalID.none
  var stringBuilder = NominalID.none
  var allocate = DeclID.none
  var heapObject = TraitID.none
  /// The trait `Drop`.
  var drop = TraitID.none
  var start = DeclID.none
  var finish = DeclID.none
  var panicOverflow = DeclID.none
  var panicDivision = DeclID.none
  var panicShift = DeclID.none
  var panicConversion = DeclID.none
  var panicFloatConversion = DeclID.none
  var panicUnset = DeclID.none
  /// The type `String`.
  var stringType = TypeID.error
  /// The type `Symbol`.
  var symbolType = TypeID.error
  /// The type `Range`.
  var rangeType = TypeID.error
}
