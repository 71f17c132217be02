-- The figures above the worklist: one pass over its rows, and what stands beside them.

-- worklist_sums :many (view u8, user_id u64, scope u64?, status text?, currency cur?,
--     division text?, tag text?, min_days i32?, min_overdue i64?, q text?)
--     → (currency cur, cases u64, open_minor i64, overdue_minor i64, overdue_base i64,
--        overdue_cases u64, exceptions_seen u64, broken_seen u64, disputed_seen u64,
--        everything u64, mine u64, exceptions u64, overdue u64, broken u64, disputed u64,
--        held u64, promised u64)
-- Filters as in worklist.sql. Figures up to disputed_seen are those of the view, the others
-- count what each view would hold.
SELECT w.currency, COALESCE(CAST(SUM(w.seen) AS UNSIGNED), 0) AS cases,
       COALESCE(CAST(SUM(IF(w.seen, w.open_minor, 0)) AS SIGNED), 0) AS open_minor,
       COALESCE(CAST(SUM(IF(w.seen, w.overdue_minor, 0)) AS SIGNED), 0) AS overdue_minor,
       COALESCE(CAST(SUM(IF(w.seen, w.overdue_base, 0)) AS SIGNED), 0) AS overdue_base,
       COALESCE(CAST(SUM(w.seen AND w.is_overdue) AS UNSIGNED), 0) AS overdue_cases,
       COALESCE(CAST(SUM(w.seen AND w.exception) AS UNSIGNED), 0) AS exceptions_seen,
       COALESCE(CAST(SUM(w.seen AND w.is_broken) AS UNSIGNED), 0) AS broken_seen,
       COALESCE(CAST(SUM(w.seen AND w.is_disputed) AS UNSIGNED), 0) AS disputed_seen,
       COUNT(*) AS everything, COALESCE(CAST(SUM(w.is_mine) AS UNSIGNED), 0) AS mine,
       COALESCE(CAST(SUM(w.exception) AS UNSIGNED), 0) AS exceptions, COALESCE(CAST(SUM(w.is_overdue) AS UNSIGNED), 0) AS overdue,
       COALESCE(CAST(SUM(w.is_broken) AS UNSIGNED), 0) AS broken, COALESCE(CAST(SUM(w.is_disputed) AS UNSIGNED), 0) AS disputed,
       COALESCE(CAST(SUM(w.is_held) AS UNSIGNED), 0) AS held, COALESCE(CAST(SUM(w.is_promised) AS UNSIGNED), 0) AS promised
  FROM (SELECT currency, open_minor, overdue_minor, overdue_base, exception,
               assignee_id = :user_id AS is_mine, overdue_minor > 0 AS is_overdue,
               broken_n > 0 AS is_broken, disputed_minor > 0 AS is_disputed,
               status = 'held' AS is_held, promised_minor > 0 AS is_promised,
               CASE :view WHEN 1 THEN assignee_id = :user_id WHEN 2 THEN exception = 1
                    WHEN 3 THEN overdue_minor > 0 WHEN 4 THEN broken_n > 0
                    WHEN 5 THEN disputed_minor > 0 WHEN 6 THEN status = 'held'
                    WHEN 7 THEN promised_minor > 0 ELSE 1 END AS seen
          FROM worklist_row
         WHERE (:scope IS NULL OR division_id IN (SELECT d.division_id FROM user_division d WHERE d.user_id = :scope))
           AND (:status IS NULL OR status = :status)
           AND (:currency IS NULL OR currency = :currency)
           AND (:division IS NULL OR division_id = (SELECT v.id FROM division v WHERE v.code = :division))
           AND (:tag IS NULL OR FIND_IN_SET(:tag, REPLACE(tags, ' ', ',')))
           AND (:min_days IS NULL OR days_late >= :min_days)
           AND (:min_overdue IS NULL OR overdue_base >= :min_overdue)
           AND (:q IS NULL OR customer_name LIKE :q OR customer_number LIKE :q)) w
 GROUP BY w.currency
 ORDER BY w.currency;

-- worklist_due_follow_ups :one (today day, scope u64?) → (n u64)
SELECT COUNT(*) AS n
  FROM follow_up f
 WHERE f.state = 'open' AND f.due_on <= :today AND (f.snoozed_to IS NULL OR f.snoozed_to <= :today)
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state c
          JOIN user_division d ON d.division_id = c.division_id AND d.user_id = :scope
         WHERE c.customer_id = f.customer_id AND (f.case_id IS NULL OR c.id = f.case_id)));

-- worklist_stuck_mail :one (scope u64?) → (failed u64, uncertain u64)
SELECT COALESCE(CAST(SUM(o.state = 'failed') AS UNSIGNED), 0) AS failed,
       COALESCE(CAST(SUM(o.state = 'uncertain') AS UNSIGNED), 0) AS uncertain
  FROM outbox o
 WHERE o.state IN ('failed', 'uncertain')
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state c
          JOIN user_division d ON d.division_id = c.division_id AND d.user_id = :scope
         WHERE c.customer_id = o.customer_id AND (o.case_id IS NULL OR c.id = o.case_id)));

-- worklist_stale_sources :many (before_at instant, scope u64?) → (division text, synced_at instant?)
-- Divisions whose newest data is older than that.
SELECT v.code AS division, MAX(s.synced_at) AS synced_at
  FROM division v
  LEFT JOIN source_sync s ON s.division_id = v.id
 WHERE (:scope IS NULL OR v.id IN (SELECT d.division_id FROM user_division d WHERE d.user_id = :scope))
 GROUP BY v.id, v.code
HAVING MAX(s.synced_at) < :before_at
 ORDER BY v.code;

-- worklist_contributions :many [hot] (case_id u64) → (name text, milli i64)
SELECT COALESCE(k.name, '') AS name,
       COALESCE(CAST(JSON_VALUE(w.contributions, CONCAT('$."', k.name, '"')) AS SIGNED), 0) AS milli
  FROM worklist_row w,
       JSON_TABLE(JSON_KEYS(w.contributions), '$[*]' COLUMNS (name VARCHAR(64) PATH '$')) k
 WHERE w.case_id = :case_id
 ORDER BY milli DESC, name;

-- worklist_first_zone :one () → (time_zone text)
-- The company's own clock: that of its first division.
SELECT time_zone FROM division ORDER BY id LIMIT 1;
