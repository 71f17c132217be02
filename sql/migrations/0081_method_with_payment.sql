-- Why:   a customer who pays may save what he pays with: then the payment says which method that is.
-- Locks: ADD COLUMN without a rebuild; an index, added online.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE payment_method
    ADD COLUMN IF NOT EXISTS intent_id BIGINT UNSIGNED NULL COMMENT 'the payment it was saved with; NULL: by itself',
    ADD UNIQUE KEY IF NOT EXISTS payment_method_intent (intent_id);
