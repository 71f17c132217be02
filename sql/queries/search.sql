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
-- Documents of exactly one of these amounts in minor units; the caller knows the currencies.
SELECT i.id, i.number, i.kind, i.customer_id, c.name AS customer_name, i.currency, i.amount_minor,
       i.open_minor, i.issued_on
  FROM item i
  JOIN customer c ON c.id = i.customer_id
 WHERE i.amount_minor IN (:first, :second, :third) AND i.status = 'posted'
   AND SEES(i.division_id, i.customer_id)
 ORDER BY i.amount_minor, i.id
 LIMIT :take;

-- search_messages :many [hot] (words text, near text, scope u64?, take u32)
--     → (id u64, customer_id u64, customer_name text, author_kind text, created_at instant, excerpt text)
-- Messages to and from customers that hold all of the words; words as a boolean full-text query.
SELECT m.id, m.customer_id, c.name AS customer_name, m.author_kind, m.created_at,
       COALESCE(SUBSTRING(m.body, GREATEST(1, CAST(LOCATE(:near, m.body) AS SIGNED) - 40), 160), '') AS excerpt
  FROM message m
  JOIN customer c ON c.id = m.customer_id
 WHERE MATCH (m.body) AGAINST (:words IN BOOLEAN MODE)
   AND @customer_seen(c.id)
 ORDER BY m.id DESC
 LIMIT :take;
