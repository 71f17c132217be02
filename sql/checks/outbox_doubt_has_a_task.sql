-- Whoever could not be told for sure is a person's task, open or seen to.
SELECT o.id
  FROM outbox o
 WHERE o.state IN ('failed', 'uncertain')
   AND NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.outbox_id = o.id);
