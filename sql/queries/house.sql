-- What probes and metrics ask.

-- house_oldest_planned :one () → (not_before instant?)
-- Since when the message that waits longest could have gone.
SELECT MIN(not_before) AS not_before FROM outbox WHERE state = 'planned';

-- house_outbox_by_state :many () → (state text, n u64)
SELECT state, COUNT(*) AS n FROM outbox GROUP BY state;

-- house_last_run :one () → (id u64, state text, started_at instant, ended_at instant?, cases_n u64,
--     messages_n u64, tasks_n u64, failed_n u64, ms u64)
SELECT id, state, started_at, ended_at, cases_n, messages_n, tasks_n, failed_n, ms
  FROM run
 ORDER BY started_at DESC, id DESC
 LIMIT 1;
