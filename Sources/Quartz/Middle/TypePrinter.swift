/// Writes types as people write them in source: `Vec<Int>`, `(Int, String)`, `Fn(Int): Bool`.
///
/// Diagnostics and the text of MIR use it. Nominals print by the name they were declared with,
/// without their module.
struct TypePrinter {
  /// The types.
  let types: TypeTable
  /// The declarations that nominal types name.
  let nominals: NominalTable
  /// The texts of names.
  let interner: Interner

  /// The text of `type`.
  func description(of type: TypeID) -> String {
    var text = ""
    append(type, to: &text)
    return text
  }

  /// The texts of `list`, separated by commas.
  func description(of list: some Sequence<TypeID>) -> String {
    var text = ""
    append(list, to: &text)
    return text
  }

  /// Adds the text of `type` to `text`.
  func append(_ type: TypeID, to text: inout String) {
    switch types.kind(type) {
    case .absent: text += "?"
    case .error: text += "{error}"
    case .never, .void, .bool, .i8, .i16, .i32, .int, .u8, .u16, .u32, .u64, .f32, .f64:
      text += Self.simpleNames[type.position]
    case .pointer: append("Ptr<", type, ">", to: &text)
    case .reference: append("&", type, "", to: &text)
    case .referenceMut: append("&mut ", type, "", to: &text)
    case .tuple: append("(", type, types.arguments(type).count == 1 ? ",)" : ")", to: &text)
    case .function: appendFunction(type, to: &text)
    case .nominal: appendNominal(type, to: &text)
    case .parameter: text += interner.text(types.parameterName(type))
    case .variable: text += "_"
    case .opaque: appendOpaque(type, to: &text)
    }
  }

  /// The names of the types without parts, by the index of the type.
  private static let simpleNames = [
    "?", "{error}", "!", "Void", "Bool", "I8", "I16", "I32", "Int", "U8", "U16", "U32", "U64",
    "F32", "F64",
  ]

  private func append(_ open: String, _ type: TypeID, _ close: String, to text: inout String) {
    text += open
    append(types.arguments(type), to: &text)
    text += close
  }

  private func append(_ list: some Sequence<TypeID>, to text: inout String) {
    var separator = ""
    for type in list {
      text += separator
      append(type, to: &text)
      separator = ", "
    }
  }

  /// Adds `C.iter()`: the method whose result the type is.
  private func appendOpaque(_ type: TypeID, to text: inout String) {
    append(types.argument(type, 0), to: &text)
    text += ".\(interner.text(types.opaqueName(type)))()"
  }

  private func appendFunction(_ type: TypeID, to text: inout String) {
    text += "Fn("
    append(types.parameters(type), to: &text)
    text += "): "
    append(types.result(type), to: &text)
  }

  private func appendNominal(_ type: TypeID, to text: inout String) {
    text += interner.text(nominals[types.nominal(type)].name)
    guard !types.arguments(type).isEmpty else { return }
    append("<", type, ">", to: &text)
  }
}
