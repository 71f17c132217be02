-- Why:   staff correct contacts and note who asked not to be written to; what a source
--        sends later must not undo either.
-- Locks: two ADD COLUMNs that InnoDB does without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE contact
    ADD COLUMN IF NOT EXISTS by_hand_at DATETIME(6) NULL
        COMMENT 'staff changed it: since then no source does',
    ADD COLUMN IF NOT EXISTS opted_out_at DATETIME(6) NULL
        COMMENT 'asked staff not to be mailed: no source can give consent back';
