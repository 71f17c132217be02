-- The timeline of a customer.

-- activity_insert :exec (id u64, customer_id u64, case_id u64?, at instant, kind text,
--     actor_kind text, actor_id text, ref_kind text?, ref_id u64?, title text, detail text?)
INSERT INTO activity (id, customer_id, case_id, at, kind, actor_kind, actor_id, ref_kind,
    ref_id, title, detail)
VALUES (:id, :customer_id, :case_id, :at, :kind, :actor_kind, :actor_id, :ref_kind,
    :ref_id, :title, :detail);

-- activity_page :many [hot] (customer_id u64, scope u64?, kind text?, side text?, q text?,
--     case_id u64?, after_at instant, after_id u64, take u32)
--     → (id u64, at instant, kind text, actor_kind text, actor_id text, actor_name text?,
--        by_customer bool, ref_kind text?, ref_id u64?, title text, detail text?, words text?,
--        conversation_id u64?)
-- Newest first; about a case that the user may not see: not. side: customer | us. q: a LIKE
-- pattern, also of the words: what a note, call or message said in full. Lines about a message of
-- before it was named find it by its conversation, instant and author. Both ranges of the index are said, and the index is: else the server reads a
-- customer's whole timeline again for each page.
SELECT a.id, a.at, a.kind, a.actor_kind, a.actor_id,
       CASE a.actor_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(a.actor_id AS UNSIGNED))
           WHEN 'contact' THEN COALESCE((SELECT k.name FROM contact k WHERE k.id = CAST(a.actor_id AS UNSIGNED)),
                    (SELECT p.name FROM person p WHERE CONCAT('person:', p.id) = a.actor_id AND p.id = CAST(SUBSTRING(a.actor_id, 8) AS UNSIGNED)))
           WHEN 'client' THEN (SELECT p.name FROM api_client p WHERE p.id = a.actor_id)
       END AS actor_name,
       a.actor_kind = 'contact' OR a.kind IN ('payment', 'portal_visit') AS by_customer,
       a.ref_kind, a.ref_id, a.title, a.detail, @activity_words() AS words,
       CASE a.ref_kind WHEN 'message' THEN (SELECT m.conversation_id FROM message m WHERE m.id = a.ref_id) END AS conversation_id
  FROM activity a FORCE INDEX (activity_customer)
 WHERE a.customer_id = :customer_id
   AND (a.at < :after_at OR (a.at = :after_at AND a.id < :after_id))
   AND (:kind IS NULL OR a.kind = :kind)
   AND (:side IS NULL OR (a.actor_kind = 'contact' OR a.kind IN ('payment', 'portal_visit')) = (:side = 'customer'))
   AND (:q IS NULL OR a.title LIKE :q OR a.detail LIKE :q OR @activity_words() LIKE :q)
   AND (:case_id IS NULL OR a.case_id = :case_id OR a.case_id IS NULL)
   AND (:scope IS NULL OR a.case_id IS NULL OR a.case_id IN (
        SELECT s.id FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = :customer_id))
 ORDER BY a.at DESC, a.id DESC
 LIMIT :take;

-- activity_at :one [hot] (id u64, customer_id u64) → (id u64, at instant)
-- Where one stands on this customer's timeline.
SELECT id, at
  FROM activity
 WHERE id = :id AND customer_id = :customer_id;
