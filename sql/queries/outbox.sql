-- How a message goes out: claimed, looked at for the last time, handed over. Business time and
-- the real clock (leases, retries) are parameters, never one for the other.

-- outbox_claimable :many [hot] (now_at instant, real_at instant, take u32) → (id u64)
-- Rows whose time has come and that no other worker is looking at; locked.
SELECT id
  FROM outbox FORCE INDEX (outbox_queue)
 WHERE state = 'planned' AND channel = 'email' AND not_before <= :now_at
   AND (retry_at IS NULL OR retry_at <= :real_at)
 ORDER BY not_before, id
 LIMIT :take
   FOR UPDATE SKIP LOCKED;

-- outbox_claim :exec (ids json, lease_until instant, claimed_by text)
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN outbox o FORCE INDEX (PRIMARY) ON o.id = j.id
   SET o.state = 'claimed', o.lease_until = :lease_until, o.claimed_by = :claimed_by;

-- outbox_unclaim :exec (ids json, claimed_by text)
-- Claims that a worker gives back without having looked at them.
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN outbox o FORCE INDEX (PRIMARY) ON o.id = j.id
   SET o.state = 'planned', o.lease_until = NULL, o.claimed_by = NULL
 WHERE o.state = 'claimed' AND o.claimed_by = :claimed_by;

-- outbox_lock :one [hot] (id u64)
--     → (id u64, case_id u64?, customer_id u64, kind text, channel text, template text, script_id u64?,
--        step text?, state text, lease_until instant?, claimed_by text?, attempts u32, message_id text?,
--        subject text?, total_minor i64?, currency cur?, case_locked u64?, touch_seq u64?,
--        run_id u64?, beside bool, suppressed u64?)
-- The row and then its case. touch_seq, run_id and suppressed (which contacts must not be mailed)
-- tell whether what was read of the case before is still so.
@outbox_and_case(@suppressed_contacts);

-- outbox_lock_free :one [hot] (id u64) → outbox_lock
-- The same without waiting for anybody: no row, or no case_locked, when somebody is at it.
@outbox_and_case(@suppressed_contacts) SKIP LOCKED;

-- outbox_lock_sent :one [hot] (id u64) → outbox_lock
-- The same of one that was sent: who must not be mailed is no question any more.
@outbox_and_case(0);

-- outbox_ahead :many (ids json)
--     → (id u64, case_id u64, customer_id u64, division_id u64, currency cur, division_name text,
--        country text, time_zone text, customer_kind u8, touch_seq u64, run_id u64?, suppressed u64?,
--        held bool, tried bool)
-- Messages about a case. held: something may hold its debts back; tried: an earlier look may have
-- left recipients, files or a link.
SELECT o.id, cs.id AS case_id, o.customer_id, cs.division_id, cs.currency, d.name AS division_name, d.country,
       d.time_zone, CAST(c.kind + 0 AS UNSIGNED) AS customer_kind, cs.touch_seq, cs.run_id,
       @suppressed_contacts AS suppressed,
       EXISTS (SELECT 1 FROM promise p WHERE p.case_id = cs.id AND p.known_to IS NULL)
       OR EXISTS (SELECT 1 FROM dispute x
                   WHERE x.case_id = cs.id
                     AND (x.known_to IS NULL OR x.resolution IN ('credit', 'rebill', 'write_off')))
       OR EXISTS (SELECT 1 FROM payment_autopay p WHERE p.case_id = cs.id AND p.live = 1)
       OR EXISTS (SELECT 1 FROM payment_intent p WHERE p.case_id = cs.id AND p.is_live = 1 AND p.provider = 'transfer')
       OR EXISTS (SELECT 1 FROM payment_charge c WHERE c.case_id = cs.id AND c.state = 'charging')
       OR EXISTS (SELECT 1 FROM hold h WHERE h.customer_id = cs.customer_id AND h.known_to IS NULL) AS held,
       o.attempts > 0
       OR EXISTS (SELECT 1 FROM outbox_recipient r WHERE r.outbox_id = o.id)
       OR EXISTS (SELECT 1 FROM outbox_document f WHERE f.outbox_id = o.id)
       OR EXISTS (SELECT 1 FROM access_link l WHERE l.outbox_id = o.id) AS tried
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN outbox o FORCE INDEX (PRIMARY) ON o.id = j.id
  JOIN case_state cs ON cs.id = o.case_id
  JOIN division d ON d.id = cs.division_id
  JOIN customer c ON c.id = cs.customer_id
 ORDER BY o.id;

