#!/bin/bash
# fuzz.sh BUILD: runs each fuzz target for FUZZ_SECONDS, from the seeds in
# tests/fuzz/corpus/NAME and what earlier runs found; an input that breaks one is
# kept as BUILD/NAME-crash-….
set -u
cd "$(dirname "$0")/.." || exit 1
rc=0
for target in "$1"/tests/fuzz/fuzz_*; do
    [[ -x $target && ! $target =~ \. ]] || continue
    name=${target##*/fuzz_}
    found=$1/corpus/$name
    mkdir -p "$found"
    dirs=("$found")
    [[ ! -d tests/fuzz/corpus/$name ]] || dirs+=("tests/fuzz/corpus/$name")
    .make/step.sh "fuzz $name" "$target" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=5 \
        -rss_limit_mb=1024 -artifact_prefix="$1/$name-" "${dirs[@]}" || rc=1
done
exit $rc
