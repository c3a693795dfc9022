#!/bin/sh
# Compiles sweep.c with the kernels and runs it: needs clang, gcc and libquadmath.
set -e
here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../../../Sources/CKernels
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
for file in "$kernels"/*.c; do
  clang -std=c11 -O2 -I"$kernels/include" -c "$file" -o "$build/$(basename "$file").o"
done
gcc -O2 -I"$kernels/include" "$here/sweep.c" "$build"/*.o -o "$build/sweep" -lquadmath -lm
"$build/sweep" "$@"
