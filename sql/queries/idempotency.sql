-- Stored answers of writes; times are the real clock's.

-- idempotency_insert :exec (client_id text, idem_key text, route text, body_hash hash,
--     lease_until instant, created_at instant)
INSERT INTO idempotency (client_id, idem_key, route, body_hash, state, lease_until, created_at)
VALUES (:client_id, :idem_key, :route, :body_hash, 'running', :lease_until, :created_at);

-- idempotency_by_key :one (client_id text, idem_key text)
--     → (route text, body_hash hash, done bool, status u32?, response blob?, lease_until instant)
SELECT route, body_hash, state = 'done' AS done, CAST(status AS UNSIGNED INTEGER) AS status,
       response, lease_until
  FROM idempotency
 WHERE client_id = :client_id AND idem_key = :idem_key;

-- idempotency_take_over :exec (client_id text, idem_key text, old_lease instant, lease_until instant)
-- Touches no row when another did before.
UPDATE idempotency
   SET lease_until = :lease_until
 WHERE client_id = :client_id AND idem_key = :idem_key AND state = 'running'
   AND lease_until = :old_lease;

-- idempotency_done :exec (client_id text, idem_key text, lease_until instant, status u32,
--     response blob)
UPDATE idempotency
   SET state = 'done', status = :status, response = :response
 WHERE client_id = :client_id AND idem_key = :idem_key AND state = 'running'
   AND lease_until = :lease_until;

-- idempotency_forget :exec (client_id text, idem_key text, lease_until instant)
DELETE FROM idempotency
 WHERE client_id = :client_id AND idem_key = :idem_key AND state = 'running'
   AND lease_until = :lease_until;

-- idempotency_prune :exec (before_at instant)
DELETE FROM idempotency WHERE created_at < :before_at;
