/// Finds where two stages part: the first phase that differs, the function, and the line of source.
///
/// Both texts are kept for a look.
struct DifferenceFinder: Sendable {
  /// What was built.
  let bootstrap: Bootstrap
  /// The run that found the difference; its folder takes the texts.
  let run: FixpointRun
  /// The difference.
  let difference: FixpointMatrix.Difference

  /// What was found, as lines for people.
  ///
  /// That a compiler does not even print its phases is no reason to keep silent about the difference.
  func report() async -> [String] {
    let (lower, upper) = (difference.lower.stage, difference.upper.stage)
    var lines = [
      "the \(difference.kind.words) that stage \(lower) and stage \(lower - 1) make of the same source "
        + "differ"
    ]
    var found: Finding?
    do { found = try await firstPhase() } catch { lines.append("\(error)") }
    if let found {
      lines += describe(found.place, "phase \(found.phase), \(found.file)", found.kept)
    } else if difference.kind == .ir, let place = place(of: .ir) {
      lines += describe(place, "the IR", texts(of: .ir))
    } else if let offset = firstByte() {
      lines.append("first different byte: \(offset)")
      lines.append("no phase differs, so it comes from what is behind the IR")
    }
    lines.append(
      "kept: \(path(of: difference.kind, lower)) and \(path(of: difference.kind, upper))")
    return lines
  }

  private struct Finding: Sendable {
    let phase: String
    let file: String
    let place: TextPlace
    let kept: [String]
  }

  /// The first phase, in the order of the pipeline, in which the texts of the two compilers differ.
  ///
  /// Where the first phase that shows the whole program differs already, the phases before it, which
  /// show one file, tell which file began it.
  private func firstPhase() async throws -> Finding? {
    guard !bootstrap.emit.isEmpty else { return nil }
    let files = bootstrap.sources.flatMap { GlobPattern.files($0, in: run.project.root) }
    guard let program = files.first else { return nil }
    var found: Finding?
    for phase in bootstrap.phases where found == nil { found = try await finding(phase, program) }
    guard found == nil || found?.phase == bootstrap.phases.first else { return found }
    for phase in bootstrap.filePhases {
      let all = try await inParallel(files, limit: 2) { try await finding(phase, $0) }
      if let first = all.lazy.compactMap({ $0 }).first { return first }
    }
    return found
  }

  private func finding(_ phase: String, _ file: String) async throws -> Finding? {
    // The compilers are those that built the two stages that differ.
    let compilers = [difference.lower.stage - 1, difference.upper.stage - 1]
    var texts: [String] = []
    for stage in compilers { texts.append(try await text(of: phase, file, by: stage)) }
    guard let place = TextPlace(texts[0], texts[1], marker: marker(of: phase)) else { return nil }
    let kept = try keep(texts, phase, compilers)
    return Finding(phase: phase, file: file, place: withSource(place), kept: kept)
  }

  private func marker(of phase: String) -> String {
    phase == bootstrap.phases.last ? bootstrap.functionMarker : "def "
  }

  /// What a compiler prints; that it refuses a source is a text like any other.
  private func text(of phase: String, _ file: String, by stage: Int) async throws -> String {
    let line = Bootstrap.fill(
      bootstrap.emit,
      [.compiler: run.path(of: .binary, stage: stage), .phase: phase, .file: file])
    var command = Command.shell(line, in: run.project.root)
    command.environment = run.environment.mapValues { $0 }
    let captured = try await command.within(.seconds(bootstrap.timeout)).capture()
    return captured.wholeText + (captured.ending.isSuccess ? "" : "it \(captured.ending.words)\n")
  }

  private func keep(_ texts: [String], _ phase: String, _ stages: [Int]) throws -> [String] {
    try zip(stages, texts).map { stage, text in
      let path = Files.join(run.folder, "difference/\(phase)-by-stage\(stage).txt")
      try Files.write(text, to: path)
      return path
    }
  }

  private func place(of kind: ArtifactKind) -> TextPlace? {
    let texts = [difference.lower, difference.upper].map { row in
      Files.text(row.artifacts[kind]?.path ?? "") ?? ""
    }
    return TextPlace(texts[0], texts[1], marker: bootstrap.functionMarker)
  }

  private func texts(of kind: ArtifactKind) -> [String] {
    [path(of: kind, difference.lower.stage), path(of: kind, difference.upper.stage)]
  }

  private func path(of kind: ArtifactKind, _ stage: Int) -> String {
    run.project.relative(run.path(of: kind, stage: stage))
  }

  private func firstByte() -> Int? {
    let files = [difference.lower, difference.upper].map { row in
      Files.bytes(row.artifacts[difference.kind]?.path ?? "") ?? []
    }
    let shared = zip(files[0], files[1]).prefix { $0 == $1 }.count
    return shared < max(files[0].count, files[1].count) ? shared : nil
  }
}

// MARK: Words

extension DifferenceFinder {
  /// The same place with the line of source at which its function is declared, where none was seen.
  private func withSource(_ place: TextPlace) -> TextPlace {
    guard place.source == nil, let heading = place.function else { return place }
    return place.at(declaration(of: TextPlace.name(in: heading)))
  }

  /// Where the function called `name`, such as `frontend/lexer.Lexer.lex<T>`, is declared in the sources.
  private func declaration(of name: String) -> String? {
    let plain = name.prefix { $0 != "<" }
    guard let last = plain.split(separator: ".").last else { return nil }
    let module = plain.split(separator: ".").first.map(String.init) ?? ""
    for file in GlobPattern.files(bootstrap.inputs, in: run.project.root)
    where file.hasSuffix(".qz") && file.contains(module) {
      let lines = (Files.text(run.project.path(file)) ?? "")
        .split(separator: "\n", omittingEmptySubsequences: false)
      let index = lines.firstIndex { line in
        let words = line.split { " (<:".contains($0) }
        return zip(words, words.dropFirst()).contains { $0 == "def" && $1 == last }
      }
      if let index { return "\(file):\(index + 1)" }
    }
    return nil
  }

  private func describe(_ place: TextPlace, _ title: String, _ kept: [String]) -> [String] {
    var lines = ["\(title), line \(place.line)"]
    if let function = place.function {
      lines.append("function: \(TextPlace.name(in: function))")
    }
    if let source = place.source { lines.append("source: \(source)") }
    lines.append("- \(place.lower ?? "(the text has ended)")")
    lines.append("+ \(place.upper ?? "(the text has ended)")")
    if !kept.isEmpty {
      lines.append("texts: \(kept.map(run.project.relative).joined(separator: " and "))")
    }
    return lines
  }
}
