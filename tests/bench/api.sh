# Two lists through nginx with 16 clients: `dunlin web`, the bare FastCGI program and two
# processes of Node, each behind an nginx of the same configuration. All stand side by
# side and are asked in turn, so that none has the quieter minute.
# shellcheck shell=bash

SECONDS_EACH=${BENCH_SECONDS:-$((SCALE >= 50000 ? 8 : 2))}
declare -A port=() rate=() tail=()
served=()

end_api() {
    local pid
    for pid in "${served[@]}"; do kill "$pid" 2>/dev/null; done
    for pid in "${served[@]}"; do wait "$pid" 2>/dev/null; done
    served=()
}

serve() { # log command...
    local log=$1
    shift
    "$@" </dev/null >>"$BENCH_VAR/log/$log.log" 2>&1 &
    served+=($!)
}

wait_for_socket() {
    local n
    for ((n = 0; n < 200; n++)); do [[ ! -S $1 ]] || return 0; sleep 0.1; done
    die "bench: $1 does not appear"
}

# The first port from PORT on that nobody listens on.
choose_port() { # who
    local at=$PORT
    while port_taken "$at"; do at=$((at + 1)); done
    port[$1]=$at
}

# nginx before what listens on WHO.sock; before node0.sock and node1.sock for node.
serve_nginx() { # who
    local at=$BENCH_VAR/nginx/$1 user=
    ((EUID)) || user="user root root;"
    choose_port "$1"
    rm -rf "$at"
    mkdir -p "$at/nginx"
    .make/render.sh "$at" VAR="$at" LOG="$BENCH_VAR/log" INC="$at" WWW="$TOP/www/dist" USER="$user" MODULES= \
        WEB_SOCKET="$BENCH_VAR/$1.sock" LISTEN="listen 127.0.0.1:${port[$1]};" LOGIN_RATE=6000r/m LOGIN_BURST=100 || exit 1
    if [[ $1 == node ]]; then
        sed -i "s|server \"unix:.*|server unix:$BENCH_VAR/node0.sock; server unix:$BENCH_VAR/node1.sock; keepalive 32;|" \
            "$at/http.conf"
        sed -i 's|fastcgi_pass dunlin_web;|proxy_pass http://dunlin_web; proxy_http_version 1.1; proxy_set_header Connection "";|' \
            "$at/site.conf"
    fi
    serve nginx nginx -p "$at" -c "$at/local.conf" -e "$BENCH_VAR/log/nginx.log"
    until port_taken "${port[$1]}"; do
        kill -0 "${served[-1]}" 2>/dev/null || die "bench: nginx: $(last_words "$BENCH_VAR/log/nginx.log")"
        sleep 0.05
    done
}

serve_dunlin() {
    serve web env DUNLIN_TEST=false DUNLIN_CLOCK_FILE= DUNLIN_WEB_SOCKET="$BENCH_VAR/dunlin.sock" "$BIN" web
    web=${served[-1]}
    wait_for_socket "$BENCH_VAR/dunlin.sock"
}

serve_bare() {
    serve bare "$BUILT/bare_fcgi" "$BENCH_VAR/bare.sock" "$SOCK" dunlin 8
    wait_for_socket "$BENCH_VAR/bare.sock"
}

serve_node() {
    local k
    local home=$TOP/build/bench-node
    mkdir -p "$home"
    cp tests/bench/node/{.npmrc,package.json,package-lock.json,server.mjs} "$home"
    [[ -d $home/node_modules ]] || .make/step.sh "npm ci for the comparison" \
        npm ci --prefix "$home" --no-audit --no-fund || exit 1
    lua5.4 tests/bench/statements.lua session_by_token item_open_debits item_open_credits item_claims forecast_of worklist_by_score_desc \
        >"$BENCH_VAR/statements.json" || exit 1
    for k in 0 1; do
        serve node env NODE_ENV=production node "$home/server.mjs" "$BENCH_VAR/node$k.sock" "$SOCK" dunlin \
            "$BENCH_VAR/statements.json"
    done
    wait_for_socket "$BENCH_VAR/node0.sock"
    wait_for_socket "$BENCH_VAR/node1.sock"
}

