-- The figures above the worklist: one pass over its rows, and what stands beside them.

-- worklist_figures :stream (@worklist_filters)
--     → (currency cur, open_minor i64, overdue_minor i64, overdue_base i64, mine bool, exception bool,
--        broken_n u32, disputed_minor i64, held bool, promised_minor i64, causes u32)
-- Filters as in worklist.sql, but for the view: the caller says which views hold a row. Summed
-- up in C: the server takes ten times as long to add 100,000 rows.
SELECT w.currency, w.open_minor, w.overdue_minor, w.overdue_base,
       COALESCE(w.assignee_id = :user_id, FALSE) AS mine, w.exception, w.broken_n, w.disputed_minor, w.status = 'held' AS held, w.promised_minor, w.causes
  FROM worklist_row w
 WHERE :view IS NOT NULL AND @worklist_narrow;

-- worklist_due_follow_ups :one (today day, scope u64?) → (n u64)
SELECT COUNT(*) AS n
  FROM follow_up f
 WHERE f.state = 'open' AND f.due_on <= :today AND (f.snoozed_to IS NULL OR f.snoozed_to <= :today)
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state c
         WHERE SEES(c.division_id, c.customer_id) AND c.customer_id = f.customer_id AND (f.case_id IS NULL OR c.id = f.case_id)));

-- worklist_stuck_mail :one (scope u64?) → (failed u64, uncertain u64)
SELECT COALESCE(CAST(SUM(o.state = 'failed') AS UNSIGNED), 0) AS failed,
       COALESCE(CAST(SUM(o.state = 'uncertain') AS UNSIGNED), 0) AS uncertain
  FROM outbox o
 WHERE o.state IN ('failed', 'uncertain')
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state c
         WHERE SEES(c.division_id, c.customer_id) AND c.customer_id = o.customer_id AND (o.case_id IS NULL OR c.id = o.case_id)));

-- worklist_stale_sources :many (before_at instant, scope u64?) → (division text, synced_at instant?)
-- Divisions whose newest data is older than that.
SELECT v.code AS division, MAX(s.synced_at) AS synced_at
  FROM division v
  LEFT JOIN source_sync s ON s.division_id = v.id
 WHERE SEES_DIVISION(v.id)
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
