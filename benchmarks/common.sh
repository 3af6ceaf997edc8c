# What the scripts in this directory share; read by them with `.`.

here=$(cd "$(dirname "$0")" && pwd)
quartz=${QUARTZ:-$here/../.build/release/quartz}
runs=${RUNS:-5}

if [ ! -x "$quartz" ]; then
  echo "$0: no compiler at '$quartz'; build one or name it in QUARTZ" >&2
  exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

"$quartz" build --release "$here/generate.qz" -o "$work/generate"
"$quartz" build --release "$here/measure.qz" -o "$work/measure"
echo 'puts("hello, world")' > "$work/hello.qz"
printf '#include <stdio.h>\nint main(void) { puts("hello, world"); }\n' > "$work/hello.c"

# The cores of this machine.
cores=$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo '?')

# Prints "CPU-µs µs peak-bytes" of a command, medians of all runs.
measure() { "$work/measure" "$runs" "$@"; }

# Whether a peer is installed; says so when it is not.
has() {
  command -v "$1" > /dev/null && return
  echo "($1 is not installed, and left out)"
  return 1
}
