#!/bin/sh
# mariadb.sh start|serve|wait|stop|status DIR [PID]: a private MariaDB. Everything of it stands
# in DIR: data/, my.cnf, mariadb.sock, mariadb.pid, mariadb.log. It listens on
# the socket only, reads no other configuration, and DIR is closed to others,
# so root@localhost needs no password.
#   start   makes the data directory when there is none, returns when it answers
#   serve   the same in the foreground, for a supervisor
#   wait    until the one that process PID serves answers
#   stop    clean shutdown; returns when it is gone
# DUNLIN_DB_ARGS adds server options (sizes for a benchmark, say).
set -u
what=${1:?start, serve, wait, stop or status} dir=${2:?directory}
mkdir -p "$dir" && chmod 700 "$dir" || { echo "mariadb: cannot write to $dir" >&2; exit 1; }
dir=$(cd "$dir" && pwd -P)
sock=$dir/mariadb.sock pid=$dir/mariadb.pid log=$dir/mariadb.log
PATH=$PATH:/usr/sbin

say() { echo "mariadb: $*" >&2; }
why() { # the last complaint of the server, in one line
    if [ -n "$(df -Pk "$dir" | awk 'NR == 2 && $4 < 51200')" ]; then
        say "disk full: less than 50 MB left under $dir"
    else
        say "$1: $(tail -n 60 "$log" 2>/dev/null | grep -hE '\[ERROR\]' | tail -1 | sed 's/^[^[]*//') (see $log)"
    fi
}
alive() {
    [ -s "$pid" ] && read -r p <"$pid" && kill -0 "$p" 2>/dev/null &&
        grep -qa mariadbd "/proc/$p/comm" 2>/dev/null
}
answers() { mariadb-admin --no-defaults -uroot -S "$sock" ping >/dev/null 2>&1; }

await() { # until it answers, or the given process is gone
    n=0
    until answers; do
        if [ -n "${1:-}" ] && ! kill -0 "$1" 2>/dev/null; then why "did not start"; exit 1; fi
        n=$((n + 1))
        [ $n -lt 600 ] || { why "does not answer"; exit 1; }
        sleep 0.1
    done
}

prepare() {
    command -v mariadbd >/dev/null || { say "mariadbd is missing: run make setup"; exit 1; }
    [ ${#sock} -lt 104 ] || { say "$sock is too long for a socket: set DUNLIN_VAR to a shorter path"; exit 1; }
    mkdir -p "$dir/tmp"
    user=
    [ "$(id -u)" -ne 0 ] || user=root
    cat >"$dir/my.cnf" <<END
[mariadbd]
datadir = $dir/data
socket = $sock
pid_file = $pid
log_error = $log
tmpdir = $dir/tmp
skip_networking
skip_name_resolve
character_set_server = utf8mb4
collation_server = utf8mb4_unicode_ci
default_time_zone = '+00:00'
sql_mode = STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION
innodb_buffer_pool_size = 256M
innodb_log_file_size = 128M
innodb_file_per_table
max_allowed_packet = 64M
max_connections = 400
open_files_limit = 8192
table_open_cache = 400
lower_case_table_names = 0
${user:+user = $user}
END
    if [ ! -d "$dir/data/mysql" ] || [ -e "$dir/data/.unfinished" ]; then
        rm -rf "$dir/data"
        mkdir -p "$dir/data" && : >"$dir/data/.unfinished"
        mariadb-install-db --no-defaults --datadir="$dir/data" --tmpdir="$dir/tmp" ${user:+--user=$user} \
            --auth-root-authentication-method=normal --skip-test-db --force >"$dir/install.log" 2>&1 ||
            { why "cannot create the data directory, see $dir/install.log"; exit 1; } # --force: whatever the host is called
        rm -f "$dir/data/.unfinished"
    fi
}

case $what in
start)
    if alive && answers; then exit 0; fi
    prepare
    rm -f "$pid"
    # shellcheck disable=SC2086 # options are words
    setsid mariadbd --defaults-file="$dir/my.cnf" ${DUNLIN_DB_ARGS:-} </dev/null >>"$log" 2>&1 &
    await $!
    ;;
wait)
    await "${3:-}"
    ;;
serve)
    prepare
    # shellcheck disable=SC2086
    exec mariadbd --defaults-file="$dir/my.cnf" ${DUNLIN_DB_ARGS:-} </dev/null >>"$log" 2>&1
    ;;
stop)
    alive || { rm -f "$pid" "$sock"; exit 0; }
    read -r p <"$pid"
    kill "$p" 2>/dev/null
    n=0
    while kill -0 "$p" 2>/dev/null; do
        n=$((n + 1))
        [ $n -ne 600 ] || { say "no clean shutdown within a minute: killing it"; kill -9 "$p"; }
        sleep 0.1
    done
    rm -f "$pid" "$sock"
    ;;
status)
    alive && answers
    ;;
*)
    say "start, serve, wait, stop or status"
    exit 2
    ;;
esac
