# Shared by the scripts of .make: where things stand, and processes by file.
# A process is remembered as "pid start-time", so a number that the system gave
# to another program meanwhile is never signalled.
# shellcheck shell=bash disable=SC2034

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
PATH=$TOP/build/node/bin:$PATH:/usr/sbin:/sbin
VAR=${DUNLIN_VAR:-$TOP/var}
[[ $VAR == /* ]] || VAR=$PWD/$VAR
PORT=${DUNLIN_PORT:-8080}
BIN=${DUNLIN_BIN:-$TOP/build/dunlin}

NCHAN=/usr/lib/nginx/modules/ngx_nchan_module.so # live events, where it is there
# With that module nginx wants this folder, whatever its configuration says; root makes it.
NCHAN_WANTS=/var/lib/nginx/body
((EUID == 0)) || [[ -d $NCHAN_WANTS ]] || NCHAN=

die() { echo "dunlin: $*" >&2; exit 1; }

start_time() { # of a pid; empty when it is gone
    local stat
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    set -- ${stat##*) }
    [[ $1 != Z ]] && echo "${20}"
}
remember() { echo "$2 $(start_time "$2")" >"$1"; } # file pid
recall() {                                         # file -> pid of a living process
    local pid time
    read -r pid time 2>/dev/null <"$1" || return 1
    [[ -n $time && $(start_time "$pid") == "$time" ]] && echo "$pid"
}

# The process of a file and all of its group: TERM first, KILL after so many
# seconds. Also what the group left when its leader is gone.
end_group() { # file seconds
    local pid n=$(($2 * 20))
    if pid=$(recall "$1"); then
        kill -TERM "$pid" 2>/dev/null
        while ((n-- > 0)) && recall "$1" >/dev/null; do sleep 0.05; done
    else
        read -r pid _ 2>/dev/null <"$1" || return 0
        ! start_time "$pid" >/dev/null || return 0
    fi
    kill -KILL -- "-$pid" 2>/dev/null
    rm -f "$1"
}

port_taken() { # something listens on this port (any address)
    local hex
    hex=$(printf ':%04X' "$1")
    awk -v hex="$hex" '$4 == "0A" && substr($2, length($2) - 4) == hex { found = 1 } END { exit !found }' \
        /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

free_mb() { df -Pk "$1" | awk 'NR == 2 { print int($4 / 1024) }'; }

# Last line of a log that says why, for a one-line error.
last_words() { grep -v '^ *$' "$1" 2>/dev/null | tail -1 | cut -c1-300; }

random_hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }
