/// A program to start and what to hand it.
public struct Command: Sendable, Hashable {
  /// The path of the program, or its name on PATH.
  public let program: String
  /// The arguments after the program's name.
  public let arguments: [String]
  /// What it finds in its environment beside what every process of a run does.
  public let environment: [String: String]

  /// The command that starts `program` with `arguments` and `environment`.
  public init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
  }
}

/// A way to execute a spec file: a compiler and its options, or an interpreter.
public struct Engine: Sendable {
  /// A command made of the path of a spec file and the path of what is built of it.
  public typealias CommandMaker = @Sendable (_ source: String, _ output: String) -> Command

  /// What reports call it.
  public let name: String
  /// The command that builds a spec, nil when the spec runs from its source.
  public let build: CommandMaker?
  /// The command that runs a spec.
  public let run: CommandMaker

  /// An engine called `name` that runs specs by `run`, after `build` where that is needed.
  public init(name: String, build: CommandMaker? = nil, run: @escaping CommandMaker) {
    self.name = name
    self.build = build
    self.run = run
  }

  /// Compiles with `quartz`, giving it `flags`, and runs the binary, which finds the path of
  /// `quartz` in `QUARTZ`.
  public static func compiled(
    name: String = "compiled", quartz: String, flags: [String] = []
  ) -> Engine {
    Engine(
      name: name,
      build: { Command(quartz, ["build", $0, "-o", $1] + flags) },
      run: { Command($1, [], environment: ["QUARTZ": quartz]) })
  }

  /// Runs the source in the interpreter of `quartz`, giving it `flags`; it finds the path of
  /// `quartz` in `QUARTZ`.
  public static func interpreted(
    name: String = "interpreter", quartz: String, flags: [String] = []
  ) -> Engine {
    Engine(name: name) { source, _ in
      let arguments = ["run", "--interpret"] + flags + [source]
      return Command(quartz, arguments, environment: ["QUARTZ": quartz])
    }
  }
}
