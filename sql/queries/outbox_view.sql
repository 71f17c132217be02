-- What went out, and what is to go. :scope is the user when limited.

-- outbox_page :many [hot] (scope u64?, state text?, cause text?, channel text?, customer_id u64?, q text?,
--     template text?, step text?, sent_from day?, sent_to day?, after_at instant, after_id u64, take u32)
--     → (id u64, state text, reason text?, kind text, channel text, template text, step text?, customer_id u64,
--        customer_number text, customer_name text, currency cur?, total_minor i64?,
--        not_before instant, handed_at instant?, attempts u32, subject text?, message_id text?,
--        reply text?, retry_at instant?, cause text?, may_retry bool, created_at instant)
-- Newest first. cause: why it has not arrived, where something is the matter; as a filter also
-- 'any'. may_retry: a person may send it again; what the engine planned it plans anew by itself.
SELECT o.id, o.state, o.reason, o.kind, o.channel, o.template, o.step, o.customer_id,
       c.number AS customer_number, c.name AS customer_name, o.currency, o.total_minor,
       o.not_before, o.handed_at, o.attempts, o.subject, o.message_id, o.reply,
       o.retry_at, o.cause, @outbox_may_retry AS may_retry, o.created_at
  FROM outbox o
  JOIN customer c ON c.id = o.customer_id
 WHERE (o.created_at < :after_at OR (o.created_at = :after_at AND o.id < :after_id))
   AND (:state IS NULL OR o.state = :state)
   AND (:cause IS NULL OR IF(:cause = 'any', o.cause IS NOT NULL, o.cause <=> :cause))
   AND (:channel IS NULL OR o.channel = :channel)
   AND (:customer_id IS NULL OR o.customer_id = :customer_id)
   AND (:template IS NULL OR o.template = :template)
   AND (:step IS NULL OR o.step = :step)
   AND (:sent_from IS NULL OR o.handed_on >= :sent_from)
   AND (:sent_to IS NULL OR o.handed_on <= :sent_to)
   AND (:q IS NULL OR c.name LIKE :q OR c.number LIKE :q OR o.subject LIKE :q
        OR EXISTS (SELECT 1 FROM outbox_recipient r WHERE r.outbox_id = o.id AND r.email LIKE :q))
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = o.customer_id AND (o.case_id IS NULL OR s.id = o.case_id)))
 ORDER BY o.created_at DESC, o.id DESC
 LIMIT :take;

-- outbox_one :one [hot] (id u64, scope u64?)
--     → (id u64, state text, reason text?, kind text, channel text, template text, step text?, customer_id u64,
--        customer_number text, customer_name text, currency cur?, total_minor i64?,
--        not_before instant, handed_at instant?, attempts u32, subject text?, message_id text?,
--        reply text?, retry_at instant?, cause text?, may_retry bool, batch_id u64?, case_id u64?, body_text text?, decision_id u64?, script text?, version_no u32?,
--        script_sha256 hash?)
SELECT o.id, o.state, o.reason, o.kind, o.channel, o.template, o.step, o.customer_id,
       c.number AS customer_number, c.name AS customer_name, o.currency, o.total_minor,
       o.not_before, o.handed_at, o.attempts, o.subject, o.message_id, o.reply,
       o.retry_at, o.cause, @outbox_may_retry AS may_retry,
       (SELECT l.batch_id FROM letter l WHERE l.outbox_id = o.id AND l.live = 1) AS batch_id, o.case_id,
       o.body_text, e.id AS decision_id, t.name AS script, v.version_no, e.script_sha256
  FROM outbox o
  JOIN customer c ON c.id = o.customer_id
  LEFT JOIN decision e ON e.id = o.decision_id
  LEFT JOIN script_version v ON v.id = e.script_version_id
  LEFT JOIN script t ON t.id = v.script_id
 WHERE o.id = :id
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = o.customer_id AND (o.case_id IS NULL OR s.id = o.case_id)));

-- outbox_recipients_of :many (ids json)
--     → (outbox_id u64, email text, role text, state text, detail text?, contact_id u64?, suppressed text?)
-- suppressed: why no mail goes to that address now.
SELECT r.outbox_id, r.email, r.role, r.state, r.detail, r.contact_id,
       (SELECT MIN(s.reason) FROM suppression s WHERE s.email = r.email AND s.known_to IS NULL) AS suppressed
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN outbox_recipient r ON r.outbox_id = j.id
 ORDER BY r.outbox_id, r.role, r.email;

