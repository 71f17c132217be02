-- Why:   an answer by mail carries files: copies of documents, the account statement, what was
--        handed over with it; kept as its reader got them, as those of a reminder are.
-- Locks: new table; ADD COLUMN and one more value of an ENUM without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE outbox_answer
    ADD COLUMN IF NOT EXISTS attach_statement TINYINT(1) NOT NULL DEFAULT 0 COMMENT '1: the account statement goes along';

CREATE TABLE IF NOT EXISTS outbox_answer_item (
    outbox_id BIGINT UNSIGNED NOT NULL,
    item_id   BIGINT UNSIGNED NOT NULL COMMENT 'a copy of it goes along',
    PRIMARY KEY (outbox_id, item_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='documents that go with an answer';

ALTER TABLE outbox_document
    MODIFY kind ENUM('invoice','statement','letter','file') NOT NULL;
