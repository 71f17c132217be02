-- Files that people ask for: lists and whole customers. Leases run on the real clock.

-- export_job_add :exec (id u64, state text, payload json, result json?, done_n u64, real_at instant,
--     created_at instant, ended_at instant?, user_id u64)
INSERT INTO job (id, kind, state, payload, result, done_n, run_at, created_at, ended_at, user_id)
VALUES (:id, 'export', :state, :payload, :result, :done_n, :real_at, :created_at, :ended_at, :user_id);

-- export_job_one :one [hot] (id u64, user_id u64)
--     → (id u64, state text, payload text, result text?, done_n u64, created_at instant, ended_at instant?)
-- Only whoever asked for it gets it.
SELECT id, state, payload, result, done_n, created_at, ended_at
  FROM job
 WHERE id = :id AND kind = 'export' AND user_id = :user_id;

-- export_job_claim :one [hot] (real_at instant) → (id u64, payload text, attempts u32, user_id u64)
-- One that waits, or whose worker went away.
SELECT id, payload, attempts, COALESCE(user_id, 0) AS user_id
  FROM job FORCE INDEX (job_queue)
 WHERE kind = 'export'
   AND ((state = 'waiting' AND run_at <= :real_at) OR (state = 'running' AND lease_until < :real_at))
 ORDER BY id
 LIMIT 1
   FOR UPDATE SKIP LOCKED;

-- export_job_lease :exec [hot] (lease_until instant, done_n u64, attempts u32, id u64)
UPDATE job
   SET state = 'running', lease_until = :lease_until, done_n = :done_n, attempts = :attempts
 WHERE id = :id;

-- export_job_end :exec [hot] (state text, result json?, done_n u64, ended_at instant, id u64)
UPDATE job
   SET state = :state, result = :result, done_n = :done_n, ended_at = :ended_at, lease_until = NULL
 WHERE id = :id;

-- export_job_old :many [hot] (real_at instant, take u32) → (id u64)
-- Whose file nobody needs any more.
SELECT id
  FROM job FORCE INDEX (job_queue)
 WHERE kind = 'export' AND state IN ('done', 'failed') AND run_at < :real_at
 ORDER BY state, run_at
 LIMIT :take;

-- export_job_forget :exec (id u64)
DELETE FROM job WHERE id = :id AND kind = 'export';

-- export_user :one [hot] (user_id u64) → (name text, email text, role text, own_rights u32?, limited bool)
-- As a session of the user would have it now.
SELECT u.name, u.email, u.role,
       (SELECT CAST(sr.rights + 0 AS UNSIGNED INTEGER) FROM staff_role sr WHERE sr.code = u.role) AS own_rights,
       EXISTS (SELECT 1 FROM user_division d WHERE d.user_id = u.id)
         OR EXISTS (SELECT 1 FROM user_sight t WHERE t.user_id = u.id AND t.sees = 'own') AS limited
  FROM user u
 WHERE u.id = :user_id AND u.status = 'active';
