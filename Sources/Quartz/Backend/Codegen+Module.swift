// What stands around the functions: header, module variables, constants, attributes.

extension Codegen {
  /// Writes what every module begins with.
  ///
  /// The data layout names only what differs from LLVM's defaults on the 64-bit machines that Quartz
  /// runs on, so that the text is the same on all of them; clang replaces it by its target's. Without
  /// it the parser would give every load of an `i64` the alignment 4.
  mutating func emitHeader() {
    head.write("source_filename = \"quartz\"\ntarget datalayout = \"e-i64:64\"\n")
  }

  /// Writes a module variable, which begins as zero bytes.
  mutating func emitGlobal(_ id: GlobalID) {
    let global = program.globals[id]
    let code = code(global.type)
    head.write(name: interner.bytes(of: global.name))
    head.write(" = internal global ")
    head.write(memoryType: code == .empty ? .i8 : code)
    head.write(" zeroinitializer")
    head.write(string: alignmentText(code))
    head.write("\n")
  }

  /// Writes the options of AddressSanitizer: memory that is not freed is no mistake in a language
  /// whose programs may leave all of it to the end of the process.
  private mutating func emitSanitizerOptions() {
    guard options.sanitizer == .address, !program.entry.isNone else { return }
    text.write("@asan$options = private constant [15 x i8] c\"detect_leaks=0\\00\"\n")
    text.write("define ptr @__asan_default_options() {\n  ret ptr @asan$options\n}\n")
  }

  /// Writes the groups of attributes that were used, and the metadata.
  mutating func emitClosing() {
    emitSanitizerOptions()
    for group in 0..<UInt8(8) where attributeGroups & (1 << group) != 0 {
      text.write("attributes #")
      text.write(decimal: UInt32(group))
      text.write(" = {")
      writeAttributeNames(AttributeGroup(rawValue: group))
      text.write(" }\n")
    }
    if usesBoolRange { text.write("!0 = !{i8 0, i8 2}\n") }
  }

  private mutating func writeAttributeNames(_ group: AttributeGroup) {
    if group.contains(.isInline) { text.write(" alwaysinline") }
    if group.contains(.isCold) { text.write(" cold") }
    // LLVM refuses a function of which both is asked.
    if group.contains(.isCold) && !group.contains(.isInline) { text.write(" noinline") }
    if group.contains(.isNoReturn) { text.write(" noreturn") }
    text.write(" nounwind")
    switch options.sanitizer {
    case .address: text.write(" sanitize_address \"frame-pointer\"=\"all\"")
    case .thread: text.write(" sanitize_thread \"frame-pointer\"=\"all\"")
    case nil: break
    }
  }

  /// Writes the group of attributes of a function.
  mutating func writeAttributes(flags: FunctionFlags, result: TypeID) {
    var group = AttributeGroup()
    if flags.contains(.isInline) { group.insert(.isInline) }
    if flags.contains(.isCold) { group.insert(.isCold) }
    if program.types.kind(result) == .never { group.insert(.isNoReturn) }
    attributeGroups |= 1 << group.rawValue
    text.write("#")
    text.write(decimal: UInt32(group.rawValue))
  }
}

/// The attributes of a function; the raw value is the number of their group.
struct AttributeGroup: OptionSet {
  let rawValue: UInt8
  static let isInline = AttributeGroup(rawValue: 1)
  static let isCold = AttributeGroup(rawValue: 2)
  static let isNoReturn = AttributeGroup(rawValue: 4)
}

// MARK: - Constants

extension Codegen {
  /// Writes `@s$7`, the name of the constant with the text of `symbol`, which is defined when new.
  mutating func writeStringName(_ symbol: Symbol) {
    if symbol.position >= stringNumbers.count {
      let missing = max(interner.count + 1, symbol.position + 1) - stringNumbers.count
      stringNumbers.append(contentsOf: repeatElement(0, count: missing))
    }
    if stringNumbers[symbol.position] == 0 {
      stringCount += 1
      stringNumbers[symbol.position] = stringCount
      defineString(interner.bytes(of: symbol), number: stringCount)
    }
    text.write("@s$")
    text.write(decimal: stringNumbers[symbol.position])
  }

