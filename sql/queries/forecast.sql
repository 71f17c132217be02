-- When invoices will be paid: what models are trained on and tried on, the models, and what they
-- say of what is open.

-- forecast_history :stream () → (case_id u64, currency cur, id u64, issued_on day, due_on day, settled_on day?,
--     paid bool, amount_minor i64, open_minor i64)
-- All invoices of each case, open and settled. paid: what settled it in the end was a payment.
@forecast_invoices(instalment n FORCE INDEX (instalment_aging));

-- forecast_history_of :stream [hot] (cases json) → forecast_history
-- cases: JSON array of ids.
@forecast_invoices(JSON_TABLE(:cases, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN instalment n FORCE INDEX (instalment_aging) ON n.case_id = k.id);

-- forecast_settled_count :one (before_on day) → (n u64)
SELECT COUNT(*) AS n
  FROM instalment
 WHERE open_minor = 0 AND settled_on < :before_on;

-- forecast_span :one () → (n u64, last_on day?)
-- How many invoices there are, and when the last payment came.
SELECT COUNT(*) AS n, MAX(IF(open_minor = 0, settled_on, NULL)) AS last_on
  FROM instalment;

-- -- models ------------------------------------------------------------------

-- forecast_model_in_force :one () → (id u64, kind text, made_at instant, rows_n u64, trained_to day?, mae_milli i64?,
--     model blob, proof blob)
SELECT id, kind, made_at, rows_n, trained_to, mae_milli, model, proof
  FROM forecast_model
 WHERE adopted = 1
 ORDER BY id DESC
 LIMIT 1;

-- forecast_model_insert :exec (id u64, kind text, adopted bool, why text, made_at instant, rows_n u64, paid_n u64, trained_from day?,
--     trained_to day?, features json, model blob, proof blob, shape blob, sha256 hash, split_on day?,
--     proof_n u64, mae_milli i64?, habit_milli i64?, due_milli i64?, before_milli i64?)
INSERT INTO forecast_model (id, kind, adopted, why, made_at, rows_n, paid_n, trained_from, trained_to, features, model, proof,
       shape, sha256, split_on, proof_n, mae_milli, habit_milli, due_milli, before_milli)
VALUES (:id, :kind, :adopted, :why, :made_at, :rows_n, :paid_n, :trained_from, :trained_to, :features, :model, :proof,
       :shape, :sha256, :split_on, :proof_n, :mae_milli, :habit_milli, :due_milli, :before_milli);

-- forecast_models :many (take u32) → (id u64, kind text, adopted bool, why text, made_at instant, rows_n u64,
--     trained_from day?, trained_to day?, split_on day?, proof_n u64, mae_milli i64?, habit_milli i64?, due_milli i64?,
--     before_milli i64?, sha256 hash, drift_on day?, drift_n u64?, drift_milli i64?)
-- Newest first, each with its last drift.
SELECT m.id, m.kind, m.adopted, m.why, m.made_at, m.rows_n, m.trained_from, m.trained_to, m.split_on, m.proof_n,
       m.mae_milli, m.habit_milli, m.due_milli, m.before_milli, m.sha256,
       d.as_of AS drift_on, d.items_n AS drift_n, d.mae_milli AS drift_milli
  FROM forecast_model m
  LEFT JOIN forecast_drift d ON d.model_id = m.id
       AND d.as_of = (SELECT MAX(x.as_of) FROM forecast_drift x WHERE x.model_id = m.id)
 ORDER BY m.id DESC
 LIMIT :take;

-- forecast_last_trained :one () → (made_at instant?, paid_n u64)
-- paid_n: how much had been settled at that time.
SELECT MAX(made_at) AS made_at, COALESCE(MAX(paid_n), 0) AS paid_n FROM forecast_model;

-- forecast_drift_note :exec (model_id u64, as_of day, from_on day)
-- How far forecasts were off that came true in these days, under the model now in force.
INSERT INTO forecast_drift (model_id, as_of, items_n, mae_milli)
SELECT :model_id, :as_of, t.n, t.milli
  FROM (SELECT COUNT(*) AS n, CAST(AVG(ABS(DATEDIFF(settled_on, first_on))) * 1000 AS SIGNED) AS milli
          FROM forecast_outcome
         WHERE settled_on >= :from_on AND settled_on < :as_of) t
 WHERE t.n > 0
    ON DUPLICATE KEY UPDATE items_n = VALUES(items_n), mae_milli = VALUES(mae_milli);

-- forecast_weeks :many (from_on day, to_on day) → (from_on day, n u64, error_sum i64, ranged_n i64, covered_n i64)
-- What was paid in each week (from Monday), how far from what was expected at first, and how often within the
-- range that was told then.
SELECT COALESCE(o.settled_on - INTERVAL WEEKDAY(o.settled_on) DAY, o.settled_on) AS from_on, COUNT(*) AS n,
       COALESCE(CAST(SUM(ABS(DATEDIFF(o.settled_on, o.first_on))) AS SIGNED), 0) AS error_sum,
       COUNT(o.first_from_on) AS ranged_n,
       COALESCE(CAST(SUM(o.settled_on BETWEEN o.first_from_on AND o.first_to_on) AS SIGNED), 0) AS covered_n
  FROM forecast_outcome o
 WHERE o.settled_on BETWEEN :from_on AND :to_on
 GROUP BY o.settled_on - INTERVAL WEEKDAY(o.settled_on) DAY
 ORDER BY o.settled_on - INTERVAL WEEKDAY(o.settled_on) DAY;

-- forecast_model_proved :one () → (id u64, mae_milli i64?)
-- The one in force.
SELECT id, mae_milli FROM forecast_model WHERE adopted = 1 ORDER BY id DESC LIMIT 1;

-- -- predictions -------------------------------------------------------------

-- forecast_due :many (after_id u64, today day, model_id u64, take u32) → (case_id u64, touch_seq u64)
-- Cases with open invoices, or with forecasts, that were predicted on another day, by another model, or before
-- their last change.
SELECT cs.id AS case_id, cs.touch_seq
  FROM case_state cs
  LEFT JOIN forecast_case f ON f.case_id = cs.id
 WHERE cs.id > :after_id
   AND (f.case_id IS NULL OR f.touch_seq <> cs.touch_seq OR f.predicted_on <> :today OR f.model_id <> :model_id
        OR f.weeks IS NULL)
   AND (EXISTS (SELECT 1 FROM instalment n WHERE n.is_open = 1 AND n.case_id = cs.id)
        OR EXISTS (SELECT 1 FROM forecast p WHERE p.case_id = cs.id))
 ORDER BY cs.id
 LIMIT :take;

-- forecast_promises :many [hot] (cases json, today day) → (case_id u64, instalment_id u64?, promised_on day)
-- Those still open; without an instalment a promise is for all that is due by its day.
SELECT STRAIGHT_JOIN p.case_id, pi.instalment_id, p.promised_on
  FROM JSON_TABLE(:cases, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN promise p ON p.case_id = k.id AND p.known_to IS NULL AND p.judged_on >= :today
  LEFT JOIN promise_state ps ON ps.promise_id = p.id
  LEFT JOIN promise_item pi ON pi.promise_id = p.id
 WHERE COALESCE(ps.state, 'open') IN ('open', 'partly')
 ORDER BY p.promised_on, p.id;

-- forecast_disputes :many [hot] (cases json) → (instalment_id u64, opened_on day, minor i64)
SELECT STRAIGHT_JOIN n.id AS instalment_id, d.opened_on, LEAST(d.amount_minor, n.open_minor) AS minor
  FROM JSON_TABLE(:cases, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN dispute d ON d.case_id = k.id AND d.known_to IS NULL
  JOIN instalment n ON n.item_id = d.item_id AND n.open_minor > 0
 ORDER BY d.id;

-- forecast_put :bulk (instalment_id u64, case_id u64, model_id u64, predicted_on day, expected_on day, from_on day,
--     to_on day, centre_milli i32, scale_milli i32, disputed_minor i64, disputed_milli i32, late_permille u32, reasons json)
INSERT INTO forecast (instalment_id, case_id, model_id, predicted_on, first_on, first_from_on, first_to_on, first_model_id,
       expected_on, from_on, to_on, centre_milli, scale_milli, disputed_minor, disputed_milli, late_permille, reasons)
VALUES (:instalment_id, :case_id, :model_id, :predicted_on, :expected_on, :from_on, :to_on, :model_id, :expected_on, :from_on, :to_on, :centre_milli,
       :scale_milli, :disputed_minor, :disputed_milli, :late_permille, :reasons)
    ON DUPLICATE KEY UPDATE model_id = VALUES(model_id), predicted_on = VALUES(predicted_on),
       expected_on = VALUES(expected_on), from_on = VALUES(from_on), to_on = VALUES(to_on),
       centre_milli = VALUES(centre_milli), scale_milli = VALUES(scale_milli),
       disputed_minor = VALUES(disputed_minor), disputed_milli = VALUES(disputed_milli),
       late_permille = VALUES(late_permille), reasons = VALUES(reasons);

-- forecast_keep_outcome :exec [hot] (cases json)
-- Of what was paid since it was predicted.
INSERT IGNORE INTO forecast_outcome (instalment_id, first_on, settled_on, first_from_on, first_to_on, first_model_id)
SELECT STRAIGHT_JOIN n.id, f.first_on, n.settled_on, f.first_from_on, f.first_to_on, f.first_model_id
  FROM JSON_TABLE(:cases, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN forecast f ON f.case_id = k.id
  JOIN instalment n ON n.id = f.instalment_id
 WHERE n.open_minor = 0 AND EXISTS (
       SELECT 1 FROM allocation a
         JOIN item c ON c.id = a.credit_item_id AND c.kind = 'payment'
        WHERE a.instalment_id = n.id AND a.effective_on = n.settled_on AND a.reverses_id IS NULL);

-- forecast_drop_settled :exec [hot] (cases json)
DELETE f
  FROM JSON_TABLE(:cases, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN forecast f ON f.case_id = k.id
  JOIN instalment n ON n.id = f.instalment_id
 WHERE n.open_minor = 0;

-- forecast_case_put :bulk (case_id u64, touch_seq u64, predicted_on day, model_id u64, weeks blob)
INSERT INTO forecast_case (case_id, touch_seq, predicted_on, model_id, weeks)
VALUES (:case_id, :touch_seq, :predicted_on, :model_id, :weeks)
    ON DUPLICATE KEY UPDATE touch_seq = VALUES(touch_seq), predicted_on = VALUES(predicted_on),
       model_id = VALUES(model_id), weeks = VALUES(weeks);

-- -- what it comes to ----------------------------------------------------------

-- forecast_of_cases :stream (scope u64?, division text?, currency cur?)
--     → (division text, currency cur, predicted_on day, weeks blob?)
-- What each case that owes something brings, as it was predicted. :scope is the user when limited.
SELECT v.code AS division, s.currency, f.predicted_on, f.weeks
  FROM forecast_case f
  JOIN case_state s ON s.id = f.case_id
  JOIN division v ON v.id = s.division_id
 WHERE f.weeks <> '' AND SEES(s.division_id, s.customer_id)
   AND (:division IS NULL OR v.code = :division)
   AND (:currency IS NULL OR s.currency = :currency);

-- forecast_items :many (scope u64?, division text?, currency cur?, today day, from_on day, to_on day, after_on day,
--     after_id u64, take u32)
--     → (id u64, item_id u64, customer_id u64, customer_number text, customer_name text, division text, currency cur,
--        number text, source_system text, source_id text, seq u32, due_on day, open_minor i64, expected_on day,
--        from_on day, to_on day, late_permille u32, reasons text)
-- The open instalments expected in these days, the soonest first; what was expected before today is today's.
SELECT n.id, i.id AS item_id, c.id AS customer_id, c.number AS customer_number, c.name AS customer_name,
       v.code AS division, i.currency, i.number, i.source_system, i.source_id, CAST(n.seq AS UNSIGNED INTEGER) AS seq,
       n.due_on, n.open_minor, f.expected_on, f.from_on, f.to_on,
       CAST(f.late_permille AS UNSIGNED INTEGER) AS late_permille, f.reasons
  FROM forecast f
  JOIN instalment n ON n.id = f.instalment_id AND n.open_minor > 0
  JOIN item i ON i.id = n.item_id
  JOIN customer c ON c.id = i.customer_id
  JOIN division v ON v.id = i.division_id
 WHERE SEES(i.division_id, i.customer_id)
   AND (:division IS NULL OR v.code = :division)
   AND (:currency IS NULL OR i.currency = :currency)
   AND GREATEST(f.expected_on, :today) BETWEEN :from_on AND :to_on
   AND (GREATEST(f.expected_on, :today) > :after_on
        OR (GREATEST(f.expected_on, :today) = :after_on AND n.id > :after_id))
 ORDER BY GREATEST(f.expected_on, :today), n.id
 LIMIT :take;

-- forecast_of :many [hot] (instalments json) → (instalment_id u64, expected_on day, from_on day, to_on day, reasons text)
SELECT STRAIGHT_JOIN f.instalment_id, f.expected_on, f.from_on, f.to_on, f.reasons
  FROM JSON_TABLE(:instalments, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN forecast f ON f.instalment_id = k.id;

-- forecast_next_of_customer :many (customer_id u64, scope u64?, today day)
--     → (case_id u64, expected_on day, from_on day, to_on day, open_minor i64, items_n u64)
-- Of each case the first day on which something is expected, with all that is expected that day; what was
-- expected before today is today's, as in the lists of expected cash.
SELECT COALESCE(x.case_id, 0) AS case_id, COALESCE(x.expected_on, DATE'1000-01-01') AS expected_on,
       COALESCE(MIN(x.from_on), DATE'1000-01-01') AS from_on, COALESCE(MAX(x.to_on), DATE'1000-01-01') AS to_on,
       COALESCE(CAST(SUM(x.open_minor) AS SIGNED), 0) AS open_minor, COUNT(*) AS items_n
  FROM (SELECT f.case_id, GREATEST(f.expected_on, :today) AS expected_on, GREATEST(f.from_on, :today) AS from_on,
               GREATEST(f.to_on, :today) AS to_on, n.open_minor,
               MIN(GREATEST(f.expected_on, :today)) OVER (PARTITION BY f.case_id) AS first_on
          FROM case_state c
          STRAIGHT_JOIN forecast f ON f.case_id = c.id
          STRAIGHT_JOIN instalment n ON n.id = f.instalment_id AND n.open_minor > 0
         WHERE c.customer_id = :customer_id AND SEES(c.division_id, c.customer_id)) x
 WHERE x.expected_on = x.first_on
 GROUP BY x.case_id, x.expected_on;
