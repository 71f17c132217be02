#!/bin/bash
# run.sh: makes a ledger of BENCH_SCALE customers (100000) with ten open and twenty closed
# invoices each, runs every case beside its floor on the same server, and prints a line a
# case (medians of BENCH_RUNS, 3). ONLY="case case" runs those alone. All of it stands in
# var/bench (BENCH_VAR). BENCH_WIDE customers (BENCH_SCALE) have the wide ledger. Exit
# status 3: a goal is short.
set -u
. "$(dirname "$0")/lib.sh"
cd "$TOP" || exit 1
. tests/bench/evaluate.sh
. tests/bench/import.sh
. tests/bench/insight.sh
. tests/bench/wide.sh
. tests/bench/api.sh
. tests/bench/page.sh
. tests/bench/lists.sh
. tests/bench/grid.sh
. tests/bench/paper.sh
. tests/bench/deliver.sh
. tests/bench/alike.sh
. tests/bench/portal.sh

trap 'end_api; end_mail; .make/mariadb.sh stop "$BENCH_VAR/mariadb"' EXIT
trap 'exit 130' INT TERM

say "scale $SCALE: $SCALE customers, $((SCALE * 10)) open and $((SCALE * 20)) closed invoices; $(nproc) cores"
begin_database
[[ -n ${ONLY:-} && -z $(printf '%s\n' $ONLY | grep -vxE 'insight-(dashboard|years)|train') ]] || { generate; load; }
bench_evaluate
bench_aging
bench_insight
bench_insight_rows
bench_api
bench_page
bench_lists
bench_grid
bench_deliver
bench_statements
bench_export
bench_alike
bench_chat_push
bench_pay_shown
bench_portal_lcp
bench_dashboard
bench_train
bench_import
say "$((SECONDS / 60)) min $((SECONDS % 60)) s, $short short"
((short == 0)) || exit 3
