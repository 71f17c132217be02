-- Finding things by what people type. :scope is the user when limited.
-- @customer_seen is asked of one row after the other, in their order, until enough are found.
-- As an EXISTS the server would first read the cases of all customers, or ask of each match
-- before it sorts them; the "+ 0" keeps it from asking before the row of the customer is read.

-- search_dirty_take :many (take u32) → (customer_id u64)
-- Rows that somebody is writing wait for the next round.
SELECT customer_id FROM search_dirty ORDER BY customer_id LIMIT :take FOR UPDATE SKIP LOCKED;

-- search_words_drop :exec (ids json)
DELETE w FROM search_word w
  JOIN JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j ON w.customer_id = j.id;

-- search_words_add :exec (ids json)
-- What is no letter and no digit parts words.
INSERT IGNORE INTO search_word (word, customer_id)
SELECT LEFT(t.word, 32), c.id
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN customer c ON c.id = j.id
  JOIN JSON_TABLE(CONCAT('["', REPLACE(TRIM(REGEXP_REPLACE(c.name, '[^\\p{L}\\p{M}\\p{N}]+', ' ')), ' ', '","'), '"]'),
                  '$[*]' COLUMNS (word VARCHAR(200) PATH '$')) t
 WHERE t.word <> '';

-- search_contacts_drop :exec (ids json)
DELETE w FROM search_contact w
  JOIN JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j ON w.customer_id = j.id;

-- search_contacts_add :exec (ids json)
-- The words of the name, and those before the @ of the address.
INSERT IGNORE INTO search_contact (word, contact_id, customer_id)
SELECT LEFT(t.word, 32), k.id, k.customer_id
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN contact k ON k.customer_id = j.id AND k.active = 1
  JOIN JSON_TABLE(CONCAT('["', REPLACE(TRIM(REGEXP_REPLACE(CONCAT(k.name, ' ', COALESCE(SUBSTRING_INDEX(k.email, '@', 1), '')),
                  '[^\\p{L}\\p{M}\\p{N}]+', ' ')), ' ', '","'), '"]'),
                  '$[*]' COLUMNS (word VARCHAR(200) PATH '$')) t
 WHERE t.word <> '';

-- search_dirty_done :exec (ids json)
DELETE d FROM search_dirty d
  JOIN JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j ON d.customer_id = j.id;

-- search_how_many :one [hot] (word text) → (n u64)
-- Customers with a word that begins so, counted up to a thousand.
SELECT COUNT(*) AS n FROM (SELECT 1 FROM search_word WHERE word LIKE :word LIMIT 1000) x;

-- search_customers :many [hot] (word text, second text?, third text?, scope u64?, take u32)
--     → (id u64, number text, name text, status text)
-- By a word that begins so, and up to two others. Whole words come before longer ones.
SELECT c.id, c.number, c.name, c.status
  FROM search_word w
  JOIN customer c ON c.id = w.customer_id
 WHERE w.word LIKE :word
   AND (:second IS NULL OR EXISTS (
        SELECT 1 FROM search_word x WHERE x.customer_id = w.customer_id AND x.word LIKE :second))
   AND (:third IS NULL OR EXISTS (
        SELECT 1 FROM search_word x WHERE x.customer_id = w.customer_id AND x.word LIKE :third))
   AND @customer_seen(c.id)
 ORDER BY w.word, w.customer_id
 LIMIT :take;

-- search_numbers :many [hot] (number text, scope u64?, take u32)
--     → (id u64, number text, name text, status text)
-- Customers by the beginning of their number.
SELECT c.id, c.number, c.name, c.status
  FROM customer c
 WHERE c.number LIKE :number
   AND @customer_seen(c.id)
 ORDER BY c.number
 LIMIT :take;

-- search_items :many [hot] (number text, scope u64?, take u32)
--     → (id u64, number text, kind text, customer_id u64, customer_name text, currency cur,
--        amount_minor i64, open_minor i64, issued_on day)
-- Documents by the beginning of their number.
SELECT i.id, i.number, i.kind, i.customer_id, c.name AS customer_name, i.currency, i.amount_minor,
       i.open_minor, i.issued_on
  FROM item i
  JOIN customer c ON c.id = i.customer_id
 WHERE i.number LIKE :number AND i.status = 'posted'
   AND SEES(i.division_id, i.customer_id)
 ORDER BY i.number
 LIMIT :take;

-- search_amounts :many [hot] (first i64, second i64, third i64, scope u64?, take u32) → search_items
-- Documents of exactly one of these amounts in minor units, then those of which that is still open;
-- the caller knows the currencies.
SELECT x.id, x.number, x.kind, x.customer_id, c.name AS customer_name, x.currency, x.amount_minor,
       x.open_minor, x.issued_on
  FROM ((SELECT 0 AS part, i.id, i.number, i.kind, i.customer_id, i.currency, i.amount_minor, i.open_minor, i.issued_on
           FROM item i
          WHERE i.amount_minor IN (:first, :second, :third) AND i.status = 'posted'
            AND SEES(i.division_id, i.customer_id)
          ORDER BY i.amount_minor, i.id
          LIMIT :take)
         UNION ALL
        (SELECT 1, i.id, i.number, i.kind, i.customer_id, i.currency, i.amount_minor, i.open_minor, i.issued_on
           FROM item i FORCE INDEX (item_open_amount)
          WHERE i.is_open = 1 AND i.open_minor IN (:first, :second, :third) AND i.status = 'posted'
            AND i.open_minor <> i.amount_minor AND SEES(i.division_id, i.customer_id)
          ORDER BY i.open_minor, i.id
          LIMIT :take)) x
  JOIN customer c ON c.id = x.customer_id
 ORDER BY x.part, x.amount_minor, x.id;

