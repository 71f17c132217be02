-- What the page of one customer shows beside its record. :scope is the user when limited.

-- page_paid :many [hot] (customer_id u64, scope u64?, from_on day, to_on day)
--     → (case_id u64, minor i64, issued_on day, due_on day, paid_on day)
-- Payments as they settled invoices, by day; reversed ones as if they had never been.
SELECT a.case_id, a.debit_minor AS minor, n.issued_on, n.due_on, a.effective_on AS paid_on
  FROM case_state s
  JOIN allocation a ON a.case_id = s.id AND a.effective_on BETWEEN :from_on AND :to_on
  JOIN instalment n ON n.id = a.instalment_id
  JOIN item d ON d.id = a.debit_item_id AND d.kind = 'invoice'
  JOIN item c ON c.id = a.credit_item_id AND c.kind = 'payment'
  LEFT JOIN allocation r ON r.reverses_id = a.id
 WHERE s.customer_id = :customer_id AND a.reverses_id IS NULL AND r.id IS NULL
   AND SEES(s.division_id, s.customer_id)
 ORDER BY a.effective_on, a.id;

-- page_sales :many [hot] (customer_id u64, scope u64?, from_on day)
--     → (case_id u64, month i32, minor i64)
-- Invoices less credit notes by calendar month (202603), newest first.
SELECT i.case_id, COALESCE(CAST(EXTRACT(YEAR_MONTH FROM i.issued_on) AS INTEGER), 0) AS month,
       COALESCE(CAST(SUM(IF(i.kind = 'invoice', i.amount_minor, -i.amount_minor)) AS SIGNED), 0) AS minor
  FROM case_state s
  JOIN item i ON i.case_id = s.id AND i.issued_on >= :from_on
 WHERE s.customer_id = :customer_id AND i.kind IN ('invoice', 'credit') AND i.status = 'posted'
   AND SEES(s.division_id, s.customer_id)
 GROUP BY i.case_id, month
 ORDER BY month DESC;

-- page_open :many [hot] (customer_id u64, scope u64?)
--     → (case_id u64, due_on day?, minor i64)
-- Open invoices by due day; open credits, negative, without one. No fees, no interest.
SELECT n.case_id, n.due_on, COALESCE(CAST(SUM(n.open_minor) AS SIGNED), 0) AS minor
  FROM case_state s
  JOIN instalment n ON n.is_open = 1 AND n.case_id = s.id
  JOIN item i ON i.id = n.item_id AND i.kind = 'invoice'
 WHERE s.customer_id = :customer_id
   AND SEES(s.division_id, s.customer_id)
 GROUP BY n.case_id, n.due_on
 UNION ALL
SELECT i.case_id, NULL, COALESCE(CAST(-SUM(i.open_minor) AS SIGNED), 0)
  FROM case_state s
  JOIN item i ON i.is_open = 1 AND i.side = 'credit' AND i.case_id = s.id
 WHERE s.customer_id = :customer_id
   AND SEES(s.division_id, s.customer_id)
 GROUP BY i.case_id;

-- page_last_payment :many [hot] (customer_id u64, scope u64?)
--     → (case_id u64, paid_on day, minor i64, number text)
SELECT s.id AS case_id, i.issued_on AS paid_on, i.amount_minor AS minor, i.number
  FROM case_state s
  JOIN item i ON i.id = (
        SELECT p.id FROM item p
         WHERE p.case_id = s.id AND p.kind = 'payment' AND p.status = 'posted'
         ORDER BY p.issued_on DESC, p.id DESC
         LIMIT 1)
 WHERE s.customer_id = :customer_id
   AND SEES(s.division_id, s.customer_id);

-- page_children :many [hot] (customer_id u64, scope u64?, take u32)
--     → (id u64, number text, name text, status text)
SELECT c.id, c.number, c.name, c.status
  FROM customer c
 WHERE c.parent_id = :customer_id
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = c.id))
 ORDER BY c.name, c.id
 LIMIT :take;

