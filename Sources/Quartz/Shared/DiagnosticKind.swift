/// Every kind of diagnostic, listed once; the raw value is its code.
///
/// QZ00xx lexing and parsing, QZ01xx patterns and control flow, QZ02xx types, QZ03xx names, QZ04xx
/// calls, QZ05xx generics and traits, QZ06xx fields and methods, QZ07xx compile-time evaluation,
/// QZ08xx modules and attributes, QZ09xx files and options, QZ12xx ownership and mutability.
enum DiagnosticKind: String, CaseIterable, Sendable {
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

  /// A spelling of another language.
  case foreignSpelling = "QZ0030"

  // MARK: Patterns and control flow

  /// A match that leaves values out.
  case missingArm = "QZ0107"
  /// An arm that no value reaches.
  case unreachableArm = "QZ0108"
  /// A binding whose pattern does not fit every value.
  case refutableBinding = "QZ0109"
  /// A variant that its enum does not have.
  case unknownVariant = "QZ0110"
  /// A variant with the wrong number of payload values.
  case wrongPayloadCount = "QZ0111"
  /// A variant with a payload, used without one.
  case missingPayload = "QZ0112"
  /// A pattern that cannot fit the type it is matched with.
  case wrongPattern = "QZ0113"
  /// Alternatives of a pattern that bind different names.
  case differentAlternatives = "QZ0114"
  /// `break` or `continue` outside of a loop.
  case outsideLoop = "QZ0115"
  /// `break` with or without a value, against what its loop gives.
  case breakValue = "QZ0116"
  /// `return` without the value that the function gives.
  case missingReturnValue = "QZ0117"
  /// `return` outside of a function.
  case outsideFunction = "QZ0120"
  /// A statement that nothing gets to.
  case unreachableCode = "QZ0130"
  /// A Result that nothing looks at.
  case unusedResult = "QZ0131"

  /// `return`, `break`, `continue` or `?` out of what is deferred.
  case leavesDefer = "QZ0118"
  /// `defer` with a condition, or as the body of an arm.
  case conditionalDefer = "QZ0119"

  // MARK: Types

  /// A value of another type than the context needs.
  case typeMismatch = "QZ0200"
  /// A type that nothing determines.
  case cannotInfer = "QZ0201"
  /// A number that its type cannot hold.
  case literalOutOfRange = "QZ0202"
  /// A conversion that does not exist.
  case cannotConvert = "QZ0203"
  /// An operator on a type that does not have it.
  case noOperator = "QZ0204"
  /// `!`, `?` or `??` on what is neither Option nor Result.
  case notOptional = "QZ0205"
  /// `?` in a function that cannot give what it passes on.
  case cannotPropagate = "QZ0206"
  /// `for` over what cannot be iterated.
  case notIterable = "QZ0207"
  /// `x[i]` on a type without elements.
  case notIndexable = "QZ0208"
  /// A call of what is no function.
  case notCallable = "QZ0209"
  /// A result type that depends on itself.
  case recursiveInference = "QZ0210"
  /// Something that has no value where a value is needed.
  case notAnExpression = "QZ0211"
  /// A type that contains itself inline.
  case infiniteSize = "QZ0212"
  /// A type that is written with too many types.
  case typeTooLarge = "QZ0213"

  // MARK: Names

  /// A name that means nothing here.
  case unknownName = "QZ0300"
  /// A struct that does not exist.
  case unknownStruct = "QZ0301"
  /// A type that does not exist.
  case unknownType = "QZ0302"
  /// A function that does not exist.
  case unknownFunction = "QZ0303"
  /// A name with several meanings.
  case ambiguousName = "QZ0304"
  /// A name that is declared twice.
  case duplicateName = "QZ0305"
  /// A type where a value is needed.
  case typeAsValue = "QZ0306"
  /// `Self` where no type is being defined.
  case selfOutsideType = "QZ0307"
  /// A definition that depends on itself.
  case cyclicDefinition = "QZ0308"
  /// A variable without initial value.
  case missingInitializer = "QZ0309"
  /// A name for a value of type Void.
  case bindingOfNothing = "QZ0310"
  /// A statement at the top level of an imported module.
  case statementOutsideMain = "QZ0311"
  /// A variable of a module that is read before it has a value.
  case earlyRead = "QZ0312"

  // MARK: Calls

  /// A call with the wrong number of arguments.
  case wrongArgumentCount = "QZ0400"
  /// A named argument that the function does not take.
  case unknownArgument = "QZ0401"
  /// An argument that is given twice.
  case repeatedArgument = "QZ0402"
  /// A call that several functions fit.
  case ambiguousCall = "QZ0403"
  /// A closure with another number of parameters than needed.
  case wrongClosureParameters = "QZ0404"
  /// A parameter without type.
  case missingParameterType = "QZ0405"

