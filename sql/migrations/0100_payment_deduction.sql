-- Why:   a customer who pays less than is open says why along with the payment; once it has
--        settled its documents, each reason becomes a deduction of what was left out.
-- Locks: new table only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS payment_deduction (
    intent_id   BIGINT UNSIGNED NOT NULL,
    item_id     BIGINT UNSIGNED NOT NULL,
    minor       BIGINT NOT NULL COMMENT 'what the payment leaves out',
    reason_code VARCHAR(32) NOT NULL,
    detail      VARCHAR(2000) NULL COMMENT 'the customer''s words',
    PRIMARY KEY (intent_id, item_id),
    CONSTRAINT payment_deduction_gt_0 CHECK (minor > 0),
    CONSTRAINT payment_deduction_line FOREIGN KEY (intent_id, item_id) REFERENCES payment_intent_line (intent_id, item_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='why less is paid than is open';
