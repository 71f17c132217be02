SELECT cs.id AS case_id, t.tag, t.origin = 'script' AND t.case_id = cs.id AS own
  FROM $1
  JOIN customer_tag t ON t.customer_id = cs.customer_id AND t.live = 1
 WHERE $2
 ORDER BY cs.id, t.tag
