#!/bin/bash
# make check: one line a check, with its time; what a failed one printed stands
# under it. ONLY="layers tidy" runs those alone.
set -u
cd "$(dirname "$0")/../.." || exit 2
unset MAKEFLAGS MFLAGS MAKELEVEL
mkdir -p build/lint
failed=0

check() { # name command...
    local name=$1 began=$EPOCHREALTIME log=build/lint/$1.log rc took
    [[ -z ${ONLY:-} || " $ONLY " == *" $name "* ]] || return 0
    shift
    [[ ! -t 1 ]] || printf '  %-10s ... ' "$name"
    "$@" >"$log" 2>&1 </dev/null
    rc=$?
    took=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
    [[ ! -t 1 ]] || printf '\r'
    if ((rc == 0)); then
        printf '  %-10s ok      %6ss\n' "$name" "$took"
    else
        printf '  %-10s FAILED  %6ss\n' "$name" "$took"
        awk '{ l[NR] = $0 } END { for (i = 1; i <= NR; i++)
            if (i <= 30 || i > NR - 30) print l[i]; else if (i == 31) print "..." }' "$log" | sed 's/^/      /'
        failed=$((failed + 1))
    fi
}

check layers tests/lint/layers.sh
check sizes tests/lint/sizes.sh
check banned tests/lint/banned.sh
check words tests/lint/words.sh
check sqltime tests/lint/sqltime.sh
check mirror tests/lint/mirror.sh
check format tests/lint/format.sh
check headers tests/lint/headers.sh
# shellcheck disable=SC2046 # names without blanks
check luacheck luacheck -q --codes --no-color $(find lua sql tests -name '*.lua')
check build make -s -j2 binary
check clang make -s -k -j2 lint-clang
check cppcheck make -s -k -j2 lint-cppcheck
check tidy make -s -k -j2 lint-tidy
check sql tests/lint/sql.sh
[[ ! -e www/package.json ]] || check www make -s www-check

if ((failed)); then
    echo "check: $failed failed"
    exit 1
fi
echo "check: all ok"
