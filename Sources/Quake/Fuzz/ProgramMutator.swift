import Quartz

/// Makes a new program of those in the repository: case `number` of a seed is always the same.
struct ProgramMutator: Sendable {
  /// A new program.
  struct Case: Sendable {
    /// The path it should be read as, so that what it imports is found.
    let path: String
    /// Its text.
    let text: [UInt8]
  }

  /// A token with the blanks behind it.
  struct Piece {
    let sort: SourceAnatomy.TokenSort
    let text: ArraySlice<UInt8>
  }

  /// What the programs are made of.
  let seeds: FuzzSeeds
  /// What decides the changes.
  let seed: UInt64

  /// Literals at the borders of what the types hold.
  static let literals = [
    "0", "1", "-1", "2", "127", "128", "255", "256", "65535", "2147483648", "4294967295",
    "9223372036854775807", "9223372036854775808", "18446744073709551615", "0x0", "1e308", "1e999",
    "0.0", "5e-324", "nil", "true", "\"\"", "\"\\u{10FFFF}\"", "'a'", "[]", "{}", ":a", "()",
    "\"#{1}\"", "r\"\\\"", "\"\"\"\n  a\n  \"\"\"",
  ]

  /// Words and punctuation that change what is around them.
  static let words = [
    "(", ")", "[", "]", "{", "}", "<", ">", ",", ".", ":", "::", "=", "=>", "->", "|", "&", "?",
    "!", "@", "..", "..=", "...", "-", "*", "+=", "??", "\n", ";", "def", "end", "do", "if",
    "elsif", "else", "unless", "while", "for", "in", "loop", "match", "return", "break", "var",
    "const", "struct", "enum", "trait", "impl", "extend", "type", "newtype", "import", "extern",
    "private", "defer", "where", "self", "Self", "mut", "and", "not", "nil", "as", "as%", "packed",
    "static_assert", "_", "T", "Int", "U8", "Bool", "String", "Vec", "Option", "Some", "None",
    "@value", "@derive(Eq)", "@inline", "impl Show", "Fn(Int): Int", "&mut", "#{", "\"",
  ]

  /// The program of case `number`.
  func program(_ number: Int) -> Case {
    var random = RandomStream(seed: seed, number: number)
    let origin = random.next(below: seeds.seeds.count)
    let seed = seeds.seeds[origin]
    var pieces = pieces(of: seed, seed.anatomy.tokens.indices)
    if random.next(below: 2) == 0 { changeTree(&pieces, of: origin, &random) }
    let isTree = pieces.count != seed.anatomy.tokens.count
    // One small change leaves most of a program right, so that later phases see it, too.
    let more = random.next(below: 2) == 0 ? 0 : random.next(below: 3)
    for _ in 0..<more + (isTree ? 0 : 1) { changeTokens(&pieces, &random) }
    let start = seed.anatomy.tokens[0].range.lowerBound
    let text = Array(seed.anatomy.text[..<start]) + pieces.flatMap(\.text)
    return Case(path: Files.join(Files.parent(of: seed.path), "fuzzed.qz"), text: text)
  }

  private func pieces(of seed: FuzzSeeds.Seed, _ tokens: Range<Int>) -> [Piece] {
    seed.anatomy.tokens[tokens].map { Piece(sort: $0.sort, text: seed.anatomy.text[$0.range]) }
  }
}

// MARK: Parts of the syntax

extension ProgramMutator {
  /// Replaces, doubles or drops a part of the syntax of the file `origin`.
  private func changeTree(
    _ pieces: inout [Piece], of origin: Int, _ random: inout RandomStream
  ) {
    let subtrees = seeds.seeds[origin].anatomy.subtrees
    let kind = random.pick(subtrees).kind
    let own = seeds.places[kind]?.filter { $0.seed == origin } ?? []
    guard !own.isEmpty, let all = seeds.places[kind] else { return }
    let place = random.pick(own)
    let isAtHome = random.next(below: 3) == 0
    let other = random.pick(isAtHome ? own : all)
    let replacement = spaced(self.pieces(of: seeds.seeds[other.seed], other.tokens))
    switch random.next(below: 8) {
    case 0: pieces.removeSubrange(place.tokens)
    case 1: pieces.insert(contentsOf: replacement, at: place.tokens.lowerBound)
    case 2: nest(&pieces, place.tokens, 2 + random.next(below: 40))
    default: pieces.replaceSubrange(place.tokens, with: replacement)
    }
  }

