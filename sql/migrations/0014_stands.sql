-- Why:   what people say about a case: calls with an outcome and a call-back, notes
--        about several documents, colleagues named in notes, canned texts, promises
--        that replace one another. Lists of promises by state need an index.
-- Locks: new tables; columns that InnoDB adds without a rebuild; two indexes.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE phone_call
    ADD COLUMN IF NOT EXISTS call_back_on DATE NULL COMMENT 'when they want to be called again',
    ADD COLUMN IF NOT EXISTS follow_up_id BIGINT UNSIGNED NULL COMMENT 'the task that the call-back made';

CREATE TABLE IF NOT EXISTS phone_call_item (
    call_id BIGINT UNSIGNED NOT NULL,
    item_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (call_id, item_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='documents that were talked about';

ALTER TABLE note
    ADD COLUMN IF NOT EXISTS dispute_id BIGINT UNSIGNED NULL COMMENT 'an internal word on a dispute',
    ADD KEY IF NOT EXISTS note_dispute (dispute_id, id);

CREATE TABLE IF NOT EXISTS note_item (
    note_id BIGINT UNSIGNED NOT NULL,
    item_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (note_id, item_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='documents a note is about, where there are several';

CREATE TABLE IF NOT EXISTS mention (
    note_id BIGINT UNSIGNED NOT NULL,
    user_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (note_id, user_id),
    KEY mention_user (user_id, note_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='colleagues whom a note names with @';

CREATE TABLE IF NOT EXISTS note_template (
    id         BIGINT UNSIGNED NOT NULL,
    title      VARCHAR(100) NOT NULL,
    body       TEXT NOT NULL,
    user_id    BIGINT UNSIGNED NOT NULL COMMENT 'who wrote it last',
    changed_at DATETIME(6) NOT NULL,
    removed_at DATETIME(6) NULL,
    version    INT UNSIGNED NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    KEY note_template_title (removed_at, title)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='texts that staff write again and again';

ALTER TABLE promise
    ADD COLUMN IF NOT EXISTS replaces_id BIGINT UNSIGNED NULL COMMENT 'the promise it took the place of',
    ADD KEY IF NOT EXISTS promise_plan (plan_id);

ALTER TABLE promise_state
    ADD KEY IF NOT EXISTS promise_state_by_state (state, promise_id);
