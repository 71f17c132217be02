# The figures of the department: out of the ledger beside the bare streams they are computed
# from.
# shellcheck shell=bash

bench_insight() {
    local k past=() past_floor=() day=2025-12-31
    wanted metrics-past || return 0
    for ((k = 0; k < RUNS; k++)); do
        past_floor+=("$(floor dunlin metrics $day | cut -d' ' -f1)")
        past+=("$(measured "$BIN" report metrics --as-of $day --live --json | cut -d' ' -f1)")
    done
    line metrics-past "$(median "${past[@]}")" ms "$(median "${past_floor[@]}")" max 2.0
}

# 50 random days of the ledger's figures beside what exported files say: not how long it
# takes, but that nothing differs. The rows are held in memory: some kilobytes a customer.
bench_insight_rows() {
    local user said
    wanted insight-rows || return 0
    if ((SCALE > 20000 && $(awk '/^MemAvailable/ { print $2 }' /proc/meminfo) < 16 << 20)); then
        say "insight-rows: skipped, beyond 20000 customers it needs 16 GiB"
        return 0
    fi
    user=$(sql dunlin -e "SELECT email FROM user WHERE role = 'admin' ORDER BY id LIMIT 1")
    rm -rf "$BENCH_VAR/exported"
    mkdir -p "$BENCH_VAR/exported"
    node --input-type=module -e "import { REPORTS } from '$TOP/tests/insight_exported.mjs';
        Object.entries(REPORTS).forEach(([view, columns], k) => console.log(\`REPLACE INTO saved_report (id, user_id, name, view, definition, changed_at)
            SELECT \${500 + k}, id, 'exported \${view}', '\${view}', '\${JSON.stringify({ columns })}', '$TODAY' FROM user WHERE email = '$user';\`))" |
        sql dunlin || exit 1
    said=$(node --max-old-space-size=14336 tests/insight_exported.mjs "$BIN" "$BENCH_VAR/exported" "$user" "$TODAY" 50) ||
        short=$((short + 1))
    echo "bench insight-rows $said"
}
