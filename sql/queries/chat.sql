-- Messages as a stream: each customer's in the order of commit, and how far they were read.

-- chat_next :exec (customer_id u64)
-- Its row stays locked until the message it numbers is committed.
INSERT INTO chat_stream (customer_id, last_seq) VALUES (:customer_id, 1)
    ON DUPLICATE KEY UPDATE last_seq = last_seq + 1;

-- chat_last_locked :one [hot] (customer_id u64) → (seq u64)
SELECT last_seq AS seq FROM chat_stream WHERE customer_id = :customer_id FOR UPDATE;

-- chat_last :one [hot] (customer_id u64, item_id u64?) → (seq u64)
SELECT COALESCE(MAX(m.seq), 0) AS seq
  FROM message m
  JOIN conversation c ON c.id = m.conversation_id
 WHERE m.customer_id = :customer_id AND (:item_id IS NULL OR c.item_id = :item_id);

-- chat_since :many [hot] (customer_id u64, scope u64?, item_id u64?, after_seq u64, take u32)
--     → (id u64, seq u64?, conversation_id u64, item_id u64?, item_number text?, dispute_id u64?,
--        author_kind text, author_id text, author_name text?, channel text, body text, created_at instant,
--        client_key text?)
-- Oldest first; item: only what was said about it; scope: not about another division's.
@chat_row
   AND m.seq > :after_seq
 ORDER BY m.seq
 LIMIT :take;

-- chat_before :many [hot] (customer_id u64, scope u64?, item_id u64?, before_seq u64, take u32) → chat_since
-- Newest first.
@chat_row
   AND m.seq < :before_seq
 ORDER BY m.seq DESC
 LIMIT :take;

-- chat_files :many [hot] (customer_id u64, ids json)
--     → (owner_id u64, id u64, file_name text, purpose text?, type text, bytes_n u64)
-- What came with these messages.
SELECT l.owner_id, f.id, f.file_name, f.purpose, f.type, f.bytes_n
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  STRAIGHT_JOIN attachment_link l ON l.owner_kind = 'message' AND l.owner_id = j.id AND l.live = 1
  JOIN attachment f ON f.id = l.attachment_id
 WHERE l.customer_id = :customer_id
 ORDER BY l.owner_id, f.id;

-- chat_upload :one [hot] (id u64, customer_id u64, actor_kind text, actor_id text)
--     → (id u64, file_name text, type text, bytes_n u64)
-- A file that this very sender handed over for this customer and that belongs to nothing yet.
SELECT f.id, f.file_name, f.type, f.bytes_n
  FROM file_handed h
  JOIN attachment f ON f.id = h.attachment_id
 WHERE h.attachment_id = :id AND h.customer_id = :customer_id AND h.actor_kind = :actor_kind
   AND h.actor_id = :actor_id AND h.dropped_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM attachment_link l WHERE l.attachment_id = f.id);

-- chat_mark_read :exec (customer_id u64, scope u64?, item_id u64?, conversation_id u64?, side text, reader text,
--     up_to u64, at instant)
-- Every conversation of the customer, or one, up to what of it stands at or before that message.
INSERT INTO chat_read (conversation_id, side, reader, seq, read_at)
SELECT x.conversation_id, :side, :reader, x.seq, :at
  FROM (SELECT c.id AS conversation_id, MAX(m.seq) AS seq
          FROM message m
          JOIN conversation c ON c.id = m.conversation_id
          LEFT JOIN item i ON i.id = c.item_id
         WHERE m.customer_id = :customer_id AND m.seq <= :up_to
           AND (:item_id IS NULL OR c.item_id = :item_id)
           AND (:conversation_id IS NULL OR c.id = :conversation_id)
           AND (i.id IS NULL OR SEES(i.division_id, m.customer_id))
         GROUP BY c.id) x
  LEFT JOIN chat_read r ON r.conversation_id = x.conversation_id AND r.side = :side AND r.reader = :reader
 WHERE r.seq IS NULL OR r.seq < x.seq
    ON DUPLICATE KEY UPDATE read_at = IF(chat_read.seq < VALUES(seq), VALUES(read_at), chat_read.read_at),
       seq = GREATEST(chat_read.seq, VALUES(seq));

-- chat_mark_own :exec (conversation_id u64, side text, reader text, seq u64, at instant)
-- Who writes has read what stands before.
INSERT INTO chat_read (conversation_id, side, reader, seq, read_at)
VALUES (:conversation_id, :side, :reader, :seq, :at)
    ON DUPLICATE KEY UPDATE read_at = IF(chat_read.seq < VALUES(seq), VALUES(read_at), chat_read.read_at),
       seq = GREATEST(chat_read.seq, VALUES(seq));

-- chat_read_marks :many [hot] (customer_id u64, item_id u64?, side text)
--     → (conversation_id u64, seq u64)
-- How far anybody of that side has read.
SELECT r.conversation_id, COALESCE(MAX(r.seq), 0) AS seq
  FROM conversation c
  JOIN chat_read r ON r.conversation_id = c.id AND r.side = :side
 WHERE c.customer_id = :customer_id AND (:item_id IS NULL OR c.item_id = :item_id)
 GROUP BY r.conversation_id;

-- chat_number_loaded :exec ()
-- Messages that came by another road than posting.
UPDATE message m
  JOIN (SELECT y.id, COALESCE(s.last_seq, 0)
               + ROW_NUMBER() OVER (PARTITION BY y.customer_id ORDER BY y.created_at, y.id) AS n
          FROM message y
          LEFT JOIN chat_stream s ON s.customer_id = y.customer_id
         WHERE y.seq IS NULL) x ON x.id = m.id
   SET m.seq = x.n
 WHERE m.seq IS NULL;

-- chat_streams_loaded :exec ()
INSERT INTO chat_stream (customer_id, last_seq)
SELECT customer_id, MAX(seq) FROM message WHERE seq IS NOT NULL GROUP BY customer_id
    ON DUPLICATE KEY UPDATE last_seq = GREATEST(last_seq, VALUES(last_seq));
