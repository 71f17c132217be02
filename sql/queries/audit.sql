-- Who did what.

-- audit_insert :exec (at instant, actor_kind text, actor_id text, ip text, request_id text,
--     action text, object_kind text, object_id text, customer_id u64?, before_json text?,
--     after_json text?)
INSERT INTO audit_event (at, actor_kind, actor_id, ip, request_id, action, object_kind,
    object_id, customer_id, before_json, after_json)
VALUES (:at, :actor_kind, :actor_id, :ip, :request_id, :action, :object_kind,
    :object_id, :customer_id, :before_json, :after_json);

-- audit_insert_many :bulk (at instant, actor_kind text, actor_id text, ip text, request_id text,
--     action text, object_kind text, object_id text, customer_id u64?, before_json text?,
--     after_json text?)
INSERT INTO audit_event (at, actor_kind, actor_id, ip, request_id, action, object_kind,
    object_id, customer_id, before_json, after_json)
VALUES (:at, :actor_kind, :actor_id, :ip, :request_id, :action, :object_kind,
    :object_id, :customer_id, :before_json, :after_json);

-- audit_connection :one () → (connection_id u64)
SELECT CONNECTION_ID() AS connection_id;

-- audit_quiet :exec ()
-- Succeeds only while no transaction that wrote or read the audit is open.
LOCK TABLES audit_event WRITE NOWAIT;

-- audit_last :one () → (last_id u64, connection_id u64)
SELECT COALESCE(MAX(id), 0) AS last_id, CONNECTION_ID() AS connection_id FROM audit_event;

-- audit_noise :exec ()
UNLOCK TABLES;

-- audit_head_lock :one () → (last_id u64, sealed_n u64, seal hash)
SELECT last_id, sealed_n, seal FROM audit_seal WHERE id = 1 FOR UPDATE;

-- audit_head_of :one () → (last_id u64, sealed_n u64, seal hash, mac hash?, sealed_at instant?)
SELECT last_id, sealed_n, seal, mac, sealed_at FROM audit_seal WHERE id = 1;

-- audit_head_set :exec (last_id u64, sealed_n u64, seal hash, mac hash, sealed_at instant)
UPDATE audit_seal
   SET last_id = :last_id, sealed_n = :sealed_n, seal = :seal, mac = :mac, sealed_at = :sealed_at
 WHERE id = 1;

-- audit_to_seal :many [hot] (after_id u64, up_to u64, take u32)
--     → (id u64, at instant, actor_kind text, actor_id text, ip text, request_id text, action text,
--        object_kind text, object_id text, customer_id u64?, before_json text?, after_json text?)
SELECT id, at, actor_kind, actor_id, ip, request_id, action, object_kind, object_id, customer_id,
       before_json, after_json
  FROM audit_event
 WHERE id > :after_id AND id <= :up_to
 ORDER BY id
 LIMIT :take;

-- audit_set_seal :bulk (seal hash, id u64)
UPDATE audit_event SET seal = :seal WHERE id = :id AND seal IS NULL;

-- audit_all :stream (after_id u64, up_to u64)
--     → (id u64, at instant, actor_kind text, actor_id text, ip text, request_id text, action text,
--        object_kind text, object_id text, customer_id u64?, before_json text?, after_json text?,
--        seal hash?)
SELECT id, at, actor_kind, actor_id, ip, request_id, action, object_kind, object_id, customer_id,
       before_json, after_json, seal
  FROM audit_event
 WHERE id > :after_id AND id <= :up_to
 ORDER BY id;

-- audit_pending :one [hot] (after_id u64) → (rows_n u64, sealed_n u64)
SELECT COUNT(*) AS rows_n, COUNT(seal) AS sealed_n FROM audit_event WHERE id > :after_id;

-- audit_view_mark :exec (viewer hash, object_kind text, object_id u64, hour_at instant)
-- Changes no row when that look is known already.
INSERT IGNORE INTO audit_view (viewer, object_kind, object_id, hour_at)
VALUES (:viewer, :object_kind, :object_id, :hour_at);

-- audit_view_forget :exec (before_at instant)
DELETE FROM audit_view WHERE hour_at < :before_at LIMIT 10000;

-- audit_attachment_customer :one [hot] (attachment_id u64) → (customer_id u64)
-- Whose file it is in; the first of them.
SELECT COALESCE(MIN(customer_id), 0) AS customer_id
  FROM attachment_link
 WHERE attachment_id = :attachment_id AND live = 1;
