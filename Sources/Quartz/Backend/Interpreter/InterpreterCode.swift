/// What an instruction of the interpreter does.
///
/// `a`, `b` and `c` of an instruction are mostly byte offsets of words in the frame, written `[a]`;
/// an immediate is written `#c`. Words hold integers extended to 64 bits after their type, the bits
/// of floats (of an F32 in the low half), addresses, and enums that are one word.
enum InterpreterOp: UInt8 {
  // MARK: Moving

  /// `[a] = [b]`
  case move
  /// `[a] = #b`, sign-extended
  case small
  /// `[a] = #b | #c << 32`
  case wide
  /// `[a] = [b]`, two words
  case moveTwo
  /// `[a] = [b]`, `c` bytes
  case moveBytes
  /// `c` zero bytes at `[a]`
  case clear
  /// `[a]` = the address of the frame plus `#b`
  case frameAddress

  // MARK: Memory: `[a]` = what stands at `[b] + #c`, or what stands at `[a] + #c` = `[b]`

  case load8U, load8S, load16U, load16S, load32U, load32S, load64
  /// `c` bytes at `[b] + #n`
  case loadBytes
  case store8, store16, store32, store64
  /// `c` bytes to `[a] + #n`
  case storeBytes
  /// `[a]` = element number `[c]` of those at `[b]`
  case loadAt8U, loadAt8S, loadAt16U, loadAt16S, loadAt32U, loadAt32S, loadAt64
  /// element number `[b]` of those at `[a]` = `[c]`
  case storeAt8, storeAt16, storeAt32, storeAt64
  /// `[a] = [b] + [c] * #n`
  case element
  /// `[a] = [b] + [c] * #d`, where `d` is the `a` of the next instruction
  case elementWide
  /// `[c]` times `d` bytes from `[b]` to `[a]`; `d` as above
  case copyMemory
  /// `[b]` times `#c` zero bytes to `[a]`
  case zeroMemory

  // MARK: Integers that panic on overflow; S and U have 64 bits

  case addS, subtractS, multiplyS, addU, subtractU, multiplyU
  /// with the immediate `#c`
  case addSI, subtractSI, multiplySI
  /// signed of `64 - n` bits
  case addNS, subtractNS, multiplyNS
  /// unsigned of `n` bits
  case addNU, subtractNU, multiplyNU
  case divideS, remainderS, divideU, remainderU
  /// signed of `64 - n` bits
  case divideNS, remainderNS
  /// by the immediate `#c`, neither 0 nor -1
  case divideSI, remainderSI
  case negateS, negateNS, negateU

  // MARK: Integers that do not

  case addW, subtractW, multiplyW, addWI
  case and, or, xor, andI, xorI
  /// by `[c]`, which is less than `n`
  case shiftLeft, shiftRightS, shiftRightU
  /// by `#c`
  case shiftLeftI, shiftRightSI, shiftRightUI
  /// `[a] = [b]`, sign-extended from `64 - n` bits
  case extendS
  /// `[a] = [b]`, zero-extended from `n` bits
  case extendU
  /// the same, panicking when that changes the value
  case fitS
  /// `[a] = [b]`, panicking when it is not less than `1 << n`
  case fitU

  // MARK: Comparisons

  case equal, notEqual, lessS, lessEqualS, lessU, lessEqualU
  case equalI, notEqualI, lessSI, lessEqualSI, greaterSI, greaterEqualSI

  // MARK: Floats: D is F64, F is F32

  case addD, subtractD, multiplyD, divideD, remainderD, negateD
  case equalD, notEqualD, lessD, lessEqualD
  case addF, subtractF, multiplyF, divideF, remainderF, negateF
  case equalF, notEqualF, lessF, lessEqualF
  case signedToD, unsignedToD, signedToF, unsignedToF, floatToD, doubleToF
  /// an F64 to the integer type with index `n`, panicking when it does not fit
  case doubleToInteger
  /// the same, saturating
  case doubleToIntegerSaturating

