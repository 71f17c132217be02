#!/bin/bash
# render.sh OUT_DIR NAME=VALUE...: writes nginx/inc/*.conf and nginx/local.conf.template
# to OUT_DIR with each @NAME@ replaced; fails when one is left over.
set -eu
out=$1
shift
here=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$out"
for f in "$here"/nginx/inc/*.conf "$here"/nginx/*.conf.template; do
    text=$(<"$f")
    for pair in "$@"; do
        text=${text//"@${pair%%=*}@"/"${pair#*=}"}
    done
    if [[ $text =~ @[A-Z_]+@ ]]; then
        echo "render: $f: no value for ${BASH_REMATCH[0]}" >&2
        exit 1
    fi
    name=${f##*/}
    printf '%s\n' "$text" >"$out/${name%.template}"
done
