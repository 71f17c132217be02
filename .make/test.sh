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
bad=0

part() { # name command...
    local name=$1 began=$SECONDS
    [[ -z ${PARTS:-} || " $PARTS " == *" $name "* ]] || return 0
    shift
    echo "== $name"
    "$@" </dev/null || bad=1
    echo "== $name: $((SECONDS - began)) s"
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

part build builds all unit-programs
part unit make -s unit
part unit-asan make -s asan
[[ ! -e www/package.json ]] || part www .make/www-test.sh
part api asan_suite api tests/api
part scenarios asan_suite scenarios tests/scenarios
part fault .make/suite.sh fault tests/fault
# every page, twice as slow on a busy machine
TEST_MS=1200000 part e2e .make/suite.sh e2e tests/e2e

read -r passed failed < <(awk '{ p += $1; f += $2 } END { print p + 0, f + 0 }' "$TALLY")
((bad == 0 || failed > 0)) || failed=1
echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))
