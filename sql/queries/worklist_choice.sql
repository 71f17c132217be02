-- What the worklist may be narrowed to.

-- worklist_choice_rows :many () → (kind text, value text, label text)
-- Of rows, for who sees all of them: DISTINCT stands alone, where an index jumps from value to value.
SELECT 'strategy' AS kind, COALESCE(x.strategy COLLATE utf8mb4_bin, '') AS value, COALESCE(x.strategy COLLATE utf8mb4_bin, '') AS label
  FROM (SELECT DISTINCT strategy FROM worklist_row) x
 UNION
SELECT 'action', COALESCE(x.next_action COLLATE utf8mb4_bin, ''), COALESCE(x.next_action COLLATE utf8mb4_bin, '') FROM (SELECT DISTINCT next_action FROM worklist_row) x
 UNION
SELECT 'currency', COALESCE(x.currency COLLATE utf8mb4_bin, ''), COALESCE(x.currency COLLATE utf8mb4_bin, '') FROM (SELECT DISTINCT assignee_id, currency FROM worklist_row) x
 UNION
SELECT 'owner', COALESCE(CAST(u.id AS CHAR) COLLATE utf8mb4_bin, ''), COALESCE(u.name COLLATE utf8mb4_bin, '')
  FROM (SELECT DISTINCT assignee_id FROM worklist_row) x
  JOIN user u ON u.id = x.assignee_id
 ORDER BY kind, label, value;

-- worklist_choice_seen :many (scope u64?) → (strategy text, action text, currency cur, owner_id u64, owner text?)
-- The same for a limited user, of one pass over the rows in sight.
SELECT x.strategy, x.next_action AS action, x.currency, x.assignee_id AS owner_id, u.name AS owner
  FROM (SELECT DISTINCT w.strategy, w.next_action, w.currency, w.assignee_id
          FROM worklist_row w
         WHERE SEES(w.division_id, w.customer_id)) x
  LEFT JOIN user u ON u.id = x.assignee_id;

-- worklist_choice_beside :many (scope u64?) → worklist_choice_rows
-- Beside the rows: divisions, tags, portfolios.
SELECT 'division' AS kind, COALESCE(v.code COLLATE utf8mb4_bin, '') AS value, COALESCE(v.name COLLATE utf8mb4_bin, '') AS label
  FROM division v
 WHERE SEES_DIVISION(v.id)
 UNION
SELECT 'tag', COALESCE(t.tag COLLATE utf8mb4_bin, ''), COALESCE(t.tag COLLATE utf8mb4_bin, '')
  FROM customer_tag t
 WHERE t.live = 1 AND (:scope IS NULL OR EXISTS (
       SELECT 1 FROM case_state c WHERE c.customer_id = t.customer_id AND SEES(c.division_id, c.customer_id)))
 UNION
SELECT 'portfolio', COALESCE(a.portfolio COLLATE utf8mb4_bin, ''), COALESCE(a.portfolio COLLATE utf8mb4_bin, '')
  FROM customer_assignment a
 WHERE a.known_to IS NULL AND a.portfolio IS NOT NULL AND (:scope IS NULL OR EXISTS (
       SELECT 1 FROM case_state c WHERE c.customer_id = a.customer_id AND SEES(c.division_id, c.customer_id)))
 ORDER BY kind, label, value;
