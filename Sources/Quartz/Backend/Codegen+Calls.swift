// Calls and declarations.

extension Codegen {
  /// Writes a call.
  mutating func emitCall(_ index: Int) {
    let callee = FunctionID(index: function.a[index])
    let flags = program.functions[callee].flags
    if flags.contains(.isVariadic) { promoteArguments(callee, index) }
    beginCall(index, isExtern: flags.contains(.isExtern))
    if flags.contains(.isVariadic) {
      writeVariadicCall(callee, index)
    } else {
      text.write(" ")
      writeFunctionName(callee)
      let arguments = function.list(function.b[index])
      if flags.contains(.isExtern) {
        writeExternArguments(arguments)
      } else {
        writeArguments(arguments)
      }
    }
    text.write("\n")
  }

  /// Writes the beginning of a call up to the type of the result.
  private mutating func beginCall(_ index: Int, isExtern: Bool) {
    let code = code(function.types[index])
    if code == .empty {
      text.write("  ")
    } else {
      define(index)
    }
    text.write("call ")
    if isExtern { writeExtension(function.types[index]) }
    writeType(code)
  }

  /// Writes the arguments that have a size.
  mutating func writeArguments(_ arguments: ArraySlice<UInt32>, after first: UInt32? = nil) {
    text.write("(")
    var isFirst = true
    if let first {
      writeTyped(first)
      isFirst = false
    }
    for argument in arguments where valueCode(argument) != .empty {
      if !isFirst { text.write(", ") }
      isFirst = false
      writeTyped(argument)
    }
    text.write(")")
  }

  /// Writes the call of a closure, whose first word is its code.
  mutating func emitCallClosure(_ index: Int) {
    let closure = function.a[index]
    text.write("  %v")
    text.write(decimal: index)
    text.write(".f = load ptr, ptr ")
    writeOperand(closure)
    text.write("\n")
    beginCall(index, isExtern: false)
    text.write(" %v")
    text.write(decimal: index)
    text.write(".f")
    writeArguments(function.list(function.b[index]), after: closure)
    text.write("\n")
  }

  /// Writes the reading of a file's name; a number that no file has is taken for 0, whose name is
  /// empty.
  mutating func emitFileName(_ index: Int) {
    let type = function.types[index]
    let code = code(type)
    fileNameType = type
    writePart(index, ".c", " = icmp ult i64 ")
    writeOperand(function.a[index])
    text.write(", ")
    text.write(decimal: sources.files.count)
    writePart(index, ".n", " = select i1 %v", after: "\n")
    text.write(decimal: index)
    text.write(".c, i64 ")
    writeOperand(function.a[index])
    text.write(", i64 0")
    writePart(index, ".a", " = getelementptr inbounds ", after: "\n")
    writeType(code)
    text.write(", ptr @files$, i64 %v")
    text.write(decimal: index)
    text.write(".n\n")
    define(index)
    text.write("load ")
    writeType(code)
    text.write(", ptr %v")
    text.write(decimal: index)
    text.write(".a\n")
  }

  /// Begins a line that computes a part of the value at `index`.
  private mutating func writePart(
    _ index: Int, _ part: StaticString, _ operation: StaticString, after end: StaticString = ""
  ) {
    text.write(end)
    text.write("  %v")
    text.write(decimal: index)
    text.write(part)
    text.write(operation)
  }
}

// MARK: - C functions

extension Codegen {
  /// Writes the declaration of the C function at hand; two modules may declare the same one.
  mutating func emitDeclaration() {
    guard declaredExterns.insert(function.name).inserted else { return }
    text.write("declare ")
    writeExtension(function.result)
    writeType(code(function.result))
    text.write(" ")
    text.write(name: interner.bytes(of: function.name))
    writeParameterTypes(function.parameters, flags: function.flags)
    text.write(" ")
    writeAttributes(flags: [], result: function.result)
    text.write("\n")
  }

  private mutating func writeParameterTypes(_ parameters: [TypeID], flags: FunctionFlags) {
    text.write("(")
    var isFirst = true
    for type in parameters where code(type) != .empty {
      if !isFirst { text.write(", ") }
      isFirst = false
      writeType(code(type))
      writeExtensionSuffix(type)
    }
    if flags.contains(.isVariadic) { text.write(isFirst ? "..." : ", ...") }
    text.write(")")
  }

  /// Writes how a small integer is extended in its register, which the C ABIs settle.
  private mutating func writeExtension(_ type: TypeID) {
    switch scalar(type) {
    case .i8, .i16: text.write("signext ")
    case .bool, .u8, .u16: text.write("zeroext ")
    default: break
    }
  }

  private mutating func writeExtensionSuffix(_ type: TypeID) {
    switch scalar(type) {
    case .i8, .i16: text.write(" signext")
    case .bool, .u8, .u16: text.write(" zeroext")
    default: break
    }
  }

  private mutating func writeExternArguments(_ arguments: ArraySlice<UInt32>) {
    text.write("(")
    var isFirst = true
    for argument in arguments where valueCode(argument) != .empty {
      if !isFirst { text.write(", ") }
      isFirst = false
      writeExternArgument(argument)
    }
    text.write(")")
  }

  private mutating func writeExternArgument(_ argument: UInt32) {
    writeType(valueCode(argument))
    writeExtensionSuffix(function.types[Int(argument)])
    text.write(" ")
    writeOperand(argument)
  }
}

// MARK: - Variadic C functions

extension Codegen {
  /// Writes what C does to the further arguments of a function with `...`: small integers become
  /// 32 bits wide, an F32 an F64.
  private mutating func promoteArguments(_ callee: FunctionID, _ index: Int) {
    let fixed = program.functions[callee].parameters.count
    for (number, argument) in function.list(function.b[index]).enumerated() where number >= fixed {
      guard let (instruction, type) = promotion(of: argument) else { continue }
      text.write("  ")
      writePromoted(index, number)
      text.write(" = ")
      text.write(instruction)
      writeTyped(argument)
      text.write(" to ")
      text.write(type)
      text.write("\n")
    }
  }

  /// The instruction that promotes an argument, and the type that it becomes.
  private mutating func promotion(of argument: UInt32) -> (StaticString, StaticString)? {
    switch valueScalar(argument) {
    case .i8, .i16: ("sext ", "i32")
    case .bool, .u8, .u16: ("zext ", "i32")
    case .f32: ("fpext ", "double")
    default: nil
    }
  }

  private mutating func writePromoted(_ index: Int, _ number: Int) {
    text.write("%v")
    text.write(decimal: index)
    text.write(".p")
    text.write(decimal: number)
  }

  /// Writes the rest of a call with the function's whole type, which the C ABIs need.
  private mutating func writeVariadicCall(_ callee: FunctionID, _ index: Int) {
    let parameters = program.functions[callee].parameters
    text.write(" (")
    for type in parameters where code(type) != .empty {
      writeType(code(type))
      text.write(", ")
    }
    text.write("...) ")
    writeFunctionName(callee)
    text.write("(")
    var isFirst = true
    for (number, argument) in function.list(function.b[index]).enumerated()
    where valueCode(argument) != .empty {
      if !isFirst { text.write(", ") }
      isFirst = false
      if number >= parameters.count, let (_, type) = promotion(of: argument) {
        text.write(type)
        text.write(" ")
        writePromoted(index, number)
      } else {
        writeExternArgument(argument)
      }
    }
    text.write(")")
  }
}
