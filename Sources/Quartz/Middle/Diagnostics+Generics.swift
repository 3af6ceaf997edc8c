// What the checker reports about type parameters, traits and impls.

extension Diagnostic {
  /// `Vec<Int, Int>`.
  static func wrongTypeArgumentCount(_ name: String, _ wanted: Int, _ actual: Int, at span: Span)
    -> Diagnostic
  {
    Diagnostic(
      .wrongTypeArgumentCount,
      "'\(name)' takes \(counted(wanted, "type argument")), not \(actual)", at: span)
  }

  /// The name of no trait.
  static func unknownTrait(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownTrait, "unknown trait '\(name)'", at: span)
  }

  /// Something else than a trait where one is needed.
  static func notATrait(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownTrait, "'\(name)' is not a trait", at: span)
  }

  /// `@derive(Name)` where that trait cannot be derived.
  static func cannotDerive(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownTrait, "'\(name)' cannot be derived", at: span)
      .helping("these can: \(Deriver.traits.map { "'\($0)'" }.joined(separator: ", "))")
  }

  /// A second impl of a trait for a type.
  static func duplicateImpl(_ trait: String, for type: String, at span: Span, first: Span)
    -> Diagnostic
  {
    Diagnostic(.duplicateName, "'\(trait)' is implemented twice for '\(type)'", at: span)
      .noting("first implemented here", at: first)
  }

  /// An impl with a method that its trait does not know.
  static func notAMember(_ name: String, ofTrait trait: String, at span: Span) -> Diagnostic {
    Diagnostic(.wrongMember, "trait '\(trait)' has no method '\(name)'", at: span)
  }

  /// A method in an impl that says that a trait is not implemented.
  static func memberOfNegative(_ name: String, trait: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .wrongMember, "'\(name)' stands in an impl of '!\(trait)', which has no methods", at: span)
  }

  /// An impl that leaves a requirement out.
  static func missingMember(
    _ name: String, trait: String, type: String, at span: Span, declared: Span
  ) -> Diagnostic {
    Diagnostic(
      .missingMember, "'\(type)' does not implement '\(trait)': method '\(name)' is missing",
      at: span
    )
    .noting("demanded here", at: declared)
  }

  /// An impl's method with another signature than its trait's.
  static func wrongMember(
    _ name: String, trait: String, _ difference: String, at span: Span, declared: Span
  ) -> Diagnostic {
    Diagnostic(
      .wrongMember, "'\(name)' is not what '\(trait)' demands: \(difference)", at: span
    )
    .noting("demanded here", at: declared)
  }

  /// An impl of a trait without its supertrait.
  static func missingSupertrait(_ trait: String, needs other: String, type: String, at span: Span)
    -> Diagnostic
  {
    Diagnostic(
      .missingSupertrait, "'\(trait)' needs '\(other)', which '\(type)' does not implement",
      at: span)
  }

  /// A type argument that does not keep a bound.
  static func missingImpl(_ type: String, trait: String, at span: Span) -> Diagnostic {
    Diagnostic(.missingImpl, "'\(type)' does not implement '\(trait)'", at: span)
  }
}
