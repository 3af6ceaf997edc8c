/// Where a task is described, which decides what outranks what.
enum TaskOrigin: Equatable, Sendable {
  /// In quake itself.
  case builtIn
  /// In the Quakefile, as a task.
  case quakefile
  /// In the Quakefile, as a sweep over specs.
  case sweep
  /// In the Quakefile, as another name for a task.
  case alias
  /// In the Quakefile, as the maker of a file.
  case file
}

/// What a task's body is given to work with.
struct TaskContext: Sendable {
  /// The project it works on.
  let project: Project
  /// Where it writes.
  let output: OutputSink
  /// How many processes it may run at the same time.
  let jobs: Int
  /// What it knows of the console.
  let console: Console
}

extension TaskContext {
  /// The same context with `output` as the place to write.
  func writing(to output: OutputSink) -> TaskContext {
    TaskContext(project: project, output: output, jobs: jobs, console: console)
  }
}

/// Something quake can be asked to do: a name, what it needs first, and what it does.
struct QuakeTask: Sendable {
  /// What it does; it throws when that did not work out.
  typealias Body = @Sendable (TaskContext) async throws -> Void

  /// The name it is asked for by.
  let name: String
  /// What it does, in one line.
  let description: String
  /// The names of the tasks that run before it.
  var dependencies: [String] = []
  /// Where it is described.
  var origin: TaskOrigin = .quakefile
  /// Why it has nothing to do, decided when its dependencies are through; nil when it must run.
  var isCurrent: (@Sendable (Project) -> String?)?
  /// What it does.
  let body: Body
}
