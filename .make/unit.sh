#!/bin/sh
# unit.sh PROGRAM...: runs cmocka programs, those that need a database one after the
# other, the rest beside them; prints one line a program and what failed; ends with
# the sum. A program that dies counts as a failure. Tests that need a database find its
# socket in DUNLIN_TEST_SOCKET: a private server, started here when any is among them.
set -u
cd "$(dirname "$0")/.." || exit 2
var=${DUNLIN_VAR:-var}/unit
tally=${TALLY:-}
[ $# -gt 0 ] || { echo "unit: there is no such test"; exit 1; }
sums=$(mktemp)
trap 'rm -f "$sums"' EXIT
with= without=
for t in "$@"; do
    case $t in
    */unit/db/* | */unit/store/* | */unit/service/* | */unit/handler/* | */unit/http/* | */unit/job/* | */unit/main/*)
        with="$with $t" ;;
    *) without="$without $t" ;;
    esac
done
if [ -n "$with" ]; then
    mkdir -p "$var"
    .make/mariadb.sh start "$var/mariadb" || exit 1
    trap '.make/mariadb.sh stop "$var/mariadb"; rm -rf "$var" "$sums"' EXIT
    trap 'exit 130' INT TERM
    DUNLIN_TEST_SOCKET=$(cd "$var/mariadb" && pwd)/mariadb.sock
    export DUNLIN_TEST_SOCKET
fi

run() { # program...
    for t in "$@"; do
        log=$t.log
        CMOCKA_MESSAGE_OUTPUT=STDOUT timeout "${UNIT_SECONDS:-300}" "$t" >"$log" 2>&1
        rc=$?
        ok=$(grep -c '^\[       OK \]' "$log")
        no=$(sed -n 's/^\[  FAILED  \] \([0-9]*\) test(s).*/\1/p' "$log" | tail -1)
        no=${no:-0}
        if [ "$rc" -ne 0 ] && [ "$no" -eq 0 ]; then no=1; fi
        if [ "$rc" -eq 0 ] && [ "$ok" -eq 0 ]; then no=1; fi
        echo "$ok $no" >>"$sums"
        [ "$no" -eq 0 ] || [ -z "$tally" ] || echo "failed: ${t#*/tests/}" >>"$tally.failed"
        if [ "$no" -eq 0 ]; then
            printf '  ok      %-50s %4d tests\n' "${t#*/tests/}" "$ok"
        else
            printf '  FAILED  %-50s exit %d\n%s\n' "${t#*/tests/}" "$rc" \
                "$(grep -v -e '^\[ RUN ' -e '^\[       OK \]' "$log" | tail -40 | sed 's/^/          /')"
        fi
    done
}

# shellcheck disable=SC2086 # names without blanks
run $without &
# shellcheck disable=SC2086
run $with
wait

passed=$(awk '{ n += $1 } END { print n + 0 }' "$sums")
failed=$(awk '{ n += $2 } END { print n + 0 }' "$sums")
[ -z "$tally" ] || echo "$passed $failed" >>"$tally"
echo "unit: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
