// What the checker reports about the types of expressions.

extension Diagnostic {
  /// `impl Trait` in another place than a signature.
  static func misplacedImplType(at span: Span) -> Diagnostic {
    Diagnostic(
      .misplacedImplType, "'impl Trait' stands for the type of a parameter or a result only",
      at: span)
  }

  /// A recursive function without result type.
  static func recursiveInference(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.recursiveInference, "the result type of '\(name)' depends on itself", at: span)
      .helping("write the result type behind the parameters")
  }

  /// A function that calls itself with ever larger types.
  static func endlessInstances(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.recursiveInference, "'\(name)' would be needed for types without end", at: span)
      .helping("call it with the types that it was called with")
  }

  /// A variable whose type is made of very many types.
  static func typeTooLarge(at span: Span) -> Diagnostic {
    Diagnostic(
      .typeTooLarge, "this type is made of more than \(TypeTable.largestWeight) types", at: span
    )
    .helping("put the parts into a struct or a 'Vec'")
  }

  /// A variable of a script that a function uses before a statement has determined its type.
  static func usedBeforeInferred(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .cannotInfer, "cannot infer the type of '\(name)': a function uses it first", at: span
    ).helping("write the type, as in 'x: Vec<Int> = []'")
  }

  /// A type with unknown parts.
  static func cannotInfer(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.cannotInfer, "cannot infer the type: nothing determines it", at: span)
      .helping("write the type, as in 'x: Vec<Int> = []'")
  }

  /// A function whose parameters have no types, used as a value where no types are wanted.
  static func templateAsValue(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .cannotInfer, "cannot infer the type: nothing determines the parameters of '\(name)'",
      at: span
    ).helping("write their types at its 'def', or the type that is wanted here")
  }

  /// `for` over a type without `iter` and `next`.
  static func notIterable(_ type: String, isInteger: Bool, at span: Span) -> Diagnostic {
    Diagnostic(.notIterable, "'\(type)' cannot be iterated", at: span)
      .helping(isInteger ? "a range counts: '0..n'" : nil)
  }

  /// A value of the wrong type.
  static func typeMismatch(wanted: String, actual: String, at span: Span) -> Diagnostic {
    Diagnostic(.typeMismatch, "expected '\(wanted)', found '\(actual)'", at: span)
  }

  /// An argument for the `...` of a C function that C has no type for.
  static func notForC(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.typeMismatch, "expected a number or a pointer, found '\(type)'", at: span)
      .helping("C reads what stands for '...' as numbers and addresses; 'x.to_c' is one of a text")
  }

  /// A `def` or `struct` among statements.
  static func itemInBody(at span: Span) -> Diagnostic {
    Diagnostic(.itemInBody, "a declaration cannot stand inside of a body", at: span)
  }

  /// A pattern or type where an expression is needed.
  static func notAnExpression(at span: Span) -> Diagnostic {
    Diagnostic(.notAnExpression, "this has no value", at: span)
  }

  /// `_` in an expression.
  static func wildcardAsValue(at span: Span) -> Diagnostic {
    Diagnostic(.notAnExpression, "'_' has no value", at: span)
      .helping("give what is needed a name")
  }

  /// `x: U8 = 300`.
  static func literalOutOfRange(_ value: String, _ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.literalOutOfRange, "\(value) does not fit in '\(type)'", at: span)
  }

  /// An operator on a type without the method for it.
  static func noOperator(_ symbol: String, _ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.noOperator, "'\(type)' has no operator '\(symbol)'", at: span)
  }

  /// `x!` on a plain value.
  static func notOptional(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.notOptional, "'\(type)' is neither an Option nor a Result", at: span)
  }

  /// `x?` in a function with another result.
  static func cannotPropagate(_ type: String, _ result: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .cannotPropagate, "'?' passes on '\(type)', but '\(result)' is to be returned", at: span)
  }

  /// `x as T` between types without conversion.
  static func cannotConvert(_ from: String, _ to: String, at span: Span) -> Diagnostic {
    Diagnostic(.cannotConvert, "'\(from)' cannot be converted to '\(to)'", at: span)
  }

  /// `x(1)` where `x` is no function.
  static func notCallable(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.notCallable, "a value of type '\(type)' cannot be called", at: span)
  }

  /// `x[i]` or `x[i] = e` on a type without the method for it.
  static func notIndexable(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.notIndexable, "'\(type)' cannot be indexed", at: span)
  }

  /// `v[1, 2]` on a type that takes another number of indices.
  static func wrongIndexCount(_ type: String, _ actual: Int, at span: Span) -> Diagnostic {
    Diagnostic(
      .notIndexable, "'\(type)' cannot be indexed by \(counted(actual, "value"))", at: span)
  }

  /// `x[i] = e` on a type whose elements can only be read.
  static func elementsAreFixed(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.notIndexable, "the elements of '\(type)' cannot be changed", at: span)
  }

  /// A struct or newtype that would have to contain itself.
  static func infiniteSize(_ name: String, through part: String, at span: Span, field: Span)
    -> Diagnostic
  {
    Diagnostic(.infiniteSize, "a value of '\(name)' would contain itself", at: span)
      .noting("through this '\(part)'", at: field)
      .helping("a struct without '@value' or a Vec is a reference, which has a size")
  }
}
