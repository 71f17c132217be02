# Invoices from a CSV, against LOAD DATA of the rows that came of it into the same tables.
# shellcheck shell=bash

IMPORTED=(division customer contact case_state item instalment activity)

bench_import() {
    local k n=$((SCALE * 10)) csv=$BENCH_VAR/invoices.csv dump=$BENCH_VAR/dump rates=() floors=() ms
    wanted import || return 0
    lua5.4 tests/bench/invoices.lua "$n" "$SCALE" "$TODAY" >"$csv" || die "bench: no CSV"
    for ((k = 0; k < RUNS; k++)); do
        fresh bench_import
        "$BIN" demo --empty >/dev/null || die "bench: no empty company"
        ms=$(measured "$BIN" import "$csv" --kind ar-csv --profile generic | cut -d' ' -f1)
        rates+=("$(awk -v n="$n" -v ms="$ms" 'BEGIN { print n / ms * 1000 }')")
        rm -rf "$dump" && mkdir -p "$dump"
        floor bench_import dump "$dump" "${IMPORTED[@]}" >/dev/null
        [[ $(sql bench_import -e "SELECT COUNT(*) FROM item") == "$n" ]] || die "bench: the import lost invoices"
        fresh bench_floor
        ms=$(floor bench_floor load "$dump" "${IMPORTED[@]}" | cut -d' ' -f1)
        floors+=("$(awk -v n="$n" -v ms="$ms" 'BEGIN { print n / ms * 1000 }')")
    done
    line import "$(median "${rates[@]}")" rows/s "$(median "${floors[@]}")" min 0.5
    write_conf dunlin
}
