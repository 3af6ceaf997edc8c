// Conversions between numbers, and the same bits as another type.

extension Codegen {
  /// Whether a conversion of integers changes neither the bits nor can fail.
  mutating func isFreeConversion(_ index: Int) -> Bool {
    let from = valueScalar(function.a[index])
    let to = scalar(function.types[index])
    if from == to { return true }
    guard from.isInteger, to.isInteger, from.bitWidth == to.bitWidth else { return false }
    return function.opcodes[index] == .convertWrapping
  }

  /// Writes a conversion to another type of number.
  mutating func emitConversion(_ index: Int) {
    guard aliases[index] == index else { return }
    let from = valueScalar(function.a[index])
    let to = scalar(function.types[index])
    if let instruction = Self.directConversion(from, to) {
      emitCast(index, instruction)
    } else if function.opcodes[index] == .convert {
      emitCheckedConversion(index, from, to)
    } else if from.isFloat {
      emitSaturating(index, from, to)
    } else {
      emitCast(index, from.bitWidth < to.bitWidth ? "sext " : "trunc ")
    }
  }

  /// The instruction for a conversion that always succeeds; nil where a value may not fit.
  private static func directConversion(_ from: TypeID, _ to: TypeID) -> StaticString? {
    if from == .bool { return to.isFloat ? "uitofp " : "zext " }
    if from.isFloat && to.isFloat { return to == .f32 ? "fptrunc " : "fpext " }
    if to.isFloat { return from.isSignedInteger ? "sitofp " : "uitofp " }
    guard from.isInteger, from.bitWidth < to.bitWidth else { return nil }
    if !from.isSignedInteger { return "zext " }
    return to.isSignedInteger ? "sext " : nil
  }

  /// Writes a cast of the first operand to the type of the instruction.
  private mutating func emitCast(_ index: Int, _ instruction: StaticString) {
    define(index)
    text.write(instruction)
    writeTyped(function.a[index])
    text.write(" to ")
    writeType(code(function.types[index]))
    text.write("\n")
  }

  private mutating func emitCheckedConversion(_ index: Int, _ from: TypeID, _ to: TypeID) {
    demandHelper(HelperKey(.convert, from, to))
    let location = location(index)
    define(index)
    text.write("call ")
    writeType(code(function.types[index]))
    text.write(" @convert$")
    text.write(HelperKey.name(from))
    text.write("$")
    text.write(HelperKey.name(to))
    text.write("(")
    writeTyped(function.a[index])
    text.write(", ")
    writeLocation(location)
  }

  /// Writes the conversion of a float to the nearest integer of a type; what is no number gives 0.
  private mutating func emitSaturating(_ index: Int, _ from: TypeID, _ to: TypeID) {
    let sign = to.isSignedInteger ? "s" : "u"
    let source = from == .f32 ? ("float", "f32") : ("double", "f64")
    let name = "@llvm.fpto\(sign)i.sat.i\(to.bitWidth).\(source.1)"
    demand("declare i\(to.bitWidth) \(name)(\(source.0))")
    define(index)
    text.write("call ")
    writeType(code(function.types[index]))
    text.write(" ")
    text.write(string: name)
    text.write("(")
    writeTyped(function.a[index])
    text.write(")\n")
  }

  /// Writes the same bits as another type.
  mutating func emitBitcast(_ index: Int) {
    guard aliases[index] == index else { return }
    let from = valueCode(function.a[index])
    let to = code(function.types[index])
    if to == .pointer {
      emitCast(index, "inttoptr ")
    } else if from == .pointer {
      emitCast(index, "ptrtoint ")
    } else if from == code(TypeID.bool) {
      // A Bool is one bit as a value, and a byte where its bits count.
      emitCast(index, "zext ")
    } else {
      emitCast(index, "bitcast ")
    }
  }
}
