/// Something that a Quakefile describes, in the order in which it does.
enum Declaration: Equatable, Sendable {
  /// `task(name, desc, deps) do -> … end`.
  case task(name: String, description: String, dependencies: [String])
  /// `task_alias(name, target)`.
  case alias(name: String, target: String)
  /// `sweep(name, desc, patterns)`.
  case sweep(name: String, description: String, patterns: [String])
  /// `file_task(path, inputs) do -> … end`.
  case file(path: String, inputs: [String])
  /// `bootstrap(name, …)`, with its settings as text.
  case bootstrap(name: String, settings: String)

  /// The name that the description adds to the tasks.
  var name: String {
    switch self {
    case .task(let name, _, _), .alias(let name, _), .sweep(let name, _, _),
      .bootstrap(let name, _):
      name
    case .file(let path, _): path
    }
  }
}
