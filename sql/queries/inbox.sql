-- Conversations that wait for us, and mail that nobody has tied to a customer.
-- :scope is the user when limited.

-- inbox_customer_wrote :exec (conversation_id u64, customer_id u64, case_id u64?, at instant)
-- It waits from the first message on that nobody answered.
INSERT INTO inbox_thread (conversation_id, customer_id, case_id, waiting_since, assignee_id)
VALUES (:conversation_id, :customer_id, :case_id, :at,
       (SELECT MIN(a.user_id) FROM customer_assignment a
         WHERE a.customer_id = :customer_id AND a.known_to IS NULL))
    ON DUPLICATE KEY UPDATE waiting_since = COALESCE(waiting_since, VALUES(waiting_since)),
       case_id = COALESCE(VALUES(case_id), case_id), version = version + 1;

-- inbox_opened :exec (conversation_id u64, customer_id u64, case_id u64?)
-- One that we began waits for nobody; it is found and answered as any other.
INSERT INTO inbox_thread (conversation_id, customer_id, case_id)
VALUES (:conversation_id, :customer_id, :case_id)
    ON DUPLICATE KEY UPDATE inbox_thread.conversation_id = inbox_thread.conversation_id;

-- inbox_answered :exec (conversation_id u64)
UPDATE inbox_thread
   SET waiting_since = NULL, version = version + 1
 WHERE conversation_id = :conversation_id AND waiting_since IS NOT NULL;

-- inbox_page :many [hot] (scope u64?, assignee_id u64?, free bool, customer_id u64?, after_at instant, after_id u64,
--     take u32)
--     → (conversation_id u64, subject text, item_id u64?, item_number text?, customer_id u64,
--        customer_number text, customer_name text, case_id u64?, currency cur?, open_minor i64?,
--        overdue_minor i64?, days_late i32?, waiting_since instant?, last_at instant, channel text,
--        author_name text?, body text, assignee_id u64?, assignee_name text?, version u32)
-- What waits, oldest first; free: only what is nobody's. The figures are those of its case, else of
-- the customer's most pressing one.
SELECT t.conversation_id, v.subject, v.item_id, i.number AS item_number, t.customer_id,
       c.number AS customer_number, c.name AS customer_name, w.case_id, w.currency, w.open_minor,
       w.overdue_minor, w.days_late, t.waiting_since, v.last_at, m.channel,
       COALESCE((SELECT k.name FROM contact k
                  WHERE k.id = CAST(m.author_id AS UNSIGNED) AND k.customer_id = m.customer_id),
                (SELECT COALESCE(b.from_name, b.from_email) FROM inbound_mail b WHERE b.posted_id = m.id)) AS author_name,
       m.body, t.assignee_id, u.name AS assignee_name, t.version
  FROM inbox_thread t FORCE INDEX (inbox_thread_waiting)
  JOIN conversation v ON v.id = t.conversation_id
  JOIN customer c ON c.id = t.customer_id
  JOIN message m ON m.id = (
        SELECT x.id FROM message x
         WHERE x.conversation_id = t.conversation_id AND x.author_kind = 'contact'
         ORDER BY x.created_at DESC, x.id DESC LIMIT 1)
  LEFT JOIN item i ON i.id = v.item_id
  LEFT JOIN user u ON u.id = t.assignee_id
  LEFT JOIN worklist_row w ON w.case_id = (
        SELECT z.case_id FROM worklist_row z
         WHERE z.customer_id = t.customer_id AND SEES(z.division_id, z.customer_id)
         ORDER BY z.case_id <=> t.case_id DESC, z.score_milli DESC, z.case_id LIMIT 1)
 WHERE t.waiting_since >= :after_at AND (t.waiting_since > :after_at OR t.conversation_id > :after_id)
   AND (:assignee_id IS NULL OR t.assignee_id = :assignee_id)
   AND (:free = 0 OR t.assignee_id IS NULL)
   AND (:customer_id IS NULL OR t.customer_id = :customer_id)
   AND EXISTS (
        SELECT 1 FROM case_state s
         WHERE s.customer_id = t.customer_id AND (t.case_id IS NULL OR s.id = t.case_id)
           AND SEES(s.division_id, s.customer_id))
 ORDER BY t.waiting_since, t.conversation_id
 LIMIT :take;

