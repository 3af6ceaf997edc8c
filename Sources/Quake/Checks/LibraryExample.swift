/// An example in a comment of the standard library: an indented block of lines, some of which say
/// what their value is shown as.
///
/// ```text
/// # Takes the last element away.
/// #
/// #     v = [1, 2]
/// #     v.pop()   # => Some(2)
/// ```
struct LibraryExample: Equatable, Sendable {
  /// A line that says what it is shown as.
  struct Claim: Equatable, Sendable {
    /// The line in the file.
    let line: Int
    /// What the expression is shown as.
    let shown: String
  }

  /// The line of the file at which the block begins.
  let line: Int
  /// What the block imports.
  let imports: [String]
  /// The declarations of the block.
  let items: [String]
  /// Its statements, each claim as a call of `claim`.
  let statements: [String]
  /// What it says.
  let claims: [Claim]

  /// What stands between an expression and the text it is shown as.
  private static let arrow = "# =>"

  /// The examples in the comments of `text`, a file of the library.
  static func all(in text: String) -> [LibraryExample] {
    var examples: [LibraryExample] = []
    var block: (line: Int, code: [Substring])?
    func finish() {
      if let (line, code) = block, code.contains(where: { $0.contains(arrow) }) {
        examples.append(LibraryExample(code, at: line))
      }
      block = nil
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let comment = comment(line) else {
        finish()
        continue
      }
      if comment.hasPrefix("    ") {
        block = (block?.line ?? index + 1, (block?.code ?? []) + [comment.dropFirst(4)])
      } else if comment.isEmpty, let open = block {
        block = (open.line, open.code + [""])
      } else {
        finish()
      }
    }
    finish()
    return examples
  }

  /// The text of a line that is nothing but a comment.
  private static func comment(_ line: Substring) -> Substring? {
    let trimmed = line.drop { $0 == " " }
    guard trimmed.hasPrefix("#") else { return nil }
    return trimmed.dropFirst().hasPrefix(" ") ? trimmed.dropFirst(2) : trimmed.dropFirst()
  }

  private init(_ code: [Substring], at line: Int) {
    var sorter = LineSorter(line: line)
    for text in code { sorter.add(text) }
    self.line = line
    imports = sorter.imports
    items = sorter.items
    statements = sorter.statements
    claims = sorter.claims
  }
}

/// Tells apart the lines of an example.
private struct LineSorter {
  /// The line of the file that comes next.
  var line: Int
  var imports: [String] = []
  var items: [String] = []
  var statements: [String] = []
  var claims: [LibraryExample.Claim] = []
  /// Whether a declaration has begun that ends with an `end` at the margin.
  private var isInItem = false

  private static let itemWords: Set<Substring> = [
    "def", "struct", "enum", "trait", "impl", "extend", "type", "newtype", "const", "private",
    "extern",
  ]

  init(line: Int) { self.line = line }

  mutating func add(_ text: Substring) {
    defer { line += 1 }
    let word = text.prefix { $0 != " " && $0 != "<" }
    if isInItem || Self.itemWords.contains(word) || text.hasPrefix("@") {
      items.append(String(text))
      let isOneLine = !isInItem && (text.contains(" = ") || word == "type" || word == "newtype")
      isInItem = text != "end" && !isOneLine
    } else if word == "import" {
      imports.append(String(text))
    } else if let arrow = text.firstRange(of: "# =>") {
      claim(text[..<arrow.lowerBound], shown: text[arrow.upperBound...])
    } else {
      statements.append(String(text))
    }
  }

  /// Makes a claim of the expression that ends with `tail`; lines before belong to it where a line
  /// begins with what can only go on.
  private mutating func claim(_ tail: Substring, shown: Substring) {
    var expression = String(tail)
    while Self.goesOn(expression), let previous = statements.popLast() {
      expression = previous + "\n" + expression
    }
    let shown = shown.drop { $0 == " " }
    let end = shown.lastIndex { $0 != " " }
    let text = String(end.map { shown[...$0] } ?? "")
    claims.append(LibraryExample.Claim(line: line, shown: text))
    statements.append("claim(\(line), \"#{\n\(expression)\n}\")")
  }

  private static func goesOn(_ text: String) -> Bool {
    let first = text.prefix { $0 != "\n" }
    let trimmed = first.drop { $0 == " " }
    return trimmed.isEmpty || first.first == " "
      || [".", ")", "]", "}"].contains(trimmed.prefix(1))
      || trimmed.hasPrefix("end")
  }
}
