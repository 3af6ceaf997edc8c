/// A program in a page of the documentation, with what the page says about it.
struct DocExample: Equatable, Sendable {
  /// What the page promises.
  enum Promise: Equatable, Sendable {
    /// It runs and writes exactly this.
    case writes(String)
    /// It runs, whatever it writes.
    case runs
    /// It is accepted: the right way, shown beside a wrong one.
    case isAccepted
    /// It is refused with this code.
    case isRefused(code: String)
  }

  /// The page.
  let page: String
  /// The line of the opening fence.
  let line: Int
  /// The program.
  let code: String
  /// What the page promises.
  let promise: Promise

  /// The example as it is named in reports.
  var name: String { "\(page):\(line)" }
}

/// A fence of a page that says nothing clear.
struct DocMistake: Error, Equatable {
  /// The line of the fence.
  let line: Int
  /// What is wrong with it.
  let message: String
}

extension DocExample {
  /// A fenced block of a page.
  private struct Block {
    let line: Int
    let info: [String]
    var text = ""
    /// Whether only blank lines stand between it and the block before.
    let followsBlock: Bool
    var isClosed = false
  }

  /// The examples of `page`, whose Markdown is `text`.
  ///
  /// A `quartz` block is run; the `output` block right after it is exactly what it must write. A
  /// `quartz-fail CODE` block must be refused. On the page of a diagnostic, the page's own code
  /// stands in for a missing one, and a `quartz` block without output has only to be accepted.
  static func all(in text: String, page: String) throws(DocMistake) -> [DocExample] {
    let blocks = try blocks(of: text)
    var examples: [DocExample] = []
    for (index, block) in blocks.enumerated() {
      switch block.info.first {
      case "quartz":
        let bare = isDiagnostic(page) ? Promise.isAccepted : .runs
        let promise = output(after: index, in: blocks).map(Promise.writes) ?? bare
        examples.append(
          DocExample(page: page, line: block.line, code: block.text, promise: promise))
      case "quartz-fail":
        let promise = Promise.isRefused(code: try code(of: block, page: page))
        examples.append(
          DocExample(page: page, line: block.line, code: block.text, promise: promise))
      case "output":
        try requireProgram(before: index, in: blocks)
      default: break
      }
    }
    return examples
  }

  private static func output(after index: Int, in blocks: [Block]) -> String? {
    guard index + 1 < blocks.count else { return nil }
    let next = blocks[index + 1]
    return next.followsBlock && next.info.first == "output" ? next.text : nil
  }

  /// Whether `page` is about a diagnostic.
  private static func isDiagnostic(_ page: String) -> Bool { page.hasPrefix("docs/diagnostics/") }

  private static func requireProgram(before index: Int, in blocks: [Block]) throws(DocMistake) {
    let isPaired = blocks[index].followsBlock && index > 0 && blocks[index - 1].info == ["quartz"]
    guard !isPaired else { return }
    throw DocMistake(
      line: blocks[index].line, message: "an output block that does not follow a quartz block")
  }

  private static func code(of block: Block, page: String) throws(DocMistake) -> String {
    let own = Files.stem(of: page)
    if let code = block.info.dropFirst().first { return code }
    guard own.hasPrefix("QZ"), isDiagnostic(page) else {
      throw DocMistake(line: block.line, message: "a quartz-fail block that names no code")
    }
    return own
  }

  /// The fenced blocks of `text` in order; an indented fence loses its indentation.
  private static func blocks(of text: String) throws(DocMistake) -> [Block] {
    var blocks: [Block] = []
    var fence: (mark: String, indent: Int)?
    var onlyBlankSince = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let trimmed = line.drop { $0 == " " }
      if let (mark, indent) = fence {
        if closes(trimmed, mark) {
          fence = nil
          blocks[blocks.count - 1].isClosed = true
          onlyBlankSince = true
        } else {
          blocks[blocks.count - 1].text += content(line, indent) + "\n"
        }
      } else if let mark = opening(trimmed) {
        let info = trimmed.dropFirst(mark.count).split(whereSeparator: \.isWhitespace)
        blocks.append(
          Block(line: index + 1, info: info.map(String.init), followsBlock: onlyBlankSince))
        fence = (mark, line.count - trimmed.count)
      } else if !trimmed.allSatisfy(\.isWhitespace) {
        onlyBlankSince = false
      }
    }
    if let open = blocks.last, !open.isClosed {
      throw DocMistake(line: open.line, message: "a block that is never closed")
    }
    return blocks
  }

  private static func opening(_ line: Substring) -> String? {
    for mark in ["`", "~"] {
      let run = line.prefix { String($0) == mark }
      if run.count >= 3, !line.dropFirst(run.count).contains("`") { return String(run) }
    }
    return nil
  }

  private static func closes(_ line: Substring, _ mark: String) -> Bool {
    let run = line.prefix { $0 == mark.first }
    return run.count >= mark.count && line.dropFirst(run.count).allSatisfy(\.isWhitespace)
  }

  private static func content(_ line: Substring, _ indent: Int) -> Substring {
    line.dropFirst(min(indent, line.prefix { $0 == " " }.count))
  }
}