-- inbox_finished :many [hot] (scope u64?, customer_id u64?, after_at instant, after_id u64, take u32)
--     → inbox_page
-- What waits for nobody, the newest first, with its last message, whoever wrote it.
SELECT t.conversation_id, v.subject, v.item_id, i.number AS item_number, t.customer_id,
       c.number AS customer_number, c.name AS customer_name, w.case_id, w.currency, w.open_minor,
       w.overdue_minor, w.days_late, t.waiting_since, v.last_at, m.channel,
       CASE m.author_kind
           WHEN 'user' THEN (SELECT x.name FROM user x WHERE x.id = CAST(m.author_id AS UNSIGNED))
           ELSE COALESCE((SELECT k.name FROM contact k
                           WHERE k.id = CAST(m.author_id AS UNSIGNED) AND k.customer_id = m.customer_id),
                         (SELECT COALESCE(b.from_name, b.from_email) FROM inbound_mail b WHERE b.posted_id = m.id))
       END AS author_name,
       m.body, t.assignee_id, u.name AS assignee_name, t.version
  FROM conversation v
  STRAIGHT_JOIN inbox_thread t ON t.conversation_id = v.id
  JOIN customer c ON c.id = t.customer_id
  JOIN message m ON m.id = (
        SELECT x.id FROM message x
         WHERE x.conversation_id = v.id
         ORDER BY x.created_at DESC, x.id DESC LIMIT 1)
  LEFT JOIN item i ON i.id = v.item_id
  LEFT JOIN user u ON u.id = t.assignee_id
  LEFT JOIN worklist_row w ON w.case_id = (
        SELECT z.case_id FROM worklist_row z
         WHERE z.customer_id = t.customer_id AND SEES(z.division_id, z.customer_id)
         ORDER BY z.case_id <=> t.case_id DESC, z.score_milli DESC, z.case_id LIMIT 1)
 WHERE v.last_at <= :after_at AND (v.last_at < :after_at OR v.id < :after_id)
   AND (:customer_id IS NULL OR v.customer_id = :customer_id)
   AND t.waiting_since IS NULL
   AND EXISTS (
        SELECT 1 FROM case_state s
         WHERE s.customer_id = t.customer_id AND (t.case_id IS NULL OR s.id = t.case_id)
           AND SEES(s.division_id, s.customer_id))
 ORDER BY v.last_at DESC, v.id DESC
 LIMIT :take;

-- inbox_count :one (scope u64?, user_id u64) → (waiting u64, mine u64)
SELECT COUNT(*) AS waiting, CAST(COALESCE(SUM(t.assignee_id = :user_id), 0) AS UNSIGNED) AS mine
  FROM inbox_thread t FORCE INDEX (inbox_thread_waiting)
 WHERE t.waiting_since IS NOT NULL
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE s.customer_id = t.customer_id AND (t.case_id IS NULL OR s.id = t.case_id)
           AND SEES(s.division_id, s.customer_id)));

-- inbox_one :one [hot] (conversation_id u64, scope u64?)
--     → (conversation_id u64, subject text, item_id u64?, item_number text?, customer_id u64,
--        customer_number text, customer_name text, case_id u64?, currency cur?, time_zone text?,
--        open_minor i64?, overdue_minor i64?, days_late i32?, waiting_since instant?, assignee_id u64?,
--        assignee_name text?, version u32)
SELECT t.conversation_id, v.subject, v.item_id, i.number AS item_number, t.customer_id,
       c.number AS customer_number, c.name AS customer_name, w.case_id, w.currency, d.time_zone,
       w.open_minor, w.overdue_minor, w.days_late, t.waiting_since, t.assignee_id,
       u.name AS assignee_name, t.version
  FROM inbox_thread t
  JOIN conversation v ON v.id = t.conversation_id
  JOIN customer c ON c.id = t.customer_id
  LEFT JOIN item i ON i.id = v.item_id
  LEFT JOIN user u ON u.id = t.assignee_id
  LEFT JOIN worklist_row w ON w.case_id = (
        SELECT z.case_id FROM worklist_row z
         WHERE z.customer_id = t.customer_id AND SEES(z.division_id, z.customer_id)
         ORDER BY z.case_id <=> t.case_id DESC, z.score_milli DESC, z.case_id LIMIT 1)
  LEFT JOIN division d ON d.id = w.division_id
 WHERE t.conversation_id = :conversation_id
   AND EXISTS (
        SELECT 1 FROM case_state s
         WHERE s.customer_id = t.customer_id AND (t.case_id IS NULL OR s.id = t.case_id)
           AND SEES(s.division_id, s.customer_id));

