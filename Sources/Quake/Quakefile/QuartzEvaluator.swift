import Quartz

/// Reads Quakefiles with the compiler and runs them in its interpreter.
struct QuartzEvaluator: QuakefileEvaluator {
  /// The folder of the standard library, where it is not the one beside quake.
  let standardLibrary: String?

  func compile(_ path: String) throws -> any CompiledQuakefile {
    var options = CompileOptions(file: path)
    options.standardLibrary = standardLibrary
    do {
      return Compiled(program: try EmbeddedProgram.compile(options))
    } catch {
      throw QuakeError.failed("the Quakefile is not right\n\(error.message)")
    }
  }

  /// A Quakefile in the form that the interpreter runs.
  private struct Compiled: CompiledQuakefile {
    let program: EmbeddedProgram

    var warnings: String { program.warnings }

    func start(with functions: [String: HostFunction]) throws -> any QuakefileRun {
      // The interpreter's addresses are real ones.
      let memory = ProcessMemory()
      let host = functions.mapValues { function in
        { (words: [UInt64]) in function(memory, words) }
      }
      do {
        return Run(run: try program.start(with: host))
      } catch {
        throw QuakeError.failed(error.message)
      }
    }
  }

  /// A Quakefile whose own statements have run.
  private final class Run: QuakefileRun {
    private let run: EmbeddedRun

    init(run: EmbeddedRun) { self.run = run }

    func call(closure: UInt64) throws {
      do {
        try run.call(closure: closure)
      } catch {
        throw QuakeError.failed(error.message)
      }
    }
  }
}
