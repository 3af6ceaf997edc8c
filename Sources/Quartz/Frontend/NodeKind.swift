/// The kinds of syntax node.
///
/// A node has a kind, a position, and two operands `a` and `b`. The comment of each kind shows one
/// line of source; `NodeKind.shape` says what the operands hold. A node whose second operand is
/// `fields` has further operands in the tree's `extra` column, read through a view such as
/// `tree.function(_:)`.
enum NodeKind: UInt8, CaseIterable, Sendable {
  /// What stands where source could not be parsed; already reported.
  case error
  /// A file: its items and, in a script, its top-level statements.
  case file

  // MARK: Items

  /// `def name<T>(a: Int): R where T: Eq … end`, `def name(a: Int) = expr`.
  case function
  /// `a: T = default`, `self`, `0` (a clause's literal), `(x, y)`.
  case param
  /// `T: Eq + Ord` in angle brackets.
  case typeParam
  /// `T: Clone` behind `where`.
  case whereBound
  /// `struct Name<T> … end`.
  case structDecl
  /// `name: T = default` of a struct, or one payload field of a variant.
  case field
  /// `enum Name<T> … end`.
  case enumDecl
  /// `Circle(radius: F64)`, `Empty`.
  case variant
  /// `trait Name<T>: Super … end`.
  case traitDecl
  /// `impl<T> Trait for Type … end`, `impl Type … end`, `extend Type … end`.
  case implDecl
  /// `type Name = T`.
  case aliasDecl
  /// `newtype Name = T`.
  case newtypeDecl
  /// `const N: T = expr`.
  case constDecl
  /// `static_assert(cond, "message")`.
  case staticAssert
  /// `import a/b as c`, `import { f, g as h } from a/b`, `import * from a/b`.
  case importDecl
  /// `f as g` between the braces of an import.
  case importName
  /// `@name(arg, key: value)` before an item.
  case attribute

  // MARK: Statements

  /// `do … end`, and every body: statements, the last of which gives the value.
  case block
  /// `x = e`: a new immutable name, or an assignment when the name is a `var` in scope; also
  /// `a.b = e`, `v[i] = e`. The target is an expression, or a pattern (`(a, b) = e`).
  case assign
  /// `x += e`. The operator is the binary node kind it stands for.
  case opAssign
  /// `var x: T = e`; the pattern is a `patternName` for a plain name.
  case varDecl
  /// `x: T = e`, or `x: T` of a name that gets its value later.
  case letDecl
  /// `return e`.
  case returnExpr
  /// `break @label e`.
  case breakExpr
  /// `continue @label`.
  case continueExpr
  /// `defer e`.
  case deferStmt

  // MARK: Control flow

  /// `if c … elsif d … else … end`; also `unless`, postfix guards, and their `not`.
  case ifExpr
  /// `while c … end`; `until c` is `while not c`.
  case whileLoop
  /// `for p in e … end`, `for i, p in e … end`.
  case forLoop
  /// `loop @label … end`.
  case loopExpr
  /// `match e … end`.
  case matchExpr
  /// `pattern if guard => body`.
  case matchArm

  // MARK: Expressions

  /// `42`, also the code point `'a'` (flag 1).
  case integer
  /// `3.14`; the operands are the bits of the F64.
  case float
  /// `"text"`.
  case string
  /// `"text #{e}"`: the pieces, texts being `string` nodes.
  case interpolation
  /// `true`, `false`.
  case bool
  /// `nil`.
  case nilLiteral
  /// `:name`.
  case symbolLiteral
  /// `name`, `self`.
  case name
  /// `Shape::Circle`, `vec::f`, `Option<Int>::None`.
  case path
  /// `Vec<Int>` in an expression, before `.`, `::`, `(` or `{`.
  case typeExpr
  /// `[a, b]`.
  case vecLiteral
  /// `{k => v}`: keys and values in turn.
  case mapLiteral
  /// `(a, b)`.
  case tuple
  /// `a..b`.
  case range
  /// `a..=b`.
  case rangeInclusive
  /// `-e`.
  case negate
  /// `not e`, `!e`.
  case not
  /// `~e`.
  case complement
  /// `&e`.
  case borrow
  /// `&mut e`.
  case borrowMut
  case add, subtract, multiply, divide, remainder
  case bitAnd, bitOr, bitXor, shiftLeft, shiftRight
  case equal, notEqual, less, lessEqual, greater, greaterEqual
  /// `a and b`, evaluated left first and only as far as needed.
  case and
  /// `a or b`.
  case or
  /// `a ?? b`.
  case coalesce
  /// `e as T`, checked.
  case cast
  /// `e as% T`, wrapping.
  case castWrapping
  /// `f(a, at: 0)`, `x.f(a) do y -> … end`: the callee, then the arguments.
  case call
  /// `at: 0` among arguments.
  case namedArg
  /// `x.name`: a field, or a method called without parentheses.
  case member
  /// `x[i]`.
  case index
  /// `x!`.
  case unwrap
  /// `x?`.
  case propagate
  /// `Name { a: 1, b }`.
  case structLiteral
  /// `a: 1`, or `b` for `b: b`.
  case fieldInit
  /// `p.with { a: 9 }`.
  case withCopy
  /// `x -> e`, `(a, b) -> e`, `-> e`, `do x -> … end`.
  case closure

