-- How far customers use the portal. A customer is invited who was ever sent a link, active who came
-- in the days looked at, paying who paid through the portal then: payments of our own, which the
-- ledger has from nobody else, and transfers that carried the reference of one. :scope is the user when limited. A segment is a tag; '' is everybody.

-- portal_visit_add :exec (customer_id u64, visited_on day)
INSERT IGNORE INTO portal_visit (customer_id, visited_on) VALUES (:customer_id, :visited_on);

-- adoption_segments :many (scope u64?, from_on day, to_on day, days u32)
--     → (tag text, customers u64, invited u64, active u64, paying u64, prompted u64, pays u64)
-- prompted: got a reminder or came; pays: and paid within so many days after one of those.
SELECT g.tag, COUNT(*) AS customers, COALESCE(CAST(SUM(f.invited) AS UNSIGNED), 0) AS invited,
       COALESCE(CAST(SUM(f.active) AS UNSIGNED), 0) AS active, COALESCE(CAST(SUM(f.paying) AS UNSIGNED), 0) AS paying,
       COALESCE(CAST(SUM(f.prompted) AS UNSIGNED), 0) AS prompted, COALESCE(CAST(SUM(f.pays) AS UNSIGNED), 0) AS pays
  FROM (SELECT c.id, @adoption_flags
          FROM customer c
         WHERE (:scope IS NULL OR EXISTS (
                SELECT 1 FROM case_state s WHERE s.customer_id = c.id AND SEES(s.division_id, s.customer_id)))) f
  JOIN (SELECT c.id AS customer_id, '' AS tag FROM customer c
         UNION ALL
        SELECT DISTINCT t.customer_id, t.tag FROM customer_tag t WHERE t.live = 1) g ON g.customer_id = f.id
 GROUP BY g.tag
 ORDER BY g.tag;

-- adoption_money :many (scope u64?, from_on day, to_on day)
--     → (tag text, currency cur, payments u64, through u64, amount_minor i64, through_minor i64,
--        invoices u64, invoices_through u64)
-- Payments of those days, those of them through the portal, and the invoices they settled in whole
-- or part.
SELECT g.tag, i.currency, COUNT(*) AS payments, COALESCE(CAST(SUM(@adoption_through) AS UNSIGNED), 0) AS through,
       COALESCE(CAST(SUM(i.amount_minor) AS SIGNED), 0) AS amount_minor,
       COALESCE(CAST(SUM(IF(@adoption_through, i.amount_minor, 0)) AS SIGNED), 0) AS through_minor,
       COALESCE(CAST(SUM(s.invoices) AS UNSIGNED), 0) AS invoices,
       COALESCE(CAST(SUM(IF(@adoption_through, s.invoices, 0)) AS UNSIGNED), 0) AS invoices_through
  FROM item i
  JOIN (SELECT c.id AS customer_id, '' AS tag FROM customer c
         UNION ALL
        SELECT DISTINCT t.customer_id, t.tag FROM customer_tag t WHERE t.live = 1) g ON g.customer_id = i.customer_id
  LEFT JOIN (SELECT a.credit_item_id, COUNT(DISTINCT a.debit_item_id) AS invoices
               FROM item p
               JOIN allocation a ON a.credit_item_id = p.id AND a.reverses_id IS NULL
               LEFT JOIN allocation r ON r.reverses_id = a.id
              WHERE p.kind = 'payment' AND p.issued_on BETWEEN :from_on AND :to_on AND r.id IS NULL
              GROUP BY a.credit_item_id) s ON s.credit_item_id = i.id
 WHERE i.kind = 'payment' AND i.status = 'posted' AND i.issued_on BETWEEN :from_on AND :to_on
   AND SEES(i.division_id, i.customer_id)
 GROUP BY g.tag, i.currency
 ORDER BY g.tag, i.currency;

