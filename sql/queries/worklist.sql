-- The worklist. What it is asked is one fixed set of filters, NULL for "any", and one of a
-- few orders. The texts that the statements share stand in sql/fragments.
--
-- Views: 0 all, 1 mine, 2 exceptions, 3 overdue, 4 broken, 5 disputed, 6 held, 7 promised.
-- :scope is the user when limited. :q is a LIKE pattern of :part,
-- which tells by its weights, in a third of the time, the rows that cannot match (the first
-- byte, which most letters share, stands aside); :cause a bit of domain/exception.h;
-- amounts are in the base currency.

-- worklist_one :one [hot] (case_id u64, scope u64?) → (@worklist_columns)
SELECT @worklist_row
  FROM worklist_row w
  @worklist_beside
 WHERE w.case_id = :case_id AND SEES(w.division_id, w.customer_id);

-- worklist_of_customer :many [hot] (customer_id u64, scope u64?) → worklist_one
SELECT @worklist_row
  FROM worklist_row w
  @worklist_beside
 WHERE w.customer_id = :customer_id AND SEES(w.division_id, w.customer_id)
 ORDER BY w.case_id;

-- Walks of an index from after_key, after_id on, in the index's order. A walk gives up after
-- :look rows, counting those that the filters refuse; then a scan finds what there is.

-- worklist_by_score_desc :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_score | w.score_milli | DESC | < | TRUE);

-- worklist_by_score_asc :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_score | w.score_milli | ASC | > | TRUE);

-- worklist_by_overdue_desc :many [hot] (@worklist_filters, after_key i64?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_value | w.overdue_base | DESC | < | TRUE);

-- worklist_by_overdue_asc :many [hot] (@worklist_filters, after_key i64?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_value | w.overdue_base | ASC | > | TRUE);

-- worklist_by_days_desc :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_days | w.days_late | DESC | < | TRUE);

-- worklist_by_days_asc :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_days | w.days_late | ASC | > | TRUE);

-- worklist_by_name_desc :many [hot] (@worklist_filters, after_key text?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_name | w.customer_name | DESC | < | TRUE);

-- worklist_by_name_asc :many [hot] (@worklist_filters, after_key text?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_name | w.customer_name | ASC | > | TRUE);

-- One owner, view, division or segment each, highest score first: an index of its own.

-- worklist_owner_score :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_assignee | w.score_milli | DESC | < | w.assignee_id = :assignee_id);

-- worklist_owner_overdue_desc :many [hot] (@worklist_filters, after_key i64?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_owner_value | w.overdue_base | DESC | < | w.assignee_id = :assignee_id);

-- worklist_owner_overdue_asc :many [hot] (@worklist_filters, after_key i64?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_owner_value | w.overdue_base | ASC | > | w.assignee_id = :assignee_id);

-- worklist_owner_days_desc :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_owner_days | w.days_late | DESC | < | w.assignee_id = :assignee_id);

-- worklist_owner_days_asc :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_owner_days | w.days_late | ASC | > | w.assignee_id = :assignee_id);

-- worklist_owns_alone :one [hot] (user_id u64) → (alone bool)
-- The user sees the own portfolio alone, and each of its customers has that one owner: what
-- the user may see is what the rows name the user for.
SELECT EXISTS (SELECT 1 FROM user_sight st WHERE st.user_id = :user_id AND st.sees = 'own')
       AND NOT EXISTS (SELECT 1 FROM customer_shared) AS alone;

-- Owners by name, and the rows of each: together the order by owner. An owner whom another
-- has the name of is a twin: then their rows stand mixed.

-- worklist_owners_asc :many (after text?) → (id u64, same bool, twin bool)
SELECT u.id, COALESCE(u.name = :after, FALSE) AS same,
       EXISTS (SELECT 1 FROM user x WHERE x.name = u.name AND x.id <> u.id) AS twin
  FROM user u
 WHERE (:after IS NULL OR u.name >= :after)
   AND (SELECT w.case_id FROM worklist_row w WHERE w.assignee_id = u.id LIMIT 1) IS NOT NULL
 ORDER BY u.name;

