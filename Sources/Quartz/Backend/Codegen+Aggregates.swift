// Value structs and tuples.

extension Codegen {
  /// Writes the value of an aggregate: a constant with what is known, then one insertion for each
  /// other field.
  mutating func emitAggregate(_ index: Int) {
    let code = code(function.types[index])
    guard code != .empty, !constants[index] else { return }
    emitInsertions(index, code, variant: 0, function.list(function.a[index]))
  }

  /// Writes the insertions of the parts of a struct that are not constant.
  mutating func emitInsertions(
    _ index: Int, _ code: TypeCode, variant: Int, _ values: ArraySlice<UInt32>
  ) {
    let places = spellings[code].parts[variant]
    var last = -1
    for (number, value) in values.enumerated()
    where places[number] != .empty && !isConstant(value) {
      widenBool(value, for: index, number)
      if number > last { last = number }
    }
    var previous = -1
    for (number, value) in values.enumerated()
    where places[number] != .empty && !isConstant(value) {
      writeStepName(index, number, isLast: number == last)
      text.write(" = insertvalue ")
      writeType(code)
      text.write(" ")
      if previous < 0 {
        writeConstantBase(code, variant: variant, values)
      } else {
        writeStep(index, previous)
      }
      text.write(", ")
      writeStored(value, for: index, number)
      text.write(", ")
      text.write(decimal: places[number].member)
      text.write("\n")
      previous = number
    }
  }

  private mutating func writeStepName(_ index: Int, _ number: Int, isLast: Bool) {
    text.write("  ")
    if isLast {
      text.write("%v")
      text.write(decimal: index)
    } else {
      writeStep(index, number)
    }
  }

  /// Writes the name of the value after part `number` was inserted.
  private mutating func writeStep(_ index: Int, _ number: Int) {
    text.write("%v")
    text.write(decimal: index)
    text.write(".")
    text.write(decimal: number)
  }

  /// Writes the constant aggregate at `index`.
  mutating func writeConstantAggregate(_ index: Int) {
    writeConstantBase(
      code(function.types[index]), variant: 0, function.list(function.a[index]))
  }

  /// Writes a struct whose constant parts are filled in; the others are `poison`.
  mutating func writeConstantBase(_ code: TypeCode, variant: Int, _ values: ArraySlice<UInt32>) {
    let spelling = spellings[code]
    let places = spelling.parts[variant]
    var parts = [UInt32](repeating: 0, count: spelling.members.count)
    for (number, value) in values.enumerated() where places[number].member >= 0 {
      if isConstant(value) { parts[places[number].member] = value }
    }
    guard spelling.isEnum || parts.contains(where: { $0 != 0 }) else {
      text.write("poison")
      return
    }
    text.write(spelling.opening)
    for (number, member) in spelling.members.enumerated() {
      if number > 0 { text.write(", ") }
      text.write(member: member)
      text.write(" ")
      if spelling.isEnum && number == 0 {
        text.write(decimal: variant)
      } else if parts[number] == 0 {
        text.write("poison")
      } else {
        writeStoredConstant(parts[number])
      }
    }
    text.write(spelling.closing)
  }

  /// Writes the field of an aggregate.
  mutating func emitExtract(_ index: Int) {
    // Found first: finding it may add to the spellings.
    let whole = valueCode(function.a[index])
    let place = spellings[whole].parts[0][Int(function.b[index])]
    guard place != .empty else { return }
    emitMember(index, of: function.a[index], place.member)
  }

  /// Writes the value of a member of the struct `value`.
  mutating func emitMember(_ index: Int, of value: UInt32, _ member: Int) {
    let isBool = code(function.types[index]) == .bool
    text.write("  %v")
    text.write(decimal: index)
    text.write(isBool ? ".b = extractvalue " : " = extractvalue ")
    writeTyped(value)
    text.write(", ")
    text.write(decimal: member)
    text.write("\n")
    if isBool { narrowBool(index) }
  }
}
