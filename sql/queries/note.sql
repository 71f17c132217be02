-- What people write down for the house: notes, calls, texts they write again and again.

-- note_insert :exec (id u64, customer_id u64, case_id u64?, item_id u64?, dispute_id u64?, user_id u64,
--     body text, created_at instant)
INSERT INTO note (id, customer_id, case_id, item_id, dispute_id, user_id, body, created_at)
VALUES (:id, :customer_id, :case_id, :item_id, :dispute_id, :user_id, :body, :created_at);

-- note_add_item :bulk (note_id u64, item_id u64)
INSERT INTO note_item (note_id, item_id) VALUES (?, ?)
ON DUPLICATE KEY UPDATE note_id = VALUES(note_id);

-- note_colleagues :many (body text, customer_id u64, case_id u64?)
--     → (id u64, name text, brief text, sees bool)
-- Whom the text may mean with @: by name, or by what stands before the @ of their address.
SELECT u.id, u.name, COALESCE(SUBSTRING_INDEX(u.email, '@', 1), '') AS brief,
       @user_sees(:customer_id | :case_id) AS sees
  FROM user u
 WHERE u.status = 'active'
   AND (LOCATE(CONCAT('@', u.name), :body) > 0
        OR LOCATE(CONCAT('@', SUBSTRING_INDEX(u.email, '@', 1)), :body) > 0)
 ORDER BY u.id;

-- note_mention :exec (note_id u64, user_id u64)
INSERT INTO mention (note_id, user_id) VALUES (:note_id, :user_id)
ON DUPLICATE KEY UPDATE mention.note_id = mention.note_id;

-- note_templates :many ()
--     → (id u64, title text, body text, user_name text?, changed_at instant, version u32)
SELECT t.id, t.title, t.body, u.name AS user_name, t.changed_at, t.version
  FROM note_template t
  LEFT JOIN user u ON u.id = t.user_id
 WHERE t.removed_at IS NULL
 ORDER BY t.title, t.id
 LIMIT 500;

-- note_template_by_id :one (id u64) → (id u64, title text, body text, version u32)
SELECT id, title, body, version FROM note_template WHERE id = :id AND removed_at IS NULL;

-- note_template_insert :exec (id u64, title text, body text, user_id u64, at instant)
INSERT INTO note_template (id, title, body, user_id, changed_at)
VALUES (:id, :title, :body, :user_id, :at);

-- note_template_set :exec (id u64, version u32, title text, body text, user_id u64, at instant)
UPDATE note_template
   SET title = :title, body = :body, user_id = :user_id, changed_at = :at, version = version + 1
 WHERE id = :id AND version = :version AND removed_at IS NULL;

-- note_template_remove :exec (id u64, at instant)
UPDATE note_template SET removed_at = :at WHERE id = :id AND removed_at IS NULL;

-- note_call_insert :exec (id u64, customer_id u64, case_id u64?, contact_id u64?, user_id u64, outcome text,
--     body text?, called_at instant, call_back_on day?, follow_up_id u64?)
INSERT INTO phone_call (id, customer_id, case_id, contact_id, user_id, outcome, body, called_at,
    call_back_on, follow_up_id)
VALUES (:id, :customer_id, :case_id, :contact_id, :user_id, :outcome, :body, :called_at,
    :call_back_on, :follow_up_id);

-- note_call_add_item :bulk (call_id u64, item_id u64)
INSERT INTO phone_call_item (call_id, item_id) VALUES (?, ?)
ON DUPLICATE KEY UPDATE call_id = VALUES(call_id);

-- note_contact_of :one [hot] (contact_id u64, customer_id u64) → (name text)
SELECT name FROM contact WHERE id = :contact_id AND customer_id = :customer_id;
