// What the checker reports about what names mean.

extension Diagnostic {
  /// A name that several imports bring in.
  static func ambiguousName(_ name: String, at span: Span, candidates: [Span]) -> Diagnostic {
    candidates.reduce(Diagnostic(.ambiguousName, "'\(name)' has several meanings here", at: span)) {
      $0.noting("one is declared here", at: $1)
    }
  }

  /// `Self` outside of traits and impls.
  static func selfOutsideType(at span: Span) -> Diagnostic {
    Diagnostic(.selfOutsideType, "'Self' means nothing here", at: span)
  }

  /// `m::Name` where `m` was not imported.
  static func unknownModuleName(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownQualifier, "no imported module is called '\(name)'", at: span)
  }

  /// The name of no type.
  static func unknownType(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownType, "unknown type '\(name)'", at: span)
  }

  /// The name of something else than a type.
  static func notAType(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownType, "'\(name)' is not a type", at: span)
  }

  /// `type A = A`.
  static func cyclicAlias(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.cyclicDefinition, "type '\(name)' is defined by itself", at: span)
  }

  /// `trait A: A`.
  static func cyclicTrait(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.cyclicDefinition, "trait '\(name)' demands itself", at: span)
  }

  /// A constant or module variable whose value needs itself.
  static func cyclicConstant(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.cyclicDefinition, "'\(name)' is defined by itself", at: span)
  }

  /// `var x: Int`.
  static func missingInitializer(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.missingInitializer, "'\(name)' has no initial value", at: span)
  }

  /// A statement in a module that is not the main file.
  static func statementOutsideMain(at span: Span) -> Diagnostic {
    Diagnostic(
      .statementOutsideMain, "an imported module cannot have statements at top level", at: span)
  }

  /// A statement beside the function `main`, which would never run.
  static func statementBesideMain(at span: Span, main: Span) -> Diagnostic {
    Diagnostic(
      .statementOutsideMain, "a program with 'main' cannot have statements at top level", at: span
    )
    .noting("the program starts here", at: main)
  }

  /// A program that has nothing to run.
  static func missingMain(at span: Span) -> Diagnostic {
    Diagnostic(
      .missingMain, "this program has neither a function 'main' nor statements at top level",
      at: span
    )
    .helping("write 'def main … end'")
  }

  /// `def main(args: Vec<String>)`.
  static func mainWithParameters(at span: Span) -> Diagnostic {
    Diagnostic(.missingMain, "'main' takes no parameters", at: span)
      .helping("'import process' gives the arguments of the program")
  }

  /// `def main: String`.
  static func wrongMainResult(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.missingMain, "'main' gives 'Void' or 'Int', not '\(type)'", at: span)
  }

  /// `extern "quartz"` outside of the standard library.
  static func internalExtern(at span: Span) -> Diagnostic {
    Diagnostic(
      .internalExtern, "only the standard library can declare what is 'extern \"quartz\"'", at: span
    )
  }

  /// An attribute that does not exist.
  static func unknownAttribute(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownAttribute, "unknown attribute '@\(name)'", at: span)
  }

  /// An attribute before what it does not fit.
  static func misplacedAttribute(_ name: String, _ wanted: String, at span: Span) -> Diagnostic {
    Diagnostic(.misplacedModifier, "'@\(name)' stands before \(wanted) only", at: span)
  }

  /// A type where a value is needed.
  static func typeAsValue(_ name: String, isTrait: Bool, at span: Span) -> Diagnostic {
    Diagnostic(
      .typeAsValue, "'\(name)' is a \(isTrait ? "trait" : "type"), not a value", at: span)
  }

  /// A name that nothing declares.
  static func unknownName(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownName, "unknown name '\(name)'", at: span)
  }

  /// `a::b` where `a` is a value or nothing.
  static func unknownQualifier(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownQualifier, "'\(name)' is neither a module nor a type", at: span)
  }

  /// A struct literal or pattern of an unknown name.
  static func unknownStruct(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownStruct, "unknown struct '\(name)'", at: span)
  }

  /// `Point(1, 2)`.
  static func typeCalled(_ name: String, at span: Span, help: String?) -> Diagnostic {
    Diagnostic(.typeAsValue, "'\(name)' is a type and cannot be called", at: span)
      .helping(help)
  }

  /// A call of what nothing declares.
  static func unknownFunction(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownFunction, "unknown function '\(name)'", at: span)
  }

  /// `x = puts(1)`.
  static func bindingOfNothing(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .bindingOfNothing, "'\(name)' would be a name for nothing: the value is of type 'Void'",
      at: span)
  }
}
