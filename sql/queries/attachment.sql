-- Files handed over, and what they belong to. :scope is the user when limited to
-- divisions.

-- attachment_insert :exec (id u64, sha256 hash, bytes_n u64, type text, file_name text, purpose text?,
--     actor_kind text, actor_id text, created_at instant)
INSERT INTO attachment (id, sha256, bytes_n, type, file_name, purpose, actor_kind, actor_id, created_at)
VALUES (:id, :sha256, :bytes_n, :type, :file_name, :purpose, :actor_kind, :actor_id, :created_at);

-- file_handed_insert :exec (attachment_id u64, customer_id u64, actor_kind text, actor_id text, client_key text?)
INSERT INTO file_handed (attachment_id, customer_id, actor_kind, actor_id, client_key)
VALUES (:attachment_id, :customer_id, :actor_kind, :actor_id, :client_key);

-- file_handed_by_key :one [hot] (customer_id u64, actor_kind text, actor_id text, client_key text)
--     → (attachment_id u64, sha256 hash)
SELECT h.attachment_id, f.sha256
  FROM file_handed h
  JOIN attachment f ON f.id = h.attachment_id
 WHERE h.actor_kind = :actor_kind AND h.actor_id = :actor_id AND h.customer_id = :customer_id
   AND h.client_key = :client_key;

-- file_handed_unsent :many [hot] (customer_id u64, actor_kind text, actor_id text)
--     → (id u64, file_name text, purpose text?, bytes_n u64, created_at instant)
-- What this very sender handed over for a message that never went, oldest first.
SELECT f.id, f.file_name, f.purpose, f.bytes_n, f.created_at
  FROM file_handed h
  JOIN attachment f ON f.id = h.attachment_id
 WHERE h.actor_kind = :actor_kind AND h.actor_id = :actor_id AND h.customer_id = :customer_id
   AND h.dropped_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM attachment_link l WHERE l.attachment_id = h.attachment_id)
 ORDER BY f.created_at, f.id;

-- file_handed_drop :exec (id u64, customer_id u64, actor_kind text, actor_id text, at instant)
-- One of those.
UPDATE file_handed h
   SET h.dropped_at = :at
 WHERE h.attachment_id = :id AND h.customer_id = :customer_id AND h.actor_kind = :actor_kind
   AND h.actor_id = :actor_id AND h.dropped_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM attachment_link l WHERE l.attachment_id = h.attachment_id);

-- attachment_by_id :one [hot] (id u64)
--     → (id u64, sha256 hash, bytes_n u64, type text, file_name text)
-- Whoever asks has checked that the reader may see it.
SELECT id, sha256, bytes_n, type, file_name
  FROM attachment
 WHERE id = :id;

-- attachment_link_insert :exec (id u64, attachment_id u64, owner_kind text, owner_id u64,
--     customer_id u64, case_id u64?, visible bool, linked_at instant)
INSERT INTO attachment_link (id, attachment_id, owner_kind, owner_id, customer_id, case_id,
       visible, linked_at)
VALUES (:id, :attachment_id, :owner_kind, :owner_id, :customer_id, :case_id, :visible, :linked_at);

-- attachment_unlink :exec (id u64, at instant)
UPDATE attachment_link SET unlinked_at = :at WHERE id = :id AND unlinked_at IS NULL;

-- attachment_link_in_scope :one [hot] (attachment_id u64, link_id u64, scope u64?)
--     → (id u64, customer_id u64, case_id u64?, owner_kind text, owner_id u64, file_name text)
SELECT l.id, l.customer_id, l.case_id, l.owner_kind, l.owner_id, f.file_name
  FROM attachment_link l
  JOIN attachment f ON f.id = l.attachment_id
 WHERE l.id = :link_id AND l.attachment_id = :attachment_id AND l.live = 1
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = l.customer_id AND (l.case_id IS NULL OR s.id = l.case_id)));

-- attachment_for_staff :one [hot] (id u64, scope u64?) → attachment_by_id
-- One that belongs to something the user may see, and still does.
SELECT f.id, f.sha256, f.bytes_n, f.type, f.file_name
  FROM attachment f
 WHERE f.id = :id
   AND EXISTS (
        SELECT 1 FROM attachment_link l
         WHERE l.attachment_id = f.id AND l.live = 1
           AND (:scope IS NULL OR EXISTS (
                SELECT 1 FROM case_state s
                 WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = l.customer_id AND (l.case_id IS NULL OR s.id = l.case_id))));

