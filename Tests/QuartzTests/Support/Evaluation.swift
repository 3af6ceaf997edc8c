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

  /// Defines the functions that report panics: each ends the run with its name and its arguments.
  mutating func installHooks() {
    builder.hooks.overflow = hook("overflow", [.int, .int, .int, .int])
    builder.hooks.division = hook("division", [.int, .int])
    builder.hooks.shift = hook("shift", [.int, .int, .int])
    builder.hooks.conversion = hook("conversion", [.int, .int])
    builder.hooks.floatConversion = hook("float_conversion", [.f64, .int])
  }

  private mutating func hook(_ name: String, _ parameters: [TypeID]) -> FunctionID {
    let report = builder.extern("report_\(name)", parameters, .never)
    host["report_\(name)"] = { call in
      let words = call.arguments.map { "\(Int64(bitPattern: $0))" }
      return call.fail("\(name) \(words.joined(separator: " "))")
    }
    return builder.function("panic_\(name)", parameters, .never, flags: .isCold) { body in
      body.call(report, parameters.indices.map { body.parameter($0) })
      body.unreachable()
    }
  }

  /// The result of a function of the given type whose body `build` makes.
  func value(
    _ result: TypeID, _ parameters: [TypeID] = [], _ arguments: [UInt64] = [],
    sourceLocation: SourceLocation = #_sourceLocation, _ build: (BodyBuilder) -> Void
  ) throws -> InterpretedValue {
    let id = builder.function("test\(builder.functions.count)", parameters, result, build)
    return try interpreter(sourceLocation: sourceLocation).call(
      function: id, arguments: arguments)
  }

  /// The reason why a call of the function with the body made by `build` fails.
  func failure(
    _ result: TypeID = .int, sourceLocation: SourceLocation = #_sourceLocation,
    _ build: (BodyBuilder) -> Void
  ) -> InterpreterError.Reason? {
    let id = builder.function("test\(builder.functions.count)", [], result, build)
    do throws(InterpreterError) {
      _ = try interpreter(sourceLocation: sourceLocation).call(function: id)
      return nil
    } catch {
      return error.reason
    }
  }
}

extension MIRInterpreter {
  /// The word that `id` returns, or the reason why it fails.
  func outcome(_ id: FunctionID, _ arguments: [UInt64]) -> Outcome {
    do throws(InterpreterError) {
      return .word(try call(function: id, arguments: arguments).word)
    } catch {
      return .failure(error.reason)
    }
  }
}

/// How a call ends.
enum Outcome: Equatable {
  case word(UInt64)
  case failure(InterpreterError.Reason)

  /// A panic that the hooks of `Evaluation` report.
  static func panic(_ text: String) -> Outcome { .failure(.host(text)) }
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
