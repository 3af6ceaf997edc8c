import QSpec

extension Session {
  /// Runs the tasks called `names` with all they need.
  public func runTasks(
    _ names: [String], jobs: Int, keepGoing: Bool, quiet: Bool
  ) async throws -> ExitCode {
    let order = try await graph(for: names).order(for: names)
    return await run(order, RunOptions(jobs: jobs, keepsGoing: keepGoing, isQuiet: quiet))
  }

  /// Shows what would run for `names`, in order, and why.
  public func showPlan(_ names: [String]) async throws {
    try await graph(for: names).plan(for: names, in: project).forEach(out.line)
  }

  /// Shows by which ways `names`, or any tasks without them, lead to `wanted`.
  public func explain(_ wanted: String, for names: [String]) async throws {
    let graph = try await graph(for: names + [wanted])
    let lines = try graph.explanation(of: wanted, for: names)
    lines.forEach(out.line)
    if lines.isEmpty {
      out.line(names.isEmpty ? "no task needs '\(wanted)'" : "'\(wanted)' would not run")
    }
  }

  /// Shows all tasks; a Quakefile that cannot be read is reported after the verbs.
  public func list() async throws {
    show("Verbs", verbTasks)
    let described = try await quakefile()?.tasks(sweep: { _, _ in }) ?? []
    show("Tasks", described.filter { [.quakefile, .alias].contains($0.origin) })
    show("Sweeps", described.filter { $0.origin == .sweep })
    show("Files", described.filter { $0.origin == .file })
  }

  /// The names of all tasks of the Quakefile.
  public func taskNames() async throws -> [String] {
    try await quakefile()?.declarations.map(\.name) ?? []
  }

  private func show(_ title: String, _ tasks: [QuakeTask]) {
    guard !tasks.isEmpty else { return }
    out.line(console.strong(title))
    let width = tasks.map(\.name.count).max() ?? 0
    for task in tasks { out.line("  \(padded(task.name, to: width))  \(task.description)") }
  }
}

// MARK: Verbs with options

extension Session {
  /// Runs `verb` with its usual options.
  public func runVerb(_ verb: Verb) async -> ExitCode {
    await run(verbTasks.filter { $0.name == verb.rawValue }, RunOptions(jobs: Self.defaultJobs))
  }

  /// Runs the sections of all tests called `sections`, or all.
  public func runTest(_ sections: [String]) async -> ExitCode {
    await single("test", jobs: Self.defaultJobs) { context in
      try await testVerb(sections).run(context)
    }
  }

  /// Runs the smoke programs called `names`, or all, by stage 1 or by `compiler`.
  public func runSmoke(_ names: [String], compiler: String?, jobs: Int) async -> ExitCode {
    let path = compiler.map { Files.absolute($0, from: Files.currentFolder) }
    return await single("smoke", jobs: jobs) { try await smoke(names, compiler: path, $0) }
  }

  /// Compares what the compiler says about the programs of spec/ui called `names`, or about all.
  public func runUI(_ names: [String], jobs: Int) async -> ExitCode {
    await single("ui", jobs: jobs) { try await ui(.compare, names, $0) }
  }

  /// Makes what the compiler says about the programs of spec/ui called `names`, or about all, what is
  /// expected.
  public func acceptUI(_ names: [String], jobs: Int) async -> ExitCode {
    await single("ui", jobs: jobs) { try await ui(.accept, names, $0) }
  }

  /// Runs the specs that `request` asks for.
  public func runSpec(_ request: SpecRequest) async -> ExitCode {
    await single("spec", jobs: request.jobs ?? Self.defaultJobs) { context in
      try await spec(request, context)
    }
  }

  /// Runs the specs that `request` asks for, and again whenever a spec, the library or the compiler has
  /// changed, until somebody interrupts.
  public func watchSpec(_ request: SpecRequest) async throws -> ExitCode {
    var code = ExitCode.passed
    while !Task.isCancelled {
      let before = try watchedFiles()
      code = await runSpec(request)
      out.line("waiting for a change of spec, std or the compiler; control-C ends this")
      guard let changes = try await change(since: before) else { break }
      let more = changes.count > 1 ? " and \(changes.count - 1) more" : ""
      out.line("changed: \(project.relative(changes[0]))\(more)")
    }
    return code
  }

  private func watchedFiles() throws -> FileListing {
    FileListing([project.path("spec"), project.path("std"), try toolchain.quartz()])
  }

  /// What has changed since `before`, once there is something; nil when the waiting was given up.
  private func change(since before: FileListing) async throws -> [String]? {
    while !Task.isCancelled {
      let changes = try watchedFiles().changes(since: before)
      if !changes.isEmpty { return changes }
      try? await Task.sleep(for: .milliseconds(300))
    }
    return nil
  }

  /// Looks for programs that the compiler does not bear.
  public func runFuzz(_ request: FuzzRequest) async -> ExitCode {
    await single("fuzz", jobs: request.jobs) { context in
      try await FuzzVerb(project: project, request: request).run(context)
    }
  }

  /// Runs the sweeps called `names`, and nothing that only has the name of one.
  public func runSweeps(_ names: [String], jobs: Int) async throws -> ExitCode {
    let sweeps = try await graph().tasks.filter { $0.origin == .sweep }
    let chosen = try names.map { name in
      guard let sweep = sweeps.first(where: { $0.name == name }) else {
        let question = Suggestion.question(for: name, among: sweeps.map(\.name))
        throw QuakeError.usage("no sweep '\(name)'" + (question.map { "; \($0)" } ?? ""))
      }
      return sweep
    }
    guard !chosen.isEmpty else {
      show("Sweeps", sweeps)
      return sweeps.isEmpty ? .nothingRan : .passed
    }
    return await run(chosen, RunOptions(jobs: jobs))
  }

  /// Tells what the machine is missing; with `installing`, gets it.
  public func runDoctor(installing: Bool) async -> ExitCode {
    await single("doctor", jobs: 1) { context in
      let doctor = DoctorVerb(project: project, toolchain: toolchain)
      try await doctor.run(context, installing: installing)
    }
  }

  func single(
    _ name: String, jobs: Int, _ body: @escaping QuakeTask.Body
  ) async -> ExitCode {
    await run(
      [QuakeTask(name: name, description: name, origin: .builtIn, body: body)],
      RunOptions(jobs: jobs))
  }
}
