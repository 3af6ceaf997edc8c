/// Makes a program smaller as long as the compiler dies of it in the same way: delta debugging after
/// Zeller and Hildebrandt (2002), first by lines, then by words.
///
/// One worker tries all candidates of a round in order; it is the first that kills it which is taken.
struct ProgramReducer: Sendable {
  /// Starts a worker.
  let start: @Sendable (FuzzWorker.Work) async throws -> Captured
  /// The file for the program between two rounds.
  let file: String
  /// What the program is read as.
  let path: String
  /// How the compiler dies.
  let signature: String

  /// A program of which nothing can be left out.
  func reduced(_ text: [UInt8]) async throws -> [UInt8] {
    var text = text
    for grain in [ProgramCutter.Grain.lines, .words, .lines, .words] {
      text = try await reduced(text, by: grain)
    }
    return text
  }

  private func reduced(_ text: [UInt8], by grain: ProgramCutter.Grain) async throws -> [UInt8] {
    var text = text
    var chunks = 2
    while true {
      let size = ProgramCutter(text, grain).parts.count
      guard size > 0 else { return text }
      chunks = min(chunks, size)
      let (smaller, rest) = try await round(text, grain, chunks)
      text = smaller
      if rest < chunks {
        chunks = max(rest, 2)
      } else if chunks >= size {
        return text
      } else {
        chunks *= 2
      }
    }
  }

  /// Leaves out every chunk without which the compiler still dies, and tells how many are left.
  private func round(
    _ text: [UInt8], _ grain: ProgramCutter.Grain, _ chunks: Int
  ) async throws -> (text: [UInt8], chunks: Int) {
    var (text, chunks, next) = (text, chunks, 0)
    while next < chunks {
      try Files.write(text, to: file)
      let work = FuzzWorker.Work.cuts(
        file: file, path: path, grain: grain, chunks: chunks, first: next)
      guard let finding = FuzzFinding(try await start(work)), finding.isOfProgram else { break }
      next = finding.number
      if finding.signature == signature {
        text = ProgramCutter(text, grain).text(without: next, of: chunks)
        chunks -= 1
      } else {
        next += 1
      }
    }
    return (text, chunks)
  }
}
