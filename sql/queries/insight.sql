-- What the figures of a department are computed from, as of any day: streams over the cases of a
-- population, c, in the order of cases. A population is narrowed by division, currency, customer,
-- segment (a tag) and collector; the latter two as they stood in the evening of :member_on, or stand
-- now. A customer that was not recorded yet stands then as in the evening of the day it was. :scope is
-- the user when limited. Balances of a past day are what is open now, and what was allocated after
-- that day, of what was issued by then.

-- insight_cases :many (@insight_filters) → (id u64, customer_id u64, division_id u64, currency cur)
SELECT c.id, c.customer_id, c.division_id, c.currency
  FROM case_state c
 WHERE @insight_narrow
 ORDER BY c.id;

-- insight_open_debits :stream (@insight_filters, to_on day) → (case_id u64, issued_on day, due_on day, open_minor i64)
-- What is open now; an index has all of it.
SELECT c.id AS case_id, i.issued_on, i.due_on, i.open_minor
  FROM case_state c
  STRAIGHT_JOIN instalment i FORCE INDEX (instalment_open)
     ON i.is_open = 1 AND i.case_id = c.id AND i.issued_on <= :to_on
 WHERE @insight_narrow
 ORDER BY c.id;

-- insight_open_credits :stream (@insight_filters, to_on day) → (case_id u64, issued_on day, open_minor i64)
SELECT c.id AS case_id, i.issued_on, i.open_minor
  FROM case_state c
  STRAIGHT_JOIN item i FORCE INDEX (item_open)
     ON i.is_open = 1 AND i.side = 'credit' AND i.case_id = c.id AND i.issued_on <= :to_on
 WHERE @insight_narrow
 ORDER BY c.id;

-- insight_settled :stream (@insight_filters, from_on day, to_on day)
--     → (case_id u64, issued_on day, due_on day, effective_on day, minor i64, pays bool, recovers bool)
-- What was allocated from that day on, reversals with their sign. pays: by a payment to an invoice,
-- and not reversed, whenever that was; recovers: a write-off that was taken back.
SELECT c.id AS case_id, i.issued_on, i.due_on, a.effective_on, a.debit_minor AS minor,
       a.reverses_id IS NULL AND p.kind = 'payment' AND d.kind = 'invoice'
       AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id) AS pays,
       a.reverses_id IS NOT NULL AND p.kind = 'write_off' AS recovers
  FROM case_state c
  STRAIGHT_JOIN allocation a FORCE INDEX (allocation_case) ON a.case_id = c.id AND a.effective_on >= :from_on
  STRAIGHT_JOIN instalment i ON i.id = a.instalment_id AND i.issued_on <= :to_on
  STRAIGHT_JOIN item p ON p.id = a.credit_item_id
  STRAIGHT_JOIN item d ON d.id = a.debit_item_id
 WHERE @insight_narrow
 ORDER BY c.id;

-- insight_applied :stream (@insight_filters, from_on day, to_on day)
--     → (case_id u64, issued_on day, effective_on day, minor i64)
-- The same of the credit side.
SELECT c.id AS case_id, i.issued_on, a.effective_on, a.credit_minor AS minor
  FROM case_state c
  STRAIGHT_JOIN allocation a FORCE INDEX (allocation_credit_case) ON a.credit_case_id = c.id AND a.effective_on >= :from_on
  STRAIGHT_JOIN item i ON i.id = a.credit_item_id AND i.issued_on <= :to_on
 WHERE @insight_narrow
 ORDER BY c.id;

-- insight_documents :stream (@insight_filters, from_on day, to_on day)
--     → (case_id u64, issued_on day, sales_minor i64, written_off_minor i64)
-- Sales: invoices less credit notes. A document that cancels another counts on its own day, so that a
-- past period stays what it was; what cancels a credit note adds to sales.
SELECT c.id AS case_id, t.issued_on, COALESCE(@insight_sale, 0) AS sales_minor,
       IF(t.kind = 'write_off', t.amount_minor, 0) AS written_off_minor
  FROM case_state c
  STRAIGHT_JOIN item t FORCE INDEX (item_case)
     ON t.case_id = c.id AND t.issued_on BETWEEN :from_on AND :to_on AND t.kind IN ('invoice', 'credit', 'refund', 'write_off')
 WHERE @insight_narrow
 ORDER BY c.id;