  // MARK: Generics and traits

  /// A generic type with the wrong number of arguments.
  case wrongTypeArgumentCount = "QZ0500"
  /// A trait that does not exist.
  case unknownTrait = "QZ0501"
  /// A type that does not implement a trait that is demanded.
  case missingImpl = "QZ0502"
  /// An impl without a method that its trait demands.
  case missingMember = "QZ0503"
  /// An impl's method that differs from its trait.
  case wrongMember = "QZ0504"
  /// An impl of a trait whose supertrait is not implemented.
  case missingSupertrait = "QZ0505"
  /// `impl Trait` where it is not possible.
  case misplacedImplType = "QZ0506"

  // MARK: Fields and methods

  /// A struct literal of what is no struct.
  case notAStruct = "QZ0600"
  /// A struct literal that leaves fields out.
  case missingFields = "QZ0601"
  /// A private field or method, used in another module.
  case privateMember = "QZ0602"
  /// A field or method that a type does not have.
  case unknownField = "QZ0603"
  /// A method with the wrong number of arguments.
  case wrongMethodArity = "QZ0604"

  // MARK: Compile-time evaluation

  /// A constant whose evaluation panics or does not end.
  case failingConstant = "QZ0700"

  // MARK: Modules

  /// An import whose file is not found.
  case unknownModule = "QZ0800"
  /// A module that imports itself.
  case selfImport = "QZ0808"
  /// A name that an imported module does not have.
  case unknownImport = "QZ0801"
  /// `a::b` where `a` is neither module nor type.
  case unknownQualifier = "QZ0802"
  /// A `@cfg` that is no condition.
  case wrongCondition = "QZ0805"
  /// A program without `main` and without statements, or with a `main` that cannot be started.
  case missingMain = "QZ0804"
  /// `extern "quartz"` outside of the standard library.
  case internalExtern = "QZ0806"
  /// An attribute that does not exist.
  case unknownAttribute = "QZ0807"
  /// A packed struct that something is to be aligned in.
  case alignedPacked = "QZ0809"

  /// A use of what is marked as deprecated.
  case deprecatedUse = "QZ0810"

  // MARK: Ownership and mutability

  /// A change of what cannot be changed.
  case assignToImmutable = "QZ1201"
  /// An assignment to what is no place.
  case notAssignable = "QZ1202"
  /// A use of what was moved.
  case usedAfterMove = "QZ1203"
  /// A move out of what keeps its value.
  case movesPart = "QZ1204"
  /// A second `&mut` while the first lives.
  case excludedTwice = "QZ1205"
  /// `&` together with `&mut`.
  case sharedAndExcluded = "QZ1206"
  /// A change of what is borrowed.
  case changedWhileBorrowed = "QZ1209"
  /// A reference where none can be.
  case misplacedReference = "QZ1210"
  /// A reference that would outlive what it refers to.
  case escapingReference = "QZ1211"
  /// A call of the `drop` of a value that is dropped anyway.
  case explicitDrop = "QZ1212"
  /// A reference to a field of a packed struct.
  case misalignedReference = "QZ1213"
  /// A variable that may have no value.
  case usedBeforeSet = "QZ1207"
  /// A container that would copy what has one owner.
  case containerOfOwned = "QZ1208"

  // MARK: Files and options

  /// A file that cannot be read.
  case unreadableFile = "QZ0900"
  /// A file that cannot be written.
  case unwritableFile = "QZ0901"
  /// A standard library that is not where it should be.
  case missingStandardLibrary = "QZ0902"
  /// A tool that is missing, too old, or cannot be started.
  case missingTool = "QZ0903"
  /// C functions that no library defines.
  case undefinedSymbols = "QZ0904"
  /// An option or argument that makes no sense.
  case wrongOption = "QZ0905"
  /// A program that the interpreter cannot go on with.
  case interpreterStopped = "QZ0906"
  /// A mistake in the compiler.
  case internalError = "QZ0999"

  /// The code that people look up with `quartz explain`.
  var code: String { rawValue }

  /// Whether this is a mistake in the syntax, from which others may follow; what is wrong within a
  /// literal leaves a literal.
  var isSyntax: Bool {
    switch self {
    case .invalidCharacterLiteral, .invalidEscape, .invalidNumber, .numberTooLarge: false
    default: rawValue.hasPrefix("QZ00")
    }
  }

  /// How grave diagnostics of this kind are.
  var severity: Severity {
    switch self {
    case .unreachableArm, .unreachableCode, .unusedResult, .deprecatedUse: .warning
    default: .error
    }
  }
}
