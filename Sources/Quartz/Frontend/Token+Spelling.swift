extension TokenKind {
  /// Whether a word of the language makes this token, so that no name can be spelled so.
  var isKeyword: Bool { rawValue >= TokenKind.kwDef.rawValue }

  /// Every keyword.
  static let keywords: [TokenKind] = allCases.filter(\.isKeyword)

  /// The source text of punctuation and keywords, nil for tokens whose text varies.
  var spelling: String? { Self.spellings[Int(rawValue)] }

  /// What a diagnostic calls the token when it was not expected.
  var noun: String {
    if let spelling { return "'\(spelling)'" }
    return switch self {
    case .endOfFile: "the end of the file"
    case .newline: "the end of the line"
    case .invalid: "an unknown character"
    case .name: "a name"
    case .integer, .float: "a number"
    case .character: "a character"
    case .string, .stringHead: "a string"
    case .stringMiddle, .stringTail: "the end of an interpolation"
    case .symbol: "a symbol"
    default: "'@'"
    }
  }

  private static let spellings: [String?] = allCases.map(\.declaredSpelling)

  private var declaredSpelling: String? {
    isKeyword ? keywordSpelling : punctuationSpelling
  }

  private var punctuationSpelling: String? {
    switch self {
    case .leftParen, .leftParenOfClosure: "("
    case .rightParen: ")"
    case .leftBracket: "["
    case .rightBracket: "]"
    case .leftBrace: "{"
    case .rightBrace: "}"
    case .comma: ","
    case .dot: "."
    case .colon: ":"
    case .equal: "="
    case .question: "?"
    case .bang: "!"
    case .colonColon: "::"
    case .dotDot: ".."
    case .dotDotEqual: "..="
    case .dotDotDot: "..."
    case .arrow: "->"
    case .fatArrow: "=>"
    default: operatorSpelling
    }
  }

  private var operatorSpelling: String? {
    switch self {
    case .plus: "+"
    case .minus: "-"
    case .star: "*"
    case .slash: "/"
    case .percent: "%"
    case .ampersand: "&"
    case .pipe: "|"
    case .caret: "^"
    case .tilde: "~"
    case .less: "<"
    case .greater: ">"
    case .equalEqual: "=="
    case .bangEqual: "!="
    case .lessEqual: "<="
    case .greaterEqual: ">="
    case .shiftLeft: "<<"
    case .shiftRight: ">>"
    case .questionQuestion: "??"
    case .asPercent: "as%"
    default: assignmentSpelling
    }
  }

  private var assignmentSpelling: String? {
    switch self {
    case .plusEqual: "+="
    case .minusEqual: "-="
    case .starEqual: "*="
    case .slashEqual: "/="
    case .percentEqual: "%="
    case .ampersandEqual: "&="
    case .pipeEqual: "|="
    case .caretEqual: "^="
    case .shiftLeftEqual: "<<="
    case .shiftRightEqual: ">>="
    default: nil
    }
  }

  /// The keyword's text: its case name without `kw`, in snake case.
  private var keywordSpelling: String {
    switch self {
    case .kwSelf: return "self"
    case .kwSelfType: return "Self"
    default: break
    }
    let name = String(describing: self).dropFirst(2)
    return name.reduce(into: "") { text, letter in
      if letter.isUppercase && !text.isEmpty { text += "_" }
      text += letter.lowercased()
    }
  }
}
