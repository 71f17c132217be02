-- Tasks for people. :scope is the user when limited.

-- follow_up_insert :exec (id u64, customer_id u64, case_id u64?, kind text, title text, due_on day,
--     priority i32, assignee_id u64?, dedup_key text?, origin text, origin_id text, outbox_id u64?,
--     created_at instant)
INSERT INTO follow_up (id, customer_id, case_id, kind, title, due_on, priority, assignee_id,
    dedup_key, origin, origin_id, outbox_id, created_at)
VALUES (:id, :customer_id, :case_id, :kind, :title, :due_on, :priority, :assignee_id,
    :dedup_key, :origin, :origin_id, :outbox_id, :created_at);

-- follow_up_insert_once :exec (id u64, customer_id u64, case_id u64?, kind text, title text, due_on day,
--     priority i32, assignee_id u64?, dedup_key text, origin text, origin_id text, created_at instant)
-- Does nothing while an open task for the same cause stands.
INSERT INTO follow_up (id, customer_id, case_id, kind, title, due_on, priority, assignee_id,
    dedup_key, origin, origin_id, created_at)
VALUES (:id, :customer_id, :case_id, :kind, :title, :due_on, :priority, :assignee_id,
    :dedup_key, :origin, :origin_id, :created_at)
ON DUPLICATE KEY UPDATE version = version;

-- follow_up_add_item :exec (follow_up_id u64, item_id u64, customer_id u64)
-- Touches no row when the item is not the customer's.
INSERT INTO follow_up_item (follow_up_id, item_id)
SELECT :follow_up_id, i.id FROM item i WHERE i.id = :item_id AND i.customer_id = :customer_id;

-- follow_up_page :many [hot] (scope u64?, customer_id u64?, case_id u64?, state text?, kind text?, due_by day?,
--     assignee_id u64?, free bool, q text?, after_on day, after_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, case_id u64?, kind text,
--        title text, due_on day, priority i32, assignee_id u64?, assignee_name text?, state text,
--        outcome text?, origin text, created_at instant, ended_at instant?, snoozed_to day?,
--        outbox_id u64?, decides text?, decides_id u64?, version u32)
-- The earliest due first. decides: what an approval is of, a dispute or refund.
@follow_up_row
 WHERE (:state IS NULL OR f.state = :state)
   AND @follow_up_narrow
   AND (:case_id IS NULL OR f.case_id = :case_id OR f.case_id IS NULL)
   AND (:due_by IS NULL OR (f.due_on <= :due_by AND (f.snoozed_to IS NULL OR f.snoozed_to <= :due_by)))
   AND (f.due_on > :after_on OR (f.due_on = :after_on AND f.id > :after_id))
 ORDER BY f.due_on, f.id
 LIMIT :take;

-- follow_up_over :many [hot] (scope u64?, customer_id u64?, state text, kind text?, assignee_id u64?, free bool,
--     q text?, before_at instant, before_id u64, take u32) → follow_up_page
-- Those that are over, the last ended first.
@follow_up_row
 WHERE f.state = :state
   AND @follow_up_narrow
   AND f.ended_at <= :before_at AND (f.ended_at < :before_at OR f.id < :before_id)
 ORDER BY f.ended_at DESC, f.id DESC
 LIMIT :take;

-- follow_up_sums :many (scope u64?, user_id u64, today day)
--     → (kind text, mine bool, free bool, day_is i32, tasks_n i64)
-- Open ones; day_is: 0 past its day, 1 of today, 2 later or asleep.
SELECT t.kind, t.mine <> 0 AS mine, t.free <> 0 AS free, CAST(COALESCE(t.day_is, 2) AS INTEGER) AS day_is, COUNT(*) AS tasks_n
  FROM (SELECT f.kind, COALESCE(f.assignee_id = :user_id, 0) AS mine, f.assignee_id IS NULL AS free,
               CASE WHEN GREATEST(f.due_on, COALESCE(f.snoozed_to, f.due_on)) < :today THEN 0
                    WHEN GREATEST(f.due_on, COALESCE(f.snoozed_to, f.due_on)) = :today THEN 1
                    ELSE 2 END AS day_is
          FROM follow_up f
         WHERE f.state = 'open'
           AND @follow_up_seen) t
 GROUP BY t.kind, t.mine, t.free, t.day_is
 ORDER BY t.kind;

-- follow_up_in_scope :one [hot] (id u64, scope u64?) → (id u64, customer_id u64, case_id u64?)
SELECT f.id, f.customer_id, f.case_id
  FROM follow_up f
 WHERE f.id = :id AND @follow_up_seen();

-- follow_up_lock :one [hot] (id u64, scope u64?)
--     → (id u64, customer_id u64, case_id u64?, title text, state text, due_on day, snoozed_to day?,
--        assignee_id u64?, outcome text?, decision bool, version u32)
-- decision: it waits for a yes or no, which alone ends it.
SELECT f.id, f.customer_id, f.case_id, f.title, f.state, f.due_on, f.snoozed_to, f.assignee_id, f.outcome,
       COALESCE(f.dedup_key LIKE 'dispute\_approval:%' OR f.dedup_key LIKE 'refund\_approval:%', FALSE) AS decision,
       f.version
  FROM follow_up f
 WHERE f.id = :id
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = f.customer_id AND (f.case_id IS NULL OR s.id = f.case_id)))
   FOR UPDATE;

-- follow_up_end :exec (id u64, state text, outcome text?, ended_at instant, ended_by u64?)
UPDATE follow_up
   SET state = :state, outcome = :outcome, ended_at = :ended_at, ended_by = :ended_by,
       version = version + 1
 WHERE id = :id AND state = 'open';

-- follow_up_end_for :exec (dedup_key text, outcome text, ended_at instant, ended_by u64?)
-- The open one of that cause, if there is one.
UPDATE follow_up
   SET state = 'done', outcome = :outcome, ended_at = :ended_at, ended_by = :ended_by,
       version = version + 1
 WHERE live_key = :dedup_key;

-- follow_up_snooze :exec (id u64, until_on day)
UPDATE follow_up SET snoozed_to = :until_on,
       version = version + 1
 WHERE id = :id AND state = 'open';

-- follow_up_reopen :exec (id u64)
-- Refused by the key when another task for the same cause is open meanwhile.
UPDATE follow_up
   SET state = 'open', outcome = NULL, ended_at = NULL, ended_by = NULL, snoozed_to = NULL,
       version = version + 1
 WHERE id = :id AND state = 'done';

-- follow_up_assign :exec (id u64, assignee_id u64?)
UPDATE follow_up SET assignee_id = :assignee_id, version = version + 1
 WHERE id = :id AND state = 'open';