  /// Repeats the tokens up to a part again and again, which nests what they open.
  private func nest(_ pieces: inout [Piece], _ tokens: Range<Int>, _ count: Int) {
    let start = max(0, tokens.lowerBound - 3)
    let opening = spaced(Array(pieces[start..<tokens.lowerBound]))
    for _ in 0..<count { pieces.insert(contentsOf: opening, at: tokens.lowerBound) }
  }

  /// `pieces`, of which the last does not touch what follows.
  private func spaced(_ pieces: [Piece]) -> [Piece] {
    guard let last = pieces.last, last.sort != .newline else { return pieces }
    return pieces.dropLast() + [Piece(sort: last.sort, text: last.text + " ".utf8)]
  }
}

// MARK: Tokens

extension ProgramMutator {
  private func changeTokens(_ pieces: inout [Piece], _ random: inout RandomStream) {
    guard !pieces.isEmpty else { return }
    let at = random.next(below: pieces.count)
    switch random.next(below: 16) {
    case 0: pieces.removeSubrange(at..<min(pieces.count, at + 1 + random.next(below: 4)))
    case 1: repeatRun(&pieces, at, &random)
    case 2: pieces.swapAt(at, random.next(below: pieces.count))
    case 3, 4, 5, 6: replaceByRelative(&pieces, at, &random)
    case 7: pieces[at] = foreign(&random)
    case 8, 9: pieces.insert(made(random.pick(Self.words), .mark), at: at)
    case 10, 11: replaceLiteral(&pieces, at, &random)
    case 12: if random.next(below: 4) == 0 { pieces.removeSubrange(at...) }
    case 13: splice(&pieces, at, &random)
    default: changeLine(&pieces, at, &random)
    }
  }

  private func made(_ text: String, _ sort: SourceAnatomy.TokenSort) -> Piece {
    Piece(sort: sort, text: ArraySlice(Array(text.utf8) + Array(" ".utf8)))
  }

  /// A token of any file.
  private func foreign(_ random: inout RandomStream) -> Piece {
    let seed = random.pick(seeds.seeds)
    let token = random.next(below: seed.anatomy.tokens.count)
    return spaced(pieces(of: seed, token..<token + 1))[0]
  }

  private func repeatRun(_ pieces: inout [Piece], _ at: Int, _ random: inout RandomStream) {
    let end = min(pieces.count, at + 1 + random.next(below: 6))
    let run = spaced(Array(pieces[at..<end]))
    for _ in 0...random.next(below: 3) { pieces.insert(contentsOf: run, at: at) }
  }

  /// Puts another token of the same sort in a token's place: one of this file, most often.
  private func replaceByRelative(
    _ pieces: inout [Piece], _ at: Int, _ random: inout RandomStream
  ) {
    let sort = pieces[at].sort
    for _ in 0..<20 {
      let other = random.next(below: 4) == 0 ? foreign(&random) : random.pick(pieces)
      guard other.sort == sort, other.text != pieces[at].text else { continue }
      pieces[at] = spaced([other])[0]
      return
    }
  }

  private func replaceLiteral(_ pieces: inout [Piece], _ at: Int, _ random: inout RandomStream) {
    let next = pieces[at...].firstIndex { $0.sort == .literal } ?? at
    pieces[next] = made(random.pick(Self.literals), .literal)
  }

  /// Goes on with the rest of another file.
  private func splice(_ pieces: inout [Piece], _ at: Int, _ random: inout RandomStream) {
    guard random.next(below: 3) == 0 else { return replaceByRelative(&pieces, at, &random) }
    let seed = random.pick(seeds.seeds)
    let start = random.next(below: seed.anatomy.tokens.count)
    pieces.removeSubrange(at...)
    pieces += self.pieces(of: seed, start..<seed.anatomy.tokens.count)
  }

  /// Drops, doubles or moves the line around a token.
  private func changeLine(_ pieces: inout [Piece], _ at: Int, _ random: inout RandomStream) {
    let start = pieces[..<at].lastIndex { $0.sort == .newline }.map { $0 + 1 } ?? 0
    let end = pieces[at...].firstIndex { $0.sort == .newline }.map { $0 + 1 } ?? pieces.count
    let line = Array(pieces[start..<end])
    switch random.next(below: 3) {
    case 0: pieces.removeSubrange(start..<end)
    case 1: pieces.insert(contentsOf: line, at: end)
    default:
      pieces.removeSubrange(start..<end)
      let ends = pieces.indices.filter { pieces[$0].sort == .newline }
      pieces.insert(contentsOf: line, at: ends.isEmpty ? 0 : random.pick(ends) + 1)
    }
  }
}
