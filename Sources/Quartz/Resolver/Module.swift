/// The identity of a module: one source file.
struct ModuleID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}
