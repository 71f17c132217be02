-- Why:   a message that only confirms what the customer has just done is no contact: a receipt must
--        not put a reminder off.
-- Locks: ADD COLUMN without a rebuild; one UPDATE of the receipts that were sent.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE outbox
    ADD COLUMN IF NOT EXISTS beside TINYINT(1) NOT NULL DEFAULT 0
        COMMENT 'asks for nothing: neither gap nor contact limits nor last contact count it';

UPDATE outbox SET beside = 1 WHERE template = 'payment_receipt' AND kind = 'manual';
