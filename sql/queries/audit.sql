-- Who did what.

-- audit_insert :exec (at instant, actor_kind text, actor_id text, ip text, request_id text,
--     action text, object_kind text, object_id text, customer_id u64?, before_json text?,
--     after_json text?)
INSERT INTO audit_event (at, actor_kind, actor_id, ip, request_id, action, object_kind,
    object_id, customer_id, before_json, after_json)
VALUES (:at, :actor_kind, :actor_id, :ip, :request_id, :action, :object_kind,
    :object_id, :customer_id, :before_json, :after_json);
