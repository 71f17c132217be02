-- What falls due when.

-- instalment_of_items :many (ids json)
--     → (id u64, item_id u64, seq u32, issued_on day, due_on day, due_missing bool,
--        amount_minor i64, open_minor i64, settled_on day, known_from instant, last_on day?)
-- last_on: the newest day an allocation to it counts from.
SELECT STRAIGHT_JOIN i.id, i.item_id, i.seq, i.issued_on, i.due_on, i.due_missing, i.amount_minor,
       i.open_minor, i.settled_on, i.known_from,
       (SELECT MAX(a.effective_on) FROM allocation a WHERE a.instalment_id = i.id) AS last_on
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN instalment i FORCE INDEX (instalment_item) ON i.item_id = k.id
 ORDER BY i.item_id, i.seq;

-- instalment_insert :bulk (id u64, item_id u64, seq u32, case_id u64, issued_on day, due_on day,
--     due_missing bool, amount_minor i64, open_minor i64, settled_on day, known_from instant)
INSERT INTO instalment (id, item_id, seq, case_id, issued_on, due_on, due_missing, amount_minor,
       open_minor, settled_on, known_from)
VALUES (:id, :item_id, :seq, :case_id, :issued_on, :due_on, :due_missing, :amount_minor,
       :open_minor, :settled_on, :known_from);

-- instalment_change :bulk (issued_on day, due_on day, due_missing bool, amount_minor i64,
--     open_minor i64, settled_on day, known_from instant, id u64)
UPDATE instalment
   SET issued_on = :issued_on, due_on = :due_on, due_missing = :due_missing,
       amount_minor = :amount_minor, open_minor = :open_minor, settled_on = :settled_on,
       known_from = :known_from
 WHERE id = :id;

-- instalment_settle :bulk (open_minor i64, settled_on day, id u64)
UPDATE instalment
   SET open_minor = :open_minor, settled_on = :settled_on
 WHERE id = :id;

-- instalment_history_insert :bulk (instalment_id u64, known_from instant, known_to instant,
--     due_on day, amount_minor i64)
INSERT INTO instalment_history (instalment_id, known_from, known_to, due_on, amount_minor)
VALUES (:instalment_id, :known_from, :known_to, :due_on, :amount_minor);

-- instalment_list :many [hot] (item_id u64)
--     → (id u64, seq u32, due_on day, amount_minor i64, open_minor i64)
SELECT id, seq, due_on, amount_minor, open_minor
  FROM instalment
 WHERE item_id = :item_id
 ORDER BY seq;
