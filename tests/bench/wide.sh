# What must not depend on how much there is: a ledger of BENCH_WIDE customers (BENCH_SCALE)
# with ten open and fifty closed invoices each over five years, in a database of its own that
# is filled once, a part at a time, so that one that was cut off goes on.
# shellcheck shell=bash

WIDE=${BENCH_WIDE:-$SCALE}
WIDE_STEP=2000

wide() { sql dunlin_wide "$@"; }

wide_fill() { # what
    local at
    at=$(wide -e "SELECT COALESCE(MAX(n), 0) FROM wide_made WHERE what = '$1'")
    while ((at < WIDE)); do
        local to=$((at + WIDE_STEP < WIDE ? at + WIDE_STEP : WIDE))
        wide -e "SET SESSION foreign_key_checks = 0, unique_checks = 0; START TRANSACTION;
            CALL wide_$1($at, $to, '$TODAY'); REPLACE INTO wide_made VALUES ('$1', $to); COMMIT" ||
            die "bench: the wide ledger cannot be filled"
        at=$to
    done
}

wide_load() {
    local made small=$BENCH_VAR/wide
    made="$WIDE $TODAY $(cat "$TOP"/sql/migrations/*.sql tests/bench/wide.sql | sha256sum)"
    if [[ $(wide -e "SELECT made FROM bench_made" 2>/dev/null) == "$made" ]]; then
        write_conf dunlin_wide
    else
        mkdir -p "$small"
        fresh dunlin_wide
        lua5.4 "$TOP/sql/demo/generate.lua" --customers 20 --open 100 --closed 100 --today "$TODAY" --away 2 --history no \
            --out "$small" >"$BENCH_VAR/log/wide.log" && "$BIN" demo --from "$small" >>"$BENCH_VAR/log/wide.log" 2>&1 ||
            die "bench: $(last_words "$BENCH_VAR/log/wide.log")"
        wide <tests/bench/wide.sql || exit 1
        wide -e "CREATE TABLE bench_made AS SELECT '$made' AS made"
    fi
    wide_fill customers
    wide_fill open
    wide_fill closed
    wide -e "ANALYZE TABLE item, instalment, allocation, case_state" >/dev/null
}

# Our answers beside the rows of daily_balance that they show, in turn: the report and the
# trend of the page, whose sums are told.
wide_times() {
    {
        printf 'report\t/api/collector/v1/insights?may_lag=true\t"currency":\tdays\t%s\t%s\n' \
            "$(date -d "$TODAY -5 months" +%Y-%m-01)" "$TODAY"
        printf 'trend\t/api/collector/v1/insights/trend?limit=500\t"currency":\tdays\t%s\t%s\n' \
            "$(date -d "$TODAY -17 months" +%Y-%m-01)" "$TODAY"
    } >"$BENCH_VAR/wide.cases"
    "$BUILT/lists" "$SOCK" dunlin_wide "${port[dunlin]}" "$BENCH_VAR/wide.cases" "$((SECONDS_EACH * 500))" |
        awk '{ ours += $2 / 1000; bare += $3 / 1000 } END { print ours, bare }'
}

bench_dashboard() {
    local k ours bare years=2
    local -A took=() floor=()
    wanted insight-dashboard insight-years || return 0
    wide_load
    wide -e "INSERT IGNORE INTO daily_balance SELECT * FROM wide_days" 2>/dev/null # of a run that was cut off
    "$BIN" history >"$BENCH_VAR/log/history.log" 2>&1 || die "bench: $(last_words "$BENCH_VAR/log/history.log")"
    rm -f "$BENCH_VAR"/*.sock
    serve web env DUNLIN_WEB_SOCKET="$BENCH_VAR/dunlin.sock" "$BIN" web
    wait_for_socket "$BENCH_VAR/dunlin.sock"
    serve_nginx dunlin
    SIGN_IN_TO=dunlin_wide sign_in
    wide_times >/dev/null # warms both
    wide -e "CREATE OR REPLACE TABLE wide_days AS SELECT * FROM daily_balance WHERE day < '$TODAY' - INTERVAL $years YEAR"
    for k in all short; do
        # all that the page shows is of two years: what is read may not grow with more
        [[ $k == all ]] || wide -e "DELETE FROM daily_balance WHERE day < '$TODAY' - INTERVAL $years YEAR"
        read -r ours bare < <(wide_times)
        took[$k]=$ours floor[$k]=$bare
    done
    wide -e "INSERT INTO daily_balance SELECT * FROM wide_days; DROP TABLE wide_days"
    end_api
    line insight-dashboard "${took[all]}" ms "${floor[all]}" max 3.0
    line insight-years "${took[all]}" ms "${took[short]}" max 1.5
}

# Training beside a bare program that has libxgboost train on the same rows.
bench_train() {
    local ours bare rows
    wanted train || return 0
    wide_load
    "$BUILT/matrix" "$SOCK" dunlin_wide "$TODAY" "$BENCH_VAR/matrix" >"$BENCH_VAR/log/matrix.log" 2>&1 ||
        die "bench: $(last_words "$BENCH_VAR/log/matrix.log")"
    bare=$(measured "$BUILT/trees" "$BENCH_VAR/matrix") || exit 1
    ours=$(measured "$BIN" forecast train) || exit 1
    rows=$(wide -e "SELECT FORMAT(COUNT(*), 0) FROM instalment WHERE open_minor = 0")
    say "train: $rows closed items in $(awk '{ printf "%.0f", $1 / 1000 }' <<<"$ours") s with $(awk '{ printf "%.0f", $2 / 1024 }' <<<"$ours") MiB," \
        "libxgboost alone $(awk '{ printf "%.0f", $2 / 1024 }' <<<"$bare") MiB"
    limit train "$(awk '{ m[NR] = $2 } END { print (m[1] - m[2]) / 1024 }' <<<"$ours"$'\n'"$bare")" MiB 128
    rm -f "$BENCH_VAR/matrix"
}
