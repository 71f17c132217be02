-- Why:   what goes with a message: an invoice's copy, a statement. A row is what the
--        reader got, kept with the message that it went with.
-- Locks: a new table.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS outbox_document (
    outbox_id BIGINT UNSIGNED NOT NULL,
    seq       SMALLINT UNSIGNED NOT NULL,
    kind      ENUM('invoice','statement','letter') NOT NULL,
    item_id   BIGINT UNSIGNED NULL COMMENT 'of an invoice',
    file_name VARCHAR(250) NOT NULL,
    type      VARCHAR(100) NOT NULL,
    bytes_n   INT UNSIGNED NOT NULL,
    pages_n   INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: not ours to count',
    content   MEDIUMBLOB NOT NULL,
    made_at   DATETIME(6) NOT NULL COMMENT 'business clock: amounts are of then',
    PRIMARY KEY (outbox_id, seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='files of a message, as of its last look';
