#!/bin/bash
# test.sh: all tests that a change must pass, each part timed; the last line is
# the sum. Unit tests, the API and the scenarios also run under ASan and UBSan.
# PARTS="unit api" runs those alone.
set -u
. "$(dirname "$0")/lib.sh"
cd "$TOP" || exit 1
unset MAKEFLAGS MFLAGS MAKELEVEL
mkdir -p build/test
export TALLY=$TOP/build/test/tally
: >"$TALLY"
: >"$TALLY.failed"
bad=0

part() { # name command...
    local name=$1 began=$SECONDS
    [[ -z ${PARTS:-} || " $PARTS " == *" $name "* ]] || return 0
    shift
    echo "== $name"
    local rc=0
    "$@" </dev/null || rc=1 bad=1
    echo "== $name: $((SECONDS - began)) s"
    return $rc
}
builds() { # what does not build is one failure
    local rc
    make -s -k -j2 "$@"
    rc=$?
    ((rc == 0)) || echo "0 1" >>"$TALLY"
    return $rc
}
asan_suite() {
    DUNLIN_BIN=$TOP/build/asan/dunlin ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 \
        LSAN_OPTIONS=suppressions=$TOP/tests/lint/lsan.supp:print_suppressions=0 \
        UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 .make/suite.sh "$@"
}

# The browser's tests wait as long as they work, and so do the others: each half fills the
# other's pauses. What a lane that runs beside says comes when it is done.
beside() { # name command...
    part "$@" >"build/test/$1.log" 2>&1 &
    lane=$!
}
joined() { # name
    wait "$lane" || bad=1
    cat "build/test/$1.log"
}
trap 'trap - TERM; kill 0; exit 130' INT TERM

part build builds all unit-programs
part build-asan builds BUILD=build/asan SAN=address,undefined binary unit-programs
# every page, twice as slow on a busy machine
TEST_MS=1200000 beside e2e nice -n 5 .make/suite.sh e2e tests/e2e
part unit make -s unit
part unit-asan make -s asan
[[ ! -e www/package.json ]] || part www .make/www-test.sh
part api asan_suite api tests/api
part scenarios asan_suite scenarios tests/scenarios
part fault .make/suite.sh fault tests/fault
joined e2e

cat "$TALLY.failed"
read -r passed failed < <(awk '{ p += $1; f += $2 } END { print p + 0, f + 0 }' "$TALLY")
((bad == 0 || failed > 0)) || failed=1
echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))
