# Cases of the engine: a day's first run, the next on the same day, a forced dry one; and
# aging, which streams the same relations.
# shellcheck shell=bash

bench_evaluate() {
    local k first=() again=() full=() floors=() opens=() fulls=() rss=() stream write
    wanted evaluate-first evaluate-again evaluate-full memory-worker || return 0
    floor dunlin stream "$NOW" due "$THREADS" >/dev/null # warm
    for ((k = 0; k < RUNS; k++)); do
        stream=$(floor dunlin stream "$NOW" due "$THREADS" | cut -d' ' -f1)
        read -r ms kib < <(measured "$BIN" evaluate)
        first+=("$ms") rss+=("$kib")
        measured "$BIN" evaluate >/dev/null # cases that a new tag of a sibling touched
        again+=("$(measured "$BIN" evaluate | cut -d' ' -f1)")
        opens+=("$(floor dunlin open "$TODAY" | cut -d' ' -f1)")
        full+=("$(measured "$BIN" evaluate --full --dry-run | cut -d' ' -f1)")
        fulls+=("$(floor dunlin stream "$NOW" full "$THREADS" | cut -d' ' -f1)")
        ((k > 0)) || say "evaluate-first: $(sql dunlin -e "SELECT CONCAT(cases_n, ' cases, ', messages_n, ' messages, ',
            tasks_n, ' tasks, ', failed_n, ' failed') FROM run ORDER BY id LIMIT 1")"
        write=$(floor dunlin rewrite "$first_id" "$THREADS" | cut -d' ' -f1)
        [[ $write =~ [1-9] ]] || die "bench: the floor of evaluate-first could not be measured"
        floors+=("$(awk -v a="$stream" -v b="$write" 'BEGIN { print a + b }')")
    done
    line evaluate-first "$(median "${first[@]}")" ms "$(median "${floors[@]}")" max 2.0
    line evaluate-again "$(median "${again[@]}")" ms "$(median "${opens[@]}")" max 0.2
    line evaluate-full "$(median "${full[@]}")" ms "$(median "${fulls[@]}")" max 3.0
    limit memory-worker "$(awk -v k="$(median "${rss[@]}")" 'BEGIN { print k / 1024 }')" MiB 128
}

bench_aging() {
    local k now=() past=() now_floor=() past_floor=() day=2025-03-04
    wanted aging-today aging-year-ago || return 0
    for ((k = 0; k < RUNS; k++)); do
        now_floor+=("$(floor dunlin open "$TODAY" | cut -d' ' -f1)")
        now+=("$(measured "$BIN" report aging --no-proof --json | cut -d' ' -f1)")
        past_floor+=("$(floor dunlin aging $day | cut -d' ' -f1)")
        past+=("$(measured "$BIN" report aging --as-of $day --no-proof --json | cut -d' ' -f1)")
    done
    line aging-today "$(median "${now[@]}")" ms "$(median "${now_floor[@]}")" max 1.3
    line aging-year-ago "$(median "${past[@]}")" ms "$(median "${past_floor[@]}")" max 2.0
}