-- insight_closed :stream (@insight_filters, from_on day, to_on day) → (case_id u64, issued_on day, closed_on day)
-- Invoices whose last cent was a payment's.
SELECT c.id AS case_id, i.issued_on, i.settled_on AS closed_on
  FROM case_state c
  STRAIGHT_JOIN instalment i FORCE INDEX (instalment_aging)
     ON i.case_id = c.id AND i.settled_on BETWEEN :from_on AND :to_on
  STRAIGHT_JOIN item t ON t.id = i.item_id AND t.kind = 'invoice' AND t.open_minor = 0
 WHERE @insight_narrow AND @insight_closes
 ORDER BY c.id;

-- insight_disputes :many (@insight_filters, from_on day, to_on day)
--     → (case_id u64, opened_on day, until_on day, minor i64)
-- Amounts in dispute, as long as each stood: through until_on.
SELECT c.id AS case_id, COALESCE(GREATEST(d.opened_on, COALESCE(CAST((
           SELECT MAX(q.known_to) FROM dispute_past q WHERE q.dispute_id = d.id AND q.known_to < x.known_to) AS DATE),
           d.opened_on)), d.opened_on) AS opened_on,
       COALESCE(CAST(x.known_to AS DATE) - INTERVAL 1 DAY, d.opened_on) AS until_on, x.amount_minor AS minor
  FROM dispute d
  JOIN case_state c ON c.id = d.case_id
  JOIN (SELECT n.id AS dispute_id, COALESCE(n.known_to, TIMESTAMP'9999-12-31 00:00:00') AS known_to, n.amount_minor
          FROM dispute n
         UNION ALL
        SELECT q.dispute_id, q.known_to, q.amount_minor FROM dispute_past q) x ON x.dispute_id = d.id
 WHERE d.opened_on <= :to_on AND (d.known_to IS NULL OR d.known_to >= :from_on) AND @insight_narrow
 ORDER BY c.id;

-- insight_promises :many (@insight_filters, from_on day, to_on day)
--     → (case_id u64, made_on day, until_on day, minor i64)
-- Amounts promised, until they are judged or withdrawn.
SELECT c.id AS case_id, p.made_on,
       COALESCE(LEAST(p.judged_on, COALESCE(CAST(p.known_to AS DATE) - INTERVAL 1 DAY, p.judged_on)), p.judged_on) AS until_on,
       p.amount_minor AS minor
  FROM promise p
  JOIN case_state c ON c.id = p.case_id
 WHERE p.made_on <= :to_on AND p.judged_on >= :from_on AND (p.known_to IS NULL OR p.known_to >= :from_on)
   AND @insight_narrow
 ORDER BY c.id;

-- insight_control :many (@insight_filters, as_of day) → (division_id u64, currency cur, debit_minor i64, credit_minor i64)
-- What is open on that day from the documents, not from their instalments: another way through the data.
SELECT x.division_id, x.currency, COALESCE(CAST(SUM(x.debit) AS SIGNED), 0) AS debit_minor,
       COALESCE(CAST(SUM(x.credit) AS SIGNED), 0) AS credit_minor
  FROM (SELECT c.division_id, c.currency, SUM(t.open_minor) AS debit, 0 AS credit
          FROM case_state c
          STRAIGHT_JOIN item t FORCE INDEX (item_open)
             ON t.is_open = 1 AND t.side = 'debit' AND t.case_id = c.id AND t.issued_on <= :as_of
         WHERE @insight_narrow
         GROUP BY c.division_id, c.currency
         UNION ALL
        SELECT c.division_id, c.currency, 0, SUM(t.open_minor)
          FROM case_state c
          STRAIGHT_JOIN item t FORCE INDEX (item_open)
             ON t.is_open = 1 AND t.side = 'credit' AND t.case_id = c.id AND t.issued_on <= :as_of
         WHERE @insight_narrow
         GROUP BY c.division_id, c.currency
         UNION ALL
        SELECT c.division_id, c.currency, SUM(a.debit_minor), 0
          FROM case_state c
          STRAIGHT_JOIN allocation a FORCE INDEX (allocation_case) ON a.case_id = c.id AND a.effective_on > :as_of
          STRAIGHT_JOIN item t ON t.id = a.debit_item_id AND t.issued_on <= :as_of
         WHERE @insight_narrow
         GROUP BY c.division_id, c.currency
         UNION ALL
        SELECT c.division_id, c.currency, 0, SUM(a.credit_minor)
          FROM case_state c
          STRAIGHT_JOIN allocation a FORCE INDEX (allocation_credit_case) ON a.credit_case_id = c.id AND a.effective_on > :as_of
          STRAIGHT_JOIN item t ON t.id = a.credit_item_id AND t.issued_on <= :as_of
         WHERE @insight_narrow
         GROUP BY c.division_id, c.currency) x
 GROUP BY x.division_id, x.currency
 ORDER BY x.division_id, x.currency;

