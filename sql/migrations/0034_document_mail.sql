-- Why:   a document that is asked for is also written for, once a request.
-- Locks: ADD COLUMN that InnoDB does without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE document_request
    ADD COLUMN IF NOT EXISTS outbox_id BIGINT UNSIGNED NULL
        COMMENT 'the message that told the customer; NULL: none could go, he sees it in the portal alone';
