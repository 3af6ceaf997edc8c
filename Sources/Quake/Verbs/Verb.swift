/// What quake can do without a Quakefile.
public enum Verb: String, CaseIterable, Sendable {
  case build
  case test
  case smoke
  case spec
  case fuzz
  case doctor
  case clean

  /// What it does, in one line.
  public var summary: String {
    switch self {
    case .build: "Build quartz and quake"
    case .test: "Build, then run every test there is"
    case .smoke: "Run the smoke programs in every engine"
    case .spec: "Run the specs"
    case .fuzz: "Look for programs that the compiler does not bear"
    case .doctor: "Tell what this machine is missing"
    case .clean: "Remove everything that was built"
    }
  }
}