  // MARK: Types

  /// `Name`, `module::Name`, `Vec<Int>`, `Self`.
  case typeName
  /// `(A, B)`.
  case typeTuple
  /// `Fn(A, B): R`.
  case typeFunction
  /// `&T`.
  case typeRef
  /// `&mut T`.
  case typeRefMut
  /// `!`.
  case typeNever
  /// `impl Trait + Other`.
  case typeImpl

  // MARK: Patterns

  /// `_`.
  case patternWildcard
  /// `name`, `name @ pattern`.
  case patternName
  /// `42`, `-1`, `"text"`, `'c'`, `true`, `nil`.
  case patternLiteral
  /// `1..9`.
  case patternRange
  /// `1..=9`.
  case patternRangeInclusive
  /// `Circle(r)`, `Shape::Circle(radius: r)`; arguments may be `patternField`.
  case patternVariant
  /// `None`, `Color::Red`, `LIMIT`: a variant without payload or a constant.
  case patternPath
  /// `Point { x, y: 0 }`.
  case patternStruct
  /// `x: pattern`, or `x` for `x: x`.
  case patternField
  /// `(a, b)`.
  case patternTuple
  /// `A | B`.
  case patternOr
}

/// What one operand of a node holds.
enum Operand: Sendable {
  /// Nothing; the operand is 0.
  case unused
  /// A node that is always there.
  case node
  /// A node, or `.none`.
  case optionalNode
  /// A symbol.
  case symbol
  /// A symbol, or `.none`.
  case optionalSymbol
  /// A list of nodes.
  case list
  /// A number.
  case number
  /// `NodeFlags`.
  case flags
  /// A binary `NodeKind` as a number.
  case kind
}

/// What the operands of a kind of node hold.
struct NodeShape: Sendable {
  /// What `a` holds.
  let a: Operand
  /// What `b` holds, when there are no fields.
  let b: Operand
  /// What the fields hold that `b` points at; empty when `b` is an operand itself.
  let fields: [Operand]

  init(_ a: Operand = .unused, _ b: Operand = .unused, fields: [Operand] = []) {
    self.a = a
    self.b = b
    self.fields = fields
  }
}

extension NodeKind {
  /// What the operands of this kind hold; the printer, the verifier and the walker are driven by it.
  var shape: NodeShape { Self.shapes[Int(rawValue)] }

  private static let shapes: [NodeShape] = allCases.map(\.declaredShape)