  // MARK: Jumps: targets count instructions from the next one

  /// by `#c`
  case jump
  /// by `#c` when `[a]` is not, or is, 0
  case jumpIf, jumpUnless
  /// by `#c` when `[a]` and `[b]` compare so
  case jumpEqual, jumpNotEqual, jumpLessS, jumpLessEqualS, jumpLessU, jumpLessEqualU
  /// by `#c` when `[a]` and `#b` compare so
  case jumpEqualI, jumpNotEqualI, jumpLessSI, jumpLessEqualSI, jumpGreaterSI, jumpGreaterEqualSI
  /// After `[a]`, which is one of `b` consecutive cases, or by `#c`; the first case as two words,
  /// then a word for each target follow
  case jumpTable
  /// After `[a]`, which is one of `b` sorted cases, or by `#c`; two words for each case, then a word
  /// for each target follow
  case jumpSearch
  /// Counts `a` steps against the limit
  case step

  // MARK: Calls: `n` words of arguments; `b` result, `c` size of the frame; a list of sources follows

  /// of function `a`
  case call
  /// of extern function `a`
  case callExtern
  /// of the closure `[a]`
  case callClosure
  case returnNothing
  /// of `[a]`
  case returnWord
  /// of `c` bytes at `[a]`
  case returnBytes
  /// `[a]` and the next word = name of file `[b]`
  case fileName
  /// `[a]` = address of the thread's own word
  case threadWord
  /// Extern function `a` gets floats where its signature has `...`
  case unsupportedCall
  /// Leaves the loop: the function that was called from outside has returned
  case halt
  case unreachable
}

/// An instruction of the interpreter, of 16 bytes.
///
/// Lists of words stand between instructions in units of the same size: all bits survive copying.
struct InterpreterCode {
  /// The raw value of the operation; an enum of 8 bits would leave padding.
  private var operation: UInt16
  /// A small number.
  var n: UInt16
  /// Mostly where the result goes.
  var a: UInt32
  /// Mostly the first operand.
  var b: UInt32
  /// Mostly the second operand.
  var c: UInt32

  /// What it does.
  @inline(__always)
  var op: InterpreterOp {
    unsafeBitCast(UInt8(truncatingIfNeeded: operation), to: InterpreterOp.self)
  }

  init(op: InterpreterOp, n: UInt16 = 0, a: UInt32 = 0, b: UInt32 = 0, c: UInt32 = 0) {
    operation = UInt16(op.rawValue)
    self.n = n
    self.a = a
    self.b = b
    self.c = c
  }

  /// Four words of data.
  init(words: (UInt32, UInt32, UInt32, UInt32)) {
    operation = UInt16(truncatingIfNeeded: words.0)
    n = UInt16(words.0 >> 16)
    a = words.1
    b = words.2
    c = words.3
  }
}

/// The beginning of each frame; the parameters follow, then everything else.
enum FrameLayout {
  /// Where the caller goes on.
  static let returnAddress = 0
  /// The frame of the caller.
  static let callerFrame = 8
  /// Where in the caller's frame the result goes.
  static let result = 16
  /// The address of the frame itself: loads from and stores to slots use it as their base.
  static let ownAddress = 24
  /// Where the parameters begin.
  static let parameters = 32
}

/// What a call needs to know about its callee.
///
/// The address of a function's entry is what the program sees as the address of the function.
struct FunctionEntry {
  /// The code; nil until the first call.
  var code: UnsafeMutablePointer<InterpreterCode>?
  /// The number of instructions.
  var count = 0
  /// The bytes of the frame.
  var frameSize = 0
  /// The bytes that the frame, and the arguments that it passes on, take at most.
  var extent = 0
  /// The number of words that the parameters take.
  var parameterWords = 0
  /// What the function is as an extern function.
  var native = NativeTarget()
}
