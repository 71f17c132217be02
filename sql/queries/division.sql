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
