# The worklist and search: each view, filter and order of the one and each kind of question
# to the other, asked through nginx by one client in turn with a bare program that reads as
# many rows by an index, or tests every row in a loop.
# shellcheck shell=bash

LIST_MS=${BENCH_LIST_MS:-600}

# A session of that user, who sees the own portfolio alone.
sign_in_as() { # user
    local token
    token=$(random_hex 16)
    sql dunlin -e "INSERT INTO session (token_hash, user_id, csrf_hash, mfa, created_at, last_seen_at, expires_at, ip, user_agent)
        VALUES (UNHEX(SHA2('$token', 256)), $1, UNHEX(SHA2('bench', 256)), 0, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6),
                UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, '127.0.0.1', 'bench')"
    export BENCH_COOKIE=dunlin_session=$token
}

# What the worker keeps beside a ledger: the words of the names of customers and contacts. And messages,
# one for every second customer, of which one in twenty has a word of its own.
prepare_search() {
    local words contacts
    [[ $(sql dunlin -e "SELECT EXISTS (SELECT 1 FROM search_dirty)") == 1 ]] || return 0
    words=$(lua5.4 tests/bench/statements.lua search_words_add |
        node -p 'JSON.stringify(JSON.parse(require("fs").readFileSync(0)).search_words_add.sql)') || exit 1
    contacts=$(lua5.4 tests/bench/statements.lua search_contacts_add |
        node -p 'JSON.stringify(JSON.parse(require("fs").readFileSync(0)).search_contacts_add.sql)') || exit 1
    sql dunlin >"$BENCH_VAR/log/search.log" 2>&1 -e "SET SESSION group_concat_max_len = 100000000;
        SELECT JSON_ARRAYAGG(customer_id) INTO @ids FROM search_dirty; PREPARE s FROM $words; EXECUTE s USING @ids;
        PREPARE k FROM $contacts; EXECUTE k USING @ids;
        DELETE FROM search_dirty;
        INSERT INTO message (id, conversation_id, customer_id, author_kind, author_id, channel, body, created_at)
            SELECT c.id, c.id, c.id, 'contact', '1', 'portal', CONCAT('We looked at the invoice of ', c.name,
                   IF(c.id % 20 = 0, ': the consignment was short, ', ': it was approved, '), 'payment follows.'), '2026-03-01'
              FROM customer c WHERE c.id % 2 = 0;
        ANALYZE TABLE search_word, search_contact, message" || die "bench: $(last_words "$BENCH_VAR/log/search.log")"
}

cases() { sed -E 's/^ +//; s/ +\| +/\t/g; /^$/d'; }

