extension Compilation {
  /// Every function that is reachable from the program's main, in MIR.
  mutating func lower(_ checker: inout Checker) throws(DriverError) -> MIRProgram {
    throw .internalError(in: "mir", "the lowering to MIR is not part of this build")
  }
}
