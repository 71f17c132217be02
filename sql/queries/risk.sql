-- How risky what a case owes is, as its forecast says (domain/risk.h). A row is added when the class
-- changes or the share has moved by a tenth; what was, stays.

-- risk_facts :many [hot] (cases json)
--     → (case_id u64, customer_id u64, time_zone text, open_minor i64, limit_minor i64?, class text?, was text?,
--        since_on day?, late_permille u32?)
-- What the class of these cases is made of beside the forecast, and what stands.
SELECT STRAIGHT_JOIN s.id AS case_id, s.customer_id, d.time_zone,
       COALESCE((SELECT CAST(SUM(n.open_minor) AS SIGNED) FROM instalment n
                  WHERE n.case_id = s.id AND n.is_open = 1), 0) AS open_minor,
       IF(c.credit_currency = s.currency, c.credit_limit_minor, NULL) AS limit_minor,
       r.class, r.was, r.since_on, CAST(r.late_permille AS UNSIGNED INTEGER) AS late_permille
  FROM JSON_TABLE(:cases, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN case_state s ON s.id = k.id
  JOIN customer c ON c.id = s.customer_id
  JOIN division d ON d.id = s.division_id
  LEFT JOIN risk r ON r.live_id = s.id
 ORDER BY s.id;

-- risk_end :exec [hot] (cases json, at instant)
UPDATE JSON_TABLE(:cases, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN risk r ON r.live_id = k.id
   SET r.known_to = :at;

-- risk_insert :bulk (id u64, case_id u64, known_from instant, class text, since_on day, was text?, late_permille u32,
--     limit_permille i64?, model_id u64)
INSERT INTO risk (id, case_id, known_from, class, since_on, was, late_permille, limit_permille, model_id)
VALUES (:id, :case_id, :known_from, :class, :since_on, :was, :late_permille, :limit_permille, :model_id);

-- risk_of_customer :many [hot] (customer_id u64, scope u64?)
--     → (case_id u64, class text, since_on day, was text?, late_permille u32, limit_permille i64?)
SELECT r.case_id, r.class, r.since_on, r.was, CAST(r.late_permille AS UNSIGNED INTEGER) AS late_permille,
       CAST(r.limit_permille AS SIGNED) AS limit_permille
  FROM case_state s
  JOIN risk r ON r.live_id = s.id
 WHERE s.customer_id = :customer_id AND SEES(s.division_id, s.customer_id);
