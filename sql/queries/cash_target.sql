-- What cash is to come in: set by managers, laid beside expected cash.

-- cash_target_list :many (scope u64?, division text?, currency cur?)
--     → (division text, currency cur, from_on day, period text, minor i64, set_at instant, set_by u64?, name text?)
-- Oldest first within a division and currency. They are of all customers of a division: who sees the own
-- customers alone has none.
SELECT v.code AS division, g.currency, g.from_on, g.period, g.minor, g.set_at, g.set_by, u.name
  FROM cash_target g
  JOIN division v ON v.id = g.division_id
  LEFT JOIN user u ON u.id = g.set_by
 WHERE (:scope IS NULL OR (SEES_DIVISION(v.id) AND NOT EXISTS (
       SELECT 1 FROM user_sight s WHERE s.user_id = :scope AND s.sees = 'own')))
   AND (:division IS NULL OR v.code = :division)
   AND (:currency IS NULL OR g.currency = :currency)
 ORDER BY v.code, g.currency, g.from_on;

-- cash_target_place :one (scope u64?, division text) → (division_id u64)
SELECT v.id AS division_id FROM division v WHERE v.code = :division AND SEES_DIVISION(v.id);

-- cash_target_get :one (division_id u64, currency cur, from_on day) → (period text, minor i64)
SELECT period, minor
  FROM cash_target
 WHERE division_id = :division_id AND currency = :currency AND from_on = :from_on
   FOR UPDATE;

-- cash_target_put :exec (division_id u64, currency cur, from_on day, period text, minor i64, set_at instant, set_by u64?)
INSERT INTO cash_target (division_id, currency, from_on, period, minor, set_at, set_by)
VALUES (:division_id, :currency, :from_on, :period, :minor, :set_at, :set_by)
    ON DUPLICATE KEY UPDATE period = VALUES(period), minor = VALUES(minor), set_at = VALUES(set_at), set_by = VALUES(set_by);
