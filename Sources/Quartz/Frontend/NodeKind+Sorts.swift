/// The places in a tree that a kind of node can stand in.
struct NodeSorts: OptionSet {
  let rawValue: UInt16

  static let error = NodeSorts(rawValue: 1 << 0)
  static let file = NodeSorts(rawValue: 1 << 1)
  static let item = NodeSorts(rawValue: 1 << 2)
  static let statement = NodeSorts(rawValue: 1 << 3)
  static let expression = NodeSorts(rawValue: 1 << 4)
  static let type = NodeSorts(rawValue: 1 << 5)
  static let pattern = NodeSorts(rawValue: 1 << 6)
  static let param = NodeSorts(rawValue: 1 << 7)
  static let typeParam = NodeSorts(rawValue: 1 << 8)
  static let whereBound = NodeSorts(rawValue: 1 << 9)
  static let member = NodeSorts(rawValue: 1 << 10)
  static let attribute = NodeSorts(rawValue: 1 << 11)
  static let arm = NodeSorts(rawValue: 1 << 12)
  static let argument = NodeSorts(rawValue: 1 << 13)
  static let fieldInit = NodeSorts(rawValue: 1 << 14)
  static let patternField = NodeSorts(rawValue: 1 << 15)
}

extension NodeKind {
  /// The sort of this kind.
  var sort: NodeSorts {
    switch self {
    case .error: .error
    case .file: .file
    case .function, .structDecl, .enumDecl, .traitDecl, .implDecl, .aliasDecl, .newtypeDecl: .item
    case .constDecl, .staticAssert, .importDecl: .item
    case .param: .param
    case .typeParam: .typeParam
    case .whereBound: .whereBound
    case .field, .variant, .importName: .member
    case .attribute: .attribute
    case .assign, .opAssign, .varDecl, .letDecl, .deferStmt, .whileLoop, .forLoop: .statement
    case .matchArm: .arm
    case .namedArg: .argument
    case .fieldInit: .fieldInit
    case .typeName, .typeTuple, .typeFunction, .typeRef, .typeRefMut, .typeNever, .typeImpl: .type
    case .patternField: .patternField
    case .patternWildcard, .patternName, .patternLiteral, .patternRange: .pattern
    case .patternRangeInclusive, .patternVariant, .patternPath, .patternStruct: .pattern
    case .patternTuple, .patternOr: .pattern
    default: .expression
    }
  }

  /// What may stand in the operand `number`: 0 for `a`, 1 for `b` or the first field.
  func sorts(ofOperand number: Int) -> NodeSorts {
    switch self {
    case .file: [.item, .statement, .expression, .error]
    case .function, .structDecl, .enumDecl, .traitDecl, .implDecl, .aliasDecl, .newtypeDecl:
      declaredSorts(ofOperand: number)
    case .constDecl, .staticAssert, .importDecl, .varDecl, .param, .field:
      declaredSorts(ofOperand: number)
    case .typeParam, .whereBound, .typeName, .typeTuple, .typeFunction, .typeRef: .type
    case .typeRefMut, .typeImpl, .typeExpr: .type
    case .variant: .member
    case .block, .deferStmt: [.statement, .expression, .error]
    case .assign: number == 0 ? [.expression, .pattern] : [.expression, .error]
    case .letDecl: number == 0 ? .pattern : number == 1 ? .type : [.expression, .error]
    case .patternLiteral, .patternRange, .patternRangeInclusive, .patternPath: .expression
    default: nestedSorts(ofOperand: number)
    }
  }

  /// The operands of declarations.
  private func declaredSorts(ofOperand number: Int) -> NodeSorts {
    switch (self, number) {
    case (.importDecl, 4): .member
    case (.staticAssert, 0), (.staticAssert, 3): [.expression, .error]
    case (.varDecl, 0), (.param, 0): .pattern
    case (.implDecl, 0): [.type, .error]
    case (.param, 2), (.constDecl, 3), (.varDecl, 3), (.field, 3): .type
    case (.param, 3), (.constDecl, 4), (.varDecl, 4), (.field, 4): [.expression, .error]
    case (_, 2): .attribute
    case (.function, 4): .param
    case (.function, 5), (.implDecl, 4), (.aliasDecl, 4), (.newtypeDecl, 4): .type
    case (.function, 7): [.expression, .error]
    case (.traitDecl, 4): .type
    case (.traitDecl, 5), (.implDecl, 5): [.item, .error]
    case (.structDecl, 4), (.enumDecl, 4): .member
    case (_, 3): .typeParam
    default: .whereBound
    }
  }

  /// The operands of expressions, statements and patterns that hold expressions or patterns.
  private func nestedSorts(ofOperand number: Int) -> NodeSorts {
    switch (self, number) {
    case (.ifExpr, 1), (.matchArm, 2), (.closure, 2): [.expression, .statement, .error]
    case (.forLoop, 0), (.forLoop, 1), (.matchArm, 0): .pattern
    case (.matchExpr, 1): .arm
    case (.call, 1), (.attribute, 1): [.expression, .argument, .error]
    case (.cast, 1), (.castWrapping, 1), (.closure, 1): .type
    case (.structLiteral, 1), (.withCopy, 1): .fieldInit
    case (.closure, 0): .param
    case (.patternVariant, 0), (.patternStruct, 0): .expression
    case (.patternVariant, _): [.pattern, .patternField]
    case (.patternStruct, _): .patternField
    case (.patternField, _), (.patternTuple, _), (.patternOr, _), (.patternName, _): .pattern
    default: [.expression, .error]
    }
  }

  /// Whether the kind is an operator that an assignment such as `+=` can have.
  var isArithmetic: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .remainder, .bitAnd, .bitOr, .bitXor: true
    case .shiftLeft, .shiftRight: true
    default: false
    }
  }

  /// Whether a declaration of this kind may lack its name after a mistake in its header.
  var mayLackName: Bool {
    switch self {
    case .function, .structDecl, .enumDecl, .traitDecl: true
    default: false
    }
  }
}
