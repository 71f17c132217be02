-- The ledger day by day. Rows are derived: service/keep_history.h.

-- daily_stale_put :bulk (case_id u64, from_on day)
-- What counts from that day on has changed.
INSERT INTO daily_stale (case_id, from_on, seq)
VALUES (:case_id, :from_on, 1)
    ON DUPLICATE KEY UPDATE from_on = LEAST(from_on, VALUES(from_on)), seq = seq + 1;

-- daily_stale_all :many () → (case_id u64, division_id u64, currency cur, from_on day, seq u64)
SELECT s.case_id, c.division_id, c.currency, s.from_on, s.seq
  FROM daily_stale s
  JOIN case_state c ON c.id = s.case_id
 ORDER BY s.case_id;

-- daily_stale_drop :bulk (case_id u64, seq u64)
-- Unless it has changed again.
DELETE FROM daily_stale WHERE case_id = :case_id AND seq = :seq;

-- daily_history_get :many () → (from_on day, through_on day, kept_at instant, stale u64)
-- None or one. stale: cases whose days are to be written again.
SELECT h.from_on, h.through_on, h.kept_at, COALESCE((SELECT COUNT(*) FROM daily_stale), 0) AS stale
  FROM daily_history h
 WHERE h.id = 1;

-- daily_history_put :exec (from_on day, through_on day, kept_at instant)
INSERT INTO daily_history (id, from_on, through_on, kept_at)
VALUES (1, :from_on, :through_on, :kept_at)
    ON DUPLICATE KEY UPDATE from_on = LEAST(from_on, VALUES(from_on)),
       through_on = GREATEST(through_on, VALUES(through_on)), kept_at = VALUES(kept_at);

-- daily_history_forget :exec ()
-- Then every day is written anew.
DELETE FROM daily_history;

-- daily_first :one () → (issued_on day?)
SELECT MIN(issued_on) AS issued_on FROM item;

-- daily_balance_clear_all :exec ()
DELETE FROM daily_balance;

-- daily_balance_put :bulk (division_id u64, currency cur, day day, not_due_minor i64, late_30_minor i64,
--     late_60_minor i64, late_90_minor i64, late_91_minor i64, unapplied_minor i64, sales_minor i64,
--     written_off_minor i64, recovered_minor i64, paid_minor i64, paid_days i64, late_days i64,
--     late_days_floored i64, closed_n i64, closed_days i64, disputed_minor i64, promised_minor i64)
INSERT INTO daily_balance (division_id, currency, day, not_due_minor, late_30_minor, late_60_minor,
       late_90_minor, late_91_minor, unapplied_minor, sales_minor, written_off_minor, recovered_minor,
       paid_minor, paid_days, late_days, late_days_floored, closed_n, closed_days, disputed_minor, promised_minor)
VALUES (:division_id, :currency, :day, :not_due_minor, :late_30_minor, :late_60_minor, :late_90_minor,
       :late_91_minor, :unapplied_minor, :sales_minor, :written_off_minor, :recovered_minor, :paid_minor,
       :paid_days, :late_days, :late_days_floored, :closed_n, :closed_days, :disputed_minor, :promised_minor)
    ON DUPLICATE KEY UPDATE not_due_minor = VALUES(not_due_minor), late_30_minor = VALUES(late_30_minor),
       late_60_minor = VALUES(late_60_minor), late_90_minor = VALUES(late_90_minor),
       late_91_minor = VALUES(late_91_minor), unapplied_minor = VALUES(unapplied_minor),
       sales_minor = VALUES(sales_minor), written_off_minor = VALUES(written_off_minor),
       recovered_minor = VALUES(recovered_minor), paid_minor = VALUES(paid_minor), paid_days = VALUES(paid_days),
       late_days = VALUES(late_days), late_days_floored = VALUES(late_days_floored), closed_n = VALUES(closed_n),
       closed_days = VALUES(closed_days), disputed_minor = VALUES(disputed_minor), promised_minor = VALUES(promised_minor);

-- daily_balance_of :stream (division text? rare, currency cur? rare, from_on day, to_on day)
--     → (division_id u64, currency cur, day day, not_due_minor i64, late_30_minor i64, late_60_minor i64,
--        late_90_minor i64, late_91_minor i64, unapplied_minor i64, sales_minor i64, written_off_minor i64,
--        recovered_minor i64, paid_minor i64, paid_days i64, late_days i64, late_days_floored i64,
--        closed_n i64, closed_days i64, disputed_minor i64, promised_minor i64)
SELECT b.division_id, b.currency, b.day, b.not_due_minor, b.late_30_minor, b.late_60_minor, b.late_90_minor,
       b.late_91_minor, b.unapplied_minor, b.sales_minor, b.written_off_minor, b.recovered_minor, b.paid_minor,
       b.paid_days, b.late_days, b.late_days_floored, b.closed_n, b.closed_days, b.disputed_minor, b.promised_minor
  FROM daily_balance b FORCE INDEX (daily_balance_day)
 WHERE (:division IS NULL OR b.division_id = (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:currency IS NULL OR b.currency = :currency)
   AND b.day BETWEEN :from_on AND :to_on;

-- -- the last day ------------------------------------------------------------

-- daily_standing_clear :exec ()
DELETE FROM daily_standing;

-- daily_top_clear :exec ()
DELETE FROM daily_top;

-- daily_standing_put :bulk (division_id u64, currency cur, day day, customers_n u64, control_minor i64,
--     at_risk_billed_minor i64, at_risk_unpaid_minor i64)
INSERT INTO daily_standing (division_id, currency, day, customers_n, control_minor, at_risk_billed_minor, at_risk_unpaid_minor)
VALUES (:division_id, :currency, :day, :customers_n, :control_minor, :at_risk_billed_minor, :at_risk_unpaid_minor);

-- daily_top_put :bulk (division_id u64, currency cur, kind text, place u32, customer_id u64, late_minor i64,
--     owed_minor i64, oldest_late i32)
INSERT INTO daily_top (division_id, currency, kind, place, customer_id, late_minor, owed_minor, oldest_late)
VALUES (:division_id, :currency, :kind, :place, :customer_id, :late_minor, :owed_minor, :oldest_late);

-- daily_standing_of :many (division text?, currency cur?, day day) → (division_id u64, currency cur, customers_n u64,
--     control_minor i64, at_risk_billed_minor i64, at_risk_unpaid_minor i64)
-- Of that division, or of all together, when it is kept for that day.
SELECT s.division_id, s.currency, s.customers_n, s.control_minor, s.at_risk_billed_minor, s.at_risk_unpaid_minor
  FROM daily_standing s
 WHERE s.division_id = IF(:division IS NULL, 0, (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:currency IS NULL OR s.currency = :currency) AND s.day = :day
 ORDER BY s.currency;

-- daily_top_of :many (division text?, currency cur?) → (division_id u64, currency cur, kind text, customer_id u64,
--     late_minor i64, owed_minor i64, oldest_late i32)
SELECT t.division_id, t.currency, t.kind, t.customer_id, t.late_minor, t.owed_minor, t.oldest_late
  FROM daily_top t
 WHERE t.division_id = IF(:division IS NULL, 0, (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:currency IS NULL OR t.currency = :currency)
 ORDER BY t.division_id, t.currency, t.kind, t.place;
