-- Why:   a person writes to a customer: what was composed is kept beside the outbox row
--        until the last look fills it in, and tells afterwards what was asked for.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS outbox_compose (
    outbox_id        BIGINT UNSIGNED NOT NULL,
    subject          VARCHAR(300) NULL COMMENT 'the person''s own; NULL: the template''s',
    body             TEXT NULL COMMENT 'the person''s own words; NULL: the template''s',
    to_role          VARCHAR(16) NOT NULL COMMENT 'contact role, resolved at the last look',
    items_n          INT UNSIGNED NOT NULL COMMENT 'how many instalments its author chose; 0: about none',
    cc_contacts      VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'ids of contacts of the customer, blanks between',
    cc_user_id       BIGINT UNSIGNED NULL COMMENT 'a member of staff who gets a copy',
    attach_invoice   TINYINT(1) NOT NULL DEFAULT 0,
    attach_statement TINYINT(1) NOT NULL DEFAULT 0,
    confirmed        VARCHAR(500) NULL COMMENT 'why gap and caps were passed; NULL: they were not',
    job_id           BIGINT UNSIGNED NULL COMMENT 'of a message to many',
    PRIMARY KEY (outbox_id),
    KEY outbox_compose_job (job_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='what a person asked to be sent';

CREATE TABLE IF NOT EXISTS message_job_case (
    job_id    BIGINT UNSIGNED NOT NULL,
    case_id   BIGINT UNSIGNED NOT NULL,
    state     ENUM('waiting','planned','left_out','failed') NOT NULL DEFAULT 'waiting',
    guard     VARCHAR(32) NULL COMMENT 'of left_out: the guard that held',
    detail    VARCHAR(500) NULL,
    outbox_id BIGINT UNSIGNED NULL,
    PRIMARY KEY (job_id, case_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='a message to many: what became of it, case by case';