-- inbox_whose :one [hot] (conversation_id u64, scope u64?) → (customer_id u64, case_id u64?)
SELECT t.customer_id, t.case_id
  FROM inbox_thread t
 WHERE t.conversation_id = :conversation_id
   AND EXISTS (
        SELECT 1 FROM case_state s
         WHERE s.customer_id = t.customer_id AND (t.case_id IS NULL OR s.id = t.case_id)
           AND SEES(s.division_id, s.customer_id));

-- inbox_lock :one [hot] (conversation_id u64, scope u64?)
--     → (conversation_id u64, customer_id u64, case_id u64?, item_id u64?, assignee_id u64?,
--        waiting_since instant?, version u32)
SELECT t.conversation_id, t.customer_id, t.case_id,
       (SELECT v.item_id FROM conversation v WHERE v.id = t.conversation_id) AS item_id,
       t.assignee_id, t.waiting_since, t.version
  FROM inbox_thread t
 WHERE t.conversation_id = :conversation_id
   AND EXISTS (
        SELECT 1 FROM case_state s
         WHERE s.customer_id = t.customer_id AND (t.case_id IS NULL OR s.id = t.case_id)
           AND SEES(s.division_id, s.customer_id))
   FOR UPDATE;

-- inbox_give :exec (conversation_id u64, assignee_id u64?)
UPDATE inbox_thread
   SET assignee_id = :assignee_id, version = version + 1
 WHERE conversation_id = :conversation_id;

-- inbox_give_task :exec (dedup_key text, assignee_id u64?)
UPDATE follow_up
   SET assignee_id = :assignee_id, version = version + 1
 WHERE live_key = :dedup_key;

-- inbox_colleagues :many (conversation_id u64) → (id u64, name text)
-- Who a thread can be given to: who may answer, and see it.
SELECT u.id, u.name
  FROM inbox_thread t
  JOIN user u ON u.status = 'active' AND u.role <> 'viewer'
 WHERE t.conversation_id = :conversation_id
   AND @user_sees(t.customer_id | t.case_id)
 ORDER BY u.name, u.id;

-- inbox_colleague :one (id u64) → (id u64, name text)
SELECT id, name FROM user WHERE id = :id AND status = 'active' AND role <> 'viewer';

-- inbox_wait_again :exec (conversation_id u64)
-- From the first message on that nobody of ours followed; nothing where the last word is ours.
UPDATE inbox_thread t
  JOIN (SELECT m.conversation_id, MIN(m.created_at) AS since
          FROM message m
         WHERE m.conversation_id = :conversation_id AND m.author_kind = 'contact'
           AND NOT EXISTS (
                SELECT 1 FROM message x
                 WHERE x.conversation_id = m.conversation_id AND x.author_kind = 'user'
                   AND CASE WHEN x.seq IS NULL OR m.seq IS NULL
                            THEN x.created_at > m.created_at OR x.created_at = m.created_at AND x.id > m.id
                            ELSE x.seq > m.seq END)
         GROUP BY m.conversation_id) w ON w.conversation_id = t.conversation_id
   SET t.waiting_since = w.since, t.version = t.version + 1
 WHERE t.conversation_id = :conversation_id AND t.waiting_since IS NULL;

