SELECT b.id, b.state, b.duplex, d.name AS division, b.actor_kind, u.name AS maker, b.made_at, b.opened_n,
       b.opened_at, b.posted_on, b.posted_at,
       COALESCE(SUM(l.state IN ('in', 'posted')), 0) AS letters,
       COALESCE(SUM(IF(l.state IN ('in', 'posted'), l.pages_n + IF(b.duplex, l.pages_n MOD 2, 0), 0)), 0) AS pages,
       COALESCE(SUM(l.state = 'left_out'), 0) AS left_out,
       COALESCE(SUM(l.state = 'taken_out'), 0) AS taken_out,
       COALESCE(SUM(l.state = 'posted'), 0) AS posted
  FROM letter_batch b
  LEFT JOIN division d ON d.id = b.division_id
  LEFT JOIN user u ON b.actor_kind = 'user' AND u.id = b.actor_id
  LEFT JOIN letter l ON l.batch_id = b.id
