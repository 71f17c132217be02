-- Open pages, and what they are told. Times are the real clock's: these are leases.

-- live_watching :one [hot] (customer_id u64, at instant) → (n u64)
SELECT COUNT(*) AS n FROM live_watch WHERE customer_id = :customer_id AND until > :at;

-- live_watch_put :exec (customer_id u64, item_id u64, side text, reader text, page text,
--     until instant, chat_until instant?)
INSERT INTO live_watch (customer_id, item_id, side, reader, page, until, chat_until)
VALUES (:customer_id, :item_id, :side, :reader, :page, :until, :chat_until)
    ON DUPLICATE KEY UPDATE until = VALUES(until), chat_until = VALUES(chat_until);

-- live_left :exec (customer_id u64, item_id u64, side text, reader text, page text)
DELETE FROM live_watch
 WHERE customer_id = :customer_id AND item_id = :item_id AND side = :side AND reader = :reader
   AND page = :page;

-- live_marks :many [hot] (customer_id u64?, at instant) → (customer_id u64, mark text, told text?)
-- Of each customer that a page shows, or of one: what changes whenever its data does.
SELECT w.customer_id,
       COALESCE(CONCAT((SELECT COALESCE(SUM(s.touch_seq), 0) FROM case_state s WHERE s.customer_id = w.customer_id), '-',
                COALESCE((SELECT a.id FROM activity a WHERE a.customer_id = w.customer_id
                           ORDER BY a.at DESC, a.id DESC LIMIT 1), 0)), '') AS mark,
       l.told
  FROM (SELECT DISTINCT customer_id FROM live_watch
         WHERE until > :at AND (:customer_id IS NULL OR customer_id = :customer_id)) w
  LEFT JOIN live_customer l ON l.customer_id = w.customer_id;

-- live_told :exec (customer_id u64, told text)
INSERT INTO live_customer (customer_id, told) VALUES (:customer_id, :told)
    ON DUPLICATE KEY UPDATE told = VALUES(told);

-- live_watchers :many [hot] (customer_id u64, at instant)
--     → (side text, reader text, item_id u64, chat bool)
SELECT side, reader, item_id, COUNT(CASE WHEN chat_until > :at THEN 1 END) > 0 AS chat
  FROM live_watch
 WHERE customer_id = :customer_id AND until > :at
 GROUP BY side, item_id, reader
 ORDER BY side, item_id, reader;

-- live_lapsed :exec (at instant)
DELETE FROM live_watch WHERE until < :at;
