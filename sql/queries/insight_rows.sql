-- The rows that figures were computed from, a page at a time in the order of ids: an export of all
-- of them is one pass. Populations as in insight.sql. Divisions are so few that the optimizer would join
-- them by a buffer, and sort everything for each page: it is held to their key.

-- insight_rows_open :many (@insight_filters, as_of day, by_document bool, min_late i32?, max_late i32?,
--     after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, item_id u64,
--        item_number text, kind text, currency cur, issued_on day, due_on day, due_missing bool,
--        days_late i64, amount_minor i64, open_minor i64, disputed_minor i64)
-- What was owed in the evening of that day, late by so many days.
SELECT x.id, x.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, x.item_id,
       x.item_number, x.kind, x.currency, x.issued_on, x.due_on, x.due_missing, COALESCE(x.days_late, 0) AS days_late,
       x.amount_minor, COALESCE(CAST(x.open_minor AS SIGNED), 0) AS open_minor, COALESCE(CAST((
       SELECT SUM(COALESCE((SELECT q.amount_minor FROM dispute_past q
                             WHERE q.dispute_id = p.id AND q.known_to >= :as_of + INTERVAL 1 DAY
                             ORDER BY q.known_to LIMIT 1), p.amount_minor))
         FROM dispute p
        WHERE p.item_id = x.item_id AND p.opened_on <= :as_of
          AND (p.known_to IS NULL OR p.known_to >= :as_of + INTERVAL 1 DAY)) AS SIGNED), 0) AS disputed_minor
  FROM (SELECT i.id, c.customer_id, c.division_id, i.item_id, t.number AS item_number, t.kind, c.currency, i.issued_on,
               i.due_on, i.due_missing, DATEDIFF(:as_of, IF(:by_document, i.issued_on, i.due_on)) AS days_late,
               i.amount_minor, i.open_minor + COALESCE((
               SELECT SUM(a.debit_minor) FROM allocation a
                WHERE a.instalment_id = i.id AND a.effective_on > :as_of), 0) AS open_minor
          FROM instalment i FORCE INDEX (PRIMARY)
          STRAIGHT_JOIN case_state c ON c.id = i.case_id
          STRAIGHT_JOIN item t ON t.id = i.item_id
         WHERE i.id > :after_id AND i.issued_on <= :as_of AND i.settled_on > :as_of
           AND (:min_late IS NULL OR DATEDIFF(:as_of, IF(:by_document, i.issued_on, i.due_on)) >= :min_late)
           AND (:max_late IS NULL OR DATEDIFF(:as_of, IF(:by_document, i.issued_on, i.due_on)) <= :max_late)
           AND @insight_narrow
        HAVING open_minor <> 0
         ORDER BY i.id
         LIMIT :take) x
  JOIN customer k ON k.id = x.customer_id
  JOIN division v ON v.id = x.division_id
 ORDER BY x.id;

-- insight_rows_credits :many (@insight_filters, as_of day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, item_number text,
--        kind text, currency cur, issued_on day, amount_minor i64, open_minor i64)
-- Credits and payments that no document had taken by the evening of that day.
SELECT x.id, x.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, x.item_number,
       x.kind, x.currency, x.issued_on, x.amount_minor, COALESCE(CAST(x.open_minor AS SIGNED), 0) AS open_minor
  FROM (SELECT t.id, c.customer_id, c.division_id, t.number AS item_number, t.kind, c.currency, t.issued_on, t.amount_minor,
               t.open_minor + COALESCE((
               SELECT SUM(a.credit_minor) FROM allocation a
                WHERE a.credit_item_id = t.id AND a.effective_on > :as_of), 0) AS open_minor
          FROM item t FORCE INDEX (PRIMARY)
          STRAIGHT_JOIN case_state c ON c.id = t.case_id
         WHERE t.id > :after_id AND t.side = 'credit' AND t.issued_on <= :as_of AND @insight_narrow
        HAVING open_minor <> 0
         ORDER BY t.id
         LIMIT :take) x
  JOIN customer k ON k.id = x.customer_id
  JOIN division v ON v.id = x.division_id
 ORDER BY x.id;