# NAME | QUERY | FLOOR ...
worklist_cases() {
    local who=$1 division=$2 strategy=$3
    cases <<END | awk -F'\t' -v OFS='\t' '{ $2 = "/api/collector/v1/worklist?limit=100&" $2 OFS "\"case_id\":"; print }'
        worklist-all           | sort=-score              | page
        worklist-mine          | view=mine                | page
        worklist-exceptions    | view=exceptions          | page
        worklist-overdue       | view=overdue             | page
        worklist-broken        | view=broken              | page
        worklist-disputed      | view=disputed            | page
        worklist-held          | view=held                | page
        worklist-promised      | view=promised            | page
        worklist-value         | sort=-overdue            | page
        worklist-days          | sort=-days               | page
        worklist-name          | sort=name                | page
        worklist-segment       | tag=key-account          | page
        worklist-filter-segment-days | tag=slow-payer&sort=-days | loop | -days_late | tags | word | slow-payer
        worklist-division      | division=UK              | page
        worklist-filter-division-value | division=UK&sort=-overdue | loop | -overdue_base | division_id | eq | 2
        worklist-filter-mine-days | view=mine&sort=-days | loop | -days_late | assignee_id | eq | $who
        worklist-filter-exceptions-value | view=exceptions&sort=-overdue | loop | -overdue_base | exception | eq | 1
        worklist-filter-broken-days | view=broken&sort=-days | loop | -days_late | broken_n | ge | 1
        worklist-filter-held-value | view=held&sort=-overdue | loop | -overdue_base | status | eq | held
        worklist-filter-promised-value | view=promised&sort=-overdue | loop | -overdue_base | promised_minor | ge | 1
        worklist-filter-status | status=promise_broken    | loop | -score_milli | status | eq | promise_broken
        worklist-filter-text   | q=ber                    | loop | -score_milli | customer_name | part | ber | customer_number | part | ber
        worklist-filter-number | q=1234                   | loop | -score_milli | customer_name | part | 1234 | customer_number | part | 1234
        worklist-filter-none   | q=zzzzzz                 | loop | -score_milli | customer_name | part | zzzzzz | customer_number | part | zzzzzz
        worklist-filter-segment | tag=high-risk&min_days=200 | loop | -score_milli | tags | word | high-risk | days_late | ge | 200
        worklist-filter-owner  | assignee=5&sort=name     | loop | customer_name | assignee_id | eq | 5
        worklist-filter-nobody | unassigned=true          | loop | -score_milli | assignee_id | eq | 0
        worklist-filter-division | division=US&sort=-items | loop | -items_n | division_id | eq | $division
        worklist-filter-amount | min_overdue=250000       | loop | -score_milli | overdue_base | ge | 25000000
        worklist-filter-days   | min_days=100&max_days=101 | loop | -score_milli | days_late | ge | 100 | days_late | le | 101
        worklist-filter-items  | min_items=40             | loop | -score_milli | items_n | ge | 40
        worklist-filter-strategy | strategy=$strategy&sort=-oldest | loop | -oldest_due_on | strategy | eq | $strategy
        worklist-filter-action | action=review            | loop | -score_milli | next_action | eq | review
        worklist-filter-currency | currency=JPY           | loop | -score_milli | currency | eq | JPY
        worklist-filter-contact | contact_before=2026-01-01 | loop | -score_milli | last_contact_on | lt | 20260101
        worklist-filter-many   | view=overdue&division=US&currency=USD&tag=slow-payer&min_days=60&min_overdue=5000 | loop | -score_milli | division_id | eq | $division | currency | eq | USD | tags | word | slow-payer | days_late | ge | 60 | overdue_base | ge | 500000
        worklist-sort-next     | sort=next                | loop | next_on
        worklist-sort-contact  | sort=-contact            | loop | -last_contact_on
        worklist-sort-oldest   | sort=oldest              | loop | oldest_due_on
        worklist-sort-open     | sort=-open               | loop | -open_base
        worklist-sort-items    | sort=-items              | loop | -items_n
        worklist-sort-broken   | sort=-broken             | loop | -broken_n
        worklist-sort-status   | sort=status              | loop | status
        worklist-sort-strategy | sort=strategy            | loop | strategy
        worklist-sort-action   | sort=action              | loop | next_action
        worklist-sort-currency | sort=currency            | loop | currency
        worklist-sort-division | sort=division            | loop | division_id
        worklist-sort-owner    | sort=owner               | loop | assignee_id
END
    printf '%s\t%s\t%s\t%s\n' worklist-figures /api/collector/v1/worklist/summary '"cases":' "loop	case_id	overdue_minor	ge	-1	overdue_base	ge	-1	broken_n	ge	0	disputed_minor	ge	0	promised_minor	ge	0	status	word	held"
    printf '%s\t%s\t%s\t%s\n' worklist-bulk "/api/collector/v1/worklist/preview?tag=slow-payer {\"action\":\"follow_up\"}" \
        '"case_ids":' "loop	case_id	tags	word	slow-payer	customer_id	ge	0	customer_name	part	e	overdue_minor	ge	0	currency	eq	EUR"
}

