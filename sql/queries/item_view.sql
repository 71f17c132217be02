-- Documents of a customer as a person reads them. :scope is the user when
-- limited.

-- item_open_debits :many [hot] (customer_id u64, scope u64?, kind text?, case_id u64?, after_on day, after_id u64,
--     take u32)
--     → (id u64, case_id u64, kind text, side text, number text, reference text?, issued_on day,
--        amount_minor i64, open_minor i64, currency cur, status text, time_zone text,
--        sort_on day, inst_id u64, inst_seq u32, inst_amount i64, inst_open i64)
-- What is owed, earliest due first: one row an open instalment, which is due on sort_on. Never
-- reads what is settled.
SELECT i.id, i.case_id, i.kind, i.side, i.number, i.reference, i.issued_on,
       i.amount_minor, i.open_minor, i.currency, i.status, v.time_zone, n.due_on AS sort_on,
       n.id AS inst_id, CAST(n.seq AS UNSIGNED INTEGER) AS inst_seq, n.amount_minor AS inst_amount,
       n.open_minor AS inst_open
  FROM case_state s
  JOIN division v ON v.id = s.division_id
  JOIN instalment n ON n.is_open = 1 AND n.case_id = s.id
  JOIN item i ON i.id = n.item_id
 WHERE s.customer_id = :customer_id
   AND (n.due_on > :after_on OR (n.due_on = :after_on AND n.item_id > :after_id))
   AND SEES(s.division_id, s.customer_id)
   AND (:kind IS NULL OR i.kind = :kind)
   AND (:case_id IS NULL OR s.id = :case_id)
 ORDER BY n.due_on, n.item_id
 LIMIT :take;

-- item_open_credits :many [hot] (customer_id u64, scope u64?, kind text?, case_id u64?, after_on day, after_id u64,
--     take u32)
--     → item_open_debits
-- What was paid or credited and settles nothing yet, oldest first.
SELECT i.id, i.case_id, i.kind, i.side, i.number, i.reference, i.issued_on,
       i.amount_minor, i.open_minor, i.currency, i.status, v.time_zone, i.issued_on AS sort_on,
       CAST(0 AS UNSIGNED) AS inst_id, CAST(0 AS UNSIGNED INTEGER) AS inst_seq,
       CAST(0 AS SIGNED) AS inst_amount, CAST(0 AS SIGNED) AS inst_open
  FROM case_state s
  JOIN division v ON v.id = s.division_id
  JOIN item i ON i.is_open = 1 AND i.side = 'credit' AND i.case_id = s.id
 WHERE s.customer_id = :customer_id
   AND (i.issued_on > :after_on OR (i.issued_on = :after_on AND i.id > :after_id))
   AND SEES(s.division_id, s.customer_id)
   AND (:kind IS NULL OR i.kind = :kind)
   AND (:case_id IS NULL OR s.id = :case_id)
 ORDER BY i.issued_on, i.id
 LIMIT :take;

-- item_all :many [hot] (customer_id u64, scope u64?, kind text?, case_id u64?, after_on day, after_id u64,
--     take u32)
--     → item_open_debits
-- Every document there ever was, by its due or document date, with its first instalment.
SELECT i.id, i.case_id, i.kind, i.side, i.number, i.reference, i.issued_on,
       i.amount_minor, i.open_minor, i.currency, i.status, v.time_zone,
       COALESCE(n.due_on, i.issued_on) AS sort_on,
       COALESCE(n.id, 0) AS inst_id, COALESCE(CAST(n.seq AS UNSIGNED INTEGER), 0) AS inst_seq,
       COALESCE(n.amount_minor, 0) AS inst_amount, COALESCE(n.open_minor, 0) AS inst_open
  FROM case_state s
  JOIN division v ON v.id = s.division_id
  JOIN item i ON i.case_id = s.id
  LEFT JOIN instalment n ON n.item_id = i.id AND n.seq = 1
 WHERE s.customer_id = :customer_id
   AND COALESCE(n.due_on, i.issued_on) >= :after_on
   AND (COALESCE(n.due_on, i.issued_on) > :after_on OR i.id > :after_id)
   AND SEES(s.division_id, s.customer_id)
   AND (:kind IS NULL OR i.kind = :kind)
   AND (:case_id IS NULL OR s.id = :case_id)
 ORDER BY sort_on, i.id
 LIMIT :take;

-- item_instalments :many (ids json)
--     → (item_id u64, id u64, seq u32, due_on day, amount_minor i64, open_minor i64)
-- Of documents with several.
SELECT n.item_id, n.id, CAST(n.seq AS UNSIGNED INTEGER) AS seq, n.due_on, n.amount_minor, n.open_minor
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN instalment n ON n.item_id = j.id
 ORDER BY n.item_id, n.seq;

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

-- item_closed :many [hot] (customer_id u64, scope u64?, case_id u64?, before_on day, before_id u64, take u32)
--     → (id u64, case_id u64, kind text, side text, number text, reference text?, issued_on day,
--        due_on day?, closed_on day, amount_minor i64, currency cur, status text)
-- What is settled, the last first: a debit on the day on which its last instalment was, a
-- credit on its own.
SELECT i.id, i.case_id, i.kind, i.side, i.number, i.reference, i.issued_on, n.due_on,
       n.settled_on AS closed_on, i.amount_minor, i.currency, i.status
  FROM case_state s
  JOIN instalment n ON n.case_id = s.id AND n.settled_on <= :before_on
  JOIN item i ON i.id = n.item_id AND i.is_open = 0
 WHERE s.customer_id = :customer_id AND SEES(s.division_id, s.customer_id)
   AND (:case_id IS NULL OR s.id = :case_id)
   AND (n.settled_on < :before_on OR i.id < :before_id)
   AND NOT EXISTS (SELECT 1 FROM instalment m
                    WHERE m.item_id = n.item_id
                      AND (m.settled_on > n.settled_on OR m.settled_on = n.settled_on AND m.seq > n.seq))
 UNION ALL
SELECT i.id, i.case_id, i.kind, i.side, i.number, i.reference, i.issued_on, NULL,
       i.issued_on, i.amount_minor, i.currency, i.status
  FROM case_state s
  JOIN item i ON i.is_open = 0 AND i.side = 'credit' AND i.case_id = s.id AND i.issued_on <= :before_on
 WHERE s.customer_id = :customer_id AND SEES(s.division_id, s.customer_id)
   AND (:case_id IS NULL OR s.id = :case_id)
   AND (i.issued_on < :before_on OR i.id < :before_id)
 ORDER BY closed_on DESC, id DESC
 LIMIT :take;
