#!/bin/sh
# gen.sh DIR: generates C from sql/ into DIR, and DIR/sources.mk, the list of
# what was generated. A file whose text did not change keeps its time, so a
# changed query recompiles only what uses it.
set -eu
command -v lua5.4 >/dev/null || { echo "lua5.4 is missing: run make setup" >&2; exit 1; }
dir=$1
new=$dir.new
rm -rf "$new"
mkdir -p "$new" "$dir"
[ ! -f sql/bindgen.lua ] || lua5.4 sql/bindgen.lua "$new"

(cd "$dir" && find . -name '*.[ch]') | while read -r f; do
    [ -e "$new/$f" ] || rm -f "$dir/$f"
done
(cd "$new" && find . -type f) | while read -r f; do
    mkdir -p "$dir/${f%/*}"
    cmp -s "$new/$f" "$dir/$f" || mv "$new/$f" "$dir/$f"
done
rm -rf "$new"

list=$(find "$dir" -name '*.c' | LC_ALL=C sort | tr '\n' ' ')
echo "GEN_SRC := $list" >"$dir/sources.mk"
