/// What a compilation leaves behind.
public enum EmitKind: String, CaseIterable, Sendable {
  /// The tokens of the file.
  case tokens
  /// Its syntax tree.
  case ast
  /// The types of its expressions.
  case types
  /// The program in MIR.
  case mir
  /// The program in LLVM IR.
  case llvm
  /// An object file.
  case obj
  /// A program that runs.
  case exe
}

/// In what form messages are written.
public enum ErrorFormat: String, CaseIterable, Sendable {
  /// For people: the line with carets below it.
  case human
  /// For tools: a JSON object a line.
  case json
}

/// When messages are coloured.
public enum ColorChoice: String, CaseIterable, Sendable {
  /// Where a person reads them.
  case auto
  /// Always.
  case always
  /// Never.
  case never
}

/// What the command line asks of a compilation.
public struct CompileOptions: Sendable {
  /// The main file; `-` is standard input.
  public var file: String
  /// Where the result goes; nil is standard output, or for obj and exe a name after the file's.
  public var output: String?
  /// What is made.
  public var emit = EmitKind.llvm
  /// Whether the machine code is optimised.
  public var isRelease = false
  /// The directories of `-I`.
  public var includePaths: [String] = []
  /// The features that are on.
  public var features: [String] = []
  /// Whether results of earlier compilations may be used.
  public var usesCache = true
  /// The directory of the standard library, when it is named.
  public var standardLibrary: String?
  /// The machine that the program is for, when it is another than this one.
  public var target: String?
  /// The checker that is built in.
  public var sanitizer: Sanitizer?
  /// Whether each IR is verified.
  public var verifies = CompileOptions.isDebugBuild
  /// In what form memory is reported.
  public var memoryFormat: MemoryFormat?
  /// Whether times are reported.
  public var reportsTimes = false
  /// In what form diagnostics are written.
  public var errorFormat = ErrorFormat.human
  /// When messages are coloured.
  public var color = ColorChoice.auto
  /// How many diagnostics people are shown; 0 is as many as are kept.
  public var diagnosticLimit = 100

  /// Options for compiling `file`, all others as by default.
  public init(file: String) {
    self.file = file
  }

  #if DEBUG
    private static let isDebugBuild = true
  #else
    private static let isDebugBuild = false
  #endif

  /// Where an object file or program goes.
  var outputPath: String {
    let stem = file == "-" ? "a" : Path.stem(file)
    return output ?? (emit == .obj ? stem + ".o" : stem)
  }
}
