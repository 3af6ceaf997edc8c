/// Stands where the compiler's interpreter is not built in; every use is an error of the machine.
struct UnavailableEvaluator: QuakefileEvaluator {
  func compile(_ path: String) throws -> any CompiledQuakefile {
    throw QuakeError.infrastructure("this quake was built without the interpreter of Quartz")
  }
}

/// Stands where the spec runner is not built in; every use is an error of the machine.
struct UnavailableSpecs: SpecRunning {
  func run(
    _ request: SpecRequest, project: Project, quartz: String, output: OutputSink
  ) async throws -> SpecTally {
    throw QuakeError.infrastructure("this quake was built without the spec runner")
  }
}
