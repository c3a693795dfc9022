#!/bin/sh
# Installs Underhood from the folder that this file lies in.
#   ./install.sh [--prefix FOLDER]               ~/.local unless said; /usr/local for everybody
#   ./install.sh [--prefix FOLDER] --uninstall   takes away what it installed
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
prefix=${HOME:-/usr/local}/.local
uninstalls=no
while [ $# -gt 0 ]; do
  case $1 in
    --prefix)
      [ $# -gt 1 ] || { echo "install.sh: --prefix takes a folder" >&2; exit 64; }
      prefix=$2
      shift 2 ;;
    --prefix=*) prefix=${1#--prefix=}; shift ;;
    --uninstall) uninstalls=yes; shift ;;
    -h | --help) sed -n '2,4s/^# *//p' "$0"; exit 0 ;;
    *) echo "install.sh: '$1' is no option; --help lists them" >&2; exit 64 ;;
  esac
done
case $prefix in
  "~/"*) prefix=$HOME/${prefix#"~/"} ;;
  /*) ;;
  *) prefix=$PWD/$prefix ;;
esac
list=$prefix/share/underhood/installed

# What an older version has installed goes first: a lesson that is no more would stay.
remove() {
  [ -f "$list" ] || return 0
  while IFS= read -r file; do rm -f "$prefix/$file"; done <"$list"
  rm -f "$list"
  # Folders that hold nothing of others, the deepest first.
  find "$prefix/share/underhood" "$prefix/share/doc/underhood" -depth -type d -exec rmdir {} \; \
    2>/dev/null || true
}

if [ "$uninstalls" = yes ]; then
  [ -f "$list" ] || { echo "install.sh: nothing is installed in $prefix" >&2; exit 1; }
  remove
  echo "Underhood is gone from $prefix. What you did in it is kept, in"
  echo "${XDG_STATE_HOME:-~/.local/state}/underhood."
  exit 0
fi

remove
mkdir -p "$prefix/share/underhood"
cd "$here"
find bin share ! -type d | while IFS= read -r file; do
  mkdir -p "$prefix/$(dirname "$file")"
  # Beside it and then in its place, so that a program that runs is not written into.
  cp "$file" "$prefix/$file.new"
  mv -f "$prefix/$file.new" "$prefix/$file"
  echo "$file"
done >"$list.new"
mv -f "$list.new" "$list"
echo "Underhood is in $prefix/bin."
case :${PATH:-}: in
  *:"$prefix/bin":*) echo "Start it: underhood" ;;
  *)
    echo "That folder is not on your PATH. Start it: $prefix/bin/underhood"
    echo "or say once: echo 'export PATH=\"$prefix/bin:\$PATH\"' >> ~/.profile" ;;
esac
