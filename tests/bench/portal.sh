# What customers feel: how soon an open page of the portal hears what happened, with 2,000 of them
# open, what each costs nginx, how soon a collector's open page shows a payment, and how soon a
# link out of a mail shows what it is for on a phone.
# Each on a stack of its own, whatever the scale.
# shellcheck shell=bash

bench_chat_push() {
    local p99 bare kib bare_kib message opened
    wanted chat-push chat-push-floor chat-push-message chat-push-memory || return 0
    read -r p99 bare kib bare_kib message opened < <(node tests/bench/chat_push.mjs 2000) || die "bench: chat-push could not be measured"
    say "chat-push: 2000 pages listened after $opened s"
    limit chat-push "$p99" ms 50
    line chat-push-floor "$p99" ms "$bare" max 3.0
    limit chat-push-message "$message" ms 50
    line chat-push-memory "$kib" KiB "$bare_kib" max 3.0
}

bench_pay_shown() {
    local middle slowest
    wanted pay-shown || return 0
    read -r middle slowest < <(node tests/bench/pay_shown.mjs) || die "bench: pay-shown could not be measured"
    say "pay-shown: half of the payments stood on the collector's page within $middle ms"
    limit pay-shown "$slowest" ms 1000
}

bench_portal_lcp() {
    local ours bare
    wanted portal-lcp portal-lcp-floor || return 0
    read -r ours bare < <(node tests/bench/portal_lcp.mjs) || die "bench: portal-lcp could not be measured"
    limit portal-lcp "$ours" ms 1800
    line portal-lcp-floor "$ours" ms "$bare" max 5.0
}
