-- Receivable documents of every kind.

-- item_by_source :many (keys json)
--     → (id u64, case_id u64, customer_id u64, division_id u64, currency cur, kind text,
--        side text, source_system text, source_id text, source_version u64, number text,
--        reference text?, issued_on day, amount_minor i64, open_minor i64, status text,
--        payment_method text?, payer_name text?, note text?, raw_hash hash?, known_at instant)
-- keys: JSON array of [source system, kind, source id].
SELECT STRAIGHT_JOIN i.id, i.case_id, i.customer_id, i.division_id, i.currency, i.kind,
       i.side, i.source_system, i.source_id, i.source_version, i.number, i.reference, i.issued_on,
       i.amount_minor, i.open_minor, i.status, i.payment_method, i.payer_name, i.note, i.raw_hash,
       i.known_at
  FROM JSON_TABLE(:keys, '$[*]' COLUMNS (
       source_system VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[0]',
       kind VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[1]',
       source_id VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[2]')) k
  JOIN item i FORCE INDEX (item_source) ON i.source_system = k.source_system AND i.kind = k.kind
       AND i.source_id = k.source_id;

-- item_by_ids :many (ids json) → item_by_source
SELECT STRAIGHT_JOIN i.id, i.case_id, i.customer_id, i.division_id, i.currency, i.kind,
       i.side, i.source_system, i.source_id, i.source_version, i.number, i.reference, i.issued_on,
       i.amount_minor, i.open_minor, i.status, i.payment_method, i.payer_name, i.note, i.raw_hash,
       i.known_at
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN item i FORCE INDEX (PRIMARY) ON i.id = k.id;

-- item_insert :bulk (id u64, case_id u64, customer_id u64, division_id u64, currency cur, kind text,
--     side text, source_system text, source_id text, source_version u64, number text,
--     reference text?, issued_on day, amount_minor i64, open_minor i64, status text,
--     payment_method text?, payer_name text?, note text?, raw_hash hash?, known_at instant,
--     known_assumed bool, recorded_at instant)
INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system,
       source_id, source_version, number, reference, issued_on, amount_minor, open_minor, status,
       payment_method, payer_name, note, raw_hash, known_at, known_assumed, recorded_at)
VALUES (:id, :case_id, :customer_id, :division_id, :currency, :kind, :side, :source_system,
       :source_id, :source_version, :number, :reference, :issued_on, :amount_minor, :open_minor,
       :status, :payment_method, :payer_name, :note, :raw_hash, :known_at, :known_assumed,
       :recorded_at);

-- item_change :bulk (source_version u64, number text, reference text?, issued_on day,
--     amount_minor i64, open_minor i64, status text, payment_method text?, payer_name text?,
--     note text?, raw_hash hash?, id u64)
UPDATE item
   SET source_version = :source_version, number = :number, reference = :reference,
       issued_on = :issued_on, amount_minor = :amount_minor, open_minor = :open_minor,
       status = :status, payment_method = :payment_method, payer_name = :payer_name, note = :note,
       raw_hash = :raw_hash, version = version + 1
 WHERE id = :id;

-- item_settle :bulk (open_minor i64, id u64)
-- What is open now, counted under the lock of the case.
UPDATE item
   SET open_minor = :open_minor, version = version + 1
 WHERE id = :id;

-- item_event_insert :bulk (id u64, item_id u64, case_id u64, kind text, effective_on day,
--     known_at instant, recorded_at instant, detail json?)
INSERT INTO item_event (id, item_id, case_id, kind, effective_on, known_at, recorded_at, detail)
VALUES (:id, :item_id, :case_id, :kind, :effective_on, :known_at, :recorded_at, :detail);

-- item_line_insert :bulk (item_id u64, line_no u32, description text, order_number text?, quantity text?,
--     unit_minor i64?, tax_rate text?, tax_minor i64?, amount_minor i64)
INSERT INTO item_line (item_id, line_no, description, order_number, quantity, unit_minor, tax_rate, tax_minor,
       amount_minor)
VALUES (:item_id, :line_no, :description, :order_number, :quantity, :unit_minor, :tax_rate, :tax_minor,
       :amount_minor)
    ON DUPLICATE KEY UPDATE description = VALUES(description), order_number = VALUES(order_number),
       quantity = VALUES(quantity),
       unit_minor = VALUES(unit_minor), tax_rate = VALUES(tax_rate), tax_minor = VALUES(tax_minor),
       amount_minor = VALUES(amount_minor);

-- item_lines_drop :bulk (item_id u64, line_no u32)
-- Those after line_no: a document that was sent again with fewer.
DELETE FROM item_line
 WHERE item_id = :item_id AND line_no > :line_no;

-- item_list :many [hot] (kind text, source_system text?, after_id u64, take u32)
--     → (id u64, source_system text, source_id text, source_version u64, customer_source_id text,
--        customer_id u64, case_id u64, division text, currency cur, number text, reference text?,
--        issued_on day, amount_minor i64, open_minor i64, status text, payment_method text?,
--        payer_name text?, known_at instant, version u32)
SELECT i.id, i.source_system, i.source_id, i.source_version, u.source_id AS customer_source_id,
       i.customer_id, i.case_id, d.code AS division, i.currency, i.number, i.reference, i.issued_on,
       i.amount_minor, i.open_minor, i.status, i.payment_method, i.payer_name, i.known_at, i.version
  FROM item i FORCE INDEX (PRIMARY)
  JOIN customer u ON u.id = i.customer_id
  JOIN division d ON d.id = i.division_id
 WHERE i.id > :after_id AND i.kind = :kind
   AND (:source_system IS NULL OR i.source_system = :source_system)
 ORDER BY i.id
 LIMIT :take;

-- item_of_source :one [hot] (kind text, source_system text, source_id text) → item_list
SELECT i.id, i.source_system, i.source_id, i.source_version, u.source_id AS customer_source_id,
       i.customer_id, i.case_id, d.code AS division, i.currency, i.number, i.reference, i.issued_on,
       i.amount_minor, i.open_minor, i.status, i.payment_method, i.payer_name, i.known_at, i.version
  FROM item i
  JOIN customer u ON u.id = i.customer_id
  JOIN division d ON d.id = i.division_id
 WHERE i.source_system = :source_system AND i.kind = :kind AND i.source_id = :source_id;
