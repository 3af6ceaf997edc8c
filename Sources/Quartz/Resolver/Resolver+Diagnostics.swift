extension Diagnostic {
  /// `import a/b` where no such file is found.
  static func unknownModule(_ path: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownModule, "cannot find module '\(path)'", at: span)
      .helping("it is looked for beside the importing file, in each -I directory, and in std")
  }

  /// `import a` in the file of `a`.
  static func selfImport(_ path: String, at span: Span) -> Diagnostic {
    Diagnostic(.selfImport, "module '\(path)' imports itself", at: span)
      .helping("names of a module need no import in its own file")
  }

  /// A second declaration of a name in one module.
  static func duplicateName(_ name: String, at span: Span, first: Span) -> Diagnostic {
    Diagnostic(.duplicateName, "'\(name)' is declared twice", at: span)
      .noting("first declared here", at: first)
  }

  /// `import { f } from m` where `m` has no public `f`.
  static func unknownImport(_ name: String, of module: String, at span: Span) -> Diagnostic {
    Diagnostic(.unknownImport, "module '\(module)' has no public name '\(name)'", at: span)
  }
}

extension Diagnostic {
  /// A name that a module declares as private.
  static func privateName(_ name: String, of module: String, at span: Span, declared: Span)
    -> Diagnostic
  {
    Diagnostic(.unknownImport, "'\(name)' is private to module '\(module)'", at: span)
      .noting("declared here", at: declared)
  }

  /// `@cfg(maybe)`.
  static func wrongCondition(at span: Span) -> Diagnostic {
    Diagnostic(.wrongCondition, "this is no condition", at: span)
      .helping("conditions are 'feature: \"x\"', 'os: \"x\"', and 'not', 'all', 'any' of such")
  }
}

extension SyntaxTree {
  /// The stretch of the token that names `node`.
  func span(_ node: NodeID, in sources: SourceMap) -> Span {
    let start = position(node)
    return Span(start: start, length: Lexer.length(ofTokenAt: start, in: sources))
  }
}