-- insight_at_risk :many (@insight_filters, from_on day, to_on day, as_of day)
--     → (division_id u64, currency cur, billed_minor i64, unpaid_minor i64)
-- Invoices issued in those days that were due 90 days before as_of or earlier, and what of each was
-- still unpaid on its ninetieth day.
SELECT x.division_id, x.currency, COALESCE(CAST(SUM(x.amount_minor) AS SIGNED), 0) AS billed_minor,
       COALESCE(CAST(SUM(x.amount_minor - x.settled) AS SIGNED), 0) AS unpaid_minor
  FROM (SELECT c.division_id, c.currency, i.amount_minor, COALESCE((
               SELECT SUM(a.debit_minor) FROM allocation a
                WHERE a.instalment_id = i.id AND a.effective_on <= i.due_on + INTERVAL 90 DAY), 0) AS settled
          FROM case_state c
          STRAIGHT_JOIN item t FORCE INDEX (item_case)
             ON t.case_id = c.id AND t.issued_on BETWEEN :from_on AND :to_on AND t.kind = 'invoice'
          STRAIGHT_JOIN instalment i ON i.item_id = t.id AND i.due_on + INTERVAL 90 DAY <= :as_of
         WHERE @insight_narrow) x
 GROUP BY x.division_id, x.currency
 ORDER BY x.division_id, x.currency;

-- insight_judged :many (@insight_filters, from_on day, to_on day)
--     → (currency cur, judged_n u64, kept_n u64, promised_minor i64, received_minor i64)
-- Promises whose last day was in those days, as they were judged.
SELECT c.currency, COUNT(*) AS judged_n, COALESCE(CAST(SUM(s.state = 'kept') AS UNSIGNED), 0) AS kept_n,
       COALESCE(CAST(SUM(p.amount_minor) AS SIGNED), 0) AS promised_minor,
       COALESCE(CAST(SUM(LEAST(s.kept_minor, p.amount_minor)) AS SIGNED), 0) AS received_minor
  FROM promise p
  JOIN promise_state s ON s.promise_id = p.id AND s.state IN ('kept', 'partly', 'broken')
  JOIN case_state c ON c.id = p.case_id
 WHERE p.judged_on BETWEEN :from_on AND :to_on AND @insight_narrow
 GROUP BY c.currency
 ORDER BY c.currency;

-- insight_resolved :many (@insight_filters, from_on day, to_on day) → (currency cur, days i64, disputes_n i64)
-- How many disputes closed in those days took how many days, fewest first.
SELECT c.currency, COALESCE(GREATEST(DATEDIFF(d.known_to, d.opened_on), 0), 0) AS days, COUNT(*) AS disputes_n
  FROM dispute d
  JOIN case_state c ON c.id = d.case_id
 WHERE d.known_to >= :from_on AND d.known_to < :to_on + INTERVAL 1 DAY AND @insight_narrow
 GROUP BY c.currency, days
 ORDER BY c.currency, days;

