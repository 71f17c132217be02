#!/bin/sh
# Laid out by .clang-format (`make fmt` does it).
cd "$(dirname "$0")/../.." || exit 2
find fcgi tests -name '*.[ch]' -print0 | xargs -0 -r -P 2 -n 40 clang-format --dry-run -Werror
formatted=$?
# A line that parts a file stays one line.
! grep -rn --include='*.[ch]' -A1 '^/\* -- ' fcgi tests | grep -E -- '-[0-9]+- \*' || exit 1
exit $formatted
