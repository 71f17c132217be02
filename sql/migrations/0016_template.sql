-- Why:   a text may differ by category of customer and by how late the oldest invoice is.
--        Such a variant is a template of its own that names the one it stands in for, so
--        that its versions are numbered and activated like any other's.
-- Locks: columns that InnoDB adds without a rebuild, and one small index.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE template
    ADD COLUMN IF NOT EXISTS topic VARCHAR(32) NOT NULL DEFAULT 'reminder'
        COMMENT 'reminder | message: which fields it may name',
    ADD COLUMN IF NOT EXISTS stage SMALLINT UNSIGNED NOT NULL DEFAULT 0
        COMMENT 'place on the ladder of reminders; 0: on none',
    ADD COLUMN IF NOT EXISTS base_id BIGINT UNSIGNED NULL
        COMMENT 'of a variant: the template it stands in for',
    ADD COLUMN IF NOT EXISTS category VARCHAR(64) NULL
        COMMENT 'of a variant: a tag or kind of customer; NULL: any',
    ADD COLUMN IF NOT EXISTS late_from INT NULL
        COMMENT 'of a variant: days past due of the oldest invoice, from; NULL: no limit',
    ADD COLUMN IF NOT EXISTS late_to INT NULL COMMENT 'and to; NULL: no limit',
    ADD KEY IF NOT EXISTS template_base (base_id);

ALTER TABLE template_version
    ADD COLUMN IF NOT EXISTS comment VARCHAR(500) NULL,
    ADD COLUMN IF NOT EXISTS activated_at DATETIME(6) NULL
        COMMENT 'when it came into force last; NULL: never, or as shipped';
