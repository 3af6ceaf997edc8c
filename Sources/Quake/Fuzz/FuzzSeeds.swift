import Quartz

/// The programs that are changed: every Quartz file of the project, taken apart.
struct FuzzSeeds: Sendable {
  /// A file and its parts.
  struct Seed: Sendable {
    /// The path from the project's folder.
    let path: String
    /// Its parts.
    let anatomy: SourceAnatomy
    /// For each token the blanks before it when it is the first of its line, else -1.
    let indents: [Int]
  }

  /// A part of the syntax of one of the files.
  struct Place: Sendable {
    let seed: Int
    let tokens: Range<Int>
  }

  /// The files in order.
  let seeds: [Seed]
  /// The parts of all files by the number of their kind.
  let places: [UInt8: [Place]]

  /// The seeds of `project`.
  init(project: Project) throws {
    try self.init(
      Self.paths(of: project).map { ($0, Files.bytes(project.path($0)) ?? []) })
  }

  /// The seeds made of `files`.
  init(_ files: [(path: String, text: [UInt8])]) throws {
    seeds = files.map { Self.seed($0.path, $0.text) }.filter { !$0.anatomy.tokens.isEmpty }
    guard !seeds.isEmpty else { throw QuakeError("no Quartz file to change", code: .nothingRan) }
    var places: [UInt8: [Place]] = [:]
    for (number, seed) in seeds.enumerated() {
      for subtree in seed.anatomy.subtrees where subtree.tokens.count < seed.anatomy.tokens.count {
        let tokens = Self.closed(subtree.tokens, in: seed)
        places[subtree.kind, default: []].append(Place(seed: number, tokens: tokens))
      }
    }
    self.places = places
  }

  /// The Quartz files of `project` outside of folders with a leading period, but for what was found
  /// in earlier runs: a seed makes the same programs before and after.
  static func paths(of project: Project) -> [String] {
    let folders = Files.names(in: project.root).filter {
      !$0.hasPrefix(".") && Files.isFolder(project.path($0)) && $0 != "quake-out"
    }
    return folders.flatMap { folder in
      Files.walk(project.path(folder)).filter { $0.hasSuffix(".qz") }.map { "\(folder)/\($0)" }
    }.filter { !$0.hasPrefix("spec/fuzz/") }
  }

  private static func seed(_ path: String, _ text: [UInt8]) -> Seed {
    let anatomy = SourceAnatomy(text)
    let indents = anatomy.tokens.map { indent(before: $0.range.lowerBound, in: text) }
    return Seed(path: path, anatomy: anatomy, indents: indents)
  }

  private static func indent(before offset: Int, in text: [UInt8]) -> Int {
    var start = offset
    while start > 0, text[start - 1] == UInt8(ascii: " ") { start -= 1 }
    return start == 0 || text[start - 1] == UInt8(ascii: "\n") ? offset - start : -1
  }
}

// MARK: The end of a part

extension FuzzSeeds {
  /// `tokens` with the brackets and the `end` that close what they open.
  private static func closed(_ tokens: Range<Int>, in seed: Seed) -> Range<Int> {
    let bracketed = tokens.lowerBound..<endOfBrackets(tokens, in: seed)
    let indent = seed.indents[tokens.lowerBound]
    guard indent >= 0 else { return bracketed }
    for index in seed.indents.indices[bracketed.upperBound...]
    where seed.indents[index] >= 0 && seed.indents[index] <= indent {
      let isEnd =
        seed.indents[index] == indent && text(of: index, in: seed).starts(with: "end".utf8)
      return isEnd ? tokens.lowerBound..<index + 1 : bracketed
    }
    return bracketed
  }

  /// The end of `tokens`, moved behind the brackets that close those in it.
  private static func endOfBrackets(_ tokens: Range<Int>, in seed: Seed) -> Int {
    var depth = 0
    var end = tokens.lowerBound
    while end < seed.anatomy.tokens.count, end < tokens.upperBound || depth > 0 {
      if seed.anatomy.tokens[end].sort == .bracket, let first = text(of: end, in: seed).first {
        depth += "([{".utf8.contains(first) ? 1 : -1
      }
      end += 1
    }
    return end
  }

  private static func text(of token: Int, in seed: Seed) -> ArraySlice<UInt8> {
    seed.anatomy.text[seed.anatomy.tokens[token].range]
  }
}
