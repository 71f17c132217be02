-- Why:   what comes back: mail that was fetched from a mailbox, tied to the message it
--        answers or waiting for a person to tie it; and which conversations wait for
--        an answer of ours.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS mailbox (
    name        VARCHAR(150) NOT NULL COMMENT 'user at server, and its folder',
    uidvalidity BIGINT UNSIGNED NOT NULL COMMENT 'of the UIDs below; another one starts anew',
    last_uid    BIGINT UNSIGNED NOT NULL COMMENT 'all up to it are kept',
    looked_at   DATETIME(6) NULL COMMENT 'real clock',
    fault       VARCHAR(300) NULL COMMENT 'of the last look; NULL: it went well',
    PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='how far a mailbox is read';

-- Nobody trusts what a message says of itself: once_hash is over Message-ID, sender and words, so
-- that a foreign message cannot take another's place by its Message-ID.
CREATE TABLE IF NOT EXISTS inbound_mail (
    id          BIGINT UNSIGNED NOT NULL,
    mailbox     VARCHAR(150) COLLATE utf8mb4_bin NOT NULL,
    uidvalidity BIGINT UNSIGNED NOT NULL,
    uid         BIGINT UNSIGNED NOT NULL,
    once_hash   BINARY(32) NULL COMMENT 'NULL: a copy of one that is kept',
    raw_hash    BINARY(32) NOT NULL COMMENT 'SHA-256 of the message as it came',
    message_id  VARCHAR(300) COLLATE utf8mb4_bin NULL,
    kind        ENUM('reply','auto','bounce','delay','delivered','copy','unreadable') NOT NULL,
    state       ENUM('tied','unassigned','dropped') NOT NULL,
    why         VARCHAR(32) NOT NULL COMMENT 'token | reference | by_hand; or why nobody: forged | unknown | stranger | copy',
    from_email  VARCHAR(254) NULL,
    from_name   VARCHAR(200) NULL,
    foreign_sender TINYINT(1) NOT NULL DEFAULT 0 COMMENT '1: an address that the customer is not known by',
    subject     VARCHAR(300) NOT NULL,
    body        MEDIUMTEXT NOT NULL COMMENT 'all of it, with what it quotes',
    sent_at     DATETIME(6) NULL COMMENT 'as it says',
    received_at DATETIME(6) NOT NULL COMMENT 'business clock',
    cut         TINYINT(1) NOT NULL DEFAULT 0 COMMENT '1: something was over a limit',
    outbox_id   BIGINT UNSIGNED NULL COMMENT 'what it answers',
    customer_id BIGINT UNSIGNED NULL,
    posted_id   BIGINT UNSIGNED NULL COMMENT 'the message in the conversation',
    marked      TINYINT(1) NOT NULL DEFAULT 0 COMMENT '1: the mailbox knows that it is read',
    ended_by    BIGINT UNSIGNED NULL COMMENT 'who tied or dropped it',
    ended_at    DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY inbound_mail_uid (mailbox, uidvalidity, uid),
    UNIQUE KEY inbound_mail_once (once_hash),
    KEY inbound_mail_state (state, received_at, id),
    KEY inbound_mail_unmarked (mailbox, marked, uidvalidity),
    KEY inbound_mail_posted (posted_id),
    KEY inbound_mail_outbox (outbox_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='every message that was fetched';

-- The contents lie in files/ as those of attachments do; a link to a message is made when the mail
-- is somebody's.
CREATE TABLE IF NOT EXISTS inbound_file (
    inbound_id BIGINT UNSIGNED NOT NULL,
    no         SMALLINT UNSIGNED NOT NULL,
    file_name  VARCHAR(250) NOT NULL,
    sha256     BINARY(32) NULL COMMENT 'NULL: it was not taken',
    bytes_n    BIGINT UNSIGNED NOT NULL,
    type       VARCHAR(100) NOT NULL,
    refused    VARCHAR(200) NULL COMMENT 'why it was not taken',
    PRIMARY KEY (inbound_id, no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='what was attached to a mail';

-- An answer goes back into the conversation that its question came from.
CREATE TABLE IF NOT EXISTS outbox_conversation (
    outbox_id       BIGINT UNSIGNED NOT NULL,
    conversation_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (outbox_id),
    KEY outbox_conversation_back (conversation_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='mail that was written in a conversation';

CREATE TABLE IF NOT EXISTS inbox_thread (
    conversation_id BIGINT UNSIGNED NOT NULL,
    customer_id     BIGINT UNSIGNED NOT NULL,
    case_id         BIGINT UNSIGNED NULL COMMENT 'what the last message was about; NULL: the account',
    waiting_since   DATETIME(6) NULL COMMENT 'the first message that nobody answered; NULL: none',
    assignee_id     BIGINT UNSIGNED NULL,
    version         INT UNSIGNED NOT NULL DEFAULT 1,
    PRIMARY KEY (conversation_id),
    KEY inbox_thread_waiting (waiting_since, conversation_id),
    KEY inbox_thread_customer (customer_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='conversations that wait for us';

-- Those that wait already: nobody of ours has written since.
INSERT IGNORE INTO inbox_thread (conversation_id, customer_id, case_id, waiting_since, assignee_id)
SELECT m.conversation_id, m.customer_id, i.case_id, MIN(m.created_at),
       (SELECT MIN(a.user_id) FROM customer_assignment a
         WHERE a.customer_id = m.customer_id AND a.known_to IS NULL)
  FROM message m
  JOIN conversation c ON c.id = m.conversation_id AND c.state = 'open'
  LEFT JOIN item i ON i.id = c.item_id
 WHERE m.author_kind = 'contact'
   AND NOT EXISTS (SELECT 1 FROM message o
                    WHERE o.conversation_id = m.conversation_id AND o.author_kind = 'user'
                      AND o.created_at >= m.created_at)
 GROUP BY m.conversation_id, m.customer_id, i.case_id;