# NAME | QUESTION | its word in the floor | its amount there
search_cases() {
    local number customer minor amount word second contact open open_minor
    read -r number customer minor amount < <(sql dunlin -e "SELECT i.number, c.number, i.amount_minor, CAST(i.amount_minor / 100 AS DECIMAL(20, 2))
        FROM item i JOIN customer c ON c.id = i.customer_id WHERE i.status = 'posted' AND i.currency = 'EUR' AND i.kind = 'invoice'
        ORDER BY i.id DESC LIMIT 1")
    read -r word second < <(sql dunlin -e "SELECT a.word, b.word FROM search_word a JOIN search_word b ON b.customer_id = a.customer_id
        WHERE a.word > 'b' AND b.word > a.word AND CHAR_LENGTH(a.word) > 5 AND CHAR_LENGTH(b.word) > 5 LIMIT 1")
    read -r contact < <(sql dunlin -e "SELECT word FROM search_contact WHERE CHAR_LENGTH(word) > 4 ORDER BY contact_id DESC LIMIT 1")
    read -r open_minor open < <(sql dunlin -e "SELECT open_minor, CAST(open_minor / 100 AS DECIMAL(20, 2)) FROM item
        WHERE is_open = 1 AND open_minor <> amount_minor AND currency = 'EUR' AND side = 'debit' ORDER BY id DESC LIMIT 1")
    cases <<END | awk -F'\t' -v OFS='\t' '{ print $1, "/api/collector/v1/search?q=" $2, "{\"id\":", "search", $3 (NF > 3 ? OFS $4 : "") }'
        search-invoice         | $number                  | $number
        search-invoice-prefix  | ${number:0:6}            | ${number:0:6}
        search-customer        | $customer                | $customer
        search-name            | ${word:0:4}              | ${word:0:4}
        search-middle          | $second                  | $second
        search-two             | $word%20${second:0:3}    | $word
        search-common          | gmbh                     | gmbh
        search-amount          | $amount                  | $minor | $minor
        search-contact         | $contact                 | $contact
        search-open            | ${open:-$amount}         | ${open_minor:-$minor} | ${open_minor:-$minor}
        search-message         | consignment              | consignment
        search-message-common  | payment                  | payment
END
}

# A collector who sees the own customers alone.
portfolio_cases() {
    cases <<END | awk -F'\t' -v OFS='\t' '{ $2 = "/api/collector/v1/" $2 OFS $3; $3 = ""; sub(/\t\t/, "\t"); print }'
        portfolio-all          | worklist?limit=100&sort=-score | "case_id": | page
        portfolio-mine         | worklist?limit=100&view=mine | "case_id": | page
        portfolio-days         | worklist?limit=100&sort=-days | "case_id": | page
        portfolio-filter       | worklist?limit=100&min_overdue=100000 | "case_id": | loop | -score_milli | overdue_base | ge | 10000000 | assignee_id | eq | 5
        portfolio-search       | search?q=gmbh | {"id": | search | gmbh
END
}

goal_of() { # name
    case $1 in
        worklist-filter-* | worklist-sort-* | worklist-figures | worklist-bulk | portfolio-filter) echo 1.5 ;;
        *) echo 3.0 ;;
    esac
}

run_lists() { # file
    local name ours bare
    awk -F'\t' -v only=" ${ONLY:-} " 'only == "  " || only ~ / lists / || index(only, " " $1 " ")' "$1" >"$1.asked"
    "$BUILT/lists" "$SOCK" dunlin "${port[dunlin]}" "$1.asked" "$LIST_MS" >"$1.times" || exit 1
    while read -r name ours bare _; do
        ONLY='' line "$name" "$(awk -v v="$ours" 'BEGIN { print v / 1000 }')" ms \
            "$(awk -v v="$bare" 'BEGIN { print v / 1000 }')" max "$(goal_of "$name")"
    done <"$1.times"
}

bench_lists() {
    local at=$BENCH_VAR/lists
    [[ -z ${ONLY:-} || $ONLY == *lists* || $ONLY == *worklist-* || $ONLY == *search-* || $ONLY == *portfolio* ]] || return 0
    rm -f "$BENCH_VAR"/*.sock
    "$BIN" evaluate >"$BENCH_VAR/log/evaluate.log" 2>&1
    prepare_search
    serve_dunlin
    serve_nginx dunlin
    sign_in_as 3
    worklist_cases 3 3 "$(sql dunlin -e "SELECT strategy FROM worklist_row GROUP BY strategy ORDER BY COUNT(*) DESC LIMIT 1")" >"$at.cases"
    search_cases >>"$at.cases"
    run_lists "$at.cases"
    sql dunlin -e "REPLACE INTO user_sight (user_id, sees, changed_at) VALUES (5, 'own', '2026-01-01')"
    sign_in_as 5
    portfolio_cases >"$at.cases"
    run_lists "$at.cases"
    sql dunlin -e "DELETE FROM user_sight"
    end_api
}