-- adoption_months :many (scope u64?, from_on day, to_on day)
--     → (month text, invited u64, active u64, paying u64)
-- Customers sent a link, that came, that paid through the portal, in each month.
SELECT COALESCE(x.month, '') AS month, COALESCE(CAST(SUM(x.kind = 'invited') AS UNSIGNED), 0) AS invited, COALESCE(CAST(SUM(x.kind = 'active') AS UNSIGNED), 0) AS active,
       COALESCE(CAST(SUM(x.kind = 'paying') AS UNSIGNED), 0) AS paying
  FROM (SELECT DISTINCT 'invited' AS kind, DATE_FORMAT(l.created_at, '%Y-%m') AS month, l.customer_id
          FROM access_link l
         WHERE l.created_at >= :from_on AND l.created_at < :to_on + INTERVAL 1 DAY
         UNION ALL
        SELECT DISTINCT 'active', DATE_FORMAT(v.visited_on, '%Y-%m'), v.customer_id
          FROM portal_visit v
         WHERE v.visited_on BETWEEN :from_on AND :to_on
         UNION ALL
        SELECT DISTINCT 'paying', DATE_FORMAT(i.issued_on, '%Y-%m'), i.customer_id
          FROM item i
         WHERE i.kind = 'payment' AND i.status = 'posted' AND @adoption_through
           AND i.issued_on BETWEEN :from_on AND :to_on) x
 WHERE (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s WHERE s.customer_id = x.customer_id AND SEES(s.division_id, s.customer_id)))
 GROUP BY x.month
 ORDER BY x.month;

-- adoption_customers :many (scope u64?, which text, tag text?, from_on day, to_on day, days u32,
--     after_id u64, take u32)
--     → (id u64, number text, name text, invited_on day?, visited_on day?, visits u64, reminders u64,
--        prompts u64, prompts_paid u64, payments u64, through u64, paid_on day?)
-- The rows behind each figure. prompts: days with a reminder or a visit; prompts_paid: those of them
-- after which a payment came within so many days; paid_on: the last payment.
SELECT w.id, w.number, w.name,
       (SELECT CAST(MAX(l.created_at) AS DATE) FROM access_link l
         WHERE l.customer_id = w.id AND l.created_at < :to_on + INTERVAL 1 DAY) AS invited_on,
       (SELECT MAX(v.visited_on) FROM portal_visit v WHERE @adoption_came(w.id)) AS visited_on,
       COALESCE((SELECT COUNT(*) FROM portal_visit v WHERE @adoption_came(w.id)), 0) AS visits,
       COALESCE((SELECT COUNT(DISTINCT o.handed_on) FROM outbox o WHERE @adoption_reminded(w.id)), 0) AS reminders,
       COALESCE((SELECT COUNT(*) FROM portal_visit v WHERE @adoption_came(w.id)), 0)
       + COALESCE((SELECT COUNT(DISTINCT o.handed_on) FROM outbox o
                    WHERE @adoption_reminded(w.id) AND NOT @adoption_same_day(w.id)), 0) AS prompts,
       COALESCE((SELECT COUNT(*) FROM portal_visit v
                  WHERE @adoption_came(w.id) AND @adoption_pays_after(w.id | v.visited_on)), 0)
       + COALESCE((SELECT COUNT(DISTINCT o.handed_on) FROM outbox o
                    WHERE @adoption_reminded(w.id) AND NOT @adoption_same_day(w.id)
                      AND @adoption_pays_after(w.id | o.handed_on)), 0) AS prompts_paid,
       COALESCE((SELECT COUNT(*) FROM item i WHERE @adoption_paid(w.id)), 0) AS payments,
       COALESCE((SELECT COUNT(*) FROM item i
                  WHERE @adoption_paid(w.id) AND @adoption_through), 0) AS through,
       (SELECT MAX(i.issued_on) FROM item i WHERE @adoption_paid(w.id)) AS paid_on
  FROM (SELECT c.id, c.number, c.name, @adoption_flags
          FROM customer c
         WHERE c.id > :after_id
           AND (:tag IS NULL OR EXISTS (
                SELECT 1 FROM customer_tag t WHERE t.customer_id = c.id AND t.tag = :tag AND t.live = 1))
           AND (:scope IS NULL OR EXISTS (
                SELECT 1 FROM case_state s WHERE s.customer_id = c.id AND SEES(s.division_id, s.customer_id)))
        HAVING CASE :which WHEN 'invited' THEN invited WHEN 'active' THEN active WHEN 'paying' THEN paying
                    WHEN 'prompted' THEN prompted WHEN 'pays' THEN pays ELSE TRUE END
         ORDER BY c.id
         LIMIT :take) w
 ORDER BY w.id;
