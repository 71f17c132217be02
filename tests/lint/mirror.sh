#!/bin/sh
# Styles speak of start and end, never of left and right, so that a page turns round for
# languages written from right to left. (print.css and what a line marks "physical" aside.)
cd "$(dirname "$0")/../.." || exit 2
find www/src -type f \( -name '*.svelte' -o -name '*.css' \) -print0 | xargs -0 awk '
FNR == 1 { style = FILENAME ~ /\.css$/ }
/<style/ { style = 1 }
!style || /physical/ { next }
function bad(instead) { print FILENAME ":" FNR ": " $0 " (use " instead ")"; n++ }
/(margin|padding)-(left|right) *:/ { bad("margin-inline-start, padding-inline-end …") }
/border-(left|right)[a-z-]* *:/ && !/border-(left|right)-color: *transparent/ { bad("border-inline-start …") }
/text-align: *(left|right)/ { bad("text-align: start or end") }
/^ *(left|right) *:/ { bad("inset-inline-start or -end") }
/(^|[ ;{])float: *(left|right)/ { bad("float: inline-start or -end") }
/border-(top|bottom)-(left|right)-radius/ { bad("border-start-start-radius …") }
END { exit n > 0 }'