-- outbox_lines_ahead :many (ids json)
--     → (outbox_id u64, instalment_id u64, script_id u64, step text, cycle u32, due_on day, number text,
--        free_of_fee bool)
-- Lines of several messages. free_of_fee: fees and interest bear none, and a step claims its fee
-- once.
SELECT l.outbox_id, l.instalment_id, l.script_id, l.step, l.cycle, i.due_on, it.number,
       it.kind IN ('fee', 'interest')
       OR EXISTS (SELECT 1 FROM fee_claim f
                   WHERE f.instalment_id = l.instalment_id AND f.step = l.step AND f.cycle = l.cycle) AS free_of_fee
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN outbox_line l ON l.outbox_id = j.id
  JOIN instalment i ON i.id = l.instalment_id
  JOIN item it ON it.id = i.item_id
 WHERE l.void_id = 0 AND l.handed_on IS NULL
 ORDER BY l.outbox_id, l.instalment_id, l.script_id, l.step, l.cycle;

-- outbox_standing_lines :many [hot] (outbox_id u64)
--     → (instalment_id u64, script_id u64, step text, cycle u32)
SELECT instalment_id, script_id, step, cycle
  FROM outbox_line
 WHERE outbox_id = :outbox_id AND void_id = 0 AND handed_on IS NULL
 ORDER BY instalment_id, script_id, step, cycle;

-- outbox_line_ask :bulk (open_minor i64, instalment_id u64, script_id u64, step text, cycle u32, outbox_id u64)
-- What the text asks for on this line.
UPDATE outbox_line
   SET open_minor = :open_minor
 WHERE instalment_id = :instalment_id AND script_id = :script_id AND step = :step AND cycle = :cycle
   AND void_id = 0 AND outbox_id = :outbox_id;

-- outbox_line_void :bulk (instalment_id u64, script_id u64, step text, cycle u32, outbox_id u64)
-- Nothing is asked for on this line any more: its step may be planned again.
UPDATE outbox_line
   SET void_id = :outbox_id
 WHERE instalment_id = :instalment_id AND script_id = :script_id AND step = :step AND cycle = :cycle
   AND void_id = 0 AND outbox_id = :outbox_id;

-- outbox_send :exec (id u64, lease_until instant, message_id text, subject text, body_text text,
--     body_html text?, total_minor i64, currency cur)
-- The last look is done: from here on somebody may get it.
UPDATE outbox
   SET state = 'sending', lease_until = :lease_until, attempts = attempts + 1, cause = NULL, reason = NULL,
       retry_at = NULL, message_id = :message_id, subject = :subject, body_text = :body_text,
       body_html = :body_html, total_minor = :total_minor, currency = :currency
 WHERE id = :id AND state = 'claimed';

-- outbox_recipients_drop :exec (outbox_id u64)
-- Those of an earlier look; what a server said of one stays.
DELETE FROM outbox_recipient WHERE outbox_id = :outbox_id AND state = 'planned';

-- outbox_recipient_put :bulk (outbox_id u64, email text, contact_id u64?, role text)
INSERT INTO outbox_recipient (outbox_id, email, contact_id, role, state)
VALUES (:outbox_id, :email, :contact_id, :role, 'planned')
    ON DUPLICATE KEY UPDATE contact_id = VALUES(contact_id), role = VALUES(role),
       state = 'planned', detail = NULL, at = NULL;

-- outbox_recipient_result :bulk (state text, detail text?, at instant, outbox_id u64, email text)
UPDATE outbox_recipient
   SET state = :state, detail = :detail, at = :at
 WHERE outbox_id = :outbox_id AND email = :email;

