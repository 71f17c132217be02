SELECT l.outbox_id, CAST(l.seq AS UNSIGNED INTEGER) AS seq, COALESCE(o.subject, '') AS subject, COALESCE(o.body_text, '') AS body_text, o.total_minor,
       s.currency, l.to_lines, l.language, l.made_on, c.number, d.name AS division, d.country
  FROM letter l
  JOIN outbox o ON o.id = l.outbox_id
  JOIN customer c ON c.id = o.customer_id
  JOIN case_state s ON s.id = o.case_id
  JOIN division d ON d.id = s.division_id
