extension Quakefile {
  /// The tasks that the file describes; `sweep` runs the specs that fit the given patterns.
  func tasks(
    sweep: @escaping @Sendable ([String], TaskContext) async throws -> Void
  ) -> [QuakeTask] {
    let files = declarations.compactMap { declaration -> String? in
      if case .file(let path, _) = declaration { path } else { nil }
    }
    return declarations.enumerated().compactMap { index, declaration in
      switch declaration {
      case .bootstrap: nil
      case .task(let name, let description, let dependencies):
        QuakeTask(name: name, description: description, dependencies: dependencies) { context in
          try await self.runBody(index, output: context.output)
        }
      case .alias(let name, let target):
        QuakeTask(
          name: name, description: "The same as \(target)", dependencies: [target], origin: .alias
        ) { _ in }
      case .sweep(let name, let description, let patterns):
        QuakeTask(name: name, description: description, origin: .sweep) { context in
          try await sweep(patterns, context)
        }
      case .file(let path, let inputs):
        fileTask(FileStamp(path: path, inputs: inputs), at: index, makers: files)
      }
    }
  }

  /// The compilers that compile themselves, as the file describes them.
  func bootstraps() throws -> [Bootstrap] {
    try declarations.compactMap { declaration in
      guard case .bootstrap(let name, let settings) = declaration else { return nil }
      return try Bootstrap(name: name, settings: settings)
    }
  }

  private func fileTask(_ stamp: FileStamp, at index: Int, makers: [String]) -> QuakeTask {
    QuakeTask(
      name: stamp.path, description: "Make \(stamp.path)",
      dependencies: makers.filter { $0 != stamp.path && stamp.reads($0) }, origin: .file,
      isCurrent: { stamp.isCurrent(in: $0) ? "nothing it is made from has changed" : nil }
    ) { context in
      try stamp.requireInputs(in: context.project)
      try await self.runBody(index, output: context.output)
      try stamp.record(in: context.project)
    }
  }
}

/// Remembers from which contents a file was made; times of modification decide nothing.
struct FileStamp: Sendable {
  /// The file that is made.
  let path: String
  /// The files it is made from, as paths or patterns.
  let inputs: [String]

  /// Whether the file is made from `file`.
  func reads(_ file: String) -> Bool {
    inputs.contains { $0 == file || GlobPattern($0).matches(file) }
  }

  /// Whether the file exists as it was made, from the contents that its inputs have now.
  func isCurrent(in project: Project) -> Bool {
    guard Files.exists(project.path(path)) else { return false }
    return Files.text(place(in: project)) == digest(in: project)
  }

  /// Throws unless every input exists.
  func requireInputs(in project: Project) throws {
    for input in inputs where GlobPattern.files(input, in: project.root).isEmpty {
      throw QuakeError.failed("'\(path)' is made from '\(input)', which does not exist")
    }
  }

  /// Remembers that the file was made just now.
  func record(in project: Project) throws {
    guard Files.exists(project.path(path)) else {
      throw QuakeError.failed("'\(path)' was not made by its task")
    }
    try Files.write(digest(in: project), to: place(in: project))
  }

  private func place(in project: Project) -> String {
    Files.join(project.scratch, "files/\(Digest.of(path)).sha256")
  }

  private func digest(in project: Project) -> String {
    let files = inputs.flatMap { GlobPattern.files($0, in: project.root) }
    return Digest.ofFiles(inputs + files + [path], in: project.root)
  }
}