-- outbox_recipients_handed :exec (outbox_id u64, at instant)
-- All that were written to, where nobody told one by one.
UPDATE outbox_recipient
   SET state = 'handed_over', at = :at
 WHERE outbox_id = :outbox_id AND state = 'planned';

-- outbox_end :exec (id u64, state text, cause text?, reason text?, reply text?)
-- cancelled, failed or uncertain.
UPDATE outbox
   SET state = :state, cause = :cause, reason = :reason, reply = COALESCE(:reply, reply), lease_until = NULL,
       retry_at = NULL
 WHERE id = :id;

-- outbox_later :exec (id u64, reason text, reply text?, retry_at instant)
UPDATE outbox
   SET state = 'planned', cause = 'server_busy', reason = :reason, reply = COALESCE(:reply, reply), retry_at = :retry_at,
       lease_until = NULL, claimed_by = NULL
 WHERE id = :id;

-- outbox_handed_over :exec (id u64, cause text?, handed_at instant, handed_on day, reply text?)
-- cause: of one of its readers who did not get it.
UPDATE outbox
   SET state = 'handed_over', cause = :cause, handed_at = :handed_at, handed_on = :handed_on, reply = :reply,
       reason = NULL, lease_until = NULL, retry_at = NULL
 WHERE id = :id;

-- outbox_lines_handed :exec (outbox_id u64, handed_on day)
-- The steps are taken.
UPDATE outbox_line
   SET handed_on = :handed_on
 WHERE outbox_id = :outbox_id AND void_id = 0 AND handed_on IS NULL;

-- outbox_lines_void :exec (outbox_id u64)
UPDATE outbox_line SET void_id = :outbox_id
 WHERE outbox_id = :outbox_id AND void_id = 0 AND handed_on IS NULL;

-- outbox_contacted :exec (case_id u64, at instant, on_day day, beside bool)
-- Written to, which is a contact unless it asked for nothing; the next evaluation looks at the case.
UPDATE case_state
   SET last_contact_on = IF(:beside = 0 AND COALESCE(last_contact_at <= :at, TRUE), :on_day, last_contact_on),
       last_contact_at = IF(:beside = 0, GREATEST(COALESCE(last_contact_at, :at), :at), last_contact_at),
       touch_seq = touch_seq + 1, next_at = '1000-01-01 00:00:00', touched_by = 'mail_sent'
 WHERE id = :case_id;

-- outbox_attempt_add :exec (outbox_id u64, attempt u32, real_at instant, outcome text, reply text?)
INSERT INTO outbox_attempt (outbox_id, attempt, real_at, outcome, reply)
VALUES (:outbox_id, :attempt, :real_at, :outcome, :reply)
    ON DUPLICATE KEY UPDATE outcome = VALUES(outcome), reply = VALUES(reply);

-- outbox_retries :one [hot] (outbox_id u64) → (n u32, first_at instant?)
-- Tries in vain since anything else became of it.
SELECT CAST(COUNT(*) AS UNSIGNED INTEGER) AS n, MIN(a.real_at) AS first_at
  FROM outbox_attempt a
 WHERE a.outbox_id = :outbox_id AND a.outcome = 'retry'
   AND a.attempt > COALESCE((SELECT MAX(b.attempt) FROM outbox_attempt b
                              WHERE b.outbox_id = :outbox_id AND b.outcome <> 'retry'), 0);

-- outbox_lapsed_claims :many [hot] (real_at instant, take u32) → (id u64)
-- Nothing of these has left: whoever claimed them is gone. Locked, but for those that
-- somebody is at.
SELECT id
  FROM outbox FORCE INDEX (outbox_lease)
 WHERE state = 'claimed' AND lease_until < :real_at
 ORDER BY lease_until, id
 LIMIT :take
   FOR UPDATE SKIP LOCKED;

-- outbox_release :exec (ids json)
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN outbox o FORCE INDEX (PRIMARY) ON o.id = j.id
   SET o.state = 'planned', o.lease_until = NULL, o.claimed_by = NULL
 WHERE o.state = 'claimed';

