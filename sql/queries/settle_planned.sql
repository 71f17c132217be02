-- Messages that wait for their hour while what they ask for is settled.

-- settled_planned :many (ids json) → (id u64, case_id u64, customer_id u64, template text, channel text)
-- Of these cases, whose locks the caller has. A row that somebody is at already gets its last
-- look there.
SELECT STRAIGHT_JOIN o.id, COALESCE(o.case_id, 0) AS case_id, o.customer_id, o.template,
       o.channel
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN outbox o FORCE INDEX (outbox_case) ON o.case_id = j.id
 WHERE o.state = 'planned' AND o.kind IN ('upcoming', 'overdue')
   AND NOT EXISTS (
        SELECT 1 FROM outbox_line l
          JOIN instalment i ON i.id = l.instalment_id
         WHERE l.outbox_id = o.id AND l.void_id = 0 AND i.open_minor > 0)
   FOR UPDATE SKIP LOCKED;

-- worklist_clear_settled :exec (ids json)
-- Of these cases, whose locks the caller has, those with nothing open: they have no row.
DELETE w
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN worklist_row w ON w.case_id = j.id
 WHERE NOT EXISTS (SELECT 1 FROM instalment i WHERE i.is_open = 1 AND i.case_id = j.id)
   AND NOT EXISTS (SELECT 1 FROM item t WHERE t.is_open = 1 AND t.side = 'credit' AND t.case_id = j.id);
