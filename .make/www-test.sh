#!/bin/bash
# The unit tests of the pages (vitest), counted like the others.
set -u
. "$(dirname "$0")/lib.sh"
cd "$TOP/www" || exit 1
grep -q '"test"' package.json || exit 0
report=$TOP/build/test/www.json
rm -f "$report"
npm test --silent -- --reporter=default --reporter=json --outputFile.json="$report"
rc=$?
read -r passed failed < <(node -e '
    const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
    console.log(r.numPassedTests, r.numFailedTests + r.testResults.filter((t) => t.status === "failed" && !t.assertionResults.length).length);
    ' "$report" 2>/dev/null)
passed=${passed:-0} failed=${failed:-0}
((rc == 0 || failed > 0)) || failed=1
[[ -z ${TALLY:-} ]] || echo "$passed $failed" >>"$TALLY"
echo "www: $passed passed, $failed failed"
((failed == 0))
