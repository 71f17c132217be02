-- A step is taken when its message was handed over, on that day, and only then.
SELECT l.outbox_id AS id, l.instalment_id, l.step
  FROM outbox_line l
  JOIN outbox o ON o.id = l.outbox_id
 WHERE (l.void_id <> 0 AND l.handed_on IS NOT NULL)
    OR (l.void_id NOT IN (0, l.outbox_id))
    OR (l.handed_on IS NOT NULL AND (o.state <> 'handed_over' OR l.handed_on <> o.handed_on))
    OR (l.handed_on IS NULL AND l.void_id = 0 AND o.state = 'handed_over');