-- insight_rows_documents :many (@insight_filters, lost bool, from_on day, to_on day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, item_number text,
--        kind text, currency cur, issued_on day, counts_minor i64)
-- Sales of those days with the sign they count by; lost: write-offs instead.
SELECT t.id, c.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division,
       t.number AS item_number, t.kind, c.currency, t.issued_on,
       COALESCE(IF(:lost, t.amount_minor, @insight_sale), 0) AS counts_minor
  FROM item t FORCE INDEX (PRIMARY)
  STRAIGHT_JOIN case_state c ON c.id = t.case_id
  STRAIGHT_JOIN customer k ON k.id = c.customer_id
  STRAIGHT_JOIN division v FORCE INDEX (PRIMARY) ON v.id = c.division_id
 WHERE t.id > :after_id AND t.issued_on BETWEEN :from_on AND :to_on
   AND IF(:lost, t.kind = 'write_off', t.kind IN ('invoice', 'credit', 'refund') AND @insight_sale <> 0)
   AND @insight_narrow
 ORDER BY t.id
 LIMIT :take;

-- insight_rows_recovered :many (@insight_filters, from_on day, to_on day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, item_number text,
--        kind text, currency cur, issued_on day, counts_minor i64)
-- Write-offs that were taken back in those days, of what was issued by then.
SELECT a.id, c.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division,
       p.number AS item_number, p.kind, c.currency, a.effective_on AS issued_on, -a.debit_minor AS counts_minor
  FROM allocation a FORCE INDEX (PRIMARY)
  STRAIGHT_JOIN case_state c ON c.id = a.case_id
  STRAIGHT_JOIN item p ON p.id = a.credit_item_id AND p.kind = 'write_off'
  STRAIGHT_JOIN instalment i ON i.id = a.instalment_id AND i.issued_on <= :to_on
  STRAIGHT_JOIN customer k ON k.id = c.customer_id
  STRAIGHT_JOIN division v FORCE INDEX (PRIMARY) ON v.id = c.division_id
 WHERE a.id > :after_id AND a.effective_on BETWEEN :from_on AND :to_on AND a.reverses_id IS NOT NULL AND @insight_narrow
 ORDER BY a.id
 LIMIT :take;

-- insight_rows_at_risk :many (@insight_filters, from_on day, to_on day, as_of day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, item_id u64,
--        item_number text, currency cur, issued_on day, due_on day, amount_minor i64, unpaid_minor i64)
-- Invoices issued in those days that were due 90 days before as_of or earlier, and what of each was
-- still unpaid on its ninetieth day.
SELECT x.id, x.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, x.item_id,
       x.item_number, x.currency, x.issued_on, x.due_on, x.amount_minor,
       COALESCE(CAST(x.amount_minor - x.settled AS SIGNED), 0) AS unpaid_minor
  FROM (SELECT i.id, c.customer_id, c.division_id, i.item_id, t.number AS item_number, c.currency, i.issued_on, i.due_on,
               i.amount_minor, COALESCE((
               SELECT SUM(a.debit_minor) FROM allocation a
                WHERE a.instalment_id = i.id AND a.effective_on <= i.due_on + INTERVAL 90 DAY), 0) AS settled
          FROM instalment i FORCE INDEX (PRIMARY)
          STRAIGHT_JOIN case_state c ON c.id = i.case_id
          STRAIGHT_JOIN item t ON t.id = i.item_id AND t.kind = 'invoice'
         WHERE i.id > :after_id AND t.issued_on BETWEEN :from_on AND :to_on
           AND i.due_on + INTERVAL 90 DAY <= :as_of AND @insight_narrow
         ORDER BY i.id
         LIMIT :take) x
  JOIN customer k ON k.id = x.customer_id
  JOIN division v ON v.id = x.division_id
 ORDER BY x.id;

-- insight_rows_disputed :many (@insight_filters, as_of day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, item_number text,
--        kind text, currency cur, issued_on day, late_minor i64, disputed_minor i64)
-- Documents past due and in dispute in the evening of that day: of each no more than is past due of it.
SELECT y.id, y.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, y.item_number,
       y.kind, y.currency, y.issued_on, COALESCE(CAST(y.late AS SIGNED), 0) AS late_minor,
       COALESCE(CAST(LEAST(y.disputed, y.late) AS SIGNED), 0) AS disputed_minor
  FROM (SELECT t.id, c.customer_id, c.division_id, t.number AS item_number, t.kind, c.currency, t.issued_on, x.disputed,
               SUM(i.open_minor + COALESCE((
               SELECT SUM(a.debit_minor) FROM allocation a
                WHERE a.instalment_id = i.id AND a.effective_on > :as_of), 0)) AS late
          FROM (SELECT d.case_id, d.item_id, SUM(COALESCE((
                       SELECT q.amount_minor FROM dispute_past q
                        WHERE q.dispute_id = d.id AND q.known_to >= :as_of + INTERVAL 1 DAY
                        ORDER BY q.known_to LIMIT 1), d.amount_minor)) AS disputed
                  FROM dispute d
                 WHERE d.item_id > :after_id AND d.opened_on <= :as_of
                   AND (d.known_to IS NULL OR d.known_to >= :as_of + INTERVAL 1 DAY)
                 GROUP BY d.case_id, d.item_id) x
          JOIN case_state c ON c.id = x.case_id
          JOIN item t ON t.id = x.item_id
          JOIN instalment i ON i.item_id = x.item_id AND i.issued_on <= :as_of AND i.due_on < :as_of
         WHERE @insight_narrow
         GROUP BY t.id, c.customer_id, c.division_id, t.number, t.kind, c.currency, t.issued_on, x.disputed
        HAVING LEAST(disputed, late) <> 0
         ORDER BY t.id
         LIMIT :take) y
  JOIN customer k ON k.id = y.customer_id
  JOIN division v ON v.id = y.division_id
 ORDER BY y.id;

