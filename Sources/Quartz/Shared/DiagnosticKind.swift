/// Every kind of diagnostic, listed once; the raw value is its code.
///
/// QZ00xx lexing and parsing, QZ01xx patterns and control flow, QZ02xx types, QZ03xx names, QZ04xx
/// calls, QZ05xx generics and traits, QZ06xx fields and methods, QZ07xx compile-time evaluation,
/// QZ08xx modules and attributes, QZ09xx files and options, QZ12xx ownership and mutability.
public enum DiagnosticKind: String, CaseIterable, Sendable {
  // MARK: Lexing

  /// A byte that begins no token.
  case unexpectedCharacter = "QZ0001"

  /// The code that people look up with `quartz explain`.
  public var code: String { rawValue }

  /// How grave diagnostics of this kind are.
  public var severity: Severity {
    switch self {
    default: .error
    }
  }
}
