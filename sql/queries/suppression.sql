-- Addresses that no mail goes to, and how a person lets it go there again.

-- suppression_standing :many [hot] (email text)
--     → (id u64, reason text, detail text?, known_from instant)
-- What stands against an address; locked.
SELECT id, reason, detail, known_from
  FROM suppression
 WHERE email = :email AND known_to IS NULL
 ORDER BY known_from, id
   FOR UPDATE;

-- suppression_lift :exec (email text, known_to instant, lifted_by u64?, lift_reason text)
UPDATE suppression
   SET known_to = :known_to, lifted_by = :lifted_by, lift_reason = :lift_reason
 WHERE email = :email AND known_to IS NULL;

-- suppression_lifted :one [hot] (id u64, email text)
--     → (reason text, detail text?, known_to instant?, lifted_by u64?)
-- One of that address that was lifted.
SELECT reason, detail, known_to, lifted_by
  FROM suppression
 WHERE id = :id AND email = :email AND known_to IS NOT NULL AND lifted_by IS NOT NULL;

-- suppression_end_tasks :exec (customer_id u64, email text, outcome text, ended_at instant, ended_by u64?)
-- The tasks that its bounces made: their key ends with what 90 letters hold of the address.
UPDATE follow_up
   SET state = 'done', outcome = :outcome, ended_at = :ended_at, ended_by = :ended_by,
       version = version + 1
 WHERE customer_id = :customer_id AND state = 'open' AND dedup_key LIKE 'bounced:%'
   AND SUBSTRING_INDEX(dedup_key, ':', -1) = LEFT(:email, 90);

-- suppression_lift_cause :exec (email text)
-- What came back from there is no longer stopped, unless another reader's address is.
UPDATE outbox_recipient r
  JOIN outbox o ON o.id = r.outbox_id
   SET o.cause = 'bounced'
 WHERE r.email = :email AND r.state = 'bounced' AND o.state = 'handed_over' AND o.cause = 'suppressed'
   AND NOT EXISTS (SELECT 1 FROM outbox_recipient x JOIN suppression s ON s.email = x.email AND s.known_to IS NULL
                    WHERE x.outbox_id = o.id AND x.state = 'bounced');

-- suppression_restore_cause :exec (email text)
UPDATE outbox_recipient r
  JOIN outbox o ON o.id = r.outbox_id
   SET o.cause = 'suppressed'
 WHERE r.email = :email AND r.state = 'bounced' AND o.state = 'handed_over' AND o.cause = 'bounced';

-- suppression_reopen_tasks :exec (customer_id u64, email text, ended_at instant, ended_by u64?)
-- Those that ended with the lift; one that stands anew for the same cause stays as it is.
UPDATE IGNORE follow_up
   SET state = 'open', outcome = NULL, ended_at = NULL, ended_by = NULL, version = version + 1
 WHERE customer_id = :customer_id AND state = 'done' AND dedup_key LIKE 'bounced:%'
   AND SUBSTRING_INDEX(dedup_key, ':', -1) = LEFT(:email, 90)
   AND ended_at = :ended_at AND ended_by <=> :ended_by;
