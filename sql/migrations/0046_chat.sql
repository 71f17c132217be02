-- Why:   live chat: messages of a customer get an order that is the order of their commits, both sides
--        say how far they have read, and pages that are open say what they show, so that they hear
--        of changes.
-- Locks: ADD COLUMN without a rebuild, one UPDATE and one index over message; new tables otherwise.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE message
    ADD COLUMN IF NOT EXISTS seq BIGINT UNSIGNED NULL
        COMMENT 'from 1 for each customer, in the order of commit: given under the row of chat_stream';

CREATE TABLE IF NOT EXISTS chat_stream (
    customer_id BIGINT UNSIGNED NOT NULL,
    last_seq    BIGINT UNSIGNED NOT NULL COMMENT 'of the newest message; whoever adds one locks this row first',
    PRIMARY KEY (customer_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='how many messages a customer has';

UPDATE message m
  JOIN (SELECT id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY created_at, id) AS n FROM message) x ON x.id = m.id
   SET m.seq = x.n
 WHERE m.seq IS NULL;

INSERT INTO chat_stream (customer_id, last_seq)
SELECT customer_id, MAX(seq) FROM message WHERE seq IS NOT NULL GROUP BY customer_id
    ON DUPLICATE KEY UPDATE last_seq = GREATEST(last_seq, VALUES(last_seq));

ALTER TABLE message
    ADD UNIQUE KEY IF NOT EXISTS message_seq (customer_id, seq);

CREATE TABLE IF NOT EXISTS chat_read (
    conversation_id BIGINT UNSIGNED NOT NULL,
    side            ENUM('staff','contact') NOT NULL,
    reader          VARCHAR(64) NOT NULL COMMENT 'user.id, contact.id, or link:ID',
    seq             BIGINT UNSIGNED NOT NULL COMMENT 'up to and with this message; never backwards',
    read_at         DATETIME(6) NOT NULL,
    PRIMARY KEY (conversation_id, side, reader)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='how far a conversation was read';

CREATE TABLE IF NOT EXISTS live_watch (
    customer_id BIGINT UNSIGNED NOT NULL,
    item_id     BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of a link to one invoice; 0: the whole account',
    side        ENUM('staff','contact') NOT NULL,
    reader      VARCHAR(64) NOT NULL COMMENT 'as in chat_read',
    until       DATETIME(6) NOT NULL COMMENT 'a page shows the customer; real clock',
    chat_until  DATETIME(6) NULL COMMENT 'and its messages; real clock',
    PRIMARY KEY (customer_id, item_id, side, reader),
    KEY live_watch_until (until)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='open pages; a row lapses by itself';

CREATE TABLE IF NOT EXISTS live_customer (
    customer_id BIGINT UNSIGNED NOT NULL,
    told        VARCHAR(64) NOT NULL COMMENT 'what open pages were told last: changes with the data',
    PRIMARY KEY (customer_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='customers that open pages show';
