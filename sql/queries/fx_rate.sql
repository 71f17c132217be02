-- Exchange rates by day.

-- fx_rate_on :one [hot] (base cur, quote cur, rate_on day) → (rate_e8 i64, rate_on day)
-- The newest of that day or before.
SELECT rate_e8, rate_on
  FROM fx_rate
 WHERE base = :base AND quote = :quote AND rate_on <= :rate_on
 ORDER BY rate_on DESC
 LIMIT 1;

-- fx_rate_put :bulk (base cur, quote cur, rate_on day, rate_e8 i64, source text, recorded_at instant)
INSERT INTO fx_rate (base, quote, rate_on, rate_e8, source, recorded_at)
VALUES (:base, :quote, :rate_on, :rate_e8, :source, :recorded_at)
    ON DUPLICATE KEY UPDATE rate_e8 = VALUES(rate_e8), source = VALUES(source),
       recorded_at = VALUES(recorded_at);

-- fx_rate_list :many (base cur?, before_on day, before_base cur, take u32)
--     → (base cur, quote cur, rate_on day, rate_e8 i64, source text, recorded_at instant)
-- The newest day first, then by currency.
SELECT base, quote, rate_on, rate_e8, source, recorded_at
  FROM fx_rate
 WHERE (:base IS NULL OR base = :base)
   AND (rate_on < :before_on OR (rate_on = :before_on AND base > :before_base))
 ORDER BY rate_on DESC, base, quote
 LIMIT :take;

-- fx_rate_of_day :one (base cur, quote cur, rate_on day) → (rate_e8 i64, source text)
SELECT rate_e8, source FROM fx_rate
 WHERE base = :base AND quote = :quote AND rate_on = :rate_on;

-- fx_rate_days :many (base cur, quote cur, from_on day, to_on day) → (rate_on day, rate_e8 i64)
-- Those of these days, and the newest before them; the oldest first.
SELECT r.rate_on, r.rate_e8
  FROM fx_rate r
 WHERE r.base = :base AND r.quote = :quote AND r.rate_on <= :to_on
   AND r.rate_on >= COALESCE((SELECT MAX(o.rate_on) FROM fx_rate o
                               WHERE o.base = :base AND o.quote = :quote AND o.rate_on <= :from_on), r.rate_on)
 ORDER BY r.rate_on;
