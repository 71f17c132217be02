#!/bin/sh
# No file of ours over 500 lines; tables of data and generated types are not counted.
cd "$(dirname "$0")/../.." || exit 2
find fcgi lua sql www/src www/app www/portal tests .make -type f \
	\( -name '*.[ch]' -o -name '*.lua' -o -name '*.sh' -o -name '*.mjs' -o -name '*.ts' -o -name '*.svelte' -o -name '*.css' -o -name '*.html' \) ! -name api-types.ts \
	-print0 2>/dev/null | xargs -0 wc -l | awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines, at most 500"; n++ } END { exit n > 0 }'
