-- The case: customer x division x currency. Its row is the lock of all that belongs to it.

-- case_state_lock :one [hot] (id u64) → (id u64)
-- Until the transaction ends nobody else changes what belongs to the case.
SELECT id
  FROM case_state
 WHERE id = :id
   FOR UPDATE;

-- case_state_lock_all :many (ids json) → (id u64)
-- ids: sorted JSON array. Rows are locked in that order.
SELECT STRAIGHT_JOIN c.id
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN case_state c FORCE INDEX (PRIMARY) ON c.id = k.id
   FOR UPDATE;

-- case_state_touch :exec [hot] (touched_by text, id u64)
UPDATE case_state
   SET touch_seq = touch_seq + 1, next_at = '1000-01-01 00:00:00', touched_by = :touched_by
 WHERE id = :id;

-- case_state_touch_all :exec (touched_by text, ids json)
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  STRAIGHT_JOIN case_state c FORCE INDEX (PRIMARY) ON c.id = k.id
   SET c.touch_seq = c.touch_seq + 1, c.next_at = '1000-01-01 00:00:00', c.touched_by = :touched_by;

-- case_state_touch_customer :exec [hot] (touched_by text, customer_id u64)
UPDATE case_state
   SET touch_seq = touch_seq + 1, next_at = '1000-01-01 00:00:00', touched_by = :touched_by
 WHERE customer_id = :customer_id;

-- case_state_touch_thread :exec [hot] (conversation_id u64)
-- The cases a conversation can be about.
UPDATE inbox_thread t
  STRAIGHT_JOIN case_state c FORCE INDEX (case_state_key)
     ON c.customer_id = t.customer_id AND (t.case_id IS NULL OR c.id = t.case_id)
   SET c.touch_seq = c.touch_seq + 1, c.next_at = '1000-01-01 00:00:00', c.touched_by = 'message'
 WHERE t.conversation_id = :conversation_id;

-- case_state_ids_of_customer :many [hot] (customer_id u64) → (id u64)
SELECT id
  FROM case_state
 WHERE customer_id = :customer_id
 ORDER BY id;

-- case_state_by_key :one [hot] (customer_id u64, division_id u64, currency cur) → (id u64)
SELECT id
  FROM case_state
 WHERE customer_id = :customer_id AND division_id = :division_id AND currency = :currency;

-- case_state_insert :bulk (id u64, customer_id u64, division_id u64, currency cur)
-- One that exists stays as it is; whoever needs its id reads it afterwards.
INSERT INTO case_state (id, customer_id, division_id, currency)
VALUES (:id, :customer_id, :division_id, :currency)
    ON DUPLICATE KEY UPDATE id = case_state.id;

-- case_state_by_keys :many (keys json) → (id u64, customer_id u64, division_id u64, currency cur)
-- keys: JSON array of [customer_id, division_id, "EUR"].
SELECT STRAIGHT_JOIN c.id, c.customer_id, c.division_id, c.currency
  FROM JSON_TABLE(:keys, '$[*]' COLUMNS (customer_id BIGINT UNSIGNED PATH '$[0]',
       division_id BIGINT UNSIGNED PATH '$[1]',
       currency CHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[2]')) k
  JOIN case_state c FORCE INDEX (case_state_key) ON c.customer_id = k.customer_id AND c.division_id = k.division_id
       AND c.currency = k.currency;
