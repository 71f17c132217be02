SELECT f.id, f.customer_id, c.number AS customer_number, c.name AS customer_name, f.case_id,
       f.kind, f.title, f.due_on, CAST(f.priority AS INTEGER) AS priority, f.assignee_id,
       u.name AS assignee_name, f.state, f.outcome, f.origin, f.created_at, f.ended_at,
       f.snoozed_to, f.outbox_id,
       CASE WHEN f.live_key LIKE 'dispute\_approval:%' THEN 'dispute'
            WHEN f.live_key LIKE 'refund\_approval:%' THEN 'refund' END AS decides,
       IF(f.live_key LIKE '%\_approval:%', CAST(SUBSTRING_INDEX(f.live_key, ':', -1) AS UNSIGNED), NULL) AS decides_id,
       f.version
  FROM follow_up f
  JOIN customer c ON c.id = f.customer_id
  LEFT JOIN user u ON u.id = f.assignee_id
