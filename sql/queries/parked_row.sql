-- Rows whose partner has not arrived yet.

-- parked_row_put :bulk (id u64, source_system text, object_kind text, source_id text,
--     waits_for text, payload json, client_id text?, received_at instant)
INSERT INTO parked_row (id, source_system, object_kind, source_id, waits_for, payload, client_id,
       received_at)
VALUES (:id, :source_system, :object_kind, :source_id, :waits_for, :payload, :client_id,
       :received_at)
    ON DUPLICATE KEY UPDATE waits_for = VALUES(waits_for), payload = VALUES(payload),
       client_id = VALUES(client_id);

-- parked_row_of_sources :many (source_system text, keys json)
--     → (id u64, object_kind text, source_id text, payload json)
-- keys: JSON array of [object kind, source id]. Locks the rows.
SELECT STRAIGHT_JOIN p.id, p.object_kind, p.source_id, p.payload
  FROM JSON_TABLE(:keys, '$[*]' COLUMNS (
       object_kind VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[0]',
       source_id VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[1]')) k
  JOIN parked_row p FORCE INDEX (parked_row_source) ON p.source_system = :source_system
       AND p.object_kind = k.object_kind AND p.source_id = k.source_id
   FOR UPDATE;

-- parked_row_any :one (source_system text) → (any_row bool)
SELECT EXISTS (SELECT 1 FROM parked_row WHERE source_system = :source_system) AS any_row;

-- parked_row_waiting :many (source_system text, waits json, take u32)
--     → (id u64, source_system text, object_kind text, source_id text, waits_for text,
--        payload json, client_id text?)
-- Those that wait for one of these: "customer/4711".
SELECT STRAIGHT_JOIN p.id, p.source_system, p.object_kind, p.source_id, p.waits_for, p.payload,
       p.client_id
  FROM JSON_TABLE(:waits, '$[*]' COLUMNS (
       waits_for VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$')) k
  JOIN parked_row p FORCE INDEX (parked_row_waits) ON p.source_system = :source_system
       AND p.waits_for = k.waits_for
 LIMIT :take;

-- parked_row_sweep :many [hot] (after_id u64, take u32) → parked_row_waiting
SELECT id, source_system, object_kind, source_id, waits_for, payload, client_id
  FROM parked_row
 WHERE id > :after_id
 ORDER BY id
 LIMIT :take;

-- parked_row_drop :bulk (source_system text, object_kind text, source_id text)
DELETE FROM parked_row
 WHERE source_system = :source_system AND object_kind = :object_kind AND source_id = :source_id;

-- parked_row_pairs :many (source_system text, source_ids json) → parked_row_waiting
-- Allocations and reversals of these ids that both wait: together they need no room.
SELECT STRAIGHT_JOIN p.id, p.source_system, p.object_kind, p.source_id, p.waits_for, p.payload,
       p.client_id
  FROM JSON_TABLE(:source_ids, '$[*]' COLUMNS (source_id VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$')) k
  JOIN parked_row a FORCE INDEX (parked_row_source) ON a.source_system = :source_system
       AND a.object_kind = 'allocation' AND a.source_id = k.source_id
  JOIN parked_row r FORCE INDEX (parked_row_source) ON r.source_system = :source_system
       AND r.object_kind = 'reversal' AND r.source_id = k.source_id
  JOIN parked_row p FORCE INDEX (PRIMARY) ON p.id IN (a.id, r.id);
