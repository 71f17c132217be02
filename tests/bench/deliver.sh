# Delivery: a day's messages handed to a mail server on this machine, one connection,
# beside libcurl alone that sends the same bytes to the same server.
# shellcheck shell=bash

# serve_mail FOLDER KEPT: gives its port.
serve_mail() {
    rm -rf "$1" "$2"
    mkdir -p "$1"
    "$BUILT/mail" sink "$1" "$2" >"$BENCH_VAR/mail.port" 2>/dev/null &
    mail_pid=$!
    while [[ ! -s $BENCH_VAR/mail.port ]]; do sleep 0.05; done
    mail_port=$(<"$BENCH_VAR/mail.port")
}
end_mail() {
    [[ -n ${mail_pid:-} ]] || return 0
    kill "$mail_pid"
    wait "$mail_pid" 2>/dev/null
    mail_pid=
    rm -rf "$BENCH_VAR/mail.port" "$BENCH_VAR/mails"
}

# What the evaluation planned is handed over, then planned again for the next round as if
# it had never been tried. At
# most as many messages as a few seconds take.
bench_deliver() {
    wanted deliver || return 0
    local k got n rate ours=() bare=() few=${BENCH_MAILS:-2000} kept=$BENCH_VAR/mails.kept
    "$BIN" evaluate >"$BENCH_VAR/log/evaluate.log" 2>&1
    sql dunlin -e "UPDATE outbox SET state = 'cancelled', reason = 'not of this bench' WHERE state = 'planned'
        AND id NOT IN (SELECT id FROM (SELECT id FROM outbox WHERE state = 'planned' ORDER BY not_before, id LIMIT $few) few)"
    for ((k = 0; k <= RUNS; k++)); do
        serve_mail "$BENCH_VAR/mails" "$kept"
        sql dunlin -e "CREATE OR REPLACE TABLE bench_mail AS SELECT id FROM outbox WHERE state = 'planned';
            UPDATE outbox SET not_before = '2026-01-01' WHERE state = 'planned'"
        got=$(DUNLIN_SMTP_URL=smtp://127.0.0.1:$mail_port DUNLIN_SMTP_TLS=none DUNLIN_MAIL_FROM=bench@example.com DUNLIN_MAIL_RATE=0 \
            measured "$BIN" deliver) || exit 1
        n=$(grep -o '^[0-9]* handed over' "$BENCH_VAR/log/measured.log" | cut -d' ' -f1)
        ((n > 0)) || die "bench: deliver: nothing went out: $(last_words "$BENCH_VAR/log/measured.log")"
        end_mail
        mv "$kept" "$kept.sent"
        serve_mail "$BENCH_VAR/mails" "$kept"
        rate=$("$BUILT/mail" bare "smtp://127.0.0.1:$mail_port" "$kept.sent") || die "bench: deliver: bare client"
        end_mail
        [[ ${rate#* } == "$n" ]] || die "bench: deliver: $n against ${rate#* } messages"
        sql dunlin -e "DELETE t FROM bench_mail b JOIN outbox_recipient t ON t.outbox_id = b.id;
            DELETE t FROM bench_mail b JOIN outbox_attempt t ON t.outbox_id = b.id;
            DELETE t FROM bench_mail b JOIN access_link t ON t.outbox_id = b.id;
            UPDATE bench_mail b JOIN outbox o ON o.id = b.id AND o.state = 'handed_over'
                SET o.state = 'planned', o.handed_at = NULL, o.handed_on = NULL, o.attempts = 0;
            UPDATE bench_mail b JOIN outbox_line l ON l.outbox_id = b.id AND l.void_id = 0 SET l.handed_on = NULL"
        ((k)) || { say "deliver: $n messages" && continue; } # the first warms both
        ours+=("$(awk -v n="$n" -v ms="${got% *}" 'BEGIN { print n * 1000 / ms }')")
        bare+=("${rate% *}")
    done
    rm -f "$kept" "$kept.sent"
    sql dunlin -e "DROP TABLE bench_made, bench_mail" # the ledger is another by now
    line deliver "$(median "${ours[@]}")" messages/s "$(median "${bare[@]}")" min 0.5
}
