-- Why:   a provider that has a page of his own calls the visit there and the money that came
--        of it by two ids; refunds and disputes name the money alone.
-- Locks: ADD COLUMN without a rebuild; indexes, added online.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE payment_intent
    ADD COLUMN IF NOT EXISTS capture_id VARCHAR(128) NULL COMMENT 'how the provider calls the money' AFTER provider_id,
    ADD UNIQUE KEY IF NOT EXISTS payment_intent_capture (provider, capture_id);

ALTER TABLE payment_event
    ADD COLUMN IF NOT EXISTS capture_id VARCHAR(128) NULL AFTER intent_id,
    ADD KEY IF NOT EXISTS payment_event_capture (provider, capture_id);
