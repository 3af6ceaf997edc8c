#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The time of day, only ever in Universal Time.
enum WallClock {
  /// Milliseconds since the start of 1970.
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
  }

  /// `milliseconds` since 1970 as `YYYY-MM-DDThh:mm:ss`, without a zone, as JUnit readers want it.
  static func stamp(_ milliseconds: Int) -> String {
    var seconds = time_t(milliseconds / 1000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let time = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
    return padded(date[0], 4) + "-" + padded(date[1], 2) + "-" + padded(date[2], 2) + "T"
      + time.map { padded($0, 2) }.joined(separator: ":")
  }

  /// `value` with zeros before it up to `width` digits.
  static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// `nanoseconds` as seconds with exactly three decimals, rounded half up: `1.250`.
  static func seconds(_ nanoseconds: Int) -> String {
    let milliseconds = (max(0, nanoseconds) / 100_000 + 5) / 10
    return "\(milliseconds / 1000)." + padded(milliseconds % 1000, 3)
  }
}

extension Duration {
  /// The whole nanoseconds of this duration.
  var nanoseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
  }

  /// The duration in seconds for people, as short as it is exact to the millisecond: `0.25 s`.
  var inSeconds: String {
    var text = WallClock.seconds(nanoseconds)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text + " s"
  }
}
