-- Why:   a customer who is away is told by mail what was written to him in the portal.
-- Locks: a new table only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS chat_notice (
    conversation_id BIGINT UNSIGNED NOT NULL,
    seq             BIGINT UNSIGNED NOT NULL COMMENT 'message.seq of the first that it tells of; until somebody of the customer has read so far there is no other',
    due_at          DATETIME(6) NULL COMMENT 'business clock: the mail is planned then, unless it was read; NULL: that is done',
    outbox_id       BIGINT UNSIGNED NULL COMMENT 'the mail, once it is planned',
    PRIMARY KEY (conversation_id),
    KEY chat_notice_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='what of ours a customer may not have seen yet';
