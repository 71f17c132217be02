# One customer's page: a single client that asks `dunlin web` through nginx for one after
# the other, beside a bare program that runs the same statements on one connection. Few
# customers: that a session looked at one is recorded once an hour, in the warm-up.
# shellcheck shell=bash

bench_page() {
    local k rate bad floor path=$BENCH_VAR/page ours=() bare=()
    wanted customer-page || return 0
    command -v wrk >/dev/null || die "wrk is missing: apt-get install wrk"
    rm -f "$BENCH_VAR"/*.sock
    "$BIN" evaluate >"$BENCH_VAR/log/evaluate.log" 2>&1
    sql dunlin -e "SELECT customer_id, MIN(case_id) FROM worklist_row GROUP BY customer_id ORDER BY customer_id LIMIT 25" |
        tr '\t' ' ' >"$path.cases"
    awk '{ print "/api/collector/v1/customers/" $1 "?case_id=" $2 }' "$path.cases" >"$path.paths"
    serve_dunlin
    serve_nginx dunlin
    sign_in
    for ((k = 0; k <= RUNS; k++)); do
        read -r _ rate _ bad < <(BENCH_PATHS=$path.paths wrk -t1 -c1 -d"${SECONDS_EACH}s" -s tests/bench/wrk.lua \
            "http://127.0.0.1:${port[dunlin]}" | grep ^RESULT)
        ((${bad:-1} == 0)) || die "bench: customer-page: ${bad:-all} requests failed"
        floor=$("$BUILT/page" "$SOCK" dunlin "$path.cases" "$SECONDS_EACH" "$(date -u +%F)") || exit 1
        ((k)) || continue # the first warms both
        ours+=("$(awk -v r="$rate" 'BEGIN { print 1000 / r }')")
        bare+=("$(awk -v r="$floor" 'BEGIN { print 1000 / r }')")
    done
    end_api
    line customer-page "$(median "${ours[@]}")" ms "$(median "${bare[@]}")" max 2.0
}
