// What the checker reports about fields, methods and what can be changed.

extension Diagnostic {
  /// `Int { x: 1 }`.
  static func notAStruct(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.notAStruct, "'\(type)' is not a struct", at: span)
  }

  /// A struct literal that is not complete.
  static func missingFields(_ fields: [String], of type: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .missingFields, "'\(type)' needs \(fields.map { "'\($0)'" }.joined(separator: ", "))",
      at: span)
  }

  /// A private field in another module.
  static func privateField(_ name: String, of type: String, at span: Span) -> Diagnostic {
    Diagnostic(.privateMember, "field '\(name)' of '\(type)' is private to its module", at: span)
  }

  /// A private method in another module.
  static func privateMethod(_ name: String, of type: String, at span: Span) -> Diagnostic {
    Diagnostic(.privateMember, "method '\(name)' of '\(type)' is private to its module", at: span)
  }

  /// A member that a type does not have.
  static func unknownField(_ name: String, of type: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownField, "'\(type)' has no field or method '\(name)'", at: span)
  }

  /// A method called with the wrong number of arguments.
  static func wrongMethodArity(
    _ name: String, of type: String, _ wanted: String, _ actual: Int, at span: Span, declared: Span
  ) -> Diagnostic {
    Diagnostic(
      .wrongMethodArity, "'\(name)' of '\(type)' takes \(wanted), not \(actual)", at: span
    )
    .noting("declared here", at: declared)
  }

  /// `x.new()` where `new` has no receiver.
  static func noReceiver(_ name: String, of type: String, at span: Span, declared: Span)
    -> Diagnostic
  {
    Diagnostic(.wrongMethodArity, "'\(name)' of '\(type)' is not called on a value", at: span)
      .noting("declared here, without 'self'", at: declared)
      .helping("write '\(type).\(name)(…)'")
  }

  /// `x.size = 1` where `size` is a method.
  static func assignToMethod(_ name: String, of type: String, at span: Span) -> Diagnostic {
    Diagnostic(.notAssignable, "'\(name)' of '\(type)' is a method, not a field", at: span)
  }

  /// An assignment to a call or a literal.
  static func notAssignable(at span: Span) -> Diagnostic {
    Diagnostic(.notAssignable, "this cannot be assigned to", at: span)
  }

  /// An assignment to a name that is no `var`.
  static func assignToImmutable(_ name: String, at span: Span, bound: Span, help: String?)
    -> Diagnostic
  {
    Diagnostic(.assignToImmutable, "'\(name)' cannot be changed", at: span)
      .noting("bound here", at: bound)
      .helping(help)
  }
}