-- page_family_sums :many (customer_id u64, scope u64?)
--     → (currency cur, customers_n u64, open_minor i64, overdue_minor i64)
-- Of the customer and all below it. UNION, not UNION ALL: a circle ends.
WITH RECURSIVE family AS (
        SELECT c.id FROM customer c WHERE c.id = :customer_id
         UNION
        SELECT c.id FROM family f JOIN customer c ON c.parent_id = f.id)
SELECT w.currency, COUNT(DISTINCT w.customer_id) AS customers_n,
       COALESCE(CAST(SUM(w.open_minor) AS SIGNED), 0) AS open_minor,
       COALESCE(CAST(SUM(w.overdue_minor) AS SIGNED), 0) AS overdue_minor
  FROM family f
  JOIN worklist_row w ON w.customer_id = f.id
 WHERE SEES(w.division_id, w.customer_id)
 GROUP BY w.currency
 ORDER BY w.currency;

-- page_notices :many [hot] (ids json, today day)
--     → (outbox_id u64, handed_on day?, recipients u32, delivered u32, failed u32,
--        asked_minor i64, named_minor i64?, currency cur?, opened_at instant?, clicked_at instant?, paid_7 i64,
--        paid_14 i64, paid_30 i64)
-- What messages achieved: to how many, what the server said of them, when they were first
-- opened and a link followed, what they named in all (what they asked for, and else overdue), and what of the instalments they asked for was paid within 7, 14
-- and 30 days after hand-over.
SELECT o.id AS outbox_id, o.handed_on,
       COALESCE((SELECT CAST(COUNT(*) AS UNSIGNED INTEGER) FROM outbox_recipient r WHERE r.outbox_id = o.id), 0) AS recipients,
       COALESCE((SELECT CAST(COUNT(*) AS UNSIGNED INTEGER) FROM outbox_recipient r
         WHERE r.outbox_id = o.id AND r.state = 'delivered'), 0) AS delivered,
       COALESCE((SELECT CAST(COUNT(*) AS UNSIGNED INTEGER) FROM outbox_recipient r
         WHERE r.outbox_id = o.id AND r.state IN ('bounced', 'rejected', 'suppressed')), 0) AS failed,
       COALESCE((SELECT CAST(SUM(l.open_minor) AS SIGNED) FROM outbox_line l
                  WHERE l.outbox_id = o.id AND l.void_id = 0), 0) AS asked_minor,
       o.total_minor AS named_minor,
       o.currency,
       (SELECT MIN(m.first_at) FROM mail_event m WHERE m.outbox_id = o.id AND m.kind = 'opened') AS opened_at,
       (SELECT MIN(m.first_at) FROM mail_event m WHERE m.outbox_id = o.id AND m.kind = 'clicked') AS clicked_at,
       COALESCE(CAST(SUM(IF(a.effective_on <= o.handed_on + INTERVAL 7 DAY, a.debit_minor, 0)) AS SIGNED), 0) AS paid_7,
       COALESCE(CAST(SUM(IF(a.effective_on <= o.handed_on + INTERVAL 14 DAY, a.debit_minor, 0)) AS SIGNED), 0) AS paid_14,
       COALESCE(CAST(SUM(a.debit_minor) AS SIGNED), 0) AS paid_30
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN outbox o ON o.id = j.id
  LEFT JOIN (outbox_line l JOIN allocation a ON a.instalment_id = l.instalment_id
             JOIN item c ON c.id = a.credit_item_id AND c.kind = 'payment')
    ON l.outbox_id = o.id AND l.void_id = 0
       AND a.effective_on BETWEEN o.handed_on AND LEAST(o.handed_on + INTERVAL 30 DAY, :today)
       AND a.reverses_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id)
 GROUP BY o.id;

-- page_strategies :many (case_id u64)
--     → (name text, pinned bool, reason text?, by_name text?, known_from instant?)
-- Strategies that run, and which of them is pinned to the case.
SELECT t.name, p.id IS NOT NULL AS pinned, p.reason, u.name AS by_name, p.known_from
  FROM script t
  LEFT JOIN strategy_pin p ON p.case_id = :case_id AND p.live = 1 AND p.script_id = t.id
  LEFT JOIN user u ON u.id = p.user_id
 WHERE t.kind = 'strategy' AND t.active_version_id IS NOT NULL
 ORDER BY t.name;
