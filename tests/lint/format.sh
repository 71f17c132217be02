#!/bin/sh
# Laid out by .clang-format (`make fmt` does it).
cd "$(dirname "$0")/../.." || exit 2
find fcgi tests -name '*.[ch]' -print0 | xargs -0 -r -P 2 -n 40 clang-format --dry-run -Werror
