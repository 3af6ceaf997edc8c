/// The version of the compiler, the language it accepts, and the tools beside it.
public enum Version {
  /// The toolchain's version.
  public static let toolchain = "0.1.0"
  /// The language's version.
  public static let language = "5.28"
  /// What `quartz --version` says.
  public static let text = "quartz \(toolchain) (Quartz \(language))"
}
