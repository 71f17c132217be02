#!/bin/bash
# suite.sh NAME FOLDER: runs FOLDER/*.test.mjs with Node's test runner and adds what
# passed and failed to the file $TALLY, the names of those that failed to $TALLY.failed. A runner that died counts as a failure.
# ONLY=worklist runs the files alone whose name has this.
set -u
. "$(dirname "$0")/lib.sh"
cd "$TOP" || exit 1
name=$1 folder=$2
mapfile -t files < <(find "$folder" -name "*${ONLY:-}*.test.mjs" 2>/dev/null | LC_ALL=C sort)
((${#files[@]})) || { echo "$name: no tests"; exit 0; }
sum=build/test/$name.tap
mkdir -p build/test
rm -f "$sum"
node --test --test-concurrency="${JOBS:-2}" --test-timeout="${TEST_MS:-600000}" \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$sum" "${files[@]}"
rc=$?
count() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$sum" 2>/dev/null | tail -1; }
passed=$(count pass) failed=$(($(count fail) + $(count cancelled)))
((rc == 0 || failed > 0)) || failed=1
((rc != 0 || passed > 0)) || failed=1
if [[ -n ${TALLY:-} ]]; then
    echo "${passed:-0} $failed" >>"$TALLY"
    sed -n "s/^ *not ok [0-9]* - /failed: $name: /p" "$sum" 2>/dev/null >>"$TALLY.failed"
fi
echo "$name: ${passed:-0} passed, $failed failed"
((failed == 0))
