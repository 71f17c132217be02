SELECT m.id, m.seq, m.conversation_id, c.item_id, i.number AS item_number, c.dispute_id, m.author_kind, m.author_id,
       CASE m.author_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(m.author_id AS UNSIGNED))
           WHEN 'contact' THEN COALESCE(
                (SELECT k.name FROM contact k
                  WHERE k.id = CAST(m.author_id AS UNSIGNED) AND k.customer_id = m.customer_id),
                (SELECT p.name FROM person p
                  WHERE CONCAT('person:', p.id) = m.author_id AND p.id = CAST(SUBSTRING(m.author_id, 8) AS UNSIGNED)))
       END AS author_name,
       m.channel, m.body, m.created_at, m.client_key
  FROM message m
  JOIN conversation c ON c.id = m.conversation_id
  LEFT JOIN item i ON i.id = c.item_id
 WHERE m.customer_id = :customer_id AND (:item_id IS NULL OR c.item_id = :item_id)
   AND (i.id IS NULL OR SEES(i.division_id, m.customer_id))