-- outbox_lines_of :many [hot] (outbox_id u64)
--     → (number text, seq u32, due_on day, open_minor i64?, currency cur, step text, cycle u32)
SELECT i.number, CAST(n.seq AS UNSIGNED INTEGER) AS seq, n.due_on,
       COALESCE(l.open_minor, n.open_minor) AS open_minor, i.currency, l.step, l.cycle
  FROM outbox_line l
  JOIN instalment n ON n.id = l.instalment_id
  JOIN item i ON i.id = n.item_id
 WHERE l.outbox_id = :outbox_id
 ORDER BY n.due_on, n.id;

-- outbox_attempts_of :many [hot] (outbox_id u64) → (real_at instant, outcome text, reply text?)
SELECT real_at, outcome, reply FROM outbox_attempt WHERE outbox_id = :outbox_id ORDER BY attempt;

-- outbox_counts :many (scope u64?) → (state text, n u64)
SELECT o.state, COUNT(*) AS n
  FROM outbox o
 WHERE (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = o.customer_id AND (o.case_id IS NULL OR s.id = o.case_id)))
 GROUP BY o.state;

-- outbox_lock_one :one [hot] (id u64, scope u64?)
--     → (id u64, case_id u64?, customer_id u64, state text, channel text, subject text?, template text,
--        claimed_by text?, attempts u32, may_retry bool)
SELECT o.id, o.case_id, o.customer_id, o.state, o.channel, o.subject, o.template, o.claimed_by, o.attempts,
       @outbox_may_retry AS may_retry
  FROM outbox o
 WHERE o.id = :id
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = o.customer_id AND (o.case_id IS NULL OR s.id = o.case_id)))
   FOR UPDATE;

-- outbox_chosen :many [hot] (ids json, scope u64?)
--     → (id u64, state text, may_retry bool, customer_name text, subject text?, template text, reachable bool)
-- Messages that a person chose, in their order. reachable: somebody may be mailed, by post there is an address.
SELECT o.id, o.state, @outbox_may_retry AS may_retry, c.name AS customer_name, o.subject, o.template,
       IF(o.channel = 'letter',
          EXISTS (SELECT 1 FROM address ad WHERE ad.customer_id = o.customer_id AND ad.known_to IS NULL AND @address_is_postal),
       EXISTS (SELECT 1 FROM contact k
                WHERE k.customer_id = o.customer_id AND k.active = 1 AND k.email_consent = 1
                  AND k.email IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM suppression s
                                   WHERE s.email = k.email AND s.known_to IS NULL))) AS reachable
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (seq FOR ORDINALITY, id BIGINT UNSIGNED PATH '$')) j
  JOIN outbox o ON o.id = j.id
  JOIN customer c ON c.id = o.customer_id
 WHERE (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = o.customer_id AND (o.case_id IS NULL OR s.id = o.case_id)))
 ORDER BY j.seq;

-- outbox_cancel_one :exec (id u64, reason text)
UPDATE outbox SET state = 'cancelled', cause = NULL, reason = :reason WHERE id = :id AND state = 'planned';

-- outbox_plan_again :exec (id u64, reason text, not_before instant)
UPDATE outbox
   SET state = 'planned', cause = NULL, reason = :reason, not_before = :not_before, retry_at = NULL,
       lease_until = NULL, claimed_by = NULL
 WHERE id = :id AND state IN ('failed', 'uncertain', 'cancelled');

-- outbox_lines_again :exec (outbox_id u64)
-- A cancelled message of a person asks again for what it asked for: its steps are its own.
UPDATE outbox_line SET void_id = 0
 WHERE outbox_id = :outbox_id AND void_id = outbox_id AND script_id = 0 AND handed_on IS NULL;

-- outbox_end_follow_ups :exec (outbox_id u64, customer_id u64, outcome text, ended_at instant,
--     ended_by u64?)
-- The tasks it caused are done with it.
UPDATE follow_up
   SET state = 'done', outcome = :outcome, ended_at = :ended_at, ended_by = :ended_by,
       version = version + 1
 WHERE outbox_id = :outbox_id AND customer_id = :customer_id AND state = 'open';