-- worklist_owners_desc :many (after text?) → worklist_owners_asc
SELECT u.id, COALESCE(u.name = :after, FALSE) AS same,
       EXISTS (SELECT 1 FROM user x WHERE x.name = u.name AND x.id <> u.id) AS twin
  FROM user u
 WHERE (:after IS NULL OR u.name <= :after)
   AND (SELECT w.case_id FROM worklist_row w WHERE w.assignee_id = u.id LIMIT 1) IS NOT NULL
 ORDER BY u.name DESC;

-- worklist_of_owner_asc :many [hot] (@worklist_filters, owner u64, after_key u64?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_owner | w.case_id | ASC | > | w.assignee_id = :owner);

-- worklist_of_owner_desc :many [hot] (@worklist_filters, owner u64, after_key u64?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_owner | w.case_id | DESC | < | w.assignee_id = :owner);

-- worklist_exceptions :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_exception | w.score_milli | DESC | < | w.exception = 1);

-- worklist_broken :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_broken | w.broken_score | DESC | < | w.broken_score IS NOT NULL);

-- worklist_disputed :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_disputed | w.disputed_score | DESC | < | w.disputed_score IS NOT NULL);

-- worklist_held :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_status | w.score_milli | DESC | < | w.status = 'held');

-- worklist_promised :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_promised | w.promised_score | DESC | < | w.promised_score IS NOT NULL);

-- worklist_division :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_division | w.score_milli | DESC | < | w.division_id = (SELECT x.id FROM division x WHERE x.code = :division));

-- worklist_key_account :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_key_account | w.key_account_score | DESC | < | w.key_account_score IS NOT NULL);

-- worklist_slow_payer :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_slow_payer | w.slow_payer_score | DESC | < | w.slow_payer_score IS NOT NULL);

-- worklist_high_risk :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_high_risk | w.high_risk_score | DESC | < | w.high_risk_score IS NOT NULL);

-- worklist_new_customer :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_new_customer | w.new_customer_score | DESC | < | w.new_customer_score IS NOT NULL);

-- worklist_public_body :many [hot] (@worklist_filters, after_key i32?, after_id u64, take u32, look u32) → worklist_one
@worklist_walk(worklist_public_body | w.public_body_score | DESC | < | w.public_body_score IS NOT NULL);

-- Scans: every row is tested in its narrow columns, the first of those that pass are sorted
-- out, and only they are read whole.

-- worklist_scan_score_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.score_milli | DESC | <);

-- worklist_scan_score_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.score_milli | ASC | >);

-- worklist_scan_overdue_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.overdue_base | DESC | <);

-- worklist_scan_overdue_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.overdue_base | ASC | >);

-- worklist_scan_days_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.days_late | DESC | <);

-- worklist_scan_days_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.days_late | ASC | >);

-- worklist_scan_next_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(COALESCE(TO_DAYS(w.next_on), 0) | DESC | <);

-- worklist_scan_next_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(COALESCE(TO_DAYS(w.next_on), 0) | ASC | >);

-- worklist_scan_contact_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(COALESCE(TO_DAYS(w.last_contact_on), 0) | DESC | <);

-- worklist_scan_contact_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(COALESCE(TO_DAYS(w.last_contact_on), 0) | ASC | >);

-- worklist_scan_oldest_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(COALESCE(TO_DAYS(w.oldest_due_on), 0) | DESC | <);

-- worklist_scan_oldest_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(COALESCE(TO_DAYS(w.oldest_due_on), 0) | ASC | >);

-- worklist_scan_open_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.open_base | DESC | <);

-- worklist_scan_open_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.open_base | ASC | >);

-- worklist_scan_items_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.items_n | DESC | <);

-- worklist_scan_items_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.items_n | ASC | >);

-- worklist_scan_broken_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.broken_n | DESC | <);

-- worklist_scan_broken_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(w.broken_n | ASC | >);

-- worklist_scan_name_desc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.customer_name | DESC | <);

-- worklist_scan_name_asc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.customer_name | ASC | >);

-- worklist_scan_status_desc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.status COLLATE utf8mb4_bin | DESC | <);

-- worklist_scan_status_asc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.status COLLATE utf8mb4_bin | ASC | >);

-- worklist_scan_strategy_desc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.strategy COLLATE utf8mb4_bin | DESC | <);

-- worklist_scan_strategy_asc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.strategy COLLATE utf8mb4_bin | ASC | >);

