#!/bin/sh
# Functions that overflow, hide errors, keep hidden state or start a shell; and
# any clock but base/clock.
cd "$(dirname "$0")/../.." || exit 2
find fcgi tests -name '*.[ch]' -print0 | xargs -0 -r awk '
function bad(why) { print FILENAME ":" FNR ": " why; n++ }
FNR == 1 { inside = 0 }
{
	line = $0
	gsub(/\\"/, "", line); gsub(/"[^"]*"/, "\"\"", line)
	if (inside) { if (!sub(/^.*\*\//, "", line)) next; inside = 0 }
	gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "", line); sub(/\/\/.*/, "", line)
	if (sub(/\/\*.*/, "", line)) inside = 1
	line = " " line
	if (match(line, /[^A-Za-z0-9_>.](strcpy|strcat|strncat|stpcpy|sprintf|vsprintf|atoi|atol|atoll|atof|gets|strtok|system|popen|alloca|tmpnam|mktemp|rand|srand|localtime|gmtime|ctime|asctime)[ \t]*\(/))
		bad("banned: " substr(line, RSTART + 1, RLENGTH - 1))
	if (FILENAME ~ /^fcgi\// && FILENAME !~ /^fcgi\/base\// && \
	    match(line, /[^A-Za-z0-9_>.]((time|gettimeofday)[ \t]*\(|clock_gettime[ \t]*\([ \t]*CLOCK_(REALTIME|TAI))/))
		bad("time comes from base/clock: " substr(line, RSTART + 1, RLENGTH - 1))
}
END { exit n > 0 }
'
