-- Programs that call /api/v1.

-- api_client_insert :exec (id text, name text, algorithm text, key_sealed text, scopes text,
--     source_system text?, created_at instant)
INSERT INTO api_client (id, name, algorithm, key_sealed, scopes, source_system, created_at)
VALUES (:id, :name, :algorithm, :key_sealed, :scopes, :source_system, :created_at);

-- api_client_by_id :one [hot] (id text)
--     → (id text, name text, algorithm text, key_sealed text, scopes text, source_system text?)
-- Those that are not revoked.
SELECT id, name, algorithm, COALESCE(CAST(key_sealed AS CHAR), '') AS key_sealed, scopes, source_system
  FROM api_client
 WHERE id = :id AND revoked_at IS NULL;

-- api_client_list :many () → (id text, name text, algorithm text, scopes text,
--     source_system text?, created_at instant, revoked_at instant?)
SELECT id, name, algorithm, scopes, source_system, created_at, revoked_at
  FROM api_client
 ORDER BY id;

-- api_client_revoke :exec (id text, at instant)
UPDATE api_client SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL;