-- insight_rows_contacts :many (@insight_filters, user_id u64, from_on day, to_on day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, kind text, on_day day?)
-- A collector's contacts in those days: calls, and messages that were handed over.
SELECT x.id, x.customer_id, n.number AS customer_number, n.name AS customer_name, x.kind, x.on_day
  FROM (@insight_contacts) x
  JOIN customer n ON n.id = x.customer_id
 WHERE x.id > :after_id AND x.user_id = :user_id AND x.on_day BETWEEN :from_on AND :to_on
   AND (SELECT 1 FROM case_state c WHERE c.customer_id = x.customer_id AND @insight_narrow LIMIT 1) = 1
 ORDER BY x.id
 LIMIT :take;

-- insight_rows_obtained :many (@insight_filters, user_id u64, from_on day, to_on day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, currency cur,
--        made_on day, promised_on day, promised_minor i64)
-- Promises that a collector entered in those days.
SELECT p.id, c.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, c.currency,
       p.made_on, p.promised_on, p.amount_minor AS promised_minor
  FROM promise p FORCE INDEX (PRIMARY)
  STRAIGHT_JOIN case_state c ON c.id = p.case_id
  STRAIGHT_JOIN customer k ON k.id = c.customer_id
  STRAIGHT_JOIN division v FORCE INDEX (PRIMARY) ON v.id = c.division_id
 WHERE p.id > :after_id AND p.actor_kind = 'user' AND CAST(p.actor_id AS UNSIGNED) = :user_id
   AND p.made_on BETWEEN :from_on AND :to_on AND @insight_narrow
 ORDER BY p.id
 LIMIT :take;

-- insight_rows_received :many (@insight_filters, user_id u64, from_on day, to_on day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, item_id u64,
--        item_number text, payment_number text, currency cur, issued_on day, due_on day, paid_on day,
--        days i64, days_late i64, amount_minor i64)
-- What payments settled within 14 days after a contact of that collector with the customer.
SELECT DISTINCT a.id, c.customer_id, n.number AS customer_number, n.name AS customer_name, v.code AS division,
       d.id AS item_id, d.number AS item_number, p.number AS payment_number, c.currency, i.issued_on, i.due_on,
       a.effective_on AS paid_on, COALESCE(DATEDIFF(a.effective_on, i.issued_on), 0) AS days,
       COALESCE(DATEDIFF(a.effective_on, i.due_on), 0) AS days_late, a.debit_minor AS amount_minor
  FROM (@insight_contacts) x
  JOIN case_state c ON c.customer_id = x.customer_id
  JOIN allocation a ON a.case_id = c.id AND a.effective_on BETWEEN x.on_day AND LEAST(x.on_day + INTERVAL 14 DAY, :to_on)
  JOIN instalment i ON i.id = a.instalment_id
  JOIN item p ON p.id = a.credit_item_id AND p.kind = 'payment'
  JOIN item d ON d.id = a.debit_item_id AND d.kind = 'invoice'
  JOIN customer n ON n.id = c.customer_id
  JOIN division v ON v.id = c.division_id
 WHERE a.id > :after_id AND x.user_id = :user_id AND x.on_day BETWEEN :from_on AND :to_on AND a.reverses_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id) AND @insight_narrow
 ORDER BY a.id
 LIMIT :take;

