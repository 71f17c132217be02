# The worklist of the whole ledger in real Chromium; what it takes to open beside a page that
# has the same rows and nothing else. The limits are those of the design for 10,000 rows.
# shellcheck shell=bash

bench_grid() {
    local name value unit floor row=$((SCALE / 2))
    [[ -z ${ONLY:-} || $ONLY == *grid* ]] || return 0
    rm -f "$BENCH_VAR"/*.sock
    "$BIN" evaluate >"$BENCH_VAR/log/evaluate.log" 2>&1
    serve_dunlin
    serve_nginx dunlin
    sign_in_as 3
    node tests/bench/grid.mjs "${port[dunlin]}" "$row" >"$BENCH_VAR/grid" || exit 1
    end_api
    floor=$(awk '$1 == "grid-first-floor" { print $2 }' "$BENCH_VAR/grid")
    while read -r name value unit; do
        case $name in
            grid-first) ONLY='' line "$name" "$value" "$unit" "$floor" max 4 ;;
            grid-frame-p95) ONLY='' limit "$name" "$value" "$unit" 34 ;;
            grid-nodes) ONLY='' limit "$name" "$value" "$unit" 4000 ;;
            grid-heap) ONLY='' limit "$name" "$value" "$unit" 160 ;;
            grid-sort | grid-filter) ONLY='' limit "$name" "$value" "$unit" 500 ;;
            *) say "$name: $value $unit" ;;
        esac
    done <"$BENCH_VAR/grid"
}
