-- Why:   staff look at the portal as a customer sees it; both sides see that, and it is kept.
-- Locks: ADD COLUMN without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE portal_session
    ADD COLUMN IF NOT EXISTS user_id BIGINT UNSIGNED NULL COMMENT 'via staff: who looks',
    ADD COLUMN IF NOT EXISTS staff_hash BINARY(32) NULL COMMENT 'via staff: the session of staff it ends with',
    ADD COLUMN IF NOT EXISTS may_act TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'via staff: does for the customer, too',
    ADD INDEX IF NOT EXISTS portal_session_customer (customer_id, via, last_seen_at);