  private var declaredShape: NodeShape {
    switch self {
    case .error, .nilLiteral, .typeNever, .patternWildcard: NodeShape()
    case .file, .block, .interpolation, .vecLiteral, .mapLiteral, .tuple: NodeShape(.list)
    case .typeTuple, .typeImpl, .patternTuple, .patternOr: NodeShape(.list)

    // name; flags, attributes, type parameters, parameters, return type, where, body
    case .function:
      NodeShape(
        .symbol, fields: [.flags, .list, .list, .list, .optionalNode, .list, .optionalNode])
    // pattern; flags, type, default
    case .param: NodeShape(.node, fields: [.flags, .optionalNode, .optionalNode])
    // name; bounds
    case .typeParam: NodeShape(.symbol, .list)
    // type; bounds
    case .whereBound: NodeShape(.node, .list)
    // name; flags, attributes, type parameters, fields or variants, where
    case .structDecl, .enumDecl: NodeShape(.symbol, fields: [.flags, .list, .list, .list, .list])
    // name (none for a payload without one); flags, attributes, type, default
    case .field: NodeShape(.optionalSymbol, fields: [.flags, .list, .node, .optionalNode])
    // name; payload fields
    case .variant: NodeShape(.symbol, .list)
    // name; flags, attributes, type parameters, supertraits, members, where
    case .traitDecl: NodeShape(.symbol, fields: [.flags, .list, .list, .list, .list, .list])
    // type; flags, attributes, type parameters, trait, members, where
    case .implDecl: NodeShape(.node, fields: [.flags, .list, .list, .optionalNode, .list, .list])
    // name; flags, attributes, type parameters, type
    case .aliasDecl, .newtypeDecl: NodeShape(.symbol, fields: [.flags, .list, .list, .node])
    // name; flags, attributes, type, value
    case .constDecl: NodeShape(.symbol, fields: [.flags, .list, .optionalNode, .node])
    // condition; flags, attributes, message
    case .staticAssert: NodeShape(.node, fields: [.flags, .list, .optionalNode])
    // path as one symbol; flags, attributes, alias, names
    case .importDecl: NodeShape(.symbol, fields: [.flags, .list, .optionalSymbol, .list])
    // name; alias
    case .importName: NodeShape(.symbol, .optionalSymbol)
    // name; arguments
    case .attribute: NodeShape(.symbol, .list)

    // target; value
    case .assign: NodeShape(.node, .node)
    // target; operator, value
    case .opAssign: NodeShape(.node, fields: [.kind, .node])
    // pattern; flags, attributes, type, value
    case .varDecl: NodeShape(.node, fields: [.flags, .list, .optionalNode, .optionalNode])
    // pattern; type, value
    case .letDecl: NodeShape(.node, fields: [.node, .optionalNode])
    case .returnExpr: NodeShape(.optionalNode)
    // value; label
    case .breakExpr: NodeShape(.optionalNode, .optionalSymbol)
    case .continueExpr: NodeShape(.optionalSymbol)
    case .deferStmt: NodeShape(.node)

    // condition; then, else
    case .ifExpr: NodeShape(.node, fields: [.node, .optionalNode])
    // condition; body, label
    case .whileLoop: NodeShape(.node, fields: [.node, .optionalSymbol])
    // pattern; index pattern, iterable, body, label
    case .forLoop: NodeShape(.node, fields: [.optionalNode, .node, .node, .optionalSymbol])
    // body; label
    case .loopExpr: NodeShape(.node, .optionalSymbol)
    // subject; arms
    case .matchExpr: NodeShape(.node, .list)
    // pattern; guard, body
    case .matchArm: NodeShape(.node, fields: [.optionalNode, .node])

    // value; flags
    case .integer: NodeShape(.number, fields: [.number, .flags])
    case .float: NodeShape(.number, .number)
    case .string, .symbolLiteral, .name: NodeShape(.symbol)
    case .bool: NodeShape(.number)
    // base (name, path or typeExpr); name
    case .path: NodeShape(.node, .symbol)
    // type
    case .typeExpr: NodeShape(.node)
    case .range, .rangeInclusive: NodeShape(.node, .node)
    case .negate, .not, .complement, .borrow, .borrowMut, .unwrap, .propagate: NodeShape(.node)
    case .add, .subtract, .multiply, .divide, .remainder: NodeShape(.node, .node)
    case .bitAnd, .bitOr, .bitXor, .shiftLeft, .shiftRight: NodeShape(.node, .node)
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: NodeShape(.node, .node)
    case .and, .or, .coalesce, .cast, .castWrapping: NodeShape(.node, .node)
    // callee; arguments
    case .call: NodeShape(.node, .list)
    // name; value
    case .namedArg: NodeShape(.symbol, .node)
    // receiver; name
    case .member: NodeShape(.node, .symbol)
    // receiver; arguments
    case .index: NodeShape(.node, .list)
    // type (name, path or typeExpr); fields
    case .structLiteral: NodeShape(.node, .list)
    // name; value
    case .fieldInit: NodeShape(.symbol, .node)
    // receiver; fields
    case .withCopy: NodeShape(.node, .list)
    // parameters; return type, body
    case .closure: NodeShape(.list, fields: [.optionalNode, .node])

    // base module or type (typeName) or none; name, arguments
    case .typeName: NodeShape(.optionalNode, fields: [.symbol, .list])
    // parameters; return type or none
    case .typeFunction: NodeShape(.list, .optionalNode)
    case .typeRef, .typeRefMut: NodeShape(.node)

    // name; pattern behind `@`
    case .patternName: NodeShape(.symbol, .optionalNode)
    // integer, float, string, bool, nilLiteral, or negate of a number
    case .patternLiteral: NodeShape(.node)
    case .patternRange, .patternRangeInclusive: NodeShape(.node, .node)
    // name or path; patterns
    case .patternVariant: NodeShape(.node, .list)
    // name or path
    case .patternPath: NodeShape(.node)
    // name or path; fields
    case .patternStruct: NodeShape(.node, .list)
    // name; pattern
    case .patternField: NodeShape(.symbol, .node)
    }
  }
}
