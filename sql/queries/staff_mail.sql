-- Mail to staff, and to persons of the portal about their way in. Business time and the real clock (leases, retries) are parameters, never one
-- for the other.

-- staff_mail_insert :exec (id u64, user_id u64?, person_id u64?, kind text, dedup_key text?,
--     not_before instant, subject text, body_text text, body_html text?, reset_id u64?, code_id u64?,
--     invitation_id u64?, file_id u64?, created_at instant, real_at instant)
-- One with the same dedup_key stays as it is.
INSERT INTO staff_mail (id, user_id, person_id, kind, dedup_key, state, not_before, subject, body_text,
    body_html, reset_id, code_id, invitation_id, file_id, created_at, real_at)
VALUES (:id, :user_id, :person_id, :kind, :dedup_key, 'planned', :not_before, :subject, :body_text,
    :body_html, :reset_id, :code_id, :invitation_id, :file_id, :created_at, :real_at)
    ON DUPLICATE KEY UPDATE id = staff_mail.id;

-- staff_mail_claimable :many [hot] (now_at instant, at instant, take u32) → (id u64)
-- Rows whose time has come and that no other worker is looking at; locked.
SELECT id
  FROM staff_mail FORCE INDEX (staff_mail_queue)
 WHERE state = 'planned' AND not_before <= :now_at AND (retry_at IS NULL OR retry_at <= :at)
 ORDER BY not_before, id
 LIMIT :take
   FOR UPDATE SKIP LOCKED;

-- staff_mail_claim_rows :exec (ids json, lease_until instant, claimed_by text)
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN staff_mail m FORCE INDEX (PRIMARY) ON m.id = j.id
   SET m.state = 'claimed', m.lease_until = :lease_until, m.claimed_by = :claimed_by;

-- staff_mail_unclaim_rows :exec (ids json, claimed_by text)
-- Claims that a worker gives back without having looked at them.
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN staff_mail m FORCE INDEX (PRIMARY) ON m.id = j.id
   SET m.state = 'planned', m.lease_until = NULL, m.claimed_by = NULL
 WHERE m.state = 'claimed' AND m.claimed_by = :claimed_by;

-- staff_mail_lock :one [hot] (id u64)
--     → (id u64, user_id u64?, person_id u64?, kind text, state text, lease_until instant?, claimed_by text?, attempts u32,
--        subject text, body_text text, body_html text?, reset_id u64?, code_id u64?,
--        invitation_id u64?, file_id u64?, real_at instant)
SELECT id, user_id, person_id, kind, state, lease_until, claimed_by, attempts, subject, body_text,
       body_html, reset_id, code_id, invitation_id, file_id, real_at
  FROM staff_mail
 WHERE id = :id
   FOR UPDATE;

-- staff_mail_reader :one (user_id u64) → (name text, email text, language text, status text)
SELECT name, email, language, status FROM user WHERE id = :user_id;

-- staff_mail_person :one (person_id u64) → staff_mail_reader
SELECT name, email, COALESCE(language, 'en') AS language, 'active' AS status FROM person WHERE id = :person_id;

-- staff_mail_send :exec (id u64, lease_until instant, message_id text, email text)
UPDATE staff_mail
   SET state = 'sending', lease_until = :lease_until, attempts = attempts + 1, reason = NULL,
       retry_at = NULL, message_id = :message_id, email = :email
 WHERE id = :id AND state = 'claimed';

-- staff_mail_end :exec (id u64, state text, reason text?, reply text?)
-- cancelled, failed or uncertain.
UPDATE staff_mail
   SET state = :state, reason = :reason, reply = COALESCE(:reply, reply), lease_until = NULL,
       retry_at = NULL
 WHERE id = :id;

-- staff_mail_later :exec (id u64, reason text, reply text?, retry_at instant)
UPDATE staff_mail
   SET state = 'planned', reason = :reason, reply = COALESCE(:reply, reply), retry_at = :retry_at,
       lease_until = NULL, claimed_by = NULL
 WHERE id = :id;

-- staff_mail_handed_over :exec (id u64, handed_at instant, reply text?)
UPDATE staff_mail
   SET state = 'handed_over', handed_at = :handed_at, reply = :reply, reason = NULL,
       lease_until = NULL, retry_at = NULL
 WHERE id = :id;

-- staff_mail_release :exec [hot] (at instant)
-- Nothing of these has left: whoever claimed them is gone.
UPDATE staff_mail FORCE INDEX (staff_mail_lease)
   SET state = 'planned', lease_until = NULL, claimed_by = NULL
 WHERE state = 'claimed' AND lease_until < :at;

-- staff_mail_lapsed :many [hot] (at instant, take u32)
--     → (id u64, claimed_by text?, message_id text?, attempts u32)
-- Whoever was sending these is gone.
SELECT id, claimed_by, message_id, attempts
  FROM staff_mail FORCE INDEX (staff_mail_lease)
 WHERE state = 'sending' AND lease_until < :at
 ORDER BY lease_until, id
 LIMIT :take;
