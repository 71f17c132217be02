-- Why:   a person's word on a customer's status or kind stands until it is given back,
--        whatever the ERP goes on saying.
-- Locks: ADD COLUMN that InnoDB does without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE customer
    ADD COLUMN IF NOT EXISTS source_status ENUM('active','on_hold','legal','closed') NULL
        COMMENT 'what the source says while status is a person''s; NULL: status is the source''s';

ALTER TABLE customer
    ADD COLUMN IF NOT EXISTS source_kind ENUM('business','public_body','consumer') NULL
        COMMENT 'the same of kind; NULL together with source_status';
