# Documents and exports: pages of a statement beside a bare cairo and pango program, and a
# list of a million rows as Excel in a fixed memory.
# shellcheck shell=bash

bench_statements() {
    wanted statements || return 0
    local ours=() bare=() n
    for ((n = 0; n < RUNS; n++)); do
        ours+=("$("$BUILT/paper" ours 300)")
        bare+=("$("$BUILT/paper" bare 300)")
    done
    line statements "$(median "${ours[@]}")" pages/s "$(median "${bare[@]}")" min 0.6
}

# As many customers, exported by the command that asks the list page by page.
bench_export() {
    wanted export-xlsx || return 0
    local rows=${BENCH_EXPORT_ROWS:-1000000} was got
    was=$(grep -o 'db_name = .*' "$DUNLIN_CONF" | cut -d' ' -f3)
    fresh export
    "$BIN" user add bench@example.com --role admin >"$BENCH_VAR/log/export.log" 2>&1 || die "bench: $(last_words "$BENCH_VAR/log/export.log")"
    sql export -e "INSERT INTO customer (id, source_system, source_id, number, name, known_from, recorded_at)
            SELECT seq, 'bench', seq, CONCAT('C', seq), CONCAT('Customer ', MD5(seq)), '2026-01-01', '2026-01-01'
              FROM seq_1_to_$rows; ANALYZE TABLE customer" >/dev/null
    rm -f "$BENCH_VAR/export.xlsx"
    got=$(measured "$BIN" export customers "$BENCH_VAR/export.xlsx" --user bench@example.com --format xlsx) || exit 1
    grep -q "^$rows rows" "$BENCH_VAR/log/measured.log" || die "bench: not all rows: $(last_words "$BENCH_VAR/log/measured.log")"
    say "export-xlsx: $rows rows in ${got% *} ms, $(stat -c %s "$BENCH_VAR/export.xlsx") bytes"
    limit export-xlsx "$(awk -v kib="${got#* }" 'BEGIN { printf "%.1f", kib / 1024 }')" MiB 64
    rm -f "$BENCH_VAR/export.xlsx"
    sql -e 'DROP DATABASE export'
    write_conf "$was"
}
