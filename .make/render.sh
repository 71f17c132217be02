#!/bin/bash
# render.sh OUT_DIR NAME=VALUE...: writes nginx/inc/*.conf and nginx/local.conf.template
# to OUT_DIR with each @NAME@ replaced; fails when one is left over. With MODULES="load_module …"
# also what needs the nchan module: nginx/inc/events and nginx/inc/push.
set -eu
out=$1
shift
here=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$out"
rm -rf "$out"/{events,push} # an earlier run may have had a module that is gone
live=()
[[ " $*" != *" MODULES=load_module"* ]] || live=("$here"/nginx/inc/{events,push}/*.conf)
for f in "$here"/nginx/inc/*.conf "${live[@]}" "$here"/nginx/*.conf.template; do
    text=$(<"$f")
    for pair in "$@"; do
        text=${text//"@${pair%%=*}@"/"${pair#*=}"}
    done
    if [[ $text =~ @[A-Z_]+@ ]]; then
        echo "render: $f: no value for ${BASH_REMATCH[0]}" >&2
        exit 1
    fi
    name=${f##*/}
    [[ $f != */inc/*/* ]] || name=${f#*/nginx/inc/}
    mkdir -p "$(dirname "$out/$name")"
    printf '%s\n' "$text" >"$out/${name%.template}"
done