-- outbox_lapsed :many [hot] (real_at instant, take u32)
--     → (id u64, message_id text?, claimed_by text?, attempts u32)
-- Messages whose sender never came back.
SELECT id, message_id, claimed_by, attempts
  FROM outbox FORCE INDEX (outbox_lease)
 WHERE state = 'sending' AND lease_until < :real_at
 ORDER BY lease_until, id
 LIMIT :take;

-- outbox_follow_up :exec (id u64, customer_id u64, case_id u64?, kind text, title text, due_on day,
--     priority i32, dedup_key text, outbox_id u64, created_at instant)
-- Does nothing while an open task for the same cause stands.
INSERT INTO follow_up (id, customer_id, case_id, kind, title, due_on, priority, assignee_id, dedup_key,
       origin, origin_id, outbox_id, created_at)
VALUES (:id, :customer_id, :case_id, :kind, :title, :due_on, :priority,
       (SELECT MIN(ca.user_id)
          FROM customer_assignment ca
          LEFT JOIN case_state cs ON cs.id = :case_id
         WHERE ca.customer_id = :customer_id AND ca.known_to IS NULL
           AND (ca.division_id IS NULL OR ca.division_id = cs.division_id)),
       :dedup_key, 'system', 'deliver', :outbox_id, :created_at)
    ON DUPLICATE KEY UPDATE version = follow_up.version;

-- outbox_case :one [hot] (case_id u64)
--     → (customer_id u64, division_id u64, currency cur, division_name text, country text,
--        time_zone text, customer_kind u8)
SELECT cs.customer_id, cs.division_id, cs.currency, d.name AS division_name, d.country, d.time_zone,
       CAST(c.kind + 0 AS UNSIGNED) AS customer_kind
  FROM case_state cs
  JOIN division d ON d.id = cs.division_id
  JOIN customer c ON c.id = cs.customer_id
 WHERE cs.id = :case_id;

-- outbox_fee_lines :many [hot] (outbox_id u64)
--     → (instalment_id u64, script_id u64, step text, cycle u32, open_minor i64, due_on day,
--        number text)
-- Lines whose step has not claimed its fee yet; fees and interest bear none.
SELECT l.instalment_id, l.script_id, l.step, l.cycle, COALESCE(l.open_minor, 0) AS open_minor,
       i.due_on, it.number
  FROM outbox_line l
  JOIN instalment i ON i.id = l.instalment_id
  JOIN item it ON it.id = i.item_id
 WHERE l.outbox_id = :outbox_id AND l.void_id = 0 AND l.open_minor IS NOT NULL
   AND it.kind NOT IN ('fee', 'interest')
   AND NOT EXISTS (SELECT 1 FROM fee_claim f
                    WHERE f.instalment_id = l.instalment_id AND f.step = l.step AND f.cycle = l.cycle)
 ORDER BY i.due_on, l.instalment_id, l.step;

-- fee_claim_add :bulk (id u64, instalment_id u64, script_id u64, step text, cycle u32, case_id u64,
--     item_id u64, base_minor i64, rate_e6 i64, fixed_minor i64, days i32, basis text, claimed_on day)
INSERT INTO fee_claim (id, instalment_id, script_id, step, cycle, case_id, item_id, base_minor, rate_e6,
       fixed_minor, days, basis, claimed_on)
VALUES (:id, :instalment_id, :script_id, :step, :cycle, :case_id, :item_id, :base_minor, :rate_e6,
       :fixed_minor, :days, :basis, :claimed_on);

-- mail_link_of :one [hot] (outbox_id u64, contact_id u64, now_at instant) → (id u64, expires_at instant)
-- The link that went out with an earlier try of the same message; contact_id 0: nobody's own.
SELECT id, expires_at
  FROM access_link
 WHERE outbox_id = :outbox_id AND COALESCE(contact_id, 0) = :contact_id AND revoked_at IS NULL
   AND expires_at > :now_at
 ORDER BY id
 LIMIT 1;
