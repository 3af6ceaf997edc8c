#!/bin/sh
# Compiles primes.peb with the compiler of Pebble that is given, and runs it; then shows what the
# compiler says about a program that is wrong.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" <primes.peb >"$folder/primes.ll"
"${CLANG:-clang}" -O1 -Wno-override-module "$folder/primes.ll" -o "$folder/primes"
"$folder/primes"
printf 'fn main() {\n  return 1 +;\n}\n' | "$1" 2>&1 || echo "exit code $?"
