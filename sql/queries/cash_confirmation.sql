-- Payments that another system reports where the cash is ours.

-- cash_confirmation_by_source :many (source_system text, source_ids json)
--     → (source_id text, id u64, source_version u64, raw_hash hash)
SELECT STRAIGHT_JOIN c.source_id, c.id, c.source_version, c.raw_hash
  FROM JSON_TABLE(:source_ids, '$[*]' COLUMNS (source_id VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$')) k
  JOIN cash_confirmation c FORCE INDEX (cash_confirmation_source) ON c.source_system = :source_system
       AND c.source_id = k.source_id;

-- cash_confirmation_put :bulk (id u64, source_system text, source_id text, source_version u64,
--     division_id u64, customer_id u64, currency cur, number text, amount_minor i64, value_on day,
--     raw_hash hash, known_at instant, recorded_at instant)
INSERT INTO cash_confirmation (id, source_system, source_id, source_version, division_id,
       customer_id, currency, number, amount_minor, value_on, raw_hash, known_at, recorded_at)
VALUES (:id, :source_system, :source_id, :source_version, :division_id, :customer_id, :currency,
       :number, :amount_minor, :value_on, :raw_hash, :known_at, :recorded_at)
    ON DUPLICATE KEY UPDATE source_version = VALUES(source_version), number = VALUES(number),
       amount_minor = VALUES(amount_minor), value_on = VALUES(value_on),
       raw_hash = VALUES(raw_hash), known_at = VALUES(known_at), recorded_at = VALUES(recorded_at);
