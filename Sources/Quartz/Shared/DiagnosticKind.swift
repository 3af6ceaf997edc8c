/// Every kind of diagnostic, listed once; the raw value is its code.
///
/// QZ00xx lexing and parsing, QZ01xx patterns and control flow, QZ02xx types, QZ03xx names, QZ04xx
/// calls, QZ05xx generics and traits, QZ06xx fields and methods, QZ07xx compile-time evaluation,
/// QZ08xx modules and attributes, QZ09xx files and options, QZ12xx ownership and mutability.
public enum DiagnosticKind: String, CaseIterable, Sendable {
  // MARK: Lexing

  /// A byte that begins no token.
  case unexpectedCharacter = "QZ0001"
  /// Bytes that are not UTF-8.
  case invalidUTF8 = "QZ0002"
  /// A NUL byte in a source.
  case nulByte = "QZ0003"
  /// A string without closing quotes.
  case unterminatedString = "QZ0004"
  /// An interpolation without `}`.
  case unterminatedInterpolation = "QZ0005"
  /// Not exactly one character between apostrophes.
  case invalidCharacterLiteral = "QZ0006"
  /// A `\` followed by what has no meaning.
  case invalidEscape = "QZ0007"
  /// A number that is not written like one.
  case invalidNumber = "QZ0008"
  /// A number that no type can hold.
  case numberTooLarge = "QZ0009"

  // MARK: Parsing

  /// A token where another was expected.
  case unexpectedToken = "QZ0010"
  /// A block without `end`.
  case missingEnd = "QZ0011"
  /// A bracket without its counterpart.
  case unclosedBracket = "QZ0012"
  /// An `end` that closes nothing.
  case strayEnd = "QZ0013"
  /// `a < b < c`.
  case chainedComparison = "QZ0014"
  /// `puts x`.
  case callNeedsParentheses = "QZ0015"
  /// A block behind a call without `->`.
  case blockNeedsArrow = "QZ0016"
  /// The left side of `=` is nothing that can be assigned to.
  case invalidTarget = "QZ0017"
  /// `=` inside of an expression.
  case assignmentInExpression = "QZ0018"
  /// Nesting that is deeper than the compiler follows.
  case nestingTooDeep = "QZ0019"
  /// A construct that is reserved, but that this version does not have.
  case unsupportedConstruct = "QZ0020"
  /// A `def` among the fields of a struct or the variants of an enum.
  case functionInType = "QZ0021"
  /// A declaration inside of a body.
  case itemInBody = "QZ0022"
  /// An attribute or `private` before something that cannot have it.
  case misplacedModifier = "QZ0023"
  /// A keyword where a name is needed.
  case keywordAsName = "QZ0024"
  /// `self` elsewhere than first among the parameters of a method.
  case misplacedSelf = "QZ0025"

  /// The code that people look up with `quartz explain`.
  public var code: String { rawValue }

  /// How grave diagnostics of this kind are.
  public var severity: Severity {
    switch self {
    default: .error
    }
  }
}
