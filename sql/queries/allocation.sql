-- Which credit settled which instalment; immutable. A reversal is a row of its own.

-- allocation_by_source :many (source_system text, source_ids json)
--     → (source_id text, id u64, case_id u64, credit_case_id u64, credit_item_id u64,
--        instalment_id u64, debit_item_id u64, credit_minor i64, debit_minor i64,
--        effective_on day, known_at instant, reverses_id u64?, reversed_by u64?,
--        source_system text)
SELECT STRAIGHT_JOIN a.source_id, a.id, a.case_id, a.credit_case_id, a.credit_item_id,
       a.instalment_id, a.debit_item_id, a.credit_minor, a.debit_minor, a.effective_on, a.known_at,
       a.reverses_id, r.id AS reversed_by, a.source_system
  FROM JSON_TABLE(:source_ids, '$[*]' COLUMNS (source_id VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$')) k
  JOIN allocation a FORCE INDEX (allocation_source) ON a.source_system = :source_system AND a.source_id = k.source_id
  LEFT JOIN allocation r FORCE INDEX (allocation_reverses) ON r.reverses_id = a.id;

-- allocation_live_of_items :many (ids json) → allocation_by_source
-- Not reversed and no reversals, from either side.
SELECT a.source_id, a.id, a.case_id, a.credit_case_id, a.credit_item_id, a.instalment_id,
       a.debit_item_id, a.credit_minor, a.debit_minor, a.effective_on, a.known_at, a.reverses_id,
       r.id AS reversed_by, a.source_system
  FROM (SELECT STRAIGHT_JOIN x.id
          FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
          JOIN allocation x FORCE INDEX (allocation_credit) ON x.credit_item_id = k.id
         UNION
        SELECT STRAIGHT_JOIN y.id
          FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
          JOIN instalment i FORCE INDEX (instalment_item) ON i.item_id = k.id
          JOIN allocation y FORCE INDEX (allocation_instalment) ON y.instalment_id = i.id) f
  JOIN allocation a ON a.id = f.id
  LEFT JOIN allocation r FORCE INDEX (allocation_reverses) ON r.reverses_id = a.id
 WHERE a.reverses_id IS NULL AND r.id IS NULL
 ORDER BY a.id;

-- allocation_of_portal :many (ids json) → allocation_by_source
-- What payments in the portal settled by these credits, not reversed.
SELECT a.source_id, a.id, a.case_id, a.credit_case_id, a.credit_item_id, a.instalment_id,
       a.debit_item_id, a.credit_minor, a.debit_minor, a.effective_on, a.known_at, a.reverses_id,
       r.id AS reversed_by, a.source_system
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN allocation a FORCE INDEX (allocation_credit) ON a.credit_item_id = k.id
  LEFT JOIN allocation r FORCE INDEX (allocation_reverses) ON r.reverses_id = a.id
 WHERE a.source_system = 'dunlin' AND a.reason = 'portal' AND a.reverses_id IS NULL AND r.id IS NULL
 ORDER BY a.id;

-- allocation_insert :bulk (id u64, case_id u64, credit_case_id u64, credit_item_id u64,
--     instalment_id u64, debit_item_id u64, credit_minor i64, debit_minor i64, effective_on day,
--     known_at instant, known_assumed bool, recorded_at instant, reverses_id u64?,
--     source_system text, source_id text, reason text?)
INSERT INTO allocation (id, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id,
       credit_minor, debit_minor, effective_on, known_at, known_assumed, recorded_at, reverses_id,
       source_system, source_id, reason)
VALUES (:id, :case_id, :credit_case_id, :credit_item_id, :instalment_id, :debit_item_id,
       :credit_minor, :debit_minor, :effective_on, :known_at, :known_assumed, :recorded_at,
       :reverses_id, :source_system, :source_id, :reason);

-- allocation_list :many [hot] (source_system text?, after_id u64, take u32)
--     → (id u64, source_system text, source_id text, credit_kind text, credit_source_id text,
--        invoice_source_id text, instalment u32, debit_minor i64, debit_currency cur,
--        credit_minor i64, credit_currency cur, effective_on day, known_at instant,
--        reverses_id u64?, reversed_by u64?, reason text?, customer_id u64)
SELECT a.id, a.source_system, a.source_id, c.kind AS credit_kind, c.source_id AS credit_source_id,
       d.source_id AS invoice_source_id, i.seq AS instalment, a.debit_minor,
       d.currency AS debit_currency, a.credit_minor, c.currency AS credit_currency,
       a.effective_on, a.known_at, a.reverses_id, r.id AS reversed_by, a.reason,
       d.customer_id
  FROM allocation a FORCE INDEX (PRIMARY)
  JOIN item c ON c.id = a.credit_item_id
  JOIN item d ON d.id = a.debit_item_id
  JOIN instalment i ON i.id = a.instalment_id
  LEFT JOIN allocation r ON r.reverses_id = a.id
 WHERE a.id > :after_id AND (:source_system IS NULL OR a.source_system = :source_system)
 ORDER BY a.id
 LIMIT :take;

-- allocation_of_source :one [hot] (source_system text, source_id text) → allocation_list
SELECT a.id, a.source_system, a.source_id, c.kind AS credit_kind, c.source_id AS credit_source_id,
       d.source_id AS invoice_source_id, i.seq AS instalment, a.debit_minor,
       d.currency AS debit_currency, a.credit_minor, c.currency AS credit_currency,
       a.effective_on, a.known_at, a.reverses_id, r.id AS reversed_by, a.reason,
       d.customer_id
  FROM allocation a
  JOIN item c ON c.id = a.credit_item_id
  JOIN item d ON d.id = a.debit_item_id
  JOIN instalment i ON i.id = a.instalment_id
  LEFT JOIN allocation r ON r.reverses_id = a.id
 WHERE a.source_system = :source_system AND a.source_id = :source_id;
