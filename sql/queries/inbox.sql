-- Conversations that wait for us, and mail that nobody has tied to a customer.
-- :scope is the user when limited to divisions.

-- inbox_customer_wrote :exec (conversation_id u64, customer_id u64, case_id u64?, at instant)
-- It waits from the first message on that nobody answered.
INSERT INTO inbox_thread (conversation_id, customer_id, case_id, waiting_since, assignee_id)
VALUES (:conversation_id, :customer_id, :case_id, :at,
       (SELECT MIN(a.user_id) FROM customer_assignment a
         WHERE a.customer_id = :customer_id AND a.known_to IS NULL))
    ON DUPLICATE KEY UPDATE waiting_since = COALESCE(waiting_since, VALUES(waiting_since)),
       case_id = COALESCE(VALUES(case_id), case_id), version = version + 1;

-- inbox_answered :exec (conversation_id u64)
UPDATE inbox_thread
   SET waiting_since = NULL, version = version + 1
 WHERE conversation_id = :conversation_id AND waiting_since IS NOT NULL;

-- inbox_end_task :exec (dedup_key text, outcome text, ended_at instant, ended_by u64?)
-- The task that asked for an answer.
UPDATE follow_up
   SET state = 'done', outcome = :outcome, ended_at = :ended_at, ended_by = :ended_by,
       version = version + 1
 WHERE live_key = :dedup_key;
