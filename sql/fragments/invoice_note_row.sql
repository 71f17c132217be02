SELECT n.id, n.item_id, i.number AS item_number,
       CASE n.actor_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(n.actor_id AS UNSIGNED))
           ELSE COALESCE(
                (SELECT k.name FROM contact k
                  WHERE k.id = CAST(n.actor_id AS UNSIGNED) AND k.customer_id = n.customer_id),
                (SELECT p.name FROM person p
                  WHERE CONCAT('person:', p.id) = n.actor_id AND p.id = CAST(SUBSTRING(n.actor_id, 8) AS UNSIGNED)))
       END AS author_name,
       n.actor_kind, n.actor_id, n.body, n.created_at
  FROM invoice_note n
  JOIN item i ON i.id = n.item_id
