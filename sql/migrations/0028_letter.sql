-- Why:   letters for post: outbox rows of channel "letter", put into batches that are
--        printed as one file and marked as posted by a person.
-- Locks: new tables; ADD INDEX on outbox, which InnoDB builds while others write.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE outbox ADD INDEX IF NOT EXISTS outbox_channel (channel, state, not_before);

CREATE TABLE IF NOT EXISTS letter_batch (
    id          BIGINT UNSIGNED NOT NULL,
    state       ENUM('making','ready','posting','posted') NOT NULL,
    division_id BIGINT UNSIGNED NULL COMMENT 'only letters of it; NULL: of all that its maker sees',
    chosen      MEDIUMTEXT NULL COMMENT 'JSON: only these outbox ids; NULL: all that wait',
    limited_to  BIGINT UNSIGNED NULL COMMENT 'the maker, when limited: nobody else who is sees it',
    duplex      TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'each letter begins on a front page',
    actor_kind  ENUM('user','client','contact','script','system') NOT NULL,
    actor_id    VARCHAR(64) NOT NULL,
    made_at     DATETIME(6) NOT NULL COMMENT 'business clock',
    opened_n    INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'how often its file was fetched',
    opened_at   DATETIME(6) NULL COMMENT 'the last time; business clock',
    posted_on   DATE NULL COMMENT 'as a person says; set when posting begins',
    posted_at   DATETIME(6) NULL COMMENT 'when that was said; business clock',
    PRIMARY KEY (id),
    KEY letter_batch_made (made_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='letters that are printed as one file';

-- What stands on paper is fixed when a letter comes into a batch; subject and text are the
-- outbox row's.
CREATE TABLE IF NOT EXISTS letter (
    batch_id   BIGINT UNSIGNED NOT NULL,
    outbox_id  BIGINT UNSIGNED NOT NULL,
    seq        INT UNSIGNED NOT NULL COMMENT 'its place in the file',
    state      ENUM('in','posted','taken_out','left_out') NOT NULL,
    reason     VARCHAR(300) NULL COMMENT 'of taken_out, left_out',
    to_lines   VARCHAR(1500) COLLATE utf8mb4_unicode_ci NOT NULL DEFAULT '' COMMENT 'the address, lines',
    language   VARCHAR(16) NOT NULL DEFAULT 'en',
    made_on    DATE NOT NULL COMMENT 'local day of the division: the letter''s date',
    pages_n    INT UNSIGNED NOT NULL DEFAULT 0,
    at         DATETIME(6) NOT NULL COMMENT 'of the state; business clock',
    live       TINYINT(1) AS (IF(state IN ('in', 'posted'), 1, NULL)) PERSISTENT,
    PRIMARY KEY (batch_id, outbox_id),
    UNIQUE KEY letter_once (outbox_id, live),
    KEY letter_seq (batch_id, seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='a letter in a batch, or why it is in it no more';
