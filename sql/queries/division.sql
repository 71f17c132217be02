-- Legal entities and business units.

-- division_all :many () → (id u64, code text, name text, country text, time_zone text, currency cur, cash_authority text)
SELECT id, code, name, country, time_zone, currency, cash_authority
  FROM division
 ORDER BY id;

-- division_insert :exec (id u64, code text, name text, country text, region text?, time_zone text, currency cur, cash_authority text, created_at instant)
-- One with the same code stays as it is.
INSERT INTO division (id, code, name, country, region, time_zone, currency, cash_authority, created_at)
VALUES (:id, :code, :name, :country, :region, :time_zone, :currency, :cash_authority, :created_at)
    ON DUPLICATE KEY UPDATE id = division.id;

-- division_list :many () → (id u64, code text, name text, country text, region text?, time_zone text,
--     currency cur, cash_authority text, version u32, customers u64)
SELECT d.id, d.code, d.name, d.country, d.region, d.time_zone, d.currency, d.cash_authority,
       d.version,
       CAST(COALESCE((SELECT COUNT(DISTINCT c.customer_id) FROM case_state c
                       WHERE c.division_id = d.id), 0) AS UNSIGNED) AS customers
  FROM division d
 ORDER BY d.code;

-- division_lock :one (id u64)
--     → (id u64, code text, name text, country text, region text?, time_zone text, currency cur,
--        cash_authority text, version u32)
SELECT id, code, name, country, region, time_zone, currency, cash_authority, version
  FROM division
 WHERE id = :id
   FOR UPDATE;

-- division_add :exec (id u64, code text, name text, country text, region text?, time_zone text,
--     currency cur, cash_authority text, created_at instant)
INSERT INTO division (id, code, name, country, region, time_zone, currency, cash_authority, created_at)
VALUES (:id, :code, :name, :country, :region, :time_zone, :currency, :cash_authority, :created_at);

-- division_change :exec (id u64, name text, country text, region text?, time_zone text,
--     currency cur, cash_authority text)
UPDATE division
   SET name = :name, country = :country, region = :region, time_zone = :time_zone,
       currency = :currency, cash_authority = :cash_authority, version = version + 1
 WHERE id = :id;

-- division_touch :exec (division_id u64, touched_by text)
-- Its day, its country or its currency is another: every case of it is looked at again.
UPDATE case_state
   SET touch_seq = touch_seq + 1, next_at = '1000-01-01 00:00:00', touched_by = :touched_by
 WHERE division_id = :division_id;

-- division_by_id :one (id u64) → (code text, version u32)
SELECT code, version FROM division WHERE id = :id;
