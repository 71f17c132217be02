-- The figures above the worklist, and what stands beside them.

-- worklist_figures :stream (@worklist_filters)
--     → (assignee_id u64, currency cur, marks u32, cases u64, open_minor i64, overdue_minor i64, overdue_base i64)
-- Filters as in worklist.sql, but for the view: by marks and owner the caller says which views
-- hold a row. A row each, summed up in C: to group them the server takes twice as long.
SELECT w.assignee_id, w.currency, COALESCE(w.marks, 0) AS marks, 1 AS cases, w.open_minor, w.overdue_minor, w.overdue_base
  FROM worklist_row w
 WHERE :view IS NOT NULL AND :user_id IS NOT NULL AND @worklist_narrow;

-- worklist_figures_all :stream [hot] (assignee_id u64?, scope u64?) → worklist_figures
-- The same of everything in sight, or of one owner: an index holds all of it, in the order
-- of the groups.
SELECT w.assignee_id, w.currency, COALESCE(w.marks, 0) AS marks, COUNT(*) AS cases,
       COALESCE(CAST(SUM(w.open_minor) AS SIGNED), 0) AS open_minor,
       COALESCE(CAST(SUM(w.overdue_minor) AS SIGNED), 0) AS overdue_minor,
       COALESCE(CAST(SUM(w.overdue_base) AS SIGNED), 0) AS overdue_base
  FROM worklist_row w FORCE INDEX (worklist_sums)
 WHERE (:assignee_id IS NULL OR w.assignee_id = :assignee_id) AND SEES(w.division_id, w.customer_id)
 GROUP BY w.assignee_id, w.currency, w.marks;

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