-- inbox_task_again :exec (customer_id u64, dedup_key text)
-- The task that ended with it, the newest; refused by its key while another is open.
UPDATE follow_up
   SET state = 'open', outcome = NULL, ended_at = NULL, ended_by = NULL, snoozed_to = NULL,
       version = version + 1
 WHERE customer_id = :customer_id AND state = 'done' AND dedup_key = :dedup_key
 ORDER BY id DESC
 LIMIT 1;

-- inbox_messages :many [hot] (conversation_id u64, take u32)
--     → (id u64, seq u64?, author_kind text, author_name text?, channel text, body text, created_at instant,
--        from_email text?, foreign_sender bool?, full_body text?, cut bool?, outbox_id u64?,
--        outbox_state text?, to_email text?)
-- The newest so many, newest first, in the order that the customer sees them in; of mail what it
-- said in full, and what became of ours.
SELECT m.id, m.seq, m.author_kind,
       CASE m.author_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(m.author_id AS UNSIGNED))
           ELSE COALESCE((SELECT k.name FROM contact k
                           WHERE k.id = CAST(m.author_id AS UNSIGNED) AND k.customer_id = m.customer_id),
                         b.from_name, b.from_email)
       END AS author_name,
       m.channel, m.body, m.created_at, b.from_email, b.foreign_sender, b.body AS full_body, b.cut,
       o.id AS outbox_id, o.state AS outbox_state, a.to_email
  FROM message m
  LEFT JOIN inbound_mail b ON b.posted_id = m.id
  LEFT JOIN outbox_answer a ON a.posted_id = m.id
  LEFT JOIN outbox o ON o.id = a.outbox_id
 WHERE m.conversation_id = :conversation_id
 ORDER BY m.seq DESC, m.created_at DESC, m.id DESC
 LIMIT :take;

-- inbox_files :many [hot] (conversation_id u64)
--     → (posted_id u64, id u64, file_name text, purpose text?, type text, bytes_n u64)
SELECT l.owner_id AS posted_id, f.id, f.file_name, f.purpose, f.type, f.bytes_n
  FROM message m
  JOIN attachment_link l ON l.owner_kind = 'message' AND l.owner_id = m.id AND l.live = 1
  JOIN attachment f ON f.id = l.attachment_id
 WHERE m.conversation_id = :conversation_id
 ORDER BY l.owner_id, f.id;

-- inbox_files_of_dispute :many (id u64) → inbox_files
-- Of the messages that a dispute's page shows.
SELECT l.owner_id AS posted_id, f.id, f.file_name, f.purpose, f.type, f.bytes_n
  FROM dispute d
  JOIN conversation c ON c.customer_id = d.customer_id AND c.item_id = d.item_id
                     AND (c.dispute_id = d.id OR c.dispute_id IS NULL)
  JOIN message m ON m.conversation_id = c.id
  JOIN attachment_link l ON l.owner_kind = 'message' AND l.owner_id = m.id AND l.live = 1
  JOIN attachment f ON f.id = l.attachment_id
 WHERE d.id = :id AND (c.dispute_id = d.id OR m.created_at >= d.known_from)
 ORDER BY l.owner_id, f.id;

-- inbox_enclosed :many [hot] (conversation_id u64)
--     → (posted_id u64, outbox_id u64, kind text, number text?, seq u32?)
-- Copies of documents and statements that go with answers by mail; seq: once they are made.
SELECT a.posted_id, a.outbox_id, 'invoice' AS kind, i.number, CAST(d.seq AS UNSIGNED INTEGER) AS seq
  FROM message m
  JOIN outbox_answer a ON a.posted_id = m.id
  JOIN outbox_answer_item x ON x.outbox_id = a.outbox_id
  JOIN item i ON i.id = x.item_id
  LEFT JOIN outbox_document d ON d.outbox_id = a.outbox_id AND d.item_id = x.item_id
 WHERE m.conversation_id = :conversation_id
 UNION ALL
SELECT a.posted_id, a.outbox_id, 'statement', NULL, CAST(d.seq AS UNSIGNED INTEGER)
  FROM message m
  JOIN outbox_answer a ON a.posted_id = m.id AND a.attach_statement = 1
  LEFT JOIN outbox_document d ON d.outbox_id = a.outbox_id AND d.kind = 'statement'
 WHERE m.conversation_id = :conversation_id
 ORDER BY 1, 3, 4;

