// What the checker reports about owners and references.

extension Diagnostic {
  /// A name whose value has gone to another owner.
  static func usedAfterMove(_ name: String, at span: Span, moved: Span) -> Diagnostic {
    if span == moved {
      return Diagnostic(
        .usedAfterMove, "'\(name)' is moved here again in the next round of the loop", at: span
      ).helping("bind it inside of the loop, or leave the loop behind the move")
    }
    return Diagnostic(.usedAfterMove, "'\(name)' is used after it was moved", at: span)
      .noting("moved here", at: moved)
  }

  /// A value that belongs to something that keeps it.
  static func movesPart(_ what: String, _ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.movesPart, "\(what) cannot be moved: '\(type)' has one owner", at: span)
  }

  /// A name for what belongs to someone else.
  static func movesBorrowed(_ name: String, _ type: String, at span: Span, bound: Span)
    -> Diagnostic
  {
    Diagnostic(
      .movesPart, "'\(name)' cannot be moved: it does not own its '\(type)'", at: span
    )
    .noting("borrowed here", at: bound)
  }

  /// `file.drop()`.
  static func explicitDrop(at span: Span) -> Diagnostic {
    Diagnostic(.explicitDrop, "'drop' is called at the end of the value's life only", at: span)
      .helping("end it here by 'drop(x)', with 'import { drop } from memory'")
  }

  /// `p.with { … }` of what has one owner.
  static func copiesOwned(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.movesPart, "a '\(type)' cannot be copied: it has one owner", at: span)
  }

  /// `Vec<File>`.
  static func containerOfOwned(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .containerOfOwned,
      "a '\(type)' cannot hold this: it would copy what has one owner", at: span
    )
    .helping("keep them in fields, tuples, enums or Options")
  }

  /// A second `&mut x` while the first is used later.
  static func excludedTwice(_ name: String, at span: Span, first: Span) -> Diagnostic {
    Diagnostic(.excludedTwice, "'\(name)' is borrowed by a second '&mut'", at: span)
      .noting("the first, which is used later", at: first)
  }

  /// `&x` while `&mut x` is used later.
  static func sharedWhileExcluded(_ name: String, at span: Span, first: Span) -> Diagnostic {
    Diagnostic(
      .sharedAndExcluded, "'\(name)' is borrowed by '&' while a '&mut' to it lives", at: span
    )
    .noting("the '&mut', which is used later", at: first)
  }

  /// `&mut x` while `&x` is used later.
  static func excludedWhileShared(_ name: String, at span: Span, first: Span) -> Diagnostic {
    Diagnostic(
      .sharedAndExcluded, "'\(name)' is borrowed by '&mut' while a '&' to it lives", at: span
    )
    .noting("the '&', which is used later", at: first)
  }

  /// A change of what a reference refers to.
  static func changedWhileBorrowed(_ name: String, at span: Span, first: Span) -> Diagnostic {
    Diagnostic(.changedWhileBorrowed, "'\(name)' is changed while it is borrowed", at: span)
      .noting("borrowed here, and used later", at: first)
  }

  /// A use of what a `&mut` refers to.
  static func usedWhileExcluded(_ name: String, at span: Span, first: Span) -> Diagnostic {
    Diagnostic(.sharedAndExcluded, "'\(name)' is used while a '&mut' to it lives", at: span)
      .noting("the '&mut', which is used later", at: first)
  }

  /// A move of what a reference refers to.
  static func movedWhileBorrowed(_ name: String, at span: Span, first: Span) -> Diagnostic {
    Diagnostic(.changedWhileBorrowed, "'\(name)' is moved while it is borrowed", at: span)
      .noting("borrowed here, and used later", at: first)
  }

  /// `field: &T`, `Vec<&T>`.
  static func storedReference(_ type: String, at span: Span) -> Diagnostic {
    Diagnostic(.misplacedReference, "a '\(type)' cannot be stored", at: span)
      .helping("references are parameters, results and local names")
  }

  /// `Some(&x)`, `[&x]`.
  static func misplacedReference(at span: Span) -> Diagnostic {
    Diagnostic(.misplacedReference, "no reference is wanted here", at: span)
      .helping("a reference is given a name, passed for a parameter '&T' or returned")
  }

  /// `r = &v[0]`.
  static func referenceToElement(at span: Span) -> Diagnostic {
    Diagnostic(.misplacedReference, "an element cannot be borrowed under a name", at: span)
      .helping("pass it to a function, as in 'f(&mut v[0])'")
  }

  /// `return &local`.
  static func escapingReference(_ name: String, at span: Span, bound: Span) -> Diagnostic {
    Diagnostic(.escapingReference, "a reference to '\(name)' would outlive it", at: span)
      .noting("it ends with this function", at: bound)
  }

  /// `return &f()`.
  static func referenceToTemporary(at span: Span) -> Diagnostic {
    Diagnostic(.escapingReference, "the reference would outlive this value", at: span)
  }

  /// `-> r` of a reference `r`, where the closure is kept.
  static func capturedReference(_ name: String, at span: Span, bound: Span) -> Diagnostic {
    Diagnostic(
      .escapingReference, "this closure may outlive the reference '\(name)' that it uses", at: span
    )
    .noting("the reference", at: bound)
    .helping("copy the value first, or pass the closure to a function that only calls it")
  }

  /// A variable that some path leaves without a value.
  static func usedBeforeSet(_ name: String, at span: Span, declared: Span) -> Diagnostic {
    Diagnostic(.usedBeforeSet, "'\(name)' has no value on every path to here", at: span)
      .noting("declared here", at: declared)
  }

  /// A second value for a name that is bound once.
  static func setTwice(_ name: String, at span: Span, declared: Span) -> Diagnostic {
    Diagnostic(.assignToImmutable, "'\(name)' may have a value already", at: span)
      .noting("declared here", at: declared)
      .helping("declare it with 'var' to change it")
  }
}
