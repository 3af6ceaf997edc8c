import Testing

@testable import Quartz

/// Runs hand-built programs, after the verifier has accepted them.
struct Evaluation {
  let builder = MIRBuilder()
  var host: [String: HostFunction] = [:]
  var limits = InterpreterLimits.none

  /// The interpreter of the builder's program.
  func interpreter(
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> MIRInterpreter {
    let program = builder.program
    let problems = MIRVerifier.problems(in: program, interner: builder.interner)
    #expect(problems == [], sourceLocation: sourceLocation)
    return MIRInterpreter(
      program: program, interner: builder.interner, sources: builder.sources, host: host,
      limits: limits)
  }

  /// The result of a function of the given type whose body `build` makes.
  func value(
    _ result: TypeID, _ parameters: [TypeID] = [], _ arguments: [UInt64] = [],
    sourceLocation: SourceLocation = #_sourceLocation, _ build: (BodyBuilder) -> Void
  ) throws -> InterpretedValue {
    let id = builder.function("test", parameters, result, build)
    return try interpreter(sourceLocation: sourceLocation).call(
      function: id, arguments: arguments)
  }

  /// The reason why a call of the function with the body made by `build` fails.
  func failure(
    _ result: TypeID = .int, sourceLocation: SourceLocation = #_sourceLocation,
    _ build: (BodyBuilder) -> Void
  ) -> InterpreterError.Reason? {
    let id = builder.function("test", [], result, build)
    do throws(InterpreterError) {
      _ = try interpreter(sourceLocation: sourceLocation).call(function: id)
      return nil
    } catch {
      return error.reason
    }
  }
}

/// The result of a function without parameters whose body `build` makes.
func evaluate(
  _ result: TypeID, sourceLocation: SourceLocation = #_sourceLocation,
  _ build: (MIRBuilder, BodyBuilder) -> Void
) throws -> InterpretedValue {
  let evaluation = Evaluation()
  return try evaluation.value(result, sourceLocation: sourceLocation) {
    build(evaluation.builder, $0)
  }
}

/// Expects the Int `expected` from a function whose body `build` makes.
func expectInt(
  _ expected: Int, sourceLocation: SourceLocation = #_sourceLocation,
  _ build: (MIRBuilder, BodyBuilder) -> Void
) throws {
  let value = try evaluate(.int, sourceLocation: sourceLocation, build)
  #expect(Int(bitPattern: UInt(value.word)) == expected, sourceLocation: sourceLocation)
}
