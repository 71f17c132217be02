CASE a.ref_kind
           WHEN 'note' THEN (SELECT n.body FROM note n WHERE n.id = a.ref_id AND n.customer_id = a.customer_id)
           WHEN 'call' THEN (SELECT p.body FROM phone_call p WHERE p.id = a.ref_id AND p.customer_id = a.customer_id)
           WHEN 'message' THEN (SELECT m.body FROM message m WHERE m.id = a.ref_id AND m.customer_id = a.customer_id)
           WHEN 'conversation' THEN CASE a.kind WHEN 'message' THEN (
                SELECT m.body FROM message m
                 WHERE m.conversation_id = a.ref_id AND m.customer_id = a.customer_id AND m.created_at = a.at AND m.author_id = a.actor_id
                 ORDER BY LOCATE(LEFT(SUBSTRING_INDEX(m.body, '\n', 1), 200), a.title) > 0 DESC, m.id LIMIT 1) END
           WHEN 'item' THEN CASE a.kind WHEN 'invoice_note' THEN (
                SELECT v.body FROM invoice_note v
                 WHERE v.item_id = a.ref_id AND v.customer_id = a.customer_id AND v.created_at = a.at AND v.actor_id = a.actor_id
                   AND v.removed_at IS NULL
                 ORDER BY LOCATE(LEFT(SUBSTRING_INDEX(v.body, '\n', 1), 200), a.title) > 0 DESC, v.id LIMIT 1) END
       END
