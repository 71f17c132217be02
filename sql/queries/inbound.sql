-- Mail that was fetched: how far a mailbox is read, what each message is and whose.

-- inbound_mailbox :one (name text) → (uidvalidity u64, last_uid u64)
SELECT uidvalidity, last_uid FROM mailbox WHERE name = :name;

-- inbound_mailbox_put :exec (name text, uidvalidity u64, last_uid u64)
-- Never backwards within one validity.
INSERT INTO mailbox (name, uidvalidity, last_uid)
VALUES (:name, :uidvalidity, :last_uid)
    ON DUPLICATE KEY UPDATE
       last_uid = IF(uidvalidity = VALUES(uidvalidity), GREATEST(last_uid, VALUES(last_uid)), VALUES(last_uid)),
       uidvalidity = VALUES(uidvalidity);

-- inbound_mailbox_looked :exec (name text, looked_at instant, fault text?)
INSERT INTO mailbox (name, uidvalidity, last_uid, looked_at, fault)
VALUES (:name, 0, 0, :looked_at, :fault)
    ON DUPLICATE KEY UPDATE looked_at = VALUES(looked_at), fault = VALUES(fault);

-- inbound_unmarked :many (mailbox text, uidvalidity u64, take u32) → (id u64, uid u64)
-- Kept, but the mailbox was not told.
SELECT id, uid
  FROM inbound_mail
 WHERE mailbox = :mailbox AND marked = 0 AND uidvalidity = :uidvalidity
 ORDER BY uid
 LIMIT :take;

-- inbound_marked :exec (id u64)
UPDATE inbound_mail SET marked = 1 WHERE id = :id;

-- inbound_by_uid :one (mailbox text, uidvalidity u64, uid u64) → (id u64)
SELECT id FROM inbound_mail WHERE mailbox = :mailbox AND uidvalidity = :uidvalidity AND uid = :uid;

-- inbound_by_hash :one (once_hash hash) → (id u64)
SELECT id FROM inbound_mail WHERE once_hash = :once_hash;

-- inbound_add :exec (id u64, mailbox text, uidvalidity u64, uid u64, once_hash hash?, raw_hash hash,
--     message_id text?, kind text, state text, why text, from_email text?, from_name text?,
--     foreign_sender bool, subject text, body text, sent_at instant?, received_at instant, cut bool,
--     outbox_id u64?, customer_id u64?, posted_id u64?)
INSERT INTO inbound_mail (id, mailbox, uidvalidity, uid, once_hash, raw_hash, message_id, kind, state,
       why, from_email, from_name, foreign_sender, subject, body, sent_at, received_at, cut, outbox_id,
       customer_id, posted_id)
VALUES (:id, :mailbox, :uidvalidity, :uid, :once_hash, :raw_hash, :message_id, :kind, :state, :why,
       :from_email, :from_name, :foreign_sender, :subject, :body, :sent_at, :received_at, :cut,
       :outbox_id, :customer_id, :posted_id);

-- inbound_outbox :one [hot] (id u64)
--     → (id u64, case_id u64?, customer_id u64, message_id text?, subject text?, template text)
-- A message of ours; locked.
SELECT id, case_id, customer_id, message_id, subject, template
  FROM outbox
 WHERE id = :id
   FOR UPDATE;

-- inbound_outbox_peek :one [hot] (id u64) → (customer_id u64, message_id text?)
SELECT customer_id, message_id FROM outbox WHERE id = :id;

-- inbound_sender :one [hot] (customer_id u64, email text) → (contact_id u64)
-- A contact of the customer with this address, one that is active first.
SELECT k.id AS contact_id
  FROM contact k
 WHERE k.customer_id = :customer_id AND k.email = :email
 ORDER BY k.active DESC, k.id
 LIMIT 1;

-- inbound_was_recipient :one [hot] (outbox_id u64, email text) → (email text, state text)
SELECT email, state FROM outbox_recipient WHERE outbox_id = :outbox_id AND email = :email;

-- inbound_conversation_of_outbox :one [hot] (outbox_id u64, customer_id u64)
--     → (id u64, item_id u64?, dispute_id u64?)
-- The conversation that a mail was written in.
SELECT c.id, c.item_id, c.dispute_id
  FROM outbox_conversation o
  JOIN conversation c ON c.id = o.conversation_id AND c.customer_id = :customer_id
 WHERE o.outbox_id = :outbox_id;

-- inbound_outbox_item :many [hot] (outbox_id u64) → (item_id u64, number text)
-- The documents it is about; two are enough to know that it is not one.
SELECT DISTINCT i.id AS item_id, i.number
  FROM outbox_line l
  JOIN instalment n ON n.id = l.instalment_id
  JOIN item i ON i.id = n.item_id
 WHERE l.outbox_id = :outbox_id
 LIMIT 2;

-- inbound_reopen :exec (conversation_id u64)
UPDATE conversation SET state = 'open' WHERE id = :conversation_id AND state = 'closed';

-- inbound_bounced :exec (outbox_id u64, email text, detail text, at instant)
UPDATE outbox_recipient
   SET state = 'bounced', detail = :detail, at = :at
 WHERE outbox_id = :outbox_id AND email = :email AND state IN ('handed_over', 'delivered', 'planned');

-- inbound_bounced_cause :exec (outbox_id u64, cause text)
-- What one reader's report says of the message; an address that is stopped says most.
UPDATE outbox SET cause = :cause
 WHERE id = :outbox_id AND state = 'handed_over' AND NOT cause <=> 'suppressed';

-- inbound_delivered :exec (outbox_id u64, email text, at instant)
UPDATE outbox_recipient
   SET state = 'delivered', at = :at
 WHERE outbox_id = :outbox_id AND email = :email AND state = 'handed_over';

-- inbound_suppressed :one (email text) → (id u64)
SELECT id FROM suppression WHERE email = :email AND known_to IS NULL ORDER BY id LIMIT 1;

-- inbound_suppress :exec (id u64, email text, reason text, detail text?, known_from instant)
INSERT INTO suppression (id, email, reason, detail, known_from)
VALUES (:id, :email, :reason, :detail, :known_from);

-- inbound_division_day :one [hot] (case_id u64) → (time_zone text)
SELECT d.time_zone FROM case_state c JOIN division d ON d.id = c.division_id WHERE c.id = :case_id;

-- inbound_file_add :bulk (inbound_id u64, no u32, file_name text, sha256 hash?, bytes_n u64, type text,
--     refused text?)
INSERT INTO inbound_file (inbound_id, no, file_name, sha256, bytes_n, type, refused)
VALUES (:inbound_id, :no, :file_name, :sha256, :bytes_n, :type, :refused);

-- inbound_files :many [hot] (inbound_id u64)
--     → (no u32, file_name text, sha256 hash?, bytes_n u64, type text, refused text?)
SELECT CAST(no AS UNSIGNED INTEGER) AS no, file_name, sha256, bytes_n, type, refused
  FROM inbound_file
 WHERE inbound_id = :inbound_id
 ORDER BY no;