-- attachment_for_customer :one [hot] (customer_id u64, item_id u64?, id u64) → attachment_by_id
-- One that this customer may see; customer and item come from the session, and with an
-- item only what belongs to that or was sent about it.
SELECT f.id, f.sha256, f.bytes_n, f.type, f.file_name
  FROM attachment f
 WHERE f.id = :id
   AND EXISTS (
        SELECT 1 FROM attachment_link l
         WHERE l.attachment_id = f.id AND l.live = 1 AND l.visible = 1
           AND l.customer_id = :customer_id
           AND (:item_id IS NULL OR l.owner_kind = 'item' AND l.owner_id = :item_id
                OR l.owner_kind = 'dispute' AND EXISTS (SELECT 1 FROM dispute d WHERE d.id = l.owner_id AND d.item_id = :item_id)
                OR l.owner_kind = 'message' AND EXISTS (
                   SELECT 1 FROM message m JOIN conversation c ON c.id = m.conversation_id
                    WHERE m.id = l.owner_id AND c.item_id = :item_id)));

-- attachment_page :many [hot] (customer_id u64, scope u64?, owner_kind text?, owner_id u64?,
--     after_id u64, take u32)
--     → (id u64, link_id u64, owner_kind text, owner_id u64, visible bool, file_name text, purpose text?,
--        type text, bytes_n u64, actor_kind text, actor_id text, actor_name text?, created_at instant)
-- Newest first.
SELECT f.id, l.id AS link_id, l.owner_kind, l.owner_id, l.visible, f.file_name, f.purpose, f.type, f.bytes_n,
       f.actor_kind, f.actor_id,
       CASE f.actor_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(f.actor_id AS UNSIGNED))
           WHEN 'contact' THEN COALESCE((SELECT k.name FROM contact k WHERE k.id = CAST(f.actor_id AS UNSIGNED)),
                    (SELECT p.name FROM person p WHERE CONCAT('person:', p.id) = f.actor_id AND p.id = CAST(SUBSTRING(f.actor_id, 8) AS UNSIGNED)))
           WHEN 'client' THEN (SELECT p.name FROM api_client p WHERE p.id = f.actor_id)
       END AS actor_name,
       f.created_at
  FROM attachment_link l
  JOIN attachment f ON f.id = l.attachment_id
 WHERE l.customer_id = :customer_id AND l.live = 1 AND l.id < :after_id
   AND (:owner_kind IS NULL OR l.owner_kind = :owner_kind)
   AND (:owner_id IS NULL OR l.owner_id = :owner_id)
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = l.customer_id AND (l.case_id IS NULL OR s.id = l.case_id)))
 ORDER BY l.id DESC
 LIMIT :take;

-- attachment_owner_find :one [hot] (kind text, id u64, scope u64?) → (customer_id u64, case_id u64?)
-- Whose the thing is, when the user may see it.
SELECT o.customer_id, o.case_id
  FROM (SELECT c.id AS customer_id, CAST(NULL AS UNSIGNED) AS case_id FROM customer c
         WHERE :kind = 'customer' AND c.id = :id
        UNION ALL SELECT i.customer_id, i.case_id FROM item i WHERE :kind = 'item' AND i.id = :id
        UNION ALL SELECT d.customer_id, d.case_id FROM dispute d WHERE :kind = 'dispute' AND d.id = :id
        UNION ALL SELECT m.customer_id, i.case_id FROM message m
                    JOIN conversation v ON v.id = m.conversation_id
                    LEFT JOIN item i ON i.id = v.item_id
                   WHERE :kind = 'message' AND m.id = :id
        UNION ALL SELECT n.customer_id, COALESCE(n.case_id, i.case_id) FROM note n
                    LEFT JOIN item i ON i.id = n.item_id
                   WHERE :kind = 'note' AND n.id = :id
        UNION ALL SELECT p.customer_id, p.case_id FROM phone_call p WHERE :kind = 'call' AND p.id = :id
        UNION ALL SELECT p.customer_id, p.case_id FROM promise p WHERE :kind = 'promise' AND p.id = :id
        UNION ALL SELECT q.customer_id, i.case_id FROM document_request q
                    LEFT JOIN item i ON i.id = q.item_id
                   WHERE :kind = 'document_request' AND q.id = :id) o
 WHERE :scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = o.customer_id AND (o.case_id IS NULL OR s.id = o.case_id));