-- inbox_addresses :many [hot] (conversation_id u64, customer_id u64)
--     → (email text?, name text?, contact_id u64?, last bool)
-- Where an answer may go: whoever wrote in this conversation, and the customer's contacts.
-- last: who wrote the newest mail, and is no stranger.
SELECT e.email, MIN(e.name) AS name, MIN(e.contact_id) AS contact_id, COALESCE(MAX(e.last), 0) AS last
  FROM (SELECT b.from_email AS email, b.from_name AS name, NULL AS contact_id,
               (b.foreign_sender = 0 AND m.id = (
                    SELECT x.id FROM message x
                     WHERE x.conversation_id = :conversation_id AND x.author_kind = 'contact'
                     ORDER BY x.created_at DESC, x.id DESC LIMIT 1)) AS last
          FROM message m
          JOIN inbound_mail b ON b.posted_id = m.id
         WHERE m.conversation_id = :conversation_id AND b.from_email IS NOT NULL
         UNION ALL
        SELECT k.email, k.name, k.id, 0
          FROM contact k
         WHERE k.customer_id = :customer_id AND k.active = 1 AND k.email IS NOT NULL) e
 WHERE NOT EXISTS (SELECT 1 FROM suppression s WHERE s.email = e.email AND s.known_to IS NULL)
 GROUP BY e.email
 ORDER BY last DESC, name, e.email;

-- inbox_question :one [hot] (conversation_id u64) → (message_id text?, subject text)
-- The newest mail in a conversation: what an answer answers.
SELECT b.message_id, b.subject
  FROM message m
  JOIN inbound_mail b ON b.posted_id = m.id
 WHERE m.conversation_id = :conversation_id
 ORDER BY m.seq DESC, m.created_at DESC, m.id DESC
 LIMIT 1;

-- inbox_unassigned_count :one () → (n u64)
SELECT COUNT(*) AS n FROM inbound_mail WHERE state = 'unassigned';

-- inbox_unassigned :many [hot] (after_at instant, after_id u64, take u32)
--     → (id u64, kind text, why text, from_email text?, from_name text?, subject text, body text,
--        received_at instant, files_n u32, customer_id u64?, customer_number text?, customer_name text?)
-- Oldest first; with the customer of the message that it names, where a stranger wrote.
SELECT b.id, b.kind, b.why, b.from_email, b.from_name, b.subject, COALESCE(LEFT(b.body, 300), '') AS body,
       b.received_at,
       COALESCE((SELECT CAST(COUNT(*) AS UNSIGNED INTEGER) FROM inbound_file f WHERE f.inbound_id = b.id), 0) AS files_n,
       c.id AS customer_id, c.number AS customer_number, c.name AS customer_name
  FROM inbound_mail b FORCE INDEX (inbound_mail_state)
  LEFT JOIN outbox o ON o.id = b.outbox_id
  LEFT JOIN customer c ON c.id = o.customer_id
 WHERE b.state = 'unassigned'
   AND b.received_at >= :after_at AND (b.received_at > :after_at OR b.id > :after_id)
 ORDER BY b.received_at, b.id
 LIMIT :take;

-- inbox_unassigned_one :one [hot] (id u64)
--     → (id u64, kind text, why text, from_email text?, from_name text?, subject text, body text,
--        received_at instant, cut bool, customer_id u64?, customer_number text?, customer_name text?)
SELECT b.id, b.kind, b.why, b.from_email, b.from_name, b.subject, b.body, b.received_at, b.cut,
       c.id AS customer_id, c.number AS customer_number, c.name AS customer_name
  FROM inbound_mail b
  LEFT JOIN outbox o ON o.id = b.outbox_id
  LEFT JOIN customer c ON c.id = o.customer_id
 WHERE b.id = :id AND b.state = 'unassigned';

-- inbox_unassigned_lock :one [hot] (id u64)
--     → (id u64, state text, from_email text?, from_name text?, subject text, body text)
SELECT id, state, from_email, from_name, subject, body
  FROM inbound_mail
 WHERE id = :id
   FOR UPDATE;

