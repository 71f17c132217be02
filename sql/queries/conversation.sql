-- Messages between a customer and us. Internal notes are another table.

-- conversation_lock_customer :one [hot] (customer_id u64) → (id u64, name text)
-- One writer a customer at a time, so that a first message opens one conversation.
SELECT id, name FROM customer WHERE id = :customer_id FOR UPDATE;

-- conversation_open_of :one [hot] (customer_id u64, item_id u64?) → (id u64)
SELECT id
  FROM conversation
 WHERE customer_id = :customer_id AND item_id <=> :item_id AND dispute_id IS NULL AND state = 'open'
 ORDER BY id
 LIMIT 1;

-- conversation_insert :exec (id u64, customer_id u64, item_id u64?, subject text, at instant)
INSERT INTO conversation (id, customer_id, item_id, subject, created_at, last_at)
VALUES (:id, :customer_id, :item_id, :subject, :at, :at);

-- conversation_of_dispute :one [hot] (dispute_id u64) → (id u64)
SELECT c.id
  FROM dispute d
  JOIN conversation c ON c.customer_id = d.customer_id AND c.dispute_id = d.id AND c.state = 'open'
 WHERE d.id = :dispute_id
 ORDER BY c.id
 LIMIT 1;

-- conversation_insert_dispute :exec (id u64, dispute_id u64, at instant)
-- In the same place as those about the document, so that the customer sees it there.
INSERT INTO conversation (id, customer_id, item_id, dispute_id, subject, created_at, last_at)
SELECT :id, d.customer_id, d.item_id, d.id, i.number, :at, :at
  FROM dispute d
  JOIN item i ON i.id = d.item_id
 WHERE d.id = :dispute_id;

-- conversation_moved :exec (id u64, at instant)
UPDATE conversation SET last_at = :at WHERE id = :id;

-- conversation_by_key :one [hot] (conversation_id u64, client_key text)
--     → (id u64, seq u64?, body text, created_at instant)
SELECT id, seq, body, created_at
  FROM message
 WHERE conversation_id = :conversation_id AND client_key = :client_key;

-- conversation_add_message :exec (id u64, conversation_id u64, customer_id u64, seq u64, author_kind text,
--     author_id text, channel text, body text, created_at instant, client_key text?)
INSERT INTO message (id, conversation_id, customer_id, seq, author_kind, author_id, channel, body,
    created_at, client_key)
VALUES (:id, :conversation_id, :customer_id, :seq, :author_kind, :author_id, :channel, :body,
    :created_at, :client_key);

-- conversation_page :many [hot] (customer_id u64, scope u64?, item_id u64?, after_at instant,
--     after_id u64, take u32)
--     → (id u64, seq u64?, conversation_id u64, item_id u64?, item_number text?, author_kind text,
--        author_name text?, body text, created_at instant)
-- Newest first; item: only what was said about it; scope: not about another division's.
SELECT m.id, m.seq, m.conversation_id, c.item_id, i.number AS item_number, m.author_kind,
       CASE m.author_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(m.author_id AS UNSIGNED))
           WHEN 'contact' THEN COALESCE(
                (SELECT k.name FROM contact k
                  WHERE k.id = CAST(m.author_id AS UNSIGNED) AND k.customer_id = m.customer_id),
                (SELECT p.name FROM person p
                  WHERE CONCAT('person:', p.id) = m.author_id AND p.id = CAST(SUBSTRING(m.author_id, 8) AS UNSIGNED)))
       END AS author_name,
       m.body, m.created_at
  FROM message m
  JOIN conversation c ON c.id = m.conversation_id
  LEFT JOIN item i ON i.id = c.item_id
 WHERE m.customer_id = :customer_id AND (:item_id IS NULL OR c.item_id = :item_id)
   AND (i.id IS NULL OR SEES(i.division_id, m.customer_id))
   AND m.created_at <= :after_at AND (m.created_at < :after_at OR m.id < :after_id)
 ORDER BY m.created_at DESC, m.id DESC
 LIMIT :take;

-- conversation_assignee :one [hot] (customer_id u64) → (user_id u64)
SELECT a.user_id
  FROM customer_assignment a
  JOIN user u ON u.id = a.user_id AND u.status = 'active'
 WHERE a.customer_id = :customer_id AND a.known_to IS NULL
 ORDER BY a.id
 LIMIT 1;
