-- Documents of a customer as a person reads them. :scope is the user when limited to
-- divisions.

-- item_open_page :many [hot] (customer_id u64, scope u64?, kind text?, case_id u64?, after_on day, after_id u64,
--     take u32)
--     → (id u64, case_id u64, kind text, side text, number text, reference text?, issued_on day,
--        due_on day?, amount_minor i64, open_minor i64, currency cur, status text, time_zone text,
--        sort_on day, inst_id u64?, inst_seq u32?, inst_due_on day?, inst_amount i64?, inst_open i64?)
-- What is open, earliest due first; one row an instalment, and one for an item without any.
-- Never reads what is settled.
SELECT p.id, p.case_id, p.kind, p.side, p.number, p.reference, p.issued_on, p.due_on,
       p.amount_minor, p.open_minor, p.currency, p.status, v.time_zone, p.sort_on,
       n.id AS inst_id, CAST(n.seq AS UNSIGNED INTEGER) AS inst_seq, n.due_on AS inst_due_on,
       n.amount_minor AS inst_amount, n.open_minor AS inst_open
  FROM (SELECT u.*, COALESCE(u.due_on, u.issued_on) AS sort_on
          FROM (SELECT i.id, i.case_id, i.division_id, i.kind, i.side, i.number, i.reference, i.issued_on,
               i.amount_minor, i.open_minor, i.currency, i.status,
               (SELECT COALESCE(MIN(CASE WHEN d.is_open THEN d.due_on END), MIN(d.due_on))
                  FROM instalment d WHERE d.item_id = i.id) AS due_on
          FROM case_state s
          JOIN item i ON i.is_open = 1 AND i.side = 'debit' AND i.case_id = s.id
         WHERE s.customer_id = :customer_id
           AND (:scope IS NULL OR i.division_id IN (SELECT d.division_id FROM user_division d WHERE d.user_id = :scope))
           AND (:kind IS NULL OR i.kind = :kind)
           AND (:case_id IS NULL OR i.case_id = :case_id)
         UNION ALL
        SELECT i.id, i.case_id, i.division_id, i.kind, i.side, i.number, i.reference, i.issued_on,
               i.amount_minor, i.open_minor, i.currency, i.status,
               (SELECT COALESCE(MIN(CASE WHEN d.is_open THEN d.due_on END), MIN(d.due_on))
                  FROM instalment d WHERE d.item_id = i.id) AS due_on
          FROM case_state s
          JOIN item i ON i.is_open = 1 AND i.side = 'credit' AND i.case_id = s.id
         WHERE s.customer_id = :customer_id
           AND (:scope IS NULL OR i.division_id IN (SELECT d.division_id FROM user_division d WHERE d.user_id = :scope))
           AND (:kind IS NULL OR i.kind = :kind)
           AND (:case_id IS NULL OR i.case_id = :case_id)) u
        HAVING sort_on >= :after_on AND (sort_on > :after_on OR id > :after_id)
         ORDER BY sort_on, id
         LIMIT :take) p
  JOIN division v ON v.id = p.division_id
  LEFT JOIN instalment n ON n.item_id = p.id
 ORDER BY p.sort_on, p.id, n.seq;

-- item_all_page :many [hot] (customer_id u64, scope u64?, kind text?, case_id u64?, after_on day, after_id u64,
--     take u32)
--     → item_open_page
-- The same of everything there ever was.
SELECT p.id, p.case_id, p.kind, p.side, p.number, p.reference, p.issued_on, p.due_on,
       p.amount_minor, p.open_minor, p.currency, p.status, v.time_zone, p.sort_on,
       n.id AS inst_id, CAST(n.seq AS UNSIGNED INTEGER) AS inst_seq, n.due_on AS inst_due_on,
       n.amount_minor AS inst_amount, n.open_minor AS inst_open
  FROM (SELECT u.*, COALESCE(u.due_on, u.issued_on) AS sort_on
          FROM (SELECT i.id, i.case_id, i.division_id, i.kind, i.side, i.number, i.reference, i.issued_on,
               i.amount_minor, i.open_minor, i.currency, i.status,
               (SELECT COALESCE(MIN(CASE WHEN d.is_open THEN d.due_on END), MIN(d.due_on))
                  FROM instalment d WHERE d.item_id = i.id) AS due_on
          FROM item i
         WHERE i.customer_id = :customer_id
           AND (:scope IS NULL OR i.division_id IN (SELECT d.division_id FROM user_division d WHERE d.user_id = :scope))
           AND (:kind IS NULL OR i.kind = :kind)
           AND (:case_id IS NULL OR i.case_id = :case_id)) u
        HAVING sort_on >= :after_on AND (sort_on > :after_on OR id > :after_id)
         ORDER BY sort_on, id
         LIMIT :take) p
  JOIN division v ON v.id = p.division_id
  LEFT JOIN instalment n ON n.item_id = p.id
 ORDER BY p.sort_on, p.id, n.seq;

-- item_claims :many [hot] (customer_id u64)
--     → (kind text, case_id u64?, item_id u64?, minor i64?, until_on day?)
-- What people said about a customer's documents and still stands: disputes by item, promises
-- by item and judging day, holds by item, case or neither.
SELECT 'dispute' AS kind, d.case_id, d.item_id, d.amount_minor AS minor, NULL AS until_on
  FROM case_state s
  JOIN dispute d ON d.case_id = s.id AND d.known_to IS NULL
 WHERE s.customer_id = :customer_id
 UNION ALL
SELECT 'promise', p.case_id, n.item_id, pi.minor, p.judged_on
  FROM case_state s
  JOIN promise p ON p.case_id = s.id AND p.known_to IS NULL
  JOIN promise_item pi ON pi.promise_id = p.id
  JOIN instalment n ON n.id = pi.instalment_id
 WHERE s.customer_id = :customer_id
 UNION ALL
SELECT 'hold', h.case_id, h.item_id, h.amount_minor, h.until_on
  FROM hold h
 WHERE h.customer_id = :customer_id AND h.known_to IS NULL;
