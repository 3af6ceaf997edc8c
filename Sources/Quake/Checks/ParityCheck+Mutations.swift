/// The programs for which two compilers are compared.
public enum ParityPrograms: Sendable {
  /// The files that fit the patterns, at the levels; all where there are none.
  case sources([String], levels: [String])
  /// So many programs that a seed makes of those in the repository.
  case mutated(Int, seed: UInt64)
}

extension ParityCheck {
  /// Programs that `seed` makes of those in the repository, up to the LLVM IR of those that are right.
  ///
  /// Two compilers that agree on what is right may still differ in what they say of what is wrong.
  func mutated(_ count: Int, seed: UInt64) throws -> [Case] {
    let mutator = ProgramMutator(seeds: try FuzzSeeds(project: project), seed: seed)
    let folder = Files.join(project.scratch, "parity")
    return try (0..<count).map { number in
      let program = mutator.program(number)
      let file = Files.join(folder, "seed\(seed)_case\(number).qz")
      try Files.write(program.text, to: file)
      return Case(
        name: "mutated program \(number) of seed \(seed), kept as \(project.relative(file))",
        arguments: [
          "--emit", "llvm", "--color", "never", "-I", Files.parent(of: program.path),
          project.relative(file),
        ], scratch: file)
    }
  }
}
