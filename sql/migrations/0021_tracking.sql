-- Why:   what a person answers by mail, and what readers did with a message: opened it,
--        followed a link. Both of the latter only where the company's settings
--        tracking.opens and tracking.clicks allow it.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS outbox_answer (
    outbox_id  BIGINT UNSIGNED NOT NULL,
    posted_id  BIGINT UNSIGNED NOT NULL COMMENT 'the same words in the conversation',
    to_email   VARCHAR(254) NOT NULL,
    to_name    VARCHAR(200) NULL,
    contact_id BIGINT UNSIGNED NULL,
    subject    VARCHAR(300) NOT NULL,
    body       TEXT NOT NULL,
    in_reply_to VARCHAR(300) COLLATE utf8mb4_bin NULL,
    PRIMARY KEY (outbox_id),
    UNIQUE KEY outbox_answer_posted (posted_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='mail that a person wrote in a conversation';

-- Where a tracked link leads: looked up, never taken from the request.
CREATE TABLE IF NOT EXISTS mail_target (
    outbox_id BIGINT UNSIGNED NOT NULL,
    no        SMALLINT UNSIGNED NOT NULL COMMENT 'from 1, in the order of the text',
    url       VARCHAR(1000) NULL COMMENT 'NULL: the way into the portal that went out with the message',
    PRIMARY KEY (outbox_id, no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='links of a message';

-- One row an event of a message, however often it came: whoever holds the address of the picture
-- can ask for it as often as they like.
CREATE TABLE IF NOT EXISTS mail_event (
    outbox_id BIGINT UNSIGNED NOT NULL,
    kind      ENUM('opened','clicked') NOT NULL,
    no        SMALLINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of the link; 0: the message',
    first_at  DATETIME(6) NOT NULL,
    last_at   DATETIME(6) NOT NULL,
    times     INT UNSIGNED NOT NULL DEFAULT 1,
    PRIMARY KEY (outbox_id, kind, no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='what readers did with a message';
