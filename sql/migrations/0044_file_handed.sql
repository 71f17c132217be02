-- Why:   a file handed over whose answer is lost is tried again, and is kept once; what was not sent yet is found
--        again by whoever handed it over.
-- Locks: a new table only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS file_handed (
    attachment_id BIGINT UNSIGNED NOT NULL,
    customer_id   BIGINT UNSIGNED NOT NULL COMMENT 'for whose messages, disputes, …',
    actor_kind    ENUM('user','client','contact','script','system') NOT NULL,
    actor_id      VARCHAR(64) NOT NULL,
    client_key    VARCHAR(64) COLLATE utf8mb4_bin NULL COMMENT 'the sender''s own id: sent twice, kept once',
    dropped_at    DATETIME(6) NULL COMMENT 'not sent, and taken back',
    PRIMARY KEY (attachment_id),
    UNIQUE KEY file_handed_once (actor_kind, actor_id, customer_id, client_key),
    CONSTRAINT file_handed_attachment FOREIGN KEY (attachment_id) REFERENCES attachment (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='how a file came in, of those that may be tried again or wait for their message';
