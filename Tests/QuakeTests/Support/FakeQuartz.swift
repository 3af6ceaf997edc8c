@testable import Quake

extension Fixture {
  /// Puts a compiler in the fixture whose "programs" are shell scripts.
  ///
  /// A line `# refuse CODE` in a program is an error with that code; in every other program,
  /// `build` copies the script and `run --interpret` runs it, with ENGINE set to tell which.
  func fakeQuartz() throws -> Toolchain {
    try script(
      """
      refuse() {
        code=$(sed -n 's/^# refuse //p' "$1")
        [ -z "$code" ] && return
        echo "error[$code]: refused '${1##*/}'" >&2
        exit 1
      }
      case $1 in
        check) refuse "$2" ;;
        run) refuse "$3"; ENGINE=interpreter; export ENGINE; file=$3; shift 3
          [ "${1:-}" = -- ] && shift
          exec sh "$file" "$@" ;;
        build)
          refuse "$2"
          engine=debug
          [ "${5:-}" = --release ] && engine=release
          [ "${5:-}" = --sanitize ] && engine=$6
          { echo '#!/bin/sh'; echo "ENGINE=$engine"; cat "$2"; } >"$4"
          chmod +x "$4"
          ;;
        *) echo "unexpected: $*" >&2; exit 2 ;;
      esac
      """, at: "tools/quartz")
    return Toolchain(project: project, searchPath: ["/bin", "/usr/bin"], toolFolder: path("tools"))
  }
}
