-- Why:   customers pay in the portal. An intent reserves what is open of its items until it
--        ends, so that nothing is paid twice; what a provider reports is kept once, by the
--        provider's own id; money that goes back is counted against what came.
-- Locks: new tables only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS payment_intent (
    id              BIGINT UNSIGNED NOT NULL,
    case_id         BIGINT UNSIGNED NOT NULL,
    customer_id     BIGINT UNSIGNED NOT NULL,
    division_id     BIGINT UNSIGNED NOT NULL,
    currency        CHAR(3) NOT NULL,
    provider        VARCHAR(16) NOT NULL COMMENT 'transfer | sandbox | stripe',
    provider_id     VARCHAR(128) NULL COMMENT 'how the provider calls it',
    reference       VARCHAR(25) NOT NULL COMMENT 'ISO 11649, of this payment alone',
    state           ENUM('open','processing','failed','cancelled','expired','succeeded') NOT NULL DEFAULT 'open',
    amount_minor    BIGINT NOT NULL COMMENT 'to be paid by the provider',
    credit_minor    BIGINT NOT NULL COMMENT 'to be taken from credits',
    captured_minor  BIGINT NOT NULL DEFAULT 0 COMMENT 'what the provider says was paid',
    surplus_minor   BIGINT NOT NULL DEFAULT 0 COMMENT 'of it, what no item took',
    returned_minor  BIGINT NOT NULL DEFAULT 0 COMMENT 'of it, what went back since',
    payment_item_id BIGINT UNSIGNED NULL COMMENT 'the payment it became',
    url             VARCHAR(2000) NULL COMMENT 'where the customer pays, at the provider',
    why             VARCHAR(64) NULL COMMENT 'of one that failed',
    language        VARCHAR(16) NULL,
    receipt         ENUM('none','due','sent','held') NOT NULL DEFAULT 'none',
    outbox_id       BIGINT UNSIGNED NULL COMMENT 'the receipt',
    untold          TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'open pages have not heard of its state',
    actor_kind      ENUM('user','client','contact','script','system') NOT NULL,
    actor_id        VARCHAR(64) NOT NULL,
    created_at      DATETIME(6) NOT NULL,
    expires_at      DATETIME(6) NOT NULL,
    ended_at        DATETIME(6) NULL,
    is_live         TINYINT(1) AS (state IN ('open','processing')) PERSISTENT COMMENT 'reserves',
    PRIMARY KEY (id),
    UNIQUE KEY payment_intent_provider (provider, provider_id),
    UNIQUE KEY payment_intent_reference (reference),
    UNIQUE KEY payment_intent_payment (payment_item_id),
    KEY payment_intent_case (case_id, is_live),
    KEY payment_intent_customer (customer_id, created_at),
    KEY payment_intent_created (created_at, id),
    KEY payment_intent_expires (is_live, expires_at),
    KEY payment_intent_receipt (receipt, id),
    KEY payment_intent_untold (untold, id),
    CONSTRAINT payment_intent_amount_ge_0 CHECK (amount_minor >= 0 AND credit_minor >= 0 AND amount_minor + credit_minor > 0),
    CONSTRAINT payment_intent_returned CHECK (returned_minor BETWEEN 0 AND captured_minor AND surplus_minor BETWEEN 0 AND captured_minor),
    CONSTRAINT payment_intent_case FOREIGN KEY (case_id) REFERENCES case_state (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='a customer pays';

CREATE TABLE IF NOT EXISTS payment_intent_line (
    intent_id    BIGINT UNSIGNED NOT NULL,
    item_id      BIGINT UNSIGNED NOT NULL COMMENT 'a debit',
    minor        BIGINT NOT NULL,
    booked_minor BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (intent_id, item_id),
    KEY payment_intent_line_item (item_id),
    CONSTRAINT payment_intent_line_gt_0 CHECK (minor > 0 AND booked_minor BETWEEN 0 AND minor),
    CONSTRAINT payment_intent_line_intent FOREIGN KEY (intent_id) REFERENCES payment_intent (id),
    CONSTRAINT payment_intent_line_item FOREIGN KEY (item_id) REFERENCES item (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='what is paid';

CREATE TABLE IF NOT EXISTS payment_intent_credit (
    intent_id    BIGINT UNSIGNED NOT NULL,
    item_id      BIGINT UNSIGNED NOT NULL COMMENT 'a credit',
    minor        BIGINT NOT NULL,
    booked_minor BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (intent_id, item_id),
    KEY payment_intent_credit_item (item_id),
    CONSTRAINT payment_intent_credit_gt_0 CHECK (minor > 0 AND booked_minor BETWEEN 0 AND minor),
    CONSTRAINT payment_intent_credit_intent FOREIGN KEY (intent_id) REFERENCES payment_intent (id),
    CONSTRAINT payment_intent_credit_item FOREIGN KEY (item_id) REFERENCES item (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='credits that are used with it';

CREATE TABLE IF NOT EXISTS payment_event (
    id           BIGINT UNSIGNED NOT NULL,
    provider     VARCHAR(16) NOT NULL,
    event_id     VARCHAR(128) NOT NULL COMMENT 'the provider''s; taken once',
    intent_id    BIGINT UNSIGNED NULL COMMENT 'NULL: of none of ours',
    kind         VARCHAR(16) NOT NULL COMMENT 'pending | captured | declined | expired | refunded | disputed | reinstated',
    amount_minor BIGINT NULL,
    subject      VARCHAR(128) NULL COMMENT 'the provider''s id of the refund or dispute',
    why          VARCHAR(64) NULL,
    occurred_at  DATETIME(6) NOT NULL,
    received_at  DATETIME(6) NOT NULL,
    outcome      ENUM('booked','noted','waiting','ignored','refused') NOT NULL,
    note         VARCHAR(300) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY payment_event_once (provider, event_id),
    KEY payment_event_intent (intent_id, id),
    CONSTRAINT payment_event_intent FOREIGN KEY (intent_id) REFERENCES payment_intent (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='what providers reported';

CREATE TABLE IF NOT EXISTS payment_return (
    id        BIGINT UNSIGNED NOT NULL,
    intent_id BIGINT UNSIGNED NOT NULL,
    kind      ENUM('refund','chargeback','reinstated') NOT NULL,
    subject   VARCHAR(128) NOT NULL COMMENT 'the provider''s id of it',
    minor     BIGINT NOT NULL,
    item_id   BIGINT UNSIGNED NOT NULL COMMENT 'the document it became',
    at        DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY payment_return_once (intent_id, kind, subject),
    CONSTRAINT payment_return_gt_0 CHECK (minor > 0),
    CONSTRAINT payment_return_intent FOREIGN KEY (intent_id) REFERENCES payment_intent (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='money that went back, or came again';

CREATE TABLE IF NOT EXISTS payment_late_event (
    id     BIGINT UNSIGNED NOT NULL,
    body   TEXT NOT NULL COMMENT 'signed when it leaves',
    due_at DATETIME(6) NOT NULL COMMENT 'real clock',
    PRIMARY KEY (id),
    KEY payment_late_event_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='events of the sandbox that are to come late';
