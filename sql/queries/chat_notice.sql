-- Mail about messages in the portal that nobody of the customer has read.

-- chat_notice_wait :exec (conversation_id u64, seq u64, due_at instant)
-- Of a conversation that waits for a reader already, or whose reader was written to, nothing changes.
INSERT INTO chat_notice (conversation_id, seq, due_at) VALUES (:conversation_id, :seq, :due_at)
    ON DUPLICATE KEY UPDATE
       outbox_id = IF(@chat_notice_read, NULL, outbox_id),
       due_at = IF(@chat_notice_read, VALUES(due_at), due_at),
       seq = IF(@chat_notice_read, VALUES(seq), seq);

-- chat_notice_due :many [hot] (now_at instant, take u32) → (conversation_id u64, customer_id u64)
SELECT n.conversation_id, v.customer_id
  FROM chat_notice n
  JOIN conversation v ON v.id = n.conversation_id
 WHERE n.due_at <= :now_at
 ORDER BY n.due_at, n.conversation_id
 LIMIT :take;

-- chat_notice_one :one [hot] (conversation_id u64, now_at instant)
--     → (customer_id u64, country text?, customer_zone text?, division_zone text?, item_number text?, seq u64,
--        posted_id u64?)
-- Still due; posted_id: the first message that was not read.
SELECT v.customer_id, COALESCE(c.country, d.country) AS country, c.time_zone AS customer_zone,
       d.time_zone AS division_zone, (SELECT i.number FROM item i WHERE i.id = v.item_id) AS item_number, n.seq,
       (SELECT m.id FROM message m WHERE @chat_unread(n.conversation_id) ORDER BY m.seq LIMIT 1) AS posted_id
  FROM chat_notice n
  JOIN conversation v ON v.id = n.conversation_id
  JOIN customer c ON c.id = v.customer_id
  LEFT JOIN case_state s ON s.id = (SELECT MIN(x.id) FROM case_state x WHERE x.customer_id = c.id)
  LEFT JOIN division d ON d.id = s.division_id
 WHERE n.conversation_id = :conversation_id AND n.due_at <= :now_at;

-- chat_notice_done :exec (conversation_id u64, outbox_id u64?)
UPDATE chat_notice SET due_at = NULL, outbox_id = :outbox_id WHERE conversation_id = :conversation_id;

-- chat_notice_readers :many [hot] (conversation_id u64, customer_id u64)
--     → (email text?, name text?, contact_id u64?, time_zone text?)
-- Who wrote last in the conversation, else the customer's contacts for bills: whoever may be mailed.
SELECT e.email, e.name, e.contact_id, e.time_zone
  FROM (SELECT k.email, k.name, k.id AS contact_id, k.time_zone,
               (SELECT MAX(m.seq) FROM message m
                 WHERE m.conversation_id = :conversation_id AND m.author_kind = 'contact' AND m.author_id = k.id) AS wrote,
               k.email_consent AS consent, k.id AS sort
          FROM contact k
         WHERE k.customer_id = :customer_id AND k.active = 1 AND k.email IS NOT NULL
           AND (FIND_IN_SET('billing', k.roles)
                OR EXISTS (SELECT 1 FROM message m
                            WHERE m.conversation_id = :conversation_id AND m.author_kind = 'contact' AND m.author_id = k.id))
         UNION ALL
        SELECT p.email, p.name, NULL, NULL, MAX(m.seq), 1, p.id
          FROM message m
          JOIN person p ON p.id = CAST(SUBSTRING(m.author_id, 8) AS UNSIGNED) AND m.author_id = CONCAT('person:', p.id)
          JOIN portal_membership w ON w.person_id = p.id AND w.customer_id = :customer_id AND w.known_to IS NULL
         WHERE m.conversation_id = :conversation_id AND m.author_kind = 'contact'
         GROUP BY p.id
         UNION ALL
        SELECT b.from_email, b.from_name, NULL, NULL, m.seq, 1, m.id
          FROM message m
          JOIN inbound_mail b ON b.posted_id = m.id AND b.foreign_sender = 0
         WHERE m.conversation_id = :conversation_id AND m.author_kind = 'contact' AND m.author_id LIKE 'mail:%') e
 WHERE e.consent = 1 AND e.email IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM suppression s WHERE s.email = e.email AND s.known_to IS NULL)
   AND NOT EXISTS (SELECT 1 FROM contact o WHERE o.customer_id = :customer_id AND o.email = e.email AND o.email_consent = 0)
 ORDER BY e.wrote IS NULL, e.wrote DESC, e.sort
 LIMIT 1;

