#!/bin/sh
# step.sh NAME COMMAND...: runs the command quietly. On a terminal a line counts
# the seconds; elsewhere one line says that it began and one that it ended. What
# the command printed is shown only when it fails.
set -u
name=$1
shift
log=$(mktemp) || exit 1
start=$(date +%s)
clock=
if [ -t 1 ]; then
    (while :; do
        printf '\r  %-34s %3ds ' "$name" $(($(date +%s) - start))
        sleep 1
    done) &
    clock=$!
else
    printf '  %s ...\n' "$name"
fi
stop_clock() {
    [ -z "$clock" ] || { kill "$clock" && wait "$clock"; } 2>/dev/null
    clock=
}
trap 'stop_clock; rm -f "$log"' EXIT
trap 'exit 130' INT TERM

"$@" >"$log" 2>&1 </dev/null
rc=$?
stop_clock
took=$(($(date +%s) - start))
if [ "$rc" -eq 0 ]; then
    [ -t 1 ] && printf '\r'
    printf '  %-34s %3ds done\n' "$name" "$took"
else
    [ -t 1 ] && printf '\r'
    printf '  %-34s %3ds failed\n' "$name" "$took"
    tail -"${STEP_LINES:-40}" "$log" | sed 's/^/    /' >&2
fi
exit "$rc"
