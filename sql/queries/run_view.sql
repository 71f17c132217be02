-- Runs of the engine, and the audit, as an admin reads them.

-- run_page :many [hot] (after_at instant, after_id u64, take u32)
--     → (id u64, kind text, started_at instant, ended_at instant?, state text, full_scan bool, cases_n u64,
--        acted_n u64, messages_n u64, tasks_n u64, held_n u64, failed_n u64, ms u64)
-- Newest first.
SELECT id, kind, started_at, ended_at, state, full_scan, cases_n, acted_n, messages_n, tasks_n,
       held_n, failed_n, ms
  FROM run
 WHERE started_at <= :after_at AND (started_at < :after_at OR id < :after_id)
 ORDER BY started_at DESC, id DESC
 LIMIT :take;

-- run_one :one [hot] (id u64) → run_page
SELECT id, kind, started_at, ended_at, state, full_scan, cases_n, acted_n, messages_n, tasks_n,
       held_n, failed_n, ms
  FROM run
 WHERE id = :id;

-- run_errors :many [hot] (run_id u64, take u32)
--     → (case_id u64, customer_id u64, customer_number text, customer_name text, script text?,
--        version_no u32?, fault text)
SELECT e.case_id, e.customer_id, c.number AS customer_number, c.name AS customer_name,
       t.name AS script, v.version_no, e.fault
  FROM run_error e
  JOIN customer c ON c.id = e.customer_id
  LEFT JOIN script_version v ON v.id = e.script_version_id
  LEFT JOIN script t ON t.id = v.script_id
 WHERE e.run_id = :run_id
 ORDER BY e.case_id
 LIMIT :take;

-- run_ask_now :exec (touched_by text)
-- Every case with something that can happen is due at once.
UPDATE case_state
   SET touch_seq = touch_seq + 1, next_at = '1000-01-01', touched_by = :touched_by
 WHERE next_at < '9999-12-31';

-- audit_page :many [hot] (customer_id u64?, object_kind text?, object_id text?, action text?, user text?,
--     from_at instant?, to_at instant?, after_id u64, take u32)
--     → (id u64, at instant, actor_kind text, actor_id text, actor_name text?, ip text, request_id text,
--        action text, object_kind text, object_id text, object_name text?, customer_id u64?,
--        customer_number text?, customer_name text?, before_json text?, after_json text?)
-- Newest first; with the names that things have now.
SELECT a.id, a.at, a.actor_kind, a.actor_id,
       CASE a.actor_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(a.actor_id AS UNSIGNED))
           WHEN 'contact' THEN COALESCE((SELECT k.name FROM contact k WHERE k.id = CAST(a.actor_id AS UNSIGNED)),
                    (SELECT p.name FROM person p WHERE CONCAT('person:', p.id) = a.actor_id AND p.id = CAST(SUBSTRING(a.actor_id, 8) AS UNSIGNED)))
           WHEN 'client' THEN (SELECT p.name FROM api_client p WHERE p.id = a.actor_id)
       END AS actor_name,
       a.ip, a.request_id, a.action, a.object_kind, a.object_id,
       CASE a.object_kind
           WHEN 'customer' THEN (SELECT x.name FROM customer x WHERE x.id = CAST(a.object_id AS UNSIGNED))
           WHEN 'contact' THEN (SELECT x.name FROM contact x WHERE x.id = CAST(a.object_id AS UNSIGNED))
           WHEN 'user' THEN (SELECT x.name FROM user x WHERE x.id = CAST(a.object_id AS UNSIGNED))
           WHEN 'person' THEN (SELECT x.name FROM person x WHERE x.id = CAST(a.object_id AS UNSIGNED))
           WHEN 'item' THEN (SELECT x.number FROM item x WHERE x.id = CAST(a.object_id AS UNSIGNED))
           WHEN 'dispute' THEN (SELECT i.number FROM dispute x JOIN item i ON i.id = x.item_id
                                 WHERE x.id = CAST(a.object_id AS UNSIGNED))
           WHEN 'follow_up' THEN (SELECT x.title FROM follow_up x WHERE x.id = CAST(a.object_id AS UNSIGNED))
           WHEN 'attachment' THEN (SELECT x.file_name FROM attachment x WHERE x.id = CAST(a.object_id AS UNSIGNED))
           WHEN 'conversation' THEN (SELECT x.subject FROM conversation x WHERE x.id = CAST(a.object_id AS UNSIGNED))
           WHEN 'report' THEN (SELECT x.name FROM saved_report x WHERE x.id = CAST(a.object_id AS UNSIGNED))
           WHEN 'script' THEN (SELECT x.name FROM script x WHERE x.id = CAST(a.object_id AS UNSIGNED))
           WHEN 'division' THEN (SELECT x.name FROM division x WHERE x.id = CAST(a.object_id AS UNSIGNED))
       END AS object_name,
       a.customer_id, c.number AS customer_number, c.name AS customer_name, a.before_json, a.after_json
  FROM audit_event a
  LEFT JOIN customer c ON c.id = a.customer_id
 WHERE a.id < :after_id
   AND (:customer_id IS NULL OR a.customer_id = :customer_id)
   AND (:object_kind IS NULL OR a.object_kind = :object_kind)
   AND (:object_id IS NULL OR a.object_id = :object_id)
   AND (:action IS NULL OR a.action = :action)
   AND (:user IS NULL OR a.actor_kind = 'user' AND a.actor_id = :user)
   AND (:from_at IS NULL OR a.at >= :from_at)
   AND (:to_at IS NULL OR a.at < :to_at)
 ORDER BY a.id DESC
 LIMIT :take;
