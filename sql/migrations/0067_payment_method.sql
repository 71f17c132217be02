-- Why:   customers save by what they pay, at the provider; we keep how the provider calls it and
--        what a person recognises it by. Nothing that money could be taken with stands here.
-- Locks: a new table only.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS payment_method (
    id                BIGINT UNSIGNED NOT NULL,
    case_id           BIGINT UNSIGNED NOT NULL COMMENT 'the account that it pays',
    customer_id       BIGINT UNSIGNED NOT NULL,
    division_id       BIGINT UNSIGNED NOT NULL,
    provider          VARCHAR(16) NOT NULL,
    provider_customer VARCHAR(128) NULL COMMENT 'how the provider calls the customer of this account',
    provider_id       VARCHAR(128) NULL COMMENT 'how the provider calls it',
    mandate           VARCHAR(128) NULL COMMENT 'how the provider calls the mandate; NULL: it has none of its own',
    kind              VARCHAR(32) NULL COMMENT 'card, sepa_debit …',
    label             VARCHAR(80) NULL COMMENT 'as a person knows it: Visa ···· 4242, 04/28',
    state             ENUM('open','active','failed','revoked','gone') NOT NULL DEFAULT 'open'
                      COMMENT 'open: being saved; revoked: by us; gone: the provider or the payer''s bank ended it',
    url               VARCHAR(2000) NULL COMMENT 'where the customer enters it, at the provider',
    actor_kind        ENUM('user','client','contact','script','system') NOT NULL COMMENT 'who saved it',
    actor_id          VARCHAR(64) NOT NULL,
    created_at        DATETIME(6) NOT NULL,
    saved_at          DATETIME(6) NULL,
    ended_at          DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY payment_method_provider (provider, provider_id),
    KEY payment_method_case (case_id, state),
    KEY payment_method_customer (customer_id, id),
    CONSTRAINT payment_method_is_named CHECK (state <> 'active' OR (provider_id IS NOT NULL AND label IS NOT NULL)),
    CONSTRAINT payment_method_case FOREIGN KEY (case_id) REFERENCES case_state (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='what a customer saved to pay with';