-- search_contacts :many [hot] (word text, second text?, third text?, scope u64?, take u32)
--     → (id u64, name text, email text?, customer_id u64, customer_name text)
-- By a word that begins so, and up to two others.
SELECT k.id, k.name, k.email, k.customer_id, c.name AS customer_name
  FROM search_contact w
  JOIN contact k ON k.id = w.contact_id
  JOIN customer c ON c.id = w.customer_id
 WHERE w.word LIKE :word
   AND (:second IS NULL OR EXISTS (
        SELECT 1 FROM search_contact x WHERE x.contact_id = w.contact_id AND x.word LIKE :second))
   AND (:third IS NULL OR EXISTS (
        SELECT 1 FROM search_contact x WHERE x.contact_id = w.contact_id AND x.word LIKE :third))
   AND @customer_seen(w.customer_id)
 ORDER BY w.word, w.contact_id
 LIMIT :take;

-- search_addresses :many [hot] (email text, scope u64?, take u32) → search_contacts
-- Contacts by the beginning of their address.
SELECT k.id, k.name, k.email, k.customer_id, c.name AS customer_name
  FROM contact k
  JOIN customer c ON c.id = k.customer_id
 WHERE k.email LIKE :email AND k.active = 1
   AND @customer_seen(k.customer_id)
 ORDER BY k.email
 LIMIT :take;

-- search_words :many [hot] (words text, near text, scope u64?, take u32)
--     → (kind text, id u64, customer_id u64, customer_name text, activity_id u64?, created_at instant, excerpt text)
-- Notes, calls and messages of a person that hold all of the words, newest first; activity_id: where
-- a note or call stands on the timeline. The excerpts are cut where the rows are read: what is sorted holds no long text.
SELECT x.kind, x.id, x.customer_id, c.name AS customer_name,
       (SELECT MIN(a.id) FROM activity a
         WHERE a.customer_id = x.customer_id AND a.ref_kind = x.kind AND a.ref_id = x.id) AS activity_id,
       x.at AS created_at, COALESCE(x.excerpt, '') AS excerpt
  FROM ((SELECT 'note' AS kind, n.id, n.customer_id, n.created_at AS at, @excerpt(n.body) AS excerpt
           FROM note n
          WHERE MATCH (n.body) AGAINST (:words IN BOOLEAN MODE)
            AND (:scope IS NULL OR EXISTS (
                 SELECT 1 FROM case_state s
                  WHERE s.customer_id = n.customer_id AND (n.case_id IS NULL OR s.id = n.case_id)
                    AND SEES(s.division_id, s.customer_id)))
          ORDER BY n.id DESC LIMIT :take)
         UNION ALL
        (SELECT 'call', p.id, p.customer_id, p.called_at, @excerpt(p.body)
           FROM phone_call p
          WHERE MATCH (p.body) AGAINST (:words IN BOOLEAN MODE)
            AND (:scope IS NULL OR EXISTS (
                 SELECT 1 FROM case_state s
                  WHERE s.customer_id = p.customer_id AND (p.case_id IS NULL OR s.id = p.case_id)
                    AND SEES(s.division_id, s.customer_id)))
          ORDER BY p.id DESC LIMIT :take)
         UNION ALL
        (SELECT 'outbox', o.id, o.customer_id, o.created_at, @excerpt(CONCAT(COALESCE(w.subject, ''), ': ', COALESCE(w.body, '')))
           FROM outbox_compose w
           JOIN outbox o ON o.id = w.outbox_id
          WHERE MATCH (w.subject, w.body) AGAINST (:words IN BOOLEAN MODE)
            AND (:scope IS NULL OR EXISTS (
                 SELECT 1 FROM case_state s
                  WHERE s.customer_id = o.customer_id AND (o.case_id IS NULL OR s.id = o.case_id)
                    AND SEES(s.division_id, s.customer_id)))
          ORDER BY o.id DESC LIMIT :take)) x
  JOIN customer c ON c.id = x.customer_id
 ORDER BY x.at DESC, x.id DESC
 LIMIT :take;

-- search_messages :many [hot] (words text, near text, scope u64?, take u32)
--     → (id u64, conversation_id u64, customer_id u64, customer_name text, author_kind text,
--        created_at instant, excerpt text)
-- Messages to and from customers that hold all of the words; words as a boolean full-text query.
SELECT m.id, m.conversation_id, m.customer_id, c.name AS customer_name, m.author_kind, m.created_at,
       COALESCE(@excerpt(m.body), '') AS excerpt
  FROM message m
  JOIN customer c ON c.id = m.customer_id
  LEFT JOIN inbox_thread t ON t.conversation_id = m.conversation_id
 WHERE MATCH (m.body) AGAINST (:words IN BOOLEAN MODE)
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE s.customer_id = m.customer_id AND (t.case_id IS NULL OR s.id = t.case_id)
           AND SEES(s.division_id, s.customer_id)))
 ORDER BY m.id DESC
 LIMIT :take;
