-- Why:   staff look after themselves: a second factor that counts once its code was
--        shown, codes for the day the telephone is lost, a forgotten password; mail
--        to staff, which belongs to no customer; refunds with their approval.
-- Locks: new tables; ADD COLUMN that InnoDB does without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE user
    ADD COLUMN IF NOT EXISTS totp_pending VARBINARY(128) NULL
        COMMENT 'second factor being set up, sealed; it counts when a code of it was given';

CREATE TABLE IF NOT EXISTS recovery_code (
    user_id    BIGINT UNSIGNED NOT NULL,
    code_hash  BINARY(32) NOT NULL COMMENT 'HMAC of the code; the code itself is nowhere',
    created_at DATETIME(6) NOT NULL,
    used_at    DATETIME(6) NULL,
    PRIMARY KEY (user_id, code_hash),
    CONSTRAINT recovery_code_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='each stands once for a code of the second factor';

CREATE TABLE IF NOT EXISTS password_reset (
    id         BIGINT UNSIGNED NOT NULL,
    user_id    BIGINT UNSIGNED NOT NULL,
    token_hash BINARY(32) NOT NULL COMMENT 'SHA-256; the token follows from the installation''s key and the id',
    created_at DATETIME(6) NOT NULL COMMENT 'real clock',
    expires_at DATETIME(6) NOT NULL COMMENT 'real clock',
    used_at    DATETIME(6) NULL COMMENT 'real clock; also set when another one was used',
    ip         VARCHAR(45) NOT NULL COMMENT 'of who asked',
    PRIMARY KEY (id),
    UNIQUE KEY password_reset_token (token_hash),
    KEY password_reset_user (user_id, used_at),
    CONSTRAINT password_reset_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='a way to a new password, for an hour and once';

CREATE TABLE IF NOT EXISTS staff_mail (
    id          BIGINT UNSIGNED NOT NULL,
    user_id     BIGINT UNSIGNED NOT NULL COMMENT 'the address is the user''s when it is sent',
    kind        VARCHAR(32) NOT NULL COMMENT 'password_reset | digest …',
    dedup_key   VARCHAR(128) NULL COMMENT 'one mail for one cause, ever',
    state       ENUM('planned','claimed','sending','handed_over','failed','cancelled','uncertain') NOT NULL,
    reason      VARCHAR(300) NULL,
    not_before  DATETIME(6) NOT NULL COMMENT 'business clock',
    retry_at    DATETIME(6) NULL COMMENT 'real clock',
    lease_until DATETIME(6) NULL COMMENT 'real clock',
    claimed_by  VARCHAR(64) NULL,
    attempts    INT UNSIGNED NOT NULL DEFAULT 0,
    message_id  VARCHAR(200) NULL,
    email       VARCHAR(254) NULL COMMENT 'to whom it went',
    subject     VARCHAR(300) NOT NULL,
    body_text   MEDIUMTEXT NOT NULL,
    body_html   MEDIUMTEXT NULL,
    reset_id    BIGINT UNSIGNED NULL COMMENT 'password_reset whose link stands for {link} in the text',
    created_at  DATETIME(6) NOT NULL COMMENT 'business clock',
    real_at     DATETIME(6) NOT NULL COMMENT 'real clock',
    handed_at   DATETIME(6) NULL COMMENT 'business clock',
    reply       VARCHAR(500) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY staff_mail_once (dedup_key),
    KEY staff_mail_queue (state, not_before, id),
    KEY staff_mail_lease (state, lease_until),
    KEY staff_mail_user (user_id, id),
    CONSTRAINT staff_mail_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='mail to staff; same states as outbox';

-- The money that went back is an item of kind refund, and an allocation of the credit to it;
-- here stands who wanted it and who agreed. A refund below the limit is agreed at once.
CREATE TABLE IF NOT EXISTS refund (
    id             BIGINT UNSIGNED NOT NULL,
    customer_id    BIGINT UNSIGNED NOT NULL,
    case_id        BIGINT UNSIGNED NOT NULL,
    credit_item_id BIGINT UNSIGNED NOT NULL,
    amount_minor   BIGINT NOT NULL,
    currency       CHAR(3) NOT NULL,
    paid_on        DATE NOT NULL COMMENT 'when it counts in the books',
    reason         VARCHAR(500) NOT NULL,
    reference      VARCHAR(140) NULL COMMENT 'of the transfer',
    state          ENUM('waiting','recorded','refused','reversed') NOT NULL,
    item_id        BIGINT UNSIGNED NULL COMMENT 'the refund on the ledger',
    allocation_id  BIGINT UNSIGNED NULL,
    asked_by       BIGINT UNSIGNED NOT NULL,
    asked_at       DATETIME(6) NOT NULL,
    decided_by     BIGINT UNSIGNED NULL COMMENT 'somebody else above the limit',
    decided_at     DATETIME(6) NULL,
    decision_note  VARCHAR(500) NULL,
    reversed_at    DATETIME(6) NULL,
    version        INT UNSIGNED NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    KEY refund_customer (customer_id, id),
    KEY refund_state (state, id),
    KEY refund_credit (credit_item_id),
    CONSTRAINT refund_gt_0 CHECK (amount_minor > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='money that goes back to a customer';
