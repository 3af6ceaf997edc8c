/// Stands where the compiler's interpreter is not built in; every use is an error of the machine.
struct UnavailableEvaluator: QuakefileEvaluator {
  func compile(_ path: String) throws -> any CompiledQuakefile {
    throw QuakeError.infrastructure("this quake was built without the interpreter of Quartz")
  }
}
