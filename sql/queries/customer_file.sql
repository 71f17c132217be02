-- Parts of a customer's whole file that no list of the pages has.

-- customer_file_master :one [hot] (customer_id u64, scope u64?, since_on day)
--     → (number text, name text, status text, kind text, language text, country text?, region text?,
--        time_zone text?, tax_id text?, terms_days i32?, payment_method text?, credit_limit_minor i64?,
--        credit_currency cur?, since_on day?, parent text?, assignee text?, tags text?,
--        billing_address text?, shipping_address text?, strategies text?, status_reason text?,
--        promises_kept i64, promises_partly i64, promises_broken i64)
-- In one row; strategies: those that a person chose; promises: those judged on or after since_on, both
-- of the cases that the user may see. A status has a reason where a person set it.
SELECT c.number, c.name, c.status, c.kind, c.language, c.country, c.region, c.time_zone, c.tax_id,
       CAST(c.terms_days AS INTEGER) AS terms_days, c.payment_method, c.credit_limit_minor,
       c.credit_currency, c.since_on,
       (SELECT CONCAT(p.number, ' ', p.name) FROM customer p WHERE p.id = c.parent_id) AS parent,
       (SELECT GROUP_CONCAT(DISTINCT u.name ORDER BY u.name SEPARATOR ', ')
          FROM customer_assignment a
          JOIN user u ON u.id = a.user_id
         WHERE a.customer_id = c.id AND a.known_to IS NULL) AS assignee,
       (SELECT GROUP_CONCAT(DISTINCT t.tag ORDER BY t.tag SEPARATOR ', ')
          FROM customer_tag t
         WHERE t.customer_id = c.id AND t.known_to IS NULL) AS tags,
       (SELECT GROUP_CONCAT(CONCAT_WS(', ', d.line1, d.line2, d.postcode, d.city, d.region, d.country) ORDER BY d.id SEPARATOR '; ')
          FROM address d
         WHERE d.customer_id = c.id AND d.known_to IS NULL AND d.kind = 'billing') AS billing_address,
       (SELECT GROUP_CONCAT(CONCAT_WS(', ', d.line1, d.line2, d.postcode, d.city, d.region, d.country) ORDER BY d.id SEPARATOR '; ')
          FROM address d
         WHERE d.customer_id = c.id AND d.known_to IS NULL AND d.kind <> 'billing') AS shipping_address,
       (SELECT GROUP_CONCAT(CONCAT_WS(' ', v.code, s.currency, f.name) ORDER BY v.code, s.currency SEPARATOR '; ')
          FROM case_state s
          JOIN division v ON v.id = s.division_id
          JOIN strategy_pin n ON n.case_id = s.id AND n.live = 1
          JOIN script f ON f.id = n.script_id
         WHERE s.customer_id = c.id AND SEES(s.division_id, s.customer_id)) AS strategies,
       (SELECT JSON_VALUE(e.after_json, '$.reason')
          FROM audit_event e
         WHERE c.source_status IS NOT NULL AND e.object_kind = 'customer' AND e.object_id = CAST(c.id AS CHAR)
           AND e.action = 'customer.status'
         ORDER BY e.id DESC
         LIMIT 1) AS status_reason,
       COALESCE(k.kept, 0) AS promises_kept, COALESCE(k.partly, 0) AS promises_partly, COALESCE(k.broken, 0) AS promises_broken
  FROM customer c
  LEFT JOIN (SELECT s.customer_id, CAST(SUM(ps.state = 'kept') AS SIGNED) AS kept, CAST(SUM(ps.state = 'partly') AS SIGNED) AS partly,
                    CAST(SUM(ps.state = 'broken') AS SIGNED) AS broken
               FROM case_state s
               JOIN promise p ON p.case_id = s.id AND p.judged_on >= :since_on
               JOIN promise_state ps ON ps.promise_id = p.id
              WHERE s.customer_id = :customer_id AND SEES(s.division_id, s.customer_id)
              GROUP BY s.customer_id) k ON k.customer_id = c.id
 WHERE c.id = :customer_id;

-- customer_file_sent :many [hot] (customer_id u64, scope u64?, before_id u64, take u32)
--     → (id u64, created_at instant, handed_at instant?, channel text, state text, template text,
--        recipients text?, subject text?, body text?, currency cur?, total_minor i64?)
-- Mail and letters with their words, the newest first: as they went out, or as a person wrote them.
SELECT o.id, o.created_at, o.handed_at, o.channel, o.state, o.template,
       (SELECT GROUP_CONCAT(r.email ORDER BY r.email SEPARATOR ', ') FROM outbox_recipient r WHERE r.outbox_id = o.id) AS recipients,
       COALESCE(o.subject, n.subject, w.subject) AS subject, COALESCE(o.body_text, n.body, w.body) AS body,
       o.currency, o.total_minor
  FROM outbox o
  LEFT JOIN outbox_answer n ON n.outbox_id = o.id
  LEFT JOIN outbox_compose w ON w.outbox_id = o.id
 WHERE o.customer_id = :customer_id AND o.id < :before_id
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = o.customer_id AND (o.case_id IS NULL OR s.id = o.case_id)))
 ORDER BY o.id DESC
 LIMIT :take;

-- customer_file_settled :many [hot] (customer_id u64, scope u64?, after_id u64, after_allocation_id u64,
--     take u32)
--     → (id u64, kind text, number text, reference text?, received_on day, currency cur, amount_minor i64,
--        unapplied_minor i64, allocation_id u64, effective_on day?, settled_minor i64?,
--        item_kind text?, item_number text?, due_on day?, reversal bool)
-- Payments and credits, each with what it settled: one row for each, or one alone for what settled nothing.
SELECT c.id, c.kind, c.number, c.reference, c.issued_on AS received_on, c.currency, c.amount_minor,
       c.open_minor AS unapplied_minor, COALESCE(a.id, 0) AS allocation_id, a.effective_on,
       a.credit_minor AS settled_minor, d.kind AS item_kind, d.number AS item_number, n.due_on,
       a.reverses_id IS NOT NULL AS reversal
  FROM item c FORCE INDEX (item_customer)
  LEFT JOIN allocation a ON a.credit_item_id = c.id
  LEFT JOIN item d ON d.id = a.debit_item_id
  LEFT JOIN instalment n ON n.id = a.instalment_id
 WHERE c.customer_id = :customer_id AND c.side = 'credit'
   AND c.id >= :after_id AND (c.id > :after_id OR COALESCE(a.id, 0) > :after_allocation_id)
   AND SEES(c.division_id, c.customer_id)
 ORDER BY c.id, allocation_id
 LIMIT :take;