-- worklist_scan_action_desc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.next_action COLLATE utf8mb4_bin | DESC | <);

-- worklist_scan_action_asc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.next_action COLLATE utf8mb4_bin | ASC | >);

-- worklist_scan_currency_desc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.currency COLLATE utf8mb4_bin | DESC | <);

-- worklist_scan_currency_asc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.currency COLLATE utf8mb4_bin | ASC | >);

-- By the place of each code among all of them: the server looks at the table once, not at each row.

-- worklist_scan_division_desc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan_from(@worklist_division_rank(w.division_id) | DESC | <
    | @worklist_division_rank((SELECT y.id FROM division y WHERE y.code = :after_key)));

-- worklist_scan_division_asc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan_from(@worklist_division_rank(w.division_id) | ASC | >
    | @worklist_division_rank((SELECT y.id FROM division y WHERE y.code = :after_key)));

-- worklist_scan_owner_desc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(COALESCE((SELECT z.name FROM user z WHERE z.id = w.assignee_id), '') | DESC | <);

-- worklist_scan_owner_asc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(COALESCE((SELECT z.name FROM user z WHERE z.id = w.assignee_id), '') | ASC | >);

-- Amounts across currencies: in the base currency, by the rate that the row's open amount was brought there.

-- worklist_scan_disputed_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(@worklist_in_base(w.disputed_minor) | DESC | <);

-- worklist_scan_disputed_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(@worklist_in_base(w.disputed_minor) | ASC | >);

-- worklist_scan_promised_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(@worklist_in_base(w.promised_minor) | DESC | <);

-- worklist_scan_promised_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(@worklist_in_base(w.promised_minor) | ASC | >);

-- worklist_scan_unapplied_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(@worklist_in_base(w.unapplied_minor) | DESC | <);

-- worklist_scan_unapplied_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(@worklist_in_base(w.unapplied_minor) | ASC | >);

-- The most urgent cause first, as exception_urgency of domain/exception.h has it; none comes last.

-- worklist_scan_causes_desc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(@worklist_urgency | DESC | <);

-- worklist_scan_causes_asc :many (@worklist_filters, after_key i64?, after_id u64, take u32) → worklist_one
@worklist_scan(@worklist_urgency | ASC | >);

-- worklist_scan_number_desc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.customer_number | DESC | <);

-- worklist_scan_number_asc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.customer_number | ASC | >);

-- worklist_scan_reason_desc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.reason COLLATE utf8mb4_bin | DESC | <);

-- worklist_scan_reason_asc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.reason COLLATE utf8mb4_bin | ASC | >);

-- worklist_scan_tags_desc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.tags COLLATE utf8mb4_bin | DESC | <);

-- worklist_scan_tags_asc :many (@worklist_filters, after_key text?, after_id u64, take u32) → worklist_one
@worklist_scan(w.tags COLLATE utf8mb4_bin | ASC | >);

-- worklist_selection :stream (@worklist_filters)
--     → (case_id u64, customer_id u64, customer_name text, currency cur, overdue_minor i64,
--        overdue_base i64, assignee_id u64, busy bool)
-- Everything that a view with these filters holds, in no order. Who is busy worklist_busy tells.
SELECT w.case_id, w.customer_id, w.customer_name, w.currency, w.overdue_minor, w.overdue_base,
       w.assignee_id, FALSE AS busy
  FROM worklist_row w
 WHERE @worklist_view;

-- worklist_busy :many [hot] () → (case_id u64)
-- Cases that a task is open for, of everybody, some several times: to be looked up in, not to
-- be shown. For many rows in half the time of a subquery each.
SELECT COALESCE(f.case_id, 0) AS case_id
  FROM follow_up f FORCE INDEX (follow_up_open)
 WHERE f.state = 'open' AND f.case_id IS NOT NULL;

-- worklist_chosen :many (ids json, scope u64?) → worklist_selection
-- busy: a task is open.
SELECT STRAIGHT_JOIN w.case_id, w.customer_id, w.customer_name, w.currency, w.overdue_minor, w.overdue_base,
       w.assignee_id, EXISTS (SELECT 1 FROM follow_up f WHERE f.case_id = w.case_id AND f.state = 'open') AS busy
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN worklist_row w ON w.case_id = j.id
 WHERE SEES(w.division_id, w.customer_id);
