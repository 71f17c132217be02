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