# A session of a collector, as signing in makes one; the real clock counts here.
sign_in() {
    local token
    token=$(random_hex 16)
    sql "${SIGN_IN_TO:-dunlin}" -e "INSERT INTO session (token_hash, user_id, csrf_hash, mfa, created_at, last_seen_at, expires_at, ip, user_agent)
        SELECT UNHEX(SHA2('$token', 256)), id, UNHEX(SHA2('', 256)), 0, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6),
               UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, '127.0.0.1', 'bench'
          FROM user WHERE role = 'collector' ORDER BY id LIMIT 1"
    export BENCH_COOKIE=dunlin_session=$token
}

# Customers with a full page of open items, or the fullest there are; of those with one
# instalment an invoice and no open credit, whose answer takes the same statements from all.
write_paths() {
    sql dunlin -e "SELECT CONCAT('/api/collector/v1/customers/', customer_id, '/items') FROM
        (SELECT i.customer_id, LEAST(SUM(i.side = 'debit'), 50) AS n FROM item i
           LEFT JOIN instalment n ON n.item_id = i.id AND n.seq = 2
          WHERE i.is_open = 1 GROUP BY i.customer_id HAVING SUM(i.side = 'credit' OR n.id IS NOT NULL) = 0
          ORDER BY 2 DESC, 1 LIMIT $((SCALE / 1000 + 1))) t" >"$BENCH_VAR/items.paths"
    echo /api/collector/v1/worklist >"$BENCH_VAR/worklist.paths"
}

# The same question to all, before any is timed: the answers must hold the same rows.
compare() { # list who...
    local path who n files=() list=$1
    shift
    path=$(head -1 "$BENCH_VAR/$list.paths")
    for who; do
        files+=("$BENCH_VAR/$list.$who.json")
        for ((n = 0; n < 100; n++)); do
            curl -sf -b "$BENCH_COOKIE" -o "${files[-1]}" "http://127.0.0.1:${port[$who]}$path" && break
            sleep 0.1
        done
    done
    node tests/bench/same.mjs "${files[@]}" || die "bench: $list: not the same work"
}

once() { # list who seconds
    BENCH_PATHS=$BENCH_VAR/$1.paths wrk -t2 -c16 -d"$3s" -s tests/bench/wrk.lua "http://127.0.0.1:${port[$2]}" | grep ^RESULT
}

# Each in turn, RUNS times; leaves the medians in rate[who] and tail[who].
race() { # list who...
    local k who list=$1 r t bad
    local -A rates=() tails=()
    shift
    compare "$list" "$@"
    for who; do once "$list" "$who" 1 >/dev/null; done
    for ((k = 0; k < RUNS; k++)); do
        for who; do
            read -r _ r t bad < <(once "$list" "$who" "$SECONDS_EACH")
            ((${bad:-1} == 0)) || die "bench: $list: ${bad:-all} requests to $who failed"
            rates[$who]+=" $r" tails[$who]+=" $t"
        done
    done
    for who; do
        # shellcheck disable=SC2086 # figures are words
        rate[$who]=$(median ${rates[$who]}) tail[$who]=$(median ${tails[$who]})
    done
}

bench_api() {
    local who web racers=(dunlin bare)
    wanted api-items api-worklist api-worklist-p99 api-items-node memory-web || return 0
    command -v wrk >/dev/null || die "wrk is missing: apt-get install wrk"
    ! wanted api-items-node || racers+=(node)
    rm -f "$BENCH_VAR"/*.sock
    "$BIN" evaluate >"$BENCH_VAR/log/evaluate.log" 2>&1
    write_paths
    for who in "${racers[@]}"; do
        "serve_$who"
        serve_nginx "$who"
    done
    sign_in
    race items "${racers[@]}"
    line api-items "${rate[dunlin]}" req/s "${rate[bare]}" min 0.85
    [[ -z ${rate[node]:-} ]] || line api-items-node "${rate[dunlin]}" req/s "${rate[node]}" min 1.3
    limit memory-web "$(awk '/^VmHWM/ { print $2 / 1024 }' "/proc/$web/status")" MiB 64
    race worklist dunlin bare
    line api-worklist "${rate[dunlin]}" req/s "${rate[bare]}" min 0.7
    line api-worklist-p99 "${tail[dunlin]}" ms "${tail[bare]}" max 3.0
    end_api
}
