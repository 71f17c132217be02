-- Why:   why a message has not arrived is a fact of its own, set with its state; until now it
--        was read from the words of the reason.
-- Locks: ADD COLUMN without a rebuild; one UPDATE of the rows where something is the matter.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE outbox
    ADD COLUMN IF NOT EXISTS cause ENUM('unknown','server_busy','server_silent','refused','address_refused',
        'not_written','not_arrived','suppressed','nobody','held','bounced','no_address','file_broken',
        'files_too_large') NULL COMMENT 'why it has not arrived, domain/outbox_cause.h; NULL: nothing is the matter';

-- Of rows from before the column: by the words that they were given then.
UPDATE outbox o
   SET o.cause = CASE
       WHEN o.state = 'uncertain' THEN 'unknown'
       WHEN o.state = 'planned' THEN IF(o.retry_at IS NULL, NULL, 'server_busy')
       WHEN o.state = 'failed' THEN
            CASE WHEN o.reason LIKE 'it did not arrive%' THEN 'not_arrived'
                 WHEN EXISTS (SELECT 1 FROM outbox_recipient r
                               WHERE r.outbox_id = o.id AND r.state = 'rejected') THEN 'address_refused'
                 WHEN o.reason = 'not accepted within a day' THEN 'server_silent'
                 WHEN o.reason = 'refused by the mail server' THEN 'refused'
                 WHEN o.reason LIKE '%cannot be attached:%' THEN 'file_broken'
                 WHEN o.reason LIKE 'the files are too large%' THEN 'files_too_large'
                 ELSE 'not_written' END
       WHEN o.state = 'cancelled' AND o.reason = 'nobody to write to' THEN
            IF(EXISTS (SELECT 1 FROM contact k JOIN suppression s ON s.email = k.email AND s.known_to IS NULL
                        WHERE k.customer_id = o.customer_id AND k.active = 1), 'suppressed', 'nobody')
       WHEN o.state = 'cancelled' AND o.reason = 'no postal address' THEN 'no_address'
       WHEN o.state = 'cancelled' AND o.reason = 'held' THEN 'held'
       WHEN o.state = 'handed_over' AND EXISTS (SELECT 1 FROM outbox_recipient r
               WHERE r.outbox_id = o.id AND r.state IN ('bounced', 'rejected')) THEN
            IF(EXISTS (SELECT 1 FROM outbox_recipient r JOIN suppression s ON s.email = r.email AND s.known_to IS NULL
                        WHERE r.outbox_id = o.id AND r.state = 'bounced'), 'suppressed',
               IF(EXISTS (SELECT 1 FROM outbox_recipient r
                           WHERE r.outbox_id = o.id AND r.state = 'bounced'), 'bounced', 'address_refused'))
       END
 WHERE o.cause IS NULL
   AND (o.state IN ('failed', 'uncertain', 'cancelled', 'handed_over') OR (o.state = 'planned' AND o.retry_at IS NOT NULL));
