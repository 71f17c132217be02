#!/bin/bash
# step.sh NAME COMMAND...: runs the command quietly. On a terminal a line counts
# the seconds; elsewhere a line says that it began when it takes longer than two,
# and one that it ended. What the command printed is shown only when it fails
# (STEP_LINES of it, default 40).
set -u
name=$1
shift
log=$(mktemp "${TMPDIR:-/tmp}/step.XXXXXX") || exit 1
SECONDS=0
tty=
[[ ! -t 1 ]] || tty=yes

count() {
    trap - EXIT
    if [[ -z $tty ]]; then
        sleep 2
        printf '  %s ...\n' "$name"
        return
    fi
    while :; do
        printf '\r  %-36s %3ds ' "$name" $SECONDS
        sleep 1
    done
}
stop_count() {
    kill $clock 2>/dev/null
    wait $clock 2>/dev/null
    [[ -z $tty ]] || printf '\r'
}
count &
clock=$!
trap 'stop_count; rm -f "$log"' EXIT
trap 'exit 130' INT TERM

"$@" >"$log" 2>&1 </dev/null
rc=$?
trap 'rm -f "$log"' EXIT
stop_count
if ((rc == 0)); then
    printf '  %-36s %3ds done\n' "$name" $SECONDS
else
    printf '  %-36s %3ds failed\n' "$name" $SECONDS
    tail -n "${STEP_LINES:-40}" "$log" | sed 's/^/    /' >&2
fi
exit $rc