  /// Defines a constant that ends in a NUL, which C functions need and Quartz does not count.
  private mutating func defineString(_ bytes: ArraySlice<UInt8>, number: UInt32) {
    head.write("@s$")
    head.write(decimal: number)
    head.write(" = private unnamed_addr constant [")
    head.write(decimal: bytes.count + 1)
    head.write(" x i8] c\"")
    head.write(escaped: bytes)
    head.write("\\00\"\n")
  }

  /// Writes the table of file names, in the order of their numbers, if any function reads it.
  mutating func emitFileNames() {
    guard let type = fileNameType else { return }
    let names = sources.files.map { Array($0.stablePath.utf8) }
    let first = stringCount + 1
    for name in names {
      stringCount += 1
      defineString(name[...], number: stringCount)
    }
    text.write("@files$ = private unnamed_addr constant [")
    text.write(decimal: names.count)
    text.write(" x ")
    writeType(code(type))
    text.write("] [")
    for (number, name) in names.enumerated() {
      text.write(number == 0 ? "\n  " : ",\n  ")
      writeType(code(type))
      text.write(" { ptr @s$")
      text.write(decimal: first + UInt32(number))
      text.write(", i64 ")
      text.write(decimal: name.count)
      text.write(" }")
    }
    text.write("\n]\n")
  }
}

// MARK: - Names

extension Codegen {
  /// The name of `function` as it stands in the text.
  func name(of function: FunctionID) -> String {
    guard function != program.entry else { return "@main" }
    let callee = program.functions[function]
    var writer = TextWriter(capacity: 64)
    writer.write(
      function: interner.bytes(of: callee.name), isExtern: callee.flags.contains(.isExtern))
    return writer.text
  }

  /// Writes the name of a function; that which the process starts is called `main`.
  mutating func writeFunctionName(_ id: FunctionID) {
    guard id != program.entry else {
      text.write("@main")
      return
    }
    let name = interner.bytes(of: program.functions[id].name)
    text.write(function: name, isExtern: program.functions[id].flags.contains(.isExtern))
  }
}

extension TextWriter {
  /// Writes `@name`, in quotes when it has other characters than LLVM's identifiers.
  mutating func write(name bytes: ArraySlice<UInt8>) {
    write("@")
    if Self.isPlain(bytes) {
      write(bytes)
    } else {
      write("\"")
      write(escaped: bytes)
      write("\"")
    }
  }

  /// Writes the name of a function.
  ///
  /// LLVM takes a function that is called like one of the C library for it, even when it is defined
  /// here; a `$` behind such a name prevents that.
  mutating func write(function name: ArraySlice<UInt8>, isExtern: Bool) {
    write(name: name)
    if !isExtern && Self.isIdentifier(name) { write("$") }
  }

  /// Whether `bytes` could be a name in C.
  private static func isIdentifier(_ bytes: ArraySlice<UInt8>) -> Bool {
    isPlain(bytes) && !bytes.contains(UInt8(ascii: "."))
  }

  private static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, !(48...57).contains(first) else { return false }
    return bytes.allSatisfy { byte in
      switch byte {
      case 97...122, 65...90, 48...57, UInt8(ascii: "."), UInt8(ascii: "_"): true
      default: false
      }
    }
  }

  /// Writes `bytes` as they stand in a quoted name or string.
  mutating func write(escaped bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      if byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        write(byte: UInt8(ascii: "\\"))
        write(hexadecimalByte: byte)
      } else {
        write(byte: byte)
      }
    }
  }
}

// MARK: - Locations

/// The line that a location was asked for last: most operations stand in the line of the one before.
struct LineCache {
  /// The position of the line's first byte.
  var start: UInt32 = 1
  /// The position after its last byte.
  var end: UInt32 = 0
  /// What stands for it in panics.
  var word: UInt64 = 0
}

extension Codegen {
  /// The word that stands for the position of the instruction at `index` in panics.
  mutating func location(_ index: Int) -> UInt64 {
    let offset = function.positions[index]
    if offset >= line.start && offset < line.end { return line.word }
    let position = Position(offset: offset)
    let place = sources.place(of: position)
    let file = sources[place.file]
    var end = Int(offset - file.base)
    while end < file.count && file.bytes[end] != 10 { end += 1 }
    line = LineCache(
      start: offset - UInt32(place.column - 1), end: file.base + UInt32(end) + 1,
      word: UInt64(place.file.index) << 32 | UInt64(place.line))
    return line.word
  }
}
