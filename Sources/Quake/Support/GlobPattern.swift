/// A pattern of file names: `*` and `?` within a part, `**` over parts, `{a,b}` for either.
struct GlobPattern {
  /// The parts of each pattern that the braces stand for.
  private let alternatives: [[[Character]]]

  /// The pattern that `text` spells.
  init(_ text: String) {
    alternatives = Self.spread(Array(text)).map { pattern in
      pattern.split(separator: "/").map(Array.init)
    }
  }

  /// Whether `text` has a character that makes it a pattern and not a plain path.
  static func isPattern(_ text: String) -> Bool {
    text.contains { "*?{".contains($0) }
  }

  /// Whether `path` fits the pattern.
  func matches(_ path: String) -> Bool {
    let parts = path.split(separator: "/").map(Array.init)
    return alternatives.contains { Self.matches($0[...], parts[...]) }
  }

  /// The files under `folder` that fit `pattern`, in order; relative to `folder` like the pattern.
  static func files(_ pattern: String, in folder: String) -> [String] {
    guard isPattern(pattern) else {
      return Files.exists(Files.join(folder, pattern)) ? [pattern] : []
    }
    let start = fixedFolder(of: pattern)
    let glob = GlobPattern(pattern)
    return Files.walk(Files.join(folder, start))
      .map { start.isEmpty ? $0 : Files.join(start, $0) }
      .filter(glob.matches)
  }

  /// The files under `folder` that fit any of `patterns`, each once, in order of their bytes.
  static func files(_ patterns: [String], in folder: String) -> [String] {
    Set(patterns.flatMap { files($0, in: folder) })
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The folders at the head of `pattern` that hold no wildcard, which saves a walk of the rest.
  private static func fixedFolder(of pattern: String) -> String {
    let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
    let fixed = parts.dropLast().prefix { !isPattern(String($0)) }
    let folder = fixed.joined(separator: "/")
    return folder.isEmpty && pattern.hasPrefix("/") ? "/" : folder
  }

  private static func matches(_ pattern: ArraySlice<[Character]>, _ path: ArraySlice<[Character]>)
    -> Bool
  {
    guard let part = pattern.first else { return path.isEmpty }
    if part == ["*", "*"] {
      return (path.startIndex...path.endIndex).contains {
        matches(pattern.dropFirst(), path[$0...])
      }
    }
    guard let name = path.first, fits(part[...], name[...]) else { return false }
    return matches(pattern.dropFirst(), path.dropFirst())
  }

  private static func fits(_ part: ArraySlice<Character>, _ name: ArraySlice<Character>) -> Bool {
    guard let head = part.first else { return name.isEmpty }
    if head == "*" {
      return (name.startIndex...name.endIndex).contains { fits(part.dropFirst(), name[$0...]) }
    }
    guard let character = name.first, head == "?" || head == character else { return false }
    return fits(part.dropFirst(), name.dropFirst())
  }

  /// The patterns without braces that `text` stands for; a brace without its partner is itself.
  private static func spread(_ text: [Character]) -> [[Character]] {
    guard let open = text.firstIndex(of: "{"), let close = partner(of: open, in: text) else {
      return [text]
    }
    let tails = spread(Array(text[(close + 1)...]))
    return choices(text[(open + 1)..<close]).flatMap { choice in
      spread(Array(choice)).flatMap { middle in tails.map { text[..<open] + middle + $0 } }
    }
  }

  private static func partner(of open: Int, in text: [Character]) -> Int? {
    var depth = 0
    for index in open..<text.count {
      if text[index] == "{" { depth += 1 }
      if text[index] == "}" { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  /// The texts between the commas of `text` that are not inside inner braces.
  private static func choices(_ text: ArraySlice<Character>) -> [ArraySlice<Character>] {
    var depth = 0
    return text.split(omittingEmptySubsequences: false) { character in
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      return character == "," && depth == 0
    }
  }
}
