-- Why:   the worklist says why a case needs a person, keeps an index for each view that
--        ships, and remembers views that people make themselves.
-- Locks: worklist_row is rebuilt; new tables.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE worklist_row
    ADD COLUMN IF NOT EXISTS causes INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'a bit for each cause, domain/exception.h',
    ADD COLUMN IF NOT EXISTS open_base BIGINT NOT NULL DEFAULT 0 COMMENT 'in the group''s reporting currency, for order across currencies',
    ADD COLUMN IF NOT EXISTS broken_score INT AS (IF(broken_n > 0, score_milli, NULL)) PERSISTENT,
    ADD COLUMN IF NOT EXISTS disputed_score INT AS (IF(disputed_minor > 0, score_milli, NULL)) PERSISTENT,
    ADD COLUMN IF NOT EXISTS promised_score INT AS (IF(promised_minor > 0, score_milli, NULL)) PERSISTENT,
    ADD INDEX IF NOT EXISTS worklist_broken (broken_score, case_id),
    ADD INDEX IF NOT EXISTS worklist_disputed (disputed_score, case_id),
    ADD INDEX IF NOT EXISTS worklist_promised (promised_score, case_id),
    ADD INDEX IF NOT EXISTS worklist_division (division_id, score_milli, case_id);

CREATE TABLE IF NOT EXISTS saved_view (
    id         BIGINT UNSIGNED NOT NULL,
    user_id    BIGINT UNSIGNED NOT NULL COMMENT 'who made it, and alone may change it',
    name       VARCHAR(64) NOT NULL,
    base       VARCHAR(32) NOT NULL COMMENT 'the view it narrows: all | mine | exceptions …',
    sort       VARCHAR(32) NOT NULL,
    filters    TEXT NOT NULL COMMENT 'JSON {name: value} of the worklist''s own parameters',
    columns    VARCHAR(500) NOT NULL COMMENT 'shown, in order, with blanks between; empty: those that ship',
    shared     TINYINT(1) NOT NULL DEFAULT 0 COMMENT '1: everybody may use it',
    changed_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY saved_view_name (user_id, name),
    CONSTRAINT saved_view_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='views of the worklist that people made';

CREATE TABLE IF NOT EXISTS view_default (
    user_id BIGINT UNSIGNED NOT NULL,
    view    VARCHAR(32) NOT NULL COMMENT 'id of a saved view, or the name of one that ships',
    PRIMARY KEY (user_id),
    CONSTRAINT view_default_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='what the worklist opens with';
