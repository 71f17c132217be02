-- Why:   a document that staff miss is asked for where the customer sees it, and is
--        answered there; divisions are edited by several people.
-- Locks: new tables; ADD COLUMN that InnoDB does without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE division
    ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1;

-- state follows from the newest event: asked or asked_again is open, answered waits for
-- staff, accepted and withdrawn end it.
CREATE TABLE IF NOT EXISTS document_request (
    id          BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    item_id     BIGINT UNSIGNED NULL COMMENT 'the document it is about; NULL: the account',
    kind        VARCHAR(32) NOT NULL COMMENT 'tax_form | proof_of_delivery | remittance_advice | purchase_order | contract | other',
    body        VARCHAR(2000) NOT NULL COMMENT 'what is asked for, as the customer reads it',
    due_on      DATE NOT NULL,
    state       ENUM('open','answered','accepted','withdrawn') NOT NULL DEFAULT 'open',
    asked_by    BIGINT UNSIGNED NOT NULL,
    asked_at    DATETIME(6) NOT NULL,
    ended_at    DATETIME(6) NULL,
    version     INT UNSIGNED NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    KEY document_request_customer (customer_id, state, due_on),
    KEY document_request_state (state, due_on, id),
    CONSTRAINT document_request_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='a document a customer is asked for';

CREATE TABLE IF NOT EXISTS document_request_event (
    id         BIGINT UNSIGNED NOT NULL,
    request_id BIGINT UNSIGNED NOT NULL,
    kind       ENUM('asked','answered','asked_again','accepted','withdrawn') NOT NULL,
    body       VARCHAR(2000) NULL COMMENT 'the words that went with it; both sides read them',
    at         DATETIME(6) NOT NULL,
    actor_kind ENUM('user','client','contact','script','system') NOT NULL,
    actor_id   VARCHAR(64) NOT NULL,
    PRIMARY KEY (id),
    KEY document_request_event_request (request_id, at, id),
    CONSTRAINT document_request_event_request FOREIGN KEY (request_id) REFERENCES document_request (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='what happened to a request; append-only';
