-- A message to many: a job that plans one for each case. Leases run on the real clock.

-- message_job_add :exec (id u64, payload json, total_n u64, real_at instant, created_at instant, user_id u64)
INSERT INTO job (id, kind, payload, total_n, run_at, created_at, user_id)
VALUES (:id, 'message', :payload, :total_n, :real_at, :created_at, :user_id);

-- message_job_case_add :bulk (job_id u64, case_id u64)
INSERT INTO message_job_case (job_id, case_id) VALUES (:job_id, :case_id);

-- message_job_claim :one [hot] (real_at instant) → (id u64, payload json, user_id u64)
-- One that waits, or whose worker went away.
SELECT id, payload, COALESCE(user_id, 0) AS user_id
  FROM job FORCE INDEX (job_queue)
 WHERE kind = 'message' AND user_id IS NOT NULL
   AND ((state = 'waiting' AND run_at <= :real_at) OR (state = 'running' AND lease_until < :real_at))
 ORDER BY id
 LIMIT 1
   FOR UPDATE SKIP LOCKED;

-- message_job_lease :exec [hot] (lease_until instant, id u64)
UPDATE job SET state = 'running', lease_until = :lease_until WHERE id = :id;

-- message_job_step :exec [hot] (lease_until instant, id u64)
UPDATE job SET done_n = done_n + 1, lease_until = :lease_until WHERE id = :id;

-- message_job_end :exec [hot] (state text, ended_at instant, id u64)
UPDATE job SET state = :state, ended_at = :ended_at, lease_until = NULL WHERE id = :id;

-- message_job_next :one [hot] (job_id u64) → (case_id u64, outbox_id u64?)
-- The next case; outbox_id: it was planned already when the worker went away.
SELECT c.case_id, (SELECT MIN(p.outbox_id)
                     FROM outbox_compose p
                     JOIN outbox o ON o.id = p.outbox_id
                    WHERE p.job_id = c.job_id AND o.case_id = c.case_id) AS outbox_id
  FROM message_job_case c
 WHERE c.job_id = :job_id AND c.state = 'waiting'
 ORDER BY c.case_id
 LIMIT 1;

-- message_job_case_done :exec (job_id u64, case_id u64, state text, guard text?, detail text?, outbox_id u64?)
UPDATE message_job_case
   SET state = :state, guard = :guard, detail = :detail, outbox_id = :outbox_id
 WHERE job_id = :job_id AND case_id = :case_id;

-- message_job_get :one [hot] (id u64, user_id u64?)
--     → (id u64, state text, done_n u64, total_n u64, created_at instant, ended_at instant?)
-- Of its author; user_id NULL: anybody's.
SELECT id, state, done_n, total_n, created_at, ended_at
  FROM job
 WHERE id = :id AND kind = 'message' AND (:user_id IS NULL OR user_id = :user_id);

-- message_job_rows :many [hot] (job_id u64)
--     → (case_id u64, customer_id u64, customer_number text, customer_name text, state text, guard text?,
--        detail text?, outbox_id u64?, message_state text?)
SELECT c.case_id, k.id AS customer_id, k.number AS customer_number, k.name AS customer_name, c.state, c.guard,
       c.detail, c.outbox_id, o.state AS message_state
  FROM message_job_case c
  JOIN case_state s ON s.id = c.case_id
  JOIN customer k ON k.id = s.customer_id
  LEFT JOIN outbox o ON o.id = c.outbox_id
 WHERE c.job_id = :job_id
 ORDER BY k.name, c.case_id;

-- message_job_planned :many [hot] (job_id u64) → (id u64)
-- What has not left yet.
SELECT o.id
  FROM outbox_compose p
  JOIN outbox o ON o.id = p.outbox_id
 WHERE p.job_id = :job_id AND o.state = 'planned'
 ORDER BY o.id;