-- inbox_tie :exec (id u64, customer_id u64, posted_id u64, foreign_sender bool, ended_by u64?,
--     ended_at instant)
UPDATE inbound_mail
   SET state = 'tied', why = 'by_hand', customer_id = :customer_id, posted_id = :posted_id,
       foreign_sender = :foreign_sender, ended_by = :ended_by, ended_at = :ended_at
 WHERE id = :id;

-- inbox_drop :exec (id u64, ended_by u64?, ended_at instant)
UPDATE inbound_mail
   SET state = 'dropped', ended_by = :ended_by, ended_at = :ended_at
 WHERE id = :id;

-- inbox_answer_outbox :exec (id u64, case_id u64?, customer_id u64, not_before instant,
--     actor_kind text, actor_id text, created_at instant)
INSERT INTO outbox (id, case_id, customer_id, kind, channel, template, state, not_before, actor_kind,
       actor_id, created_at)
VALUES (:id, :case_id, :customer_id, 'manual', 'email', 'answer', 'planned', :not_before, :actor_kind,
       :actor_id, :created_at);

-- inbox_answer_add :exec (outbox_id u64, posted_id u64, to_email text, to_name text?, contact_id u64?,
--     subject text, body text, in_reply_to text?, attach_statement bool)
INSERT INTO outbox_answer (outbox_id, posted_id, to_email, to_name, contact_id, subject, body, in_reply_to, attach_statement)
VALUES (:outbox_id, :posted_id, :to_email, :to_name, :contact_id, :subject, :body, :in_reply_to, :attach_statement);

-- inbox_answer_item_add :bulk (outbox_id u64, item_id u64)
INSERT IGNORE INTO outbox_answer_item (outbox_id, item_id) VALUES (:outbox_id, :item_id);

-- inbox_answer_items :many [hot] (outbox_id u64) → (item_id u64)
SELECT item_id FROM outbox_answer_item WHERE outbox_id = :outbox_id ORDER BY item_id;

-- inbox_answer_in :exec (outbox_id u64, conversation_id u64)
INSERT INTO outbox_conversation (outbox_id, conversation_id) VALUES (:outbox_id, :conversation_id);

-- inbox_answer_of :one [hot] (outbox_id u64)
--     → (customer_id u64, posted_id u64, to_email text, to_name text?, contact_id u64?, subject text, body text,
--        in_reply_to text?, language text, currency cur?, attach_statement bool, division_name text?,
--        suppressed bool, consent bool?)
-- What a person wrote, and to whom, as of now.
SELECT o.customer_id, a.posted_id, a.to_email, a.to_name, a.contact_id, a.subject, a.body, a.in_reply_to, c.language,
       (SELECT s.currency FROM case_state s
         WHERE s.customer_id = o.customer_id AND (o.case_id IS NULL OR s.id = o.case_id)
         ORDER BY s.id LIMIT 1) AS currency,
       a.attach_statement,
       (SELECT d.name FROM case_state s JOIN division d ON d.id = s.division_id
         WHERE s.customer_id = o.customer_id AND (o.case_id IS NULL OR s.id = o.case_id)
         ORDER BY s.id LIMIT 1) AS division_name,
       EXISTS (SELECT 1 FROM suppression s WHERE s.email = a.to_email AND s.known_to IS NULL) AS suppressed,
       k.email_consent AS consent
  FROM outbox_answer a
  JOIN outbox o ON o.id = a.outbox_id
  JOIN customer c ON c.id = o.customer_id
  LEFT JOIN contact k ON k.id = a.contact_id
 WHERE a.outbox_id = :outbox_id;

-- inbox_answer_send :exec (id u64, lease_until instant, message_id text, subject text, body_text text)
-- The last look is done, as outbox_send of a reminder.
UPDATE outbox
   SET state = 'sending', lease_until = :lease_until, attempts = attempts + 1, cause = NULL, reason = NULL,
       retry_at = NULL, message_id = :message_id, subject = :subject, body_text = :body_text
 WHERE id = :id AND state = 'claimed';
