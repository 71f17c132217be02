# Shared by the cases of `make bench`: a private MariaDB, the figures, one line a case.
# shellcheck shell=bash disable=SC2034

. "$(dirname "${BASH_SOURCE[0]}")/../../.make/lib.sh"

SCALE=${BENCH_SCALE:-100000}
BENCH_VAR=${BENCH_VAR:-$VAR/bench}
BUILT=$TOP/build/tests/bench
TODAY=2026-03-04 NOW=${TODAY}T09:00:00Z
RUNS=${BENCH_RUNS:-3} THREADS=2
SOCK=$BENCH_VAR/mariadb/mariadb.sock
export DUNLIN_CONF=$BENCH_VAR/dunlin.conf

# Whether any of these cases is to run.
wanted() {
    local name
    [[ -n ${ONLY:-} ]] || return 0
    for name; do
        [[ " $ONLY " != *" $name "* ]] || return 0
    done
    return 1
}
sql() { mariadb --no-defaults -uroot -S "$SOCK" -N -B "$@"; }
floor() { "$BUILT/floor" "$SOCK" "$@"; }
say() { printf '# %s\n' "$*"; }

# Runs it and gives "MS RSS_KIB"; what it prints is kept in a log.
measured() {
    "$BUILT/measure" "$BENCH_VAR/measured" "$@" >"$BENCH_VAR/log/measured.log" 2>&1 ||
        die "bench: $* failed: $(last_words "$BENCH_VAR/log/measured.log")"
    cut -d' ' -f1,2 "$BENCH_VAR/measured"
}

median() { printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# One case. way: max (value / floor may be at most goal) or min (at least).
line() { # name value unit floor way goal
    wanted "$1" || return 0
    [[ $2 =~ [1-9] && $4 =~ [1-9] ]] || die "bench: $1 could not be measured"
    awk -v name="$1" -v value="$2" -v unit="$3" -v floor="$4" -v way="$5" -v goal="$6" 'BEGIN {
        ratio = floor > 0 ? value / floor : 0
        ok = way == "max" ? ratio <= goal : ratio >= goal
        printf "bench %s %.1f %s floor=%.1f ratio=%.2f goal=%s%.2f %s\n", name, value, unit, floor, ratio,
            way == "max" ? "<=" : ">=", goal, ok ? "ok" : "short"
        exit !ok }' || short=$((short + 1))
}
short=0

# One case that has a limit and no floor.
limit() { # name value unit goal
    wanted "$1" || return 0
    [[ $2 =~ [1-9] ]] || die "bench: $1 could not be measured"
    awk -v name="$1" -v value="$2" -v unit="$3" -v goal="$4" 'BEGIN {
        printf "bench %s %.1f %s floor=- ratio=- goal=<=%s %s\n", name, value, unit, goal, value <= goal ? "ok" : "short"
        exit !(value <= goal) }' || short=$((short + 1))
}

write_conf() { # database
    cat >"$DUNLIN_CONF" <<END
db_socket = $SOCK
db_user = root
db_name = $1
var_dir = $BENCH_VAR
public_url = http://localhost:$PORT
mail_folder = $BENCH_VAR/mail
secret_file = $BENCH_VAR/secret
lua_dir = $TOP/lua
worker_threads = $THREADS
test = true
clock_file = $BENCH_VAR/clock
END
}

# A fresh database with the schema, and what ships.
fresh() { # database
    sql -e "DROP DATABASE IF EXISTS $1; CREATE DATABASE $1 CHARACTER SET utf8mb4"
    write_conf "$1"
    "$BIN" migrate >"$BENCH_VAR/log/migrate.log" 2>&1 || die "bench: $(last_words "$BENCH_VAR/log/migrate.log")"
}

begin_database() {
    mkdir -p "$BENCH_VAR"/{log,mail,nginx}
    echo "$NOW" >"$BENCH_VAR/clock"
    local pool=$(((SCALE > ${WIDE:-0} ? SCALE : WIDE) / 20))
    ((pool >= 256)) || pool=256
    ((pool <= 4096)) || pool=4096
    DUNLIN_DB_ARGS="--innodb-buffer-pool-size=${pool}M --innodb-log-file-size=1G --local-infile=1" \
        "$TOP/.make/mariadb.sh" start "$BENCH_VAR/mariadb" || exit 1
}

# The company of the size, generated once and kept; so is the database that it was
# loaded into, when what an evaluation wrote there is taken back.
generate() {
    data=$BENCH_VAR/data
    made="$SCALE $TODAY $(cat "$TOP"/sql/demo/*.lua "$TOP"/lua/strategies/*.lua "$TOP"/sql/migrations/*.sql | sha256sum)"
    [[ $(cat "$data/made" 2>/dev/null) != "$made" ]] || return 0
    rm -rf "$data"
    mkdir -p "$data"
    "$TOP/.make/step.sh" "generate $SCALE customers" lua5.4 "$TOP/sql/demo/generate.lua" --customers "$SCALE" \
        --open $((SCALE * 10)) --closed $((SCALE * 20)) --today "$TODAY" --away 2 --history no --out "$data" || exit 1
    echo "$made" >"$data/made"
}

load() {
    first_id=$(awk '$1 == "next_id" { print $2 }' "$data/meta.tsv")
    if [[ $(sql dunlin -e "SELECT made FROM bench_made" 2>/dev/null) == "$made" ]]; then
        write_conf dunlin
        "$TOP/.make/step.sh" "take back the last run" "$BUILT/floor" "$SOCK" dunlin takeback "$first_id" || exit 1
        return
    fi
    fresh dunlin
    "$TOP/.make/step.sh" "load them" "$BIN" demo --from "$data" || exit 1
    sql dunlin -e "CREATE TABLE bench_case_state AS SELECT * FROM case_state;
        ALTER TABLE bench_case_state ADD PRIMARY KEY (id); ANALYZE TABLE item, instalment, allocation, case_state;
        CREATE TABLE bench_made AS SELECT '$made' AS made" >/dev/null
}
