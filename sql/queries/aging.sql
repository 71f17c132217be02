-- What aging reads. Each list is in the order of cases, so that they can be merged.

-- aging_cases :stream () → (id u64, customer_id u64, currency cur)
SELECT id, customer_id, currency
  FROM case_state
 ORDER BY id;

-- aging_open_debits :stream [hot] (as_of_day day) → (case_id u64, due_on day, open_minor i64)
-- As things stand: the open index alone, no closed history.
SELECT case_id, due_on, open_minor
  FROM instalment FORCE INDEX (instalment_open)
 WHERE is_open = 1 AND issued_on <= :as_of_day
 ORDER BY case_id;

-- aging_open_credits :stream [hot] (as_of_day day) → (case_id u64, open_minor i64)
SELECT case_id, open_minor
  FROM item FORCE INDEX (item_open)
 WHERE is_open = 1 AND side = 'credit' AND issued_on <= :as_of_day
 ORDER BY case_id;

-- aging_debits_later :many [hot] (as_of_day day) → (case_id u64, due_on day, minor i64)
-- What stands as settled but is not yet on that day: allocations that count from a later one.
SELECT a.case_id, i.due_on, a.debit_minor AS minor
  FROM allocation a FORCE INDEX (allocation_effective)
  JOIN instalment i ON i.id = a.instalment_id
 WHERE a.effective_on > :as_of_day AND i.issued_on <= :as_of_day
 ORDER BY a.case_id;

-- aging_credits_later :many [hot] (as_of_day day) → (case_id u64, minor i64)
SELECT a.credit_case_id AS case_id, a.credit_minor AS minor
  FROM allocation a FORCE INDEX (allocation_effective)
  JOIN item c ON c.id = a.credit_item_id
 WHERE a.effective_on > :as_of_day AND c.issued_on <= :as_of_day
 ORDER BY a.credit_case_id;

-- aging_debits_on :stream (as_of_day day) → (case_id u64, id u64, due_on day, issued_on day, open_minor i64)
-- What could have been open at the end of that day.
SELECT case_id, id, due_on, issued_on, open_minor
  FROM instalment FORCE INDEX (instalment_aging)
 WHERE settled_on > :as_of_day AND issued_on <= :as_of_day
 ORDER BY case_id;

-- aging_debit_changes_after :stream (as_of_day day) → (case_id u64, instalment_id u64, debit_minor i64)
-- Allocations that did not count yet on that day.
SELECT case_id, instalment_id, debit_minor
  FROM allocation FORCE INDEX (allocation_case)
 WHERE effective_on > :as_of_day
 ORDER BY case_id;

-- aging_credits_on :stream (as_of_day day) → (case_id u64, id u64, open_minor i64)
SELECT case_id, id, open_minor
  FROM item FORCE INDEX (item_aging)
 WHERE side = 'credit' AND issued_on <= :as_of_day
 ORDER BY case_id;

-- aging_credit_changes_after :stream (as_of_day day) → (case_id u64, credit_item_id u64, credit_minor i64)
SELECT credit_case_id AS case_id, credit_item_id, credit_minor
  FROM allocation FORCE INDEX (allocation_credit_case)
 WHERE effective_on > :as_of_day
 ORDER BY credit_case_id;

-- aging_control_open :stream [hot] (as_of_day day) → (case_id u64, open_minor i64)
-- As things stand, from the documents and not their instalments.
SELECT case_id, CAST(COALESCE(SUM(open_minor), 0) AS SIGNED) AS open_minor
  FROM item FORCE INDEX (item_open)
 WHERE is_open = 1 AND side = 'debit' AND issued_on <= :as_of_day
 GROUP BY case_id
 ORDER BY case_id;

-- control_totals :many (as_of_day day) → (customer_id u64, currency cur, debit_minor i64, credit_minor i64)
-- From the documents and their allocations alone: what aging must add up to.
SELECT x.customer_id, x.currency, CAST(COALESCE(SUM(x.debit), 0) AS SIGNED) AS debit_minor,
       CAST(COALESCE(SUM(x.credit), 0) AS SIGNED) AS credit_minor
  FROM (SELECT customer_id, currency, IF(side = 'debit', amount_minor, 0) AS debit,
               IF(side = 'credit', amount_minor, 0) AS credit
          FROM item
         WHERE issued_on <= :as_of_day
        UNION ALL
        SELECT d.customer_id, d.currency, -a.debit_minor, 0
          FROM allocation a
          JOIN item d ON d.id = a.debit_item_id
         WHERE a.effective_on <= :as_of_day AND d.issued_on <= :as_of_day
        UNION ALL
        SELECT c.customer_id, c.currency, 0, -a.credit_minor
          FROM allocation a
          JOIN item c ON c.id = a.credit_item_id
         WHERE a.effective_on <= :as_of_day AND c.issued_on <= :as_of_day) x
 GROUP BY x.customer_id, x.currency
 ORDER BY x.customer_id, x.currency;

-- aging_customers :many (ids json) → (id u64, source_system text, source_id text, number text, name text)
SELECT STRAIGHT_JOIN c.id, c.source_system, c.source_id, c.number, c.name
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN customer c FORCE INDEX (PRIMARY) ON c.id = k.id;
