// What the checker reports about calls and their arguments.

extension Diagnostic {
  /// `def f(x)`.
  static func missingParameterType(_ name: String?, at span: Span) -> Diagnostic {
    let subject = name.map { "parameter '\($0)'" } ?? "the parameter"
    return Diagnostic(.missingParameterType, "\(subject) has no type", at: span)
  }

  /// A function as a value with the wrong arity.
  static func noSuchOverload(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .wrongArgumentCount, "no function '\(name)' takes as many arguments as the context passes",
      at: span)
  }

  /// A call with the wrong number of arguments.
  static func wrongArgumentCount(
    _ name: String, _ wanted: String, _ actual: Int, at span: Span, declared: Span
  ) -> Diagnostic {
    Diagnostic(
      .wrongArgumentCount, "'\(name)' takes \(wanted), not \(actual)", at: span
    )
    .noting("declared here", at: declared)
  }

  /// A call that is not unique.
  static func ambiguousCall(_ name: String, at span: Span, candidates: [Span]) -> Diagnostic {
    candidates.reduce(
      Diagnostic(.ambiguousCall, "several functions '\(name)' fit this call", at: span)
    ) {
      $0.noting("one is declared here", at: $1)
    }
  }

  /// `module.name`.
  static func dotOnModule(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownQualifier, "a module's '\(name)' is reached with '::'", at: span)
  }

  /// A closure called with the wrong number of arguments.
  static func wrongClosureArity(_ wanted: Int, _ actual: Int, at span: Span) -> Diagnostic {
    Diagnostic(
      .wrongArgumentCount,
      "this closure takes \(counted(wanted, "argument")), not \(actual)", at: span)
  }

  /// A call that leaves out what has no default.
  static func missingArgument(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.wrongArgumentCount, "the argument '\(name)' is missing", at: span)
  }

  /// A named argument without parameter.
  static func unknownArgument(_ name: String, of function: String, at span: Span, declared: Span)
    -> Diagnostic
  {
    Diagnostic(.unknownArgument, "'\(function)' has no parameter '\(name)'", at: span)
      .noting("declared here", at: declared)
  }

  /// `f(x: 1)` where `f` is a closure.
  static func namedClosureArgument(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .unknownArgument, "the arguments of closures have no names such as '\(name)'", at: span)
  }

  /// A named argument for a parameter that has one.
  static func repeatedArgument(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.repeatedArgument, "the argument '\(name)' is given twice", at: span)
  }

  /// A closure with the wrong number of parameters.
  static func wrongClosureParameters(_ wanted: Int, _ actual: Int, at span: Span) -> Diagnostic {
    Diagnostic(
      .wrongClosureParameters,
      "a closure with \(counted(wanted, "parameter")) is needed here, not with \(actual)", at: span)
  }
}
