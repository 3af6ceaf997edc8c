/// The operations that the standard library gets from the compiler, declared there by
/// `extern "quartz" def`; the raw value is the name.
enum Intrinsic: String, CaseIterable, Sendable {
  /// `size_of<T>(): Int`: the bytes of a value.
  case sizeOf = "size_of"
  /// `align_of<T>(): Int`.
  case alignOf = "align_of"
  /// `type_name<T>(): String`.
  case typeName = "type_name"
  /// `ptr_load<T>(p: Ptr<T>): T`.
  case pointerLoad = "ptr_load"
  /// `ptr_store<T>(p: Ptr<T>, value: T): Void`.
  case pointerStore = "ptr_store"
  /// `ptr_offset<T>(p: Ptr<T>, count: Int): Ptr<T>`, counted in elements.
  case pointerOffset = "ptr_offset"
  /// `ptr_cast<T, U>(p: Ptr<T>): Ptr<U>`.
  case pointerCast = "ptr_cast"
  /// `ptr_to_int<T>(p: Ptr<T>): Int`.
  case pointerToInt = "ptr_to_int"
  /// `ptr_from_int<T>(address: Int): Ptr<T>`.
  case pointerFromInt = "ptr_from_int"
  /// `ptr_copy<T>(to: Ptr<T>, from: Ptr<T>, count: Int): Void`; the ranges may overlap.
  case pointerCopy = "ptr_copy"
  /// `ptr_zero<T>(p: Ptr<T>, count: Int): Void`.
  case pointerZero = "ptr_zero"
  /// `place_replace<T>(place: &mut T, value: T): T`: what was there before.
  case placeReplace = "place_replace"
  /// `object_to_ptr<T>(x: T): Ptr<U8>`: the address behind a reference.
  case objectToPointer = "object_to_ptr"
  /// `object_from_ptr<T>(p: Ptr<U8>): T`.
  case objectFromPointer = "object_from_ptr"
  /// `wrapping_add<T>(a: T, b: T): T`.
  case wrappingAdd = "wrapping_add"
  /// `wrapping_sub<T>(a: T, b: T): T`.
  case wrappingSubtract = "wrapping_sub"
  /// `wrapping_mul<T>(a: T, b: T): T`.
  case wrappingMultiply = "wrapping_mul"
  /// `f64_to_bits(x: F64): U64`.
  case bitsOfF64 = "f64_to_bits"
  /// `f64_from_bits(x: U64): F64`.
  case f64FromBits = "f64_from_bits"
  /// `f32_to_bits(x: F32): U32`.
  case bitsOfF32 = "f32_to_bits"
  /// `f32_from_bits(x: U32): F32`.
  case f32FromBits = "f32_from_bits"
  /// `unreachable(): !`.
  case unreachable
  /// `file_name(file: Int): String`.
  case fileName = "file_name"
  /// `caller_location(): Int`, in a function marked `@track_caller`.
  case callerLocation = "caller_location"
  /// `thread_word(): Ptr<Ptr<U8>>`: the place of one word that each thread has for itself.
  case threadWord = "thread_word"
  /// `object_size<T>(): Int`: the bytes of the object behind a reference.
  case objectSize = "object_size"
  /// `debug_build?(): Bool`: whether the program is built without `--release`.
  case isDebugBuild = "debug_build?"
  /// `address_sanitizer?(): Bool`: whether AddressSanitizer watches the program.
  case hasAddressSanitizer = "address_sanitizer?"
}
