/// What quake can do without a Quakefile.
public enum Verb: String, CaseIterable, Sendable {
  case build
  case test
  case smoke
  case spec
  case fuzz
  case `guard`
  case guardCheck = "guard:check"
  case fixpoint
  case ddc
  case backups
  case install
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
    case .guard: "Prove that the compiler reproduces itself, then keep it"
    case .guardCheck: "Say whether the last proof still holds"
    case .fixpoint: "Prove that the compiler reproduces itself, and keep nothing"
    case .ddc: "Build the golden compiler again through stage 1 and compare bits"
    case .backups: "List the compilers that are kept"
    case .install: "Put the golden compiler and quake where they are used"
    case .doctor: "Tell what this machine is missing"
    case .clean: "Remove everything that was built"
    }
  }
}