-- chat_notice_outbox :exec (id u64, customer_id u64, not_before instant, actor_kind text, actor_id text,
--     created_at instant)
-- About no case: what is owed does not matter to it, and it is no contact that reminders keep a gap to.
INSERT INTO outbox (id, customer_id, kind, channel, template, state, not_before, actor_kind, actor_id, created_at)
VALUES (:id, :customer_id, 'system', 'email', 'chat_notice', 'planned', :not_before, :actor_kind, :actor_id,
       :created_at);

-- chat_notice_unheard :exec (id u64, customer_id u64, title text, due_on day, dedup_key text, origin_id text,
--     created_at instant)
-- A task for whose customer it is; does nothing while one for the same cause stands.
INSERT INTO follow_up (id, customer_id, kind, title, due_on, priority, assignee_id, dedup_key, origin, origin_id, created_at)
VALUES (:id, :customer_id, 'call', :title, :due_on, 2,
       (SELECT MIN(a.user_id) FROM customer_assignment a WHERE a.customer_id = :customer_id AND a.known_to IS NULL),
       :dedup_key, 'system', :origin_id, :created_at)
    ON DUPLICATE KEY UPDATE version = follow_up.version;

-- chat_notice_of :one [hot] (outbox_id u64)
--     → (conversation_id u64, item_number text?, to_email text, to_name text?, contact_id u64?,
--        language text, division_name text?, suppressed bool, consent bool?)
-- To whom it goes, as of now.
SELECT x.conversation_id, i.number AS item_number, a.to_email, a.to_name, a.contact_id,
       COALESCE(k.language, (SELECT p.language FROM person p WHERE a.contact_id IS NULL AND p.email = a.to_email),
                c.language) AS language,
       (SELECT d.name FROM case_state s JOIN division d ON d.id = s.division_id
         WHERE s.customer_id = o.customer_id ORDER BY s.id LIMIT 1) AS division_name,
       EXISTS (SELECT 1 FROM suppression s WHERE s.email = a.to_email AND s.known_to IS NULL) AS suppressed,
       k.email_consent AS consent
  FROM outbox o
  JOIN outbox_answer a ON a.outbox_id = o.id
  JOIN outbox_conversation x ON x.outbox_id = o.id
  JOIN conversation v ON v.id = x.conversation_id
  JOIN customer c ON c.id = o.customer_id
  LEFT JOIN item i ON i.id = v.item_id
  LEFT JOIN contact k ON k.id = a.contact_id
 WHERE o.id = :outbox_id;

-- chat_notice_words :many [hot] (conversation_id u64, take u32) → (author_name text?, body text, files_n u32)
-- What of ours nobody of the customer has read.
SELECT u.name AS author_name, m.body,
       COALESCE((SELECT CAST(COUNT(*) AS UNSIGNED INTEGER) FROM attachment_link l
                  WHERE l.owner_kind = 'message' AND l.owner_id = m.id AND l.live = 1), 0) AS files_n
  FROM message m
  LEFT JOIN user u ON u.id = CAST(m.author_id AS UNSIGNED)
 WHERE @chat_unread(:conversation_id)
 ORDER BY m.seq
 LIMIT :take;
