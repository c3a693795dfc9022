#!/usr/bin/env bash
# Whether the kernels compute the same bits at every width of this machine, and on others, which QEMU
# stands in for where it and their compiler are installed:
#     apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
set -euo pipefail
cd "$(dirname "$0")/../../.."
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

# The compiler that the package is built with, which joins a product and a sum where it may.
compile() {
  clang -std=gnu11 -O2 -ISources/CKernels/include -o "$1" "${@:2}" \
    Tests/CKernelsTests/Sweep/hashes.c Sources/CKernels/*.c -lm -lpthread
}

compile "$build/here"
"$build/here" >"$build/lines"
if [ -d /usr/aarch64-linux-gnu/lib ] && command -v qemu-aarch64 >/dev/null; then
  compile "$build/arm64" --target=aarch64-linux-gnu -static -fuse-ld=lld
  qemu-aarch64 "$build/arm64" | sed 's/^/arm64-/' >>"$build/lines"
else
  echo "arm64: not compared, its library or qemu-aarch64 is missing"
fi

# A line is a width, a kernel, a hash: all widths have the first one's hash for a kernel.
awk '
  { count[$1]++ }
  !($2 in hash) { hash[$2] = $3; first[$2] = $1 }
  hash[$2] != $3 { print $1 ": " $2 " differs from " first[$2]; differ++ }
  END {
    for (width in count) print width ": " count[width] " hashes"
    exit differ > 0
  }' "$build/lines"
