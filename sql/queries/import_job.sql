-- Uploaded files that wait for a worker. Leases run on the real clock.

-- import_job_add :exec (id u64, payload json, real_at instant, created_at instant, user_id u64?)
INSERT INTO job (id, kind, payload, run_at, created_at, user_id)
VALUES (:id, 'import', :payload, :real_at, :created_at, :user_id);

-- import_job_claim :one [hot] (real_at instant) → (id u64, payload json)
-- One that waits, or whose worker went away.
SELECT id, payload
  FROM job FORCE INDEX (job_queue)
 WHERE kind = 'import'
   AND ((state = 'waiting' AND run_at <= :real_at) OR (state = 'running' AND lease_until < :real_at))
 ORDER BY id
 LIMIT 1
   FOR UPDATE SKIP LOCKED;

-- import_job_lease :exec [hot] (lease_until instant, done_n u64, total_n u64, id u64)
UPDATE job
   SET state = 'running', lease_until = :lease_until, done_n = :done_n, total_n = :total_n
 WHERE id = :id;

-- import_job_end :exec [hot] (state text, ended_at instant, id u64)
UPDATE job
   SET state = :state, ended_at = :ended_at, lease_until = NULL
 WHERE id = :id;
