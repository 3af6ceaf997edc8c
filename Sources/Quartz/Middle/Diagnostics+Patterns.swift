// What the checker reports about patterns and control flow.

extension Diagnostic {
  /// A statement behind one that does not return.
  static func unreachableCode(at span: Span, behind last: Span) -> Diagnostic {
    Diagnostic(.unreachableCode, "nothing gets here", at: span)
      .noting("this does not go on to what follows", at: last)
  }

  /// A Result whose value is dropped.
  static func unusedResult(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.unusedResult, "this '\(type)' is not used, so a failure goes unnoticed", at: span)
      .helping("pass the failure on with '?', panic with '!', or write '_ = …' to ignore it")
  }

  /// `return` alone in a function that gives something.
  static func missingReturnValue(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.missingReturnValue, "'return' needs a value of type '\(type)'", at: span)
  }

  /// `break` alone in a loop that gives something.
  static func missingBreakValue(at span: Span) -> Diagnostic {
    Diagnostic(.breakValue, "'break' needs a value, as others of this loop have", at: span)
  }

  /// `break e` in a `while` or `for`.
  static func breakWithValue(at span: Span) -> Diagnostic {
    Diagnostic(.breakValue, "only 'loop' can give a value", at: span)
  }

  /// A variant that the enum does not have.
  static func unknownVariant(_ name: String, of type: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownVariant, "'\(type)' has no variant '\(name)'", at: span)
  }

  /// A variant with payload named alone.
  static func missingPayload(_ name: String, _ count: Int, at span: Span, declared: Span)
    -> Diagnostic
  {
    Diagnostic(
      .missingPayload, "variant '\(name)' needs \(counted(count, "payload value"))", at: span
    )
    .noting("declared here", at: declared)
  }

  /// A constructor or pattern with the wrong number of parts.
  static func wrongPayloadCount(
    _ name: String, _ wanted: Int, _ actual: Int, at span: Span, declared: Span
  ) -> Diagnostic {
    Diagnostic(
      .wrongPayloadCount,
      "variant '\(name)' has \(counted(wanted, "payload value")), not \(actual)", at: span
    )
    .noting("declared here", at: declared)
  }

  /// A range pattern for something else than an integer.
  static func rangePatternType(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.wrongPattern, "a range pattern fits integers, not '\(type)'", at: span)
  }

  /// A float in a pattern.
  static func floatPattern(at span: Span) -> Diagnostic {
    Diagnostic(.wrongPattern, "floats cannot be matched by value", at: span)
      .helping("compare in a guard")
  }

  /// A variant pattern for what is no enum.
  static func variantOfOther(_ name: String, _ type: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .wrongPattern, "'\(name)' is a variant, but the value is of type '\(type)'", at: span)
  }

  /// A tuple pattern for something else.
  static func tuplePattern(_ count: Int, _ type: String, at span: Span) -> Diagnostic {
    let pattern = count == 0 ? "'()'" : "a tuple of \(count)"
    return Diagnostic(.wrongPattern, "\(pattern) does not fit '\(type)'", at: span)
  }

  /// `A(x) | B(y)`.
  static func differentAlternatives(at span: Span, first: Span) -> Diagnostic {
    Diagnostic(.differentAlternatives, "the alternatives bind different names", at: span)
      .noting("compare with this one", at: first)
  }

  /// An arm whose values earlier ones take.
  static func unreachableArm(at span: Span) -> Diagnostic {
    Diagnostic(.unreachableArm, "this arm is never reached", at: span)
  }

  /// A match that is not exhaustive.
  static func missingArm(_ witness: String, at span: Span) -> Diagnostic {
    Diagnostic(.missingArm, "not every value is matched: '\(witness)' is missing", at: span)
  }

  /// A function with clauses that leave arguments out.
  static func missingClause(_ witness: String, at span: Span) -> Diagnostic {
    Diagnostic(.missingArm, "no clause of this function takes '\(witness)'", at: span)
  }

  /// A clause of a function whose arguments earlier ones take.
  static func unreachableClause(at span: Span) -> Diagnostic {
    Diagnostic(.unreachableArm, "this clause is never reached", at: span)
  }

  /// A match with more combinations of patterns than are looked at.
  static func matchTooComplex(at span: Span) -> Diagnostic {
    Diagnostic(.missingArm, "the patterns have too many combinations to be checked", at: span)
      .helping("end with an arm '_'")
  }

  /// `Some(x) = e`.
  static func refutableBinding(_ witness: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .refutableBinding, "the pattern does not fit every value: '\(witness)' is missing", at: span
    )
    .helping("use 'match'")
  }

  /// `defer return`, or another way out of the function or the loop that is being left already.
  static func leavesDefer(_ what: String, at span: Span, deferred: Span) -> Diagnostic {
    Diagnostic(.leavesDefer, "'\(what)' cannot leave what is deferred", at: span)
      .noting("deferred here", at: deferred)
  }

  /// `defer f() if c`, or `defer` as the whole body of an arm or a function.
  static func conditionalDefer(at span: Span) -> Diagnostic {
    Diagnostic(.conditionalDefer, "'defer' must be a statement of a block", at: span)
      .helping("put the condition into it: 'defer do … end'")
  }

  /// `break` or `continue` without its loop.
  static func outsideLoop(_ label: String?, at span: Span) -> Diagnostic {
    let message = label.map { "no loop around this is labelled '@\($0)'" }
    return Diagnostic(.outsideLoop, message ?? "this stands in no loop", at: span)
  }

  /// `return` in a default value, or in the value of a constant or module variable.
  static func outsideFunction(at span: Span) -> Diagnostic {
    Diagnostic(.outsideFunction, "there is no function here to return from", at: span)
  }
}
