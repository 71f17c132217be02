#!/bin/sh
# Business time is a parameter: no query asks the server what time it is.
cd "$(dirname "$0")/../.." || exit 2
find sql/queries sql/checks -name '*.sql' -print0 2>/dev/null | xargs -0 -r awk '
{
	line = toupper($0); sub(/--.*/, "", line)
	if (match(line, /(^|[^A-Z0-9_])((NOW|CURDATE|CURTIME|SYSDATE|UNIX_TIMESTAMP)[ \t]*\([ \t]*[0-9]?[ \t]*\)|(CURRENT|UTC)_(DATE|TIME|TIMESTAMP)|LOCALTIME)/)) {
		print FILENAME ":" FNR ": time is a parameter: " $0; n++
	}
}
END { exit n > 0 }
'
