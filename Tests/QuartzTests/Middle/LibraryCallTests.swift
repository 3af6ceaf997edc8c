import Testing

@testable import Quartz

/// Wrong calls of everything that the standard library puts before a program: each must be refused.
///
/// The calls are made from the declarations themselves, so that a new function of the library is
/// covered as soon as it is there.
@Suite struct LibraryCallTests {
  /// The types whose methods are called, with a field of `Case` for each.
  private static let receivers = [
    "Int": "Int", "I8": "I8", "I16": "I16", "I32": "I32", "U8": "U8", "U16": "U16", "U32": "U32",
    "U64": "U64", "F64": "F64", "F32": "F32", "Bool": "Bool", "String": "String",
    "Vec": "Vec<Int>", "Map": "Map<Int, Int>", "Set": "Set<Int>", "Option": "Option<Int>",
    "Result": "Result<Int, String>", "Range": "Range", "StringBuilder": "StringBuilder",
  ]

  /// A function of the library: of `owner`, or free when that is empty.
  private struct Callee: Hashable {
    let owner: String
    let name: String
  }

  /// How the functions of one name may be called.
  private struct Shape {
    var isMethod = false
    /// The greatest number of arguments, without the receiver.
    var most = 0
    /// The least number of arguments.
    var least = Int.max
    /// Whether some argument cannot be of any type whatever, for each number of arguments.
    var typed: [Int: Bool] = [:]
  }

  @Test func wrongCallsAreRefused() throws {
    let calls = try Self.calls()
    // The library had over 600 public functions when this was written, most with one or two wrong calls.
    #expect(calls.count > 700)
    let program = try CheckedProgram(Self.program(calls))
    let reported = Set(program.lines)
    let first = Self.header.split(separator: "\n", omittingEmptySubsequences: false).count
    for (number, call) in calls.enumerated() where !reported.contains(first + number) {
      Issue.record("'\(call)' was accepted")
    }
    #expect(!program.codes.contains { $0 < "QZ0100" }, "the calls themselves are well written")
  }

  /// The program whose line after the header and so many calls is the call.
  private static func program(_ calls: [String]) -> String {
    let bodies = calls.enumerated().map { "def wrong\($0)(c: Case) = \($1)\n" }
    return header + bodies.joined() + "def main\nend\n"
  }

  private static let header: String = {
    let fields = receivers.keys.sorted().map { "  \(field($0)): \(receivers[$0]!)\n" }
    return "struct Odd\nend\nstruct Case\n  odd: Odd\n" + fields.joined() + "end\n"
  }()

  private static func field(_ type: String) -> String { "a_" + type.lowercased() }

  private static func calls() throws -> [String] {
    let shapes = try Self.shapes()
    let callees = shapes.keys.sorted { ($0.owner, $0.name) < ($1.owner, $1.name) }
    return callees.flatMap { calls(of: $0, shapes[$0]!) }
  }

  /// Calls with one argument too many, with too few, and with arguments of a type of our own.
  private static func calls(of callee: Callee, _ shape: Shape) -> [String] {
    let head = prefix(of: callee, shape) + callee.name
    func call(_ argument: String, _ count: Int) -> String {
      "\(head)(\(Array(repeating: argument, count: count).joined(separator: ", ")))"
    }
    var calls = [call("0", shape.most + 1)]
    if shape.least > 0 { calls.append(call("0", shape.least - 1)) }
    calls += shape.typed.filter { $0.key > 0 && $0.value }.keys.sorted().map { call("c.odd", $0) }
    return calls
  }

  private static func prefix(of callee: Callee, _ shape: Shape) -> String {
    if callee.owner.isEmpty { return "" }
    return shape.isMethod ? "c.\(field(callee.owner))." : "\(receivers[callee.owner]!)."
  }

  /// What can be called, and how.
  private static func shapes() throws -> [Callee: Shape] {
    var checker = try #require(try CheckedProgram("def main\nend\n").checker)
    var shapes: [Callee: Shape] = [:]
    for id in checker.declarations.functions.ids {
      guard let callee = callee(id, &checker) else { continue }
      checker.prepare(id)
      add(checker.declarations.functions[id], to: &shapes[callee, default: Shape()], checker)
    }
    return shapes
  }

  /// The function `id` if a program can call it without an import.
  private static func callee(_ id: DeclID, _ checker: inout Checker) -> Callee? {
    let decl = checker.declarations.functions[id]
    guard !decl.name.isNone, !decl.flags.contains(.isPrivate),
      checker.modules[decl.module].isStandard
    else { return nil }
    let name = checker.interner.text(decl.name)
    switch decl.owner {
    case .trait: return nil
    case .module:
      let isVisible = checker.preludeNames[decl.name]?.contains { $0.module == decl.module }
      return isVisible == true ? Callee(owner: "", name: name) : nil
    case .implementation(let impl):
      let target = checker.describe(checker.declarations.impls[impl].target)
      let owner = String(target.prefix { $0 != "<" })
      return receivers[owner] == nil ? nil : Callee(owner: owner, name: name)
    }
  }

  private static func add(_ decl: FunctionDecl, to shape: inout Shape, _ checker: Checker) {
    let receiver = decl.selfMode == .none ? 0 : 1
    shape.isMethod = receiver == 1
    shape.most = max(shape.most, decl.arity - receiver)
    shape.least = min(shape.least, decl.requiredArity - receiver)
    let types = decl.parameters.dropFirst(receiver).map(\.type)
    let isTyped = types.contains { !isAnything($0, decl, checker) }
    let known = shape.typed[types.count] ?? true
    shape.typed[types.count] = known && isTyped
  }

  /// Whether `type` is a type parameter of the function alone of which nothing is demanded.
  private static func isAnything(_ type: TypeID, _ decl: FunctionDecl, _ checker: Checker) -> Bool {
    guard checker.types.kind(type) == .parameter else { return false }
    if case .implementation(let impl) = decl.owner {
      let count = checker.declarations.impls[impl].generics.names.count
      if checker.types.parameterIndex(type) < count { return false }
    }
    return !decl.generics.bounds.contains { $0.subject == type }
  }
}