-- insight_rows_paid :many (@insight_filters, from_on day, to_on day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, item_id u64,
--        item_number text, payment_number text, currency cur, issued_on day, due_on day, paid_on day,
--        days i64, days_late i64, amount_minor i64)
-- What payments settled in those days; reversed ones as if they had never been.
SELECT a.id, c.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, d.id AS item_id,
       d.number AS item_number, p.number AS payment_number, c.currency, i.issued_on, i.due_on, a.effective_on AS paid_on,
       COALESCE(DATEDIFF(a.effective_on, i.issued_on), 0) AS days,
       COALESCE(DATEDIFF(a.effective_on, i.due_on), 0) AS days_late, a.debit_minor AS amount_minor
  FROM allocation a FORCE INDEX (PRIMARY)
  STRAIGHT_JOIN case_state c ON c.id = a.case_id
  STRAIGHT_JOIN instalment i ON i.id = a.instalment_id
  STRAIGHT_JOIN item d ON d.id = a.debit_item_id AND d.kind = 'invoice'
  STRAIGHT_JOIN item p ON p.id = a.credit_item_id AND p.kind = 'payment'
  STRAIGHT_JOIN customer k ON k.id = c.customer_id
  STRAIGHT_JOIN division v FORCE INDEX (PRIMARY) ON v.id = c.division_id
 WHERE a.id > :after_id AND a.effective_on BETWEEN :from_on AND :to_on AND a.reverses_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id)
   AND @insight_narrow
 ORDER BY a.id
 LIMIT :take;

-- insight_rows_closed :many (@insight_filters, from_on day, to_on day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, item_id u64,
--        item_number text, currency cur, issued_on day, due_on day, closed_on day, days i64, amount_minor i64)
-- Invoices that a payment closed in those days.
SELECT i.id, c.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, t.id AS item_id,
       t.number AS item_number, c.currency, i.issued_on, i.due_on, i.settled_on AS closed_on,
       COALESCE(DATEDIFF(i.settled_on, i.issued_on), 0) AS days, t.amount_minor
  FROM instalment i FORCE INDEX (PRIMARY)
  STRAIGHT_JOIN case_state c ON c.id = i.case_id
  STRAIGHT_JOIN item t ON t.id = i.item_id AND t.kind = 'invoice' AND t.open_minor = 0
  STRAIGHT_JOIN customer k ON k.id = c.customer_id
  STRAIGHT_JOIN division v FORCE INDEX (PRIMARY) ON v.id = c.division_id
 WHERE i.id > :after_id AND i.settled_on BETWEEN :from_on AND :to_on AND @insight_closes AND @insight_narrow
 ORDER BY i.id
 LIMIT :take;

-- insight_rows_promises :many (@insight_filters, from_on day, to_on day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, currency cur,
--        made_on day, promised_on day, judged_on day, state text, promised_minor i64, received_minor i64)
-- Promises that were judged in those days.
SELECT p.id, c.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, c.currency,
       p.made_on, p.promised_on, p.judged_on, s.state, p.amount_minor AS promised_minor,
       COALESCE(CAST(LEAST(s.kept_minor, p.amount_minor) AS SIGNED), 0) AS received_minor
  FROM promise p FORCE INDEX (PRIMARY)
  STRAIGHT_JOIN promise_state s ON s.promise_id = p.id AND s.state IN ('kept', 'partly', 'broken')
  STRAIGHT_JOIN case_state c ON c.id = p.case_id
  STRAIGHT_JOIN customer k ON k.id = c.customer_id
  STRAIGHT_JOIN division v FORCE INDEX (PRIMARY) ON v.id = c.division_id
 WHERE p.id > :after_id AND p.judged_on BETWEEN :from_on AND :to_on AND @insight_narrow
 ORDER BY p.id
 LIMIT :take;

-- insight_rows_disputes :many (@insight_filters, from_on day, to_on day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, item_number text,
--        currency cur, reason_code text, resolution text?, opened_on day, closed_on day?, days i64, amount_minor i64)
-- Disputes that were closed in those days.
SELECT d.id, c.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division,
       t.number AS item_number, c.currency, d.reason_code, d.resolution, d.opened_on, CAST(d.known_to AS DATE) AS closed_on,
       COALESCE(GREATEST(DATEDIFF(d.known_to, d.opened_on), 0), 0) AS days, d.amount_minor
  FROM dispute d FORCE INDEX (PRIMARY)
  STRAIGHT_JOIN case_state c ON c.id = d.case_id
  STRAIGHT_JOIN item t ON t.id = d.item_id
  STRAIGHT_JOIN customer k ON k.id = c.customer_id
  STRAIGHT_JOIN division v FORCE INDEX (PRIMARY) ON v.id = c.division_id
 WHERE d.id > :after_id AND d.known_to >= :from_on AND d.known_to < :to_on + INTERVAL 1 DAY AND @insight_narrow
 ORDER BY d.id
 LIMIT :take;
