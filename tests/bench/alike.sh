# Whether the time of an answer tells another's id from one that nothing has: the pair of medians
# that is furthest apart over all routes with an id in their path. The bound is wide, as it is
# for a look at the answers of a whole machine; what leaks is several times apart.
# shellcheck shell=bash

bench_alike() {
    local path who foreign unknown
    wanted alike || return 0
    node tests/bench/alike.mjs >"$BENCH_VAR/alike" || exit 1
    read -r path who foreign unknown <"$BENCH_VAR/alike" || die "bench: alike could not be measured"
    say "alike: $(wc -l <"$BENCH_VAR/alike") pairs; furthest apart: $path for $who"
    if ((foreign > unknown)); then
        line alike "$foreign" us "$unknown" max 2
    else
        line alike "$unknown" us "$foreign" max 2
    fi
}
