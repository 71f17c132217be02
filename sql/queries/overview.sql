-- What an admin looks at first.

-- overview_counts :one (since instant)
--     → (failed_jobs u64, failed_mail u64, uncertain_mail u64, staff_mail u64, parked u64,
--        failed_imports u64, weak_admins u64, waiting_refunds u64)
SELECT CAST(COALESCE((SELECT COUNT(*) FROM job WHERE state = 'failed' AND created_at >= :since), 0) AS UNSIGNED) AS failed_jobs,
       CAST(COALESCE((SELECT COUNT(*) FROM outbox WHERE state = 'failed'), 0) AS UNSIGNED) AS failed_mail,
       CAST(COALESCE((SELECT COUNT(*) FROM outbox WHERE state = 'uncertain'), 0) AS UNSIGNED) AS uncertain_mail,
       CAST(COALESCE((SELECT COUNT(*) FROM staff_mail WHERE state IN ('failed', 'uncertain') AND created_at >= :since), 0) AS UNSIGNED) AS staff_mail,
       CAST(COALESCE((SELECT COUNT(*) FROM parked_row), 0) AS UNSIGNED) AS parked,
       CAST(COALESCE((SELECT COUNT(*) FROM import_batch WHERE state = 'failed' AND started_at >= :since), 0) AS UNSIGNED) AS failed_imports,
       CAST(COALESCE((SELECT COUNT(*) FROM user WHERE role = 'admin' AND status = 'active' AND totp_sealed IS NULL), 0) AS UNSIGNED) AS weak_admins,
       CAST(COALESCE((SELECT COUNT(*) FROM refund WHERE state = 'waiting'), 0) AS UNSIGNED) AS waiting_refunds;

-- overview_jobs :many (since instant) → (id u64, kind text, ended_at instant?, attempts u32, result text?)
SELECT id, kind, ended_at, attempts, LEFT(result, 500) AS result
  FROM job
 WHERE state = 'failed' AND created_at >= :since
 ORDER BY id DESC
 LIMIT 10;

-- overview_sources :many () → (division text, source_system text?, synced_at instant?)
-- The newest data of each source of each division; one that never told anything has none.
SELECT d.code AS division, s.source_system, s.synced_at
  FROM division d
  LEFT JOIN source_sync s ON s.division_id = d.id
 ORDER BY d.code, s.source_system;

-- overview_runs :many (since instant)
--     → (id u64, kind text, state text, started_at instant, cases_n u64, failed_n u64)
-- Runs that did not end well.
SELECT id, kind, state, started_at, cases_n, failed_n
  FROM run
 WHERE started_at >= :since AND state IN ('errors', 'failed')
 ORDER BY started_at DESC
 LIMIT 10;
