/// The tasks of a run and what each needs first; it has no cycle and no loose end.
struct TaskGraph: Sendable {
  /// The tasks in the order in which they were described.
  let tasks: [QuakeTask]
  /// The place of each name in `tasks`.
  private let places: [String: Int]

  /// The graph of `tasks`.
  ///
  /// Throws a usage error for a name described twice, a dependency that is no task, and a cycle.
  init(_ tasks: [QuakeTask]) throws {
    var places: [String: Int] = [:]
    for (place, task) in tasks.enumerated() {
      guard places.updateValue(place, forKey: task.name) == nil else {
        throw QuakeError.usage("task '\(task.name)' is described twice")
      }
    }
    self.tasks = tasks
    self.places = places
    try requireKnownDependencies()
    try requireNoCycle()
  }

  /// The task called `name`; a usage error with near names when there is none.
  func task(_ name: String) throws -> QuakeTask {
    if let place = places[name] { return tasks[place] }
    throw QuakeError.unknownTask(name, among: tasks.map(\.name))
  }

  /// Whether a task is called `name`.
  func has(_ name: String) -> Bool { places[name] != nil }

  private func requireKnownDependencies() throws {
    for task in tasks {
      for dependency in task.dependencies where !has(dependency) {
        let question = Suggestion.question(for: dependency, among: tasks.map(\.name))
        throw QuakeError.usage(
          "task '\(task.name)' needs '\(dependency)', which is no task"
            + (question.map { "; \($0)" } ?? ""))
      }
    }
  }
}

// MARK: Order

extension TaskGraph {
  /// How far the walk has come with a task.
  private enum Mark {
    case open
    case done
  }

  /// The tasks that `targets` need and they themselves, each once, every one after its needs.
  func order(for targets: [String]) throws -> [QuakeTask] {
    var marks: [String: Mark] = [:]
    var order: [QuakeTask] = []
    for target in targets { try visit(task(target), &marks, path: [], &order) }
    return order
  }

  private func requireNoCycle() throws {
    _ = try order(for: tasks.map(\.name))
  }

  private func visit(
    _ task: QuakeTask, _ marks: inout [String: Mark], path: [String], _ order: inout [QuakeTask]
  ) throws {
    let path = path + [task.name]
    switch marks[task.name] {
    case .done: return
    case .open: throw Self.cycle(path)
    case nil: marks[task.name] = .open
    }
    for name in task.dependencies { try visit(self.task(name), &marks, path: path, &order) }
    marks[task.name] = .done
    order.append(task)
  }

  /// The error for a walk whose last task is also an earlier one.
  private static func cycle(_ path: [String]) -> QuakeError {
    let start = path.firstIndex(of: path[path.count - 1]) ?? 0
    return .usage("tasks need each other: \(path[start...].joined(separator: " -> "))")
  }
}

// MARK: Why

extension TaskGraph {
  /// The shortest way from `target` down to `name`, or nil when `target` does not need it.
  func chain(from target: String, to name: String) throws -> [String]? {
    var ways = [[try task(target).name]]
    var seen: Set<String> = [target]
    while !ways.isEmpty {
      var longer: [[String]] = []
      for way in ways {
        if way.last == name { return way }
        for next in try task(way[way.count - 1]).dependencies where seen.insert(next).inserted {
          longer.append(way + [next])
        }
      }
      ways = longer
    }
    return nil
  }

  /// One line for each task that needs `name`, directly or not, as a chain that ends in it.
  func explanation(of name: String, for targets: [String]) throws -> [String] {
    let wanted = try task(name).name
    let sources = targets.isEmpty ? tasks.map(\.name) : targets
    let chains = try sources.compactMap { try chain(from: $0, to: wanted) }
    return chains.filter { targets.isEmpty ? $0.count > 1 : true }.map { chain in
      chain.count == 1 ? "\(wanted) was asked for" : chain.joined(separator: " -> ")
    }
  }

  /// One line for each task that `targets` lead to, in order, with the reason why it is there.
  func plan(for targets: [String], in project: Project) throws -> [String] {
    let order = try order(for: targets)
    let width = order.map(\.name.count).max() ?? 0
    return order.enumerated().map { index, task in
      let users = order.filter { $0.dependencies.contains(task.name) }.map(\.name)
      var reasons = targets.contains(task.name) ? ["asked for"] : []
      if !users.isEmpty { reasons.append("needed by \(users.joined(separator: ", "))") }
      if let current = task.isCurrent?(project) { reasons.append(current) }
      let number = padded("\(index + 1).", to: "\(order.count).".count + 1)
      return number + padded(task.name, to: width + 2) + reasons.joined(separator: "; ")
    }
  }
}

/// `text` with spaces up to `width` columns.
func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