-- insight_disputed_late :many (@insight_filters, as_of day) → (currency cur, minor i64)
-- What is past due and in dispute on that day: of each document no more than is past due of it.
SELECT y.currency, COALESCE(CAST(SUM(LEAST(y.disputed, y.late)) AS SIGNED), 0) AS minor
  FROM (SELECT c.currency, x.item_id, x.disputed, SUM(i.open_minor + COALESCE((
               SELECT SUM(a.debit_minor) FROM allocation a
                WHERE a.instalment_id = i.id AND a.effective_on > :as_of), 0)) AS late
          FROM (SELECT d.case_id, d.item_id, SUM(COALESCE((
                       SELECT q.amount_minor FROM dispute_past q
                        WHERE q.dispute_id = d.id AND q.known_to >= :as_of + INTERVAL 1 DAY
                        ORDER BY q.known_to LIMIT 1), d.amount_minor)) AS disputed
                  FROM dispute d
                 WHERE d.opened_on <= :as_of AND (d.known_to IS NULL OR d.known_to >= :as_of + INTERVAL 1 DAY)
                 GROUP BY d.case_id, d.item_id) x
          JOIN case_state c ON c.id = x.case_id
          JOIN instalment i ON i.item_id = x.item_id AND i.issued_on <= :as_of AND i.due_on < :as_of
         WHERE @insight_narrow
         GROUP BY c.currency, x.item_id, x.disputed) y
 GROUP BY y.currency
 ORDER BY y.currency;

-- insight_collectors :many (@insight_filters, from_on day, to_on day)
--     → (user_id u64, name text, contacts u64, promises u64)
-- Contacts: calls, and messages that a person sent and that were handed over, each once however many
-- accounts the customer has: the server makes a join of EXISTS here, and would count it with each.
SELECT u.id AS user_id, u.name, COALESCE(CAST(SUM(x.contact) AS UNSIGNED), 0) AS contacts,
       COALESCE(CAST(SUM(x.promise) AS UNSIGNED), 0) AS promises
  FROM (SELECT k.user_id, 1 AS contact, 0 AS promise
          FROM (@insight_contacts) k
         WHERE k.on_day BETWEEN :from_on AND :to_on
           AND (SELECT 1 FROM case_state c WHERE c.customer_id = k.customer_id AND @insight_narrow LIMIT 1) = 1
         UNION ALL
        SELECT CAST(p.actor_id AS UNSIGNED), 0, 1
          FROM promise p
          JOIN case_state c ON c.id = p.case_id
         WHERE p.actor_kind = 'user' AND p.made_on BETWEEN :from_on AND :to_on AND @insight_narrow) x
  JOIN user u ON u.id = x.user_id
 GROUP BY u.id, u.name
 ORDER BY u.name, u.id;

-- insight_received :many (@insight_filters, from_on day, to_on day) → (user_id u64, currency cur, minor i64)
-- What payments settled within 14 days after a contact with the customer, each cent once a collector.
SELECT x.user_id, x.currency, COALESCE(CAST(SUM(x.debit_minor) AS SIGNED), 0) AS minor
  FROM (SELECT DISTINCT k.user_id, a.id, c.currency, a.debit_minor
          FROM (@insight_contacts) k
          JOIN case_state c ON c.customer_id = k.customer_id
          JOIN allocation a ON a.case_id = c.id AND a.effective_on BETWEEN k.on_day AND LEAST(k.on_day + INTERVAL 14 DAY, :to_on)
          JOIN item p ON p.id = a.credit_item_id AND p.kind = 'payment'
          JOIN item d ON d.id = a.debit_item_id AND d.kind = 'invoice'
         WHERE k.on_day BETWEEN :from_on AND :to_on AND a.reverses_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id) AND @insight_narrow) x
 GROUP BY x.user_id, x.currency
 ORDER BY x.user_id, x.currency;

-- insight_choices :many (scope u64?) → (kind text, value text, label text)
-- What the caller may narrow to: divisions, currencies, segments (tags), collectors.
SELECT 'division' AS kind, v.code AS value, v.name AS label
  FROM division v
 WHERE SEES_DIVISION(v.id)
 UNION
SELECT 'currency', c.currency, c.currency
  FROM case_state c
 WHERE SEES(c.division_id, c.customer_id)
 UNION
SELECT 'segment', t.tag, t.tag
  FROM customer_tag t
 WHERE t.live = 1 AND (:scope IS NULL OR EXISTS (
       SELECT 1 FROM case_state c WHERE c.customer_id = t.customer_id AND SEES(c.division_id, c.customer_id)))
 UNION
SELECT 'collector', COALESCE(CAST(u.id AS CHAR), ''), u.name
  FROM user u
 WHERE u.status = 'active' AND EXISTS (SELECT 1 FROM customer_assignment m WHERE m.user_id = u.id AND m.known_to IS NULL)
 ORDER BY kind, label, value;
