-- Scripts: names, immutable versions, what is active and since when.

-- script_by_name :one (kind text, name text) → (id u64, active_version_id u64?)
SELECT id, active_version_id
  FROM script
 WHERE kind = :kind AND name = :name;

-- script_lock :one (kind text, name text) → (id u64, active_version_id u64?)
-- Versions are numbered and activated under this lock.
SELECT id, active_version_id
  FROM script
 WHERE kind = :kind AND name = :name
   FOR UPDATE;

-- script_insert :exec (id u64, kind text, name text, now_at instant)
-- A name that exists stays as it is.
INSERT INTO script (id, kind, name, created_at)
VALUES (:id, :kind, :name, :now_at)
    ON DUPLICATE KEY UPDATE id = script.id;

-- script_list :many () → (id u64, kind text, name text, activated_at instant?, version_no u32?, sha256 hash?, by_kind text?, by_id text?, by_name text?, latest_no u32)
-- by: who made the active version active.
SELECT s.id, s.kind, s.name, s.activated_at, v.version_no, v.sha256, a.actor_kind AS by_kind, a.actor_id AS by_id,
       u.name AS by_name, COALESCE((SELECT MAX(l.version_no) FROM script_version l WHERE l.script_id = s.id), 0) AS latest_no
  FROM script s
  LEFT JOIN script_version v ON v.id = s.active_version_id
  LEFT JOIN script_activation a ON a.script_id = s.id AND a.known_to IS NULL
  LEFT JOIN user u ON a.actor_kind = 'user' AND u.id = a.actor_id
 ORDER BY s.kind, s.name;

-- script_versions :many (script_id u64) → (id u64, version_no u32, sha256 hash, state text, comment text?, by_kind text, by_id text, by_name text?, created_at instant)
SELECT v.id, v.version_no, v.sha256, v.state, v.comment, v.actor_kind AS by_kind, v.actor_id AS by_id, u.name AS by_name, v.created_at
  FROM script_version v
  LEFT JOIN user u ON v.actor_kind = 'user' AND u.id = v.actor_id
 WHERE v.script_id = :script_id
 ORDER BY v.version_no DESC;

-- script_version_get :one (script_id u64, version_no u32) → (id u64, version_no u32, body text, sha256 hash, state text, comment text?, created_at instant)
SELECT id, version_no, body, sha256, state, comment, created_at
  FROM script_version
 WHERE script_id = :script_id AND version_no = :version_no;

-- script_version_no :one (id u64) → (version_no u32)
SELECT version_no
  FROM script_version
 WHERE id = :id;

-- script_version_latest :one (script_id u64) → (id u64, version_no u32, sha256 hash, actor_kind text)
SELECT id, version_no, sha256, actor_kind
  FROM script_version
 WHERE script_id = :script_id
 ORDER BY version_no DESC
 LIMIT 1;

-- script_version_of_system :one (script_id u64) → (sha256 hash)
-- The newest text that shipped.
SELECT sha256
  FROM script_version
 WHERE script_id = :script_id AND actor_kind = 'system'
 ORDER BY version_no DESC
 LIMIT 1;

-- script_version_insert :exec (id u64, script_id u64, version_no u32, body text, sha256 hash, state text, comment text?, actor_kind text, actor_id text, now_at instant)
INSERT INTO script_version (id, script_id, version_no, body, sha256, state, comment, actor_kind, actor_id, created_at)
VALUES (:id, :script_id, :version_no, :body, :sha256, :state, :comment, :actor_kind, :actor_id, :now_at);

-- script_version_set_state :exec (state text, id u64)
UPDATE script_version
   SET state = :state
 WHERE id = :id;

-- script_set_active :exec (version_id u64, now_at instant, id u64)
UPDATE script
   SET active_version_id = :version_id, activated_at = :now_at
 WHERE id = :id;

-- script_activation_end :exec (now_at instant, script_id u64)
UPDATE script_activation
   SET known_to = :now_at
 WHERE script_id = :script_id AND known_to IS NULL;

-- script_activation_insert :exec (id u64, script_id u64, version_id u64, now_at instant, actor_kind text, actor_id text)
INSERT INTO script_activation (id, script_id, version_id, known_from, actor_kind, actor_id)
VALUES (:id, :script_id, :version_id, :now_at, :actor_kind, :actor_id);

-- script_epoch_raise :exec ()
UPDATE script_epoch
   SET epoch = epoch + 1
 WHERE id = 1;

-- script_touch_followers :exec (touched_by text, script_id u64)
-- Every case that follows the strategy is looked at again; returns how many.
UPDATE case_state
   SET touch_seq = touch_seq + 1, next_at = '1000-01-01 00:00:00', touched_by = :touched_by
 WHERE strategy_id = :script_id;

-- script_touch_open :exec (touched_by text)
-- Every case with something open, or that had anything to do.
UPDATE case_state c
   SET c.touch_seq = c.touch_seq + 1, c.next_at = '1000-01-01 00:00:00', c.touched_by = :touched_by
 WHERE EXISTS (SELECT 1 FROM instalment i WHERE i.case_id = c.id AND i.is_open = 1);

-- template_known :one (code text) → (id u64)
SELECT id
  FROM template
 WHERE code = :code;

-- script_body_get :one (id u64) → (body text)
SELECT body
  FROM script_version
 WHERE id = :id;
